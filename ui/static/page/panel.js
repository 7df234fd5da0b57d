// The panel beside the chat: it shows one view at a time, and a view opened from another leads back to it.

import { button, element } from "../lib/dom.js";
import { read } from "./api.js";
import { t } from "./wording.js";

/** @import { Reply } from "../lib/types.js" */
/** @import { Query, Resources } from "./api.js" */

/**
 * A view that "Back" leads to.
 *
 * @typedef {object} Left
 * @property {string} label
 * @property {Node[]} nodes
 * @property {Node[]} tools
 * @property {HTMLElement} from
 * @property {number} scrolled pixels
 */

const narrow = window.matchMedia("(max-width: 60rem)"); // as in panel.css: there the panel covers the chat
const back = button("back", `‹ ${t("panel.back")}`, goBack);
const toolbar = element("div", "tools");
const close = button("close", "×", closePanel);
const content = element("div", "content");
const panel = createPanel();
/** @type {HTMLElement | null} */
let opener = null;
let loading = new AbortController();
/** The nearest last. @type {Left[]} */
let earlier = [];

/**
 * Read a resource for the panel; of two quick clicks the second one counts.
 *
 * @template {keyof Resources} Name
 * @param {Name} name
 * @param {Query} query
 * @returns {Promise<Reply<Resources[Name]> | null>} null when a later click has overtaken this one
 */
export async function readLatest(name, query) {
  loading.abort();
  const mine = new AbortController();
  loading = mine;
  try {
    return await read(name, query, mine.signal);
  } catch (error) {
    if (mine.signal.aborted) return null;
    throw error;
  }
}

/**
 * Show a view.
 *
 * @param {string} label what screen readers call it
 * @param {Node[]} nodes
 * @param {HTMLElement | null} from the link or button it was opened with
 * @param {Node[]} [tools] stand above it and do not scroll
 */
export function show(label, nodes, from, tools = []) {
  if (from && panel.contains(from)) earlier.push(leave(from));
  else {
    earlier = [];
    opener = from;
  }
  fill(label, nodes, tools);
  if (!panel.isConnected) document.body.append(panel);
  panel.hidden = false;
  document.body.classList.add("reading");
  coverChat();
  /** @type {HTMLElement | null} */
  const cited = panel.querySelector("mark.cited");
  const target = cited ?? content;
  target.tabIndex = -1;
  target.scrollIntoView({ block: cited ? "center" : "start" });
  target.focus({ preventScroll: true });
}

export function closePanel() {
  loading.abort();
  if (panel.hidden) return;
  panel.hidden = true;
  document.body.classList.remove("reading");
  coverChat();
  if (opener) returnFocus(opener);
  for (const opened of document.querySelectorAll("a.opened")) opened.classList.remove("opened");
}

/** Close the panel where it lies over the chat, so that an answer can be seen. */
export function uncoverChat() {
  if (coversChat()) closePanel();
}

function coversChat() {
  return narrow.matches && !panel.hidden;
}

function createPanel() {
  const created = element("aside");
  created.id = "article-panel";
  created.hidden = true;
  const bar = element("div", "bar");
  bar.append(back, toolbar, close);
  created.append(bar, content);
  return created;
}

/**
 * @param {string} label
 * @param {Node[]} nodes
 * @param {Node[]} tools
 */
function fill(label, nodes, tools) {
  panel.setAttribute("aria-label", label);
  close.setAttribute("aria-label", `${t("panel.close")}: ${label}`);
  back.hidden = earlier.length === 0;
  toolbar.replaceChildren(...tools);
  content.replaceChildren(...nodes);
}

/**
 * @param {HTMLElement} from
 * @returns {Left}
 */
function leave(from) {
  const label = panel.getAttribute("aria-label") ?? "";
  return { label, nodes: [...content.childNodes], tools: [...toolbar.childNodes], from, scrolled: content.scrollTop };
}

function goBack() {
  loading.abort();
  const view = earlier.pop();
  if (!view) return;
  fill(view.label, view.nodes, view.tools);
  content.scrollTop = view.scrolled;
  view.from.focus({ preventScroll: true });
}

/**
 * While an answer grows the chat may have drawn the citation anew: then its double gets the focus.
 *
 * @param {HTMLElement} from
 */
function returnFocus(from) {
  /** @type {NodeListOf<HTMLElement>} */
  const links = document.querySelectorAll("a.cite, a.nearest");
  const double = [...links].find((other) => other.getAttribute("href") === from.getAttribute("href"));
  (from.isConnected ? from : double)?.focus();
}

// Where the panel covers the chat, the keyboard must not reach what the eye cannot see.
function coverChat() {
  const chat = document.querySelector("gradio-app");
  if (chat instanceof HTMLElement) chat.inert = coversChat();
}

// Capturing, because the chat stops clicks inside its messages.
document.addEventListener(
  "click",
  ({ target }) => {
    if (coversChat() && !(target instanceof Node && panel.contains(target))) closePanel(); // a click beside the drawer
  },
  true,
);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closePanel();
});
narrow.addEventListener("change", coverChat);
