// What goes wrong, as a sentence: an entry of the catalogue, or where there is none the server's own.

/** @import { WidgetI18n } from "./wording.js" */

/** Entries of the catalogue for a status of the server, whoever asks. @type {Record<number, string>} */
const BY_STATUS = {
  403: "widget.forbidden",
  413: "widget.too_large",
  429: "widget.limited",
  503: "widget.busy",
};

/** A request that failed, or an answer that broke off. */
export class Fault extends Error {
  /**
   * @param {string} key an entry of the catalogue
   * @param {object} [known]
   * @param {string} [known.reason] the server's own sentence
   * @param {boolean} [known.shown] whether the reader gets to see it
   * @param {number} [known.status]
   * @param {string} [known.wait] a `Retry-After`
   */
  constructor(key, { reason = "", shown = false, status = 0, wait = "" } = {}) {
    super(key);
    this.key = key;
    this.reason = reason;
    this.shown = shown;
    this.status = status;
    this.wait = wait;
  }

  /**
   * Return the sentence for the reader.
   *
   * @param {WidgetI18n} i18n
   */
  sentence({ t, later }) {
    return (this.shown && this.reason) || t(this.key, { when: later(this.wait) });
  }
}

/**
 * Read the fault that a response tells of.
 *
 * @param {Response} response
 * @param {string | null} token the one that was sent: "" where nobody is signed in, null where the page did not say
 */
export async function faultOf(response, token) {
  const { status, headers } = response;
  const problem = await response.json().catch(() => null); // a proxy in between answers in its own way
  const detail = typeof problem?.detail === "string" ? problem.detail : "";
  const reason = token ? detail.replaceAll(token, "…") : detail;
  const key = status === 401 ? unknownReader(token) : BY_STATUS[status];
  return new Fault(key ?? "page.unexpected", { reason, shown: !key, status, wait: headers.get("Retry-After") ?? "" });
}

/** @param {string | null} token */
function unknownReader(token) {
  if (token) return "widget.rejected";
  return token === null ? "widget.token" : "widget.signed_out";
}

/**
 * Say what is wrong to whoever runs the page; readers get sentences of their own.
 *
 * @param {string} sentence
 */
export function complain(sentence) {
  if (sentence) console.warn(`On Record: ${sentence}`);
}
