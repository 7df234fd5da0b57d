// What the parts of one widget share: its words, its server, and the page that it stands on.

import { complain, Fault } from "./fault.js";

/** @import { Client } from "./client.js" */
/** @import { WidgetI18n } from "./wording.js" */

/**
 * What the page around learns, as events: `onrecord:asked` and so on.
 *
 * @callback Dispatch
 * @param {"open" | "close" | "asked" | "answered" | "fault"} name
 * @param {object} [detail]
 * @returns {void}
 */

/**
 * @typedef {object} Context
 * @property {WidgetI18n} i18n
 * @property {Client} client
 * @property {string} title
 * @property {string[]} collections those that are asked; all of the reader's when there are none
 * @property {(() => void) | null} close null where the panel cannot be closed
 * @property {Dispatch} dispatch
 */

/**
 * Tell the page and its console what is known of an error.
 *
 * @param {unknown} error
 * @param {Context} context
 * @returns {string} the sentence for the reader
 */
export function reportFault(error, { i18n, dispatch }) {
  const fault = error instanceof Fault ? error : new Fault("page.unexpected");
  const sentence = fault.sentence(i18n);
  if (fault.reason !== sentence) complain(fault.reason);
  dispatch("fault", { status: fault.status, sentence, detail: fault.reason });
  return sentence;
}
