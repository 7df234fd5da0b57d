// On Record on a page of somebody else: a launcher, or a panel in an element of the page. It asks this server, shows an
// answer sentence by sentence, and opens each citation in the article where it stands. docs/widget.md says how it is used.
//
// The build makes one script of these modules, and nothing beside it, so that it works under the strictest policy of its
// page: a shadow root, a constructed style sheet, elements built by hand. Words get in as textContent only; nothing is
// kept but in memory.

import { TAG, WidgetElement } from "./element.js";
import { complain } from "./fault.js";

/** @import { Controls, Options } from "./element.js" */

/**
 * @typedef {object} OnRecord
 * @property {(target?: string | Element | null, options?: Options) => Controls} mount
 * @property {() => Promise<void> | undefined} open the first widget of the page, as the next two
 * @property {() => void} close
 * @property {(question: string) => Promise<void> | undefined} ask
 */

const script = /** @type {HTMLScriptElement} */ (document.currentScript);
const base = new URL(".", script.src);

/**
 * Show the widget in an element of the page, or with a launcher; a second time, return what is there already.
 *
 * @type {OnRecord["mount"]}
 */
function mount(target, options = {}) {
  const place = typeof target === "string" ? document.querySelector(target) : (target ?? null);
  if (target && !place) throw new Error(`there is no element ${target} to show the widget in: correct data-target.`);
  const inPlace = widgetsIn((place ?? document.body).children);
  if (inPlace.length) return inPlace[0];
  const widget = document.createElement(TAG);
  if (!(widget instanceof WidgetElement)) throw new Error(`another script has defined <${TAG}>.`);
  return widget.mount(place, { ...options, base: options.base ?? base });
}

/**
 * @param {Iterable<Element>} elements
 * @returns {Controls[]}
 */
function widgetsIn(elements) {
  return [...elements].flatMap((child) => (child instanceof WidgetElement && child.controls) || []);
}

const first = () => widgetsIn(document.querySelectorAll(TAG)).at(0);

/** @type {OnRecord} */
const api = {
  mount,
  open: () => first()?.open(),
  close: () => first()?.close(),
  ask: (question) => first()?.ask(question),
};

// A second copy of this script adds what it is told to add, by the first one.
if (!customElements.get(TAG)) customElements.define(TAG, WidgetElement);
window.OnRecord ??= api;
const { OnRecord } = window;

function begin() {
  const { mode = "launcher", target, ...options } = script.dataset;
  if (mode === "none") return;
  try {
    OnRecord.mount(mode === "inline" ? target : null, { ...options, base });
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
  }
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
