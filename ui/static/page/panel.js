// The panel beside the chat: it shows one view at a time, and a view opened from another leads back to it.

import { call } from "./api.js";
import { button, element } from "../lib/dom.js";
import { t } from "../lib/i18n.js";

const narrow = window.matchMedia("(max-width: 60rem)"); // as in panel.css: there the panel covers the chat
let panel = null;
let opener = null;
let loading = new AbortController();
let earlier = []; // the views that "Back" leads to, the nearest last

// What the API has at a path; null when a later click has overtaken this one.
export function fetched(path, query) {
  loading.abort(); // of two quick clicks the second one counts
  loading = new AbortController();
  return call(path, query, { signal: loading.signal });
}

// Shows a view; `from` is the link or button it was opened with, `label` what screen readers call it, `tools` what
// stands above it and does not scroll.
export function show(label, nodes, from, tools = []) {
  panel = panel || makePanel();
  if (from && panel.contains(from)) earlier.push(leave(from));
  else [earlier, opener] = [[], from];
  fill(label, nodes, tools);
  panel.hidden = false;
  document.body.classList.add("reading");
  coverChat();
  const target = panel.querySelector("mark.cited") || panel.querySelector(".content");
  target.tabIndex = -1;
  target.scrollIntoView({ block: target.localName === "mark" ? "center" : "start" });
  target.focus({ preventScroll: true });
}

export function closePanel() {
  loading.abort();
  if (!panel || panel.hidden) return;
  panel.hidden = true;
  document.body.classList.remove("reading");
  coverChat();
  if (opener) returnFocus(opener);
  for (const opened of document.querySelectorAll("a.opened")) opened.classList.remove("opened");
}

export function coversChat() {
  return narrow.matches && Boolean(panel) && !panel.hidden;
}

function makePanel() {
  const made = element("aside");
  made.id = "article-panel";
  const close = button("close", "×", closePanel);
  const bar = element("div", "bar");
  bar.append(button("back", `‹ ${t("panel.back")}`, goBack), element("div", "tools"), close);
  made.append(bar, element("div", "content"));
  document.body.append(made);
  return made;
}

function fill(label, nodes, tools) {
  panel.setAttribute("aria-label", label);
  panel.querySelector(".close").setAttribute("aria-label", `${t("panel.close")}: ${label}`);
  panel.querySelector(".back").hidden = earlier.length === 0;
  panel.querySelector(".tools").replaceChildren(...tools);
  panel.querySelector(".content").replaceChildren(...nodes);
}

function leave(from) {
  const content = panel.querySelector(".content");
  const [nodes, tools] = [[...content.childNodes], [...panel.querySelector(".tools").childNodes]];
  return { label: panel.getAttribute("aria-label"), nodes, tools, from, scrolled: content.scrollTop };
}

function goBack() {
  loading.abort();
  const view = earlier.pop();
  fill(view.label, view.nodes, view.tools);
  panel.querySelector(".content").scrollTop = view.scrolled;
  view.from.focus({ preventScroll: true });
}

// While an answer grows the chat may have drawn the citation anew: then its double gets the focus.
function returnFocus(from) {
  const same = (other) => other.getAttribute("href") === from.getAttribute("href");
  const target = from.isConnected ? from : [...document.querySelectorAll("a.cite, a.nearest")].find(same);
  if (target) target.focus();
}

// Where the panel covers the chat, the keyboard must not reach what the eye cannot see.
function coverChat() {
  const chat = document.querySelector("gradio-app");
  if (chat) chat.inert = coversChat();
}

// Capturing, because the chat stops clicks inside its messages.
document.addEventListener(
  "click",
  (event) => {
    if (coversChat() && !panel.contains(event.target)) closePanel(); // a click beside the drawer
  },
  true,
);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closePanel();
});
narrow.addEventListener("change", coverChat);
