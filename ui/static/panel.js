// The panel beside the chat: it shows one view at a time, and a view opened from another leads back to it.
// Everything the server sends reaches the page as textContent: nothing in it can become markup.

const base = new URL("..", import.meta.url); // so that it works below a proxy's prefix
const narrow = window.matchMedia("(max-width: 60rem)"); // as in panel.css: there the panel covers the chat
let panel = null;
let opener = null;
let loading = new AbortController();
let earlier = []; // the views that "Back" leads to, the nearest last

export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export function button(className, text, onClick) {
  const made = element("button", className, text);
  made.type = "button";
  made.addEventListener("click", onClick);
  return made;
}

export function day(published) {
  if (!published) return "";
  const options = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat("en-GB", options).format(new Date(published));
}

// What the API has at a path; null when a later click has overtaken this one.
export async function fetched(path, query) {
  loading.abort(); // of two quick clicks the second one counts
  loading = new AbortController();
  try {
    const response = await fetch(new URL(`api/${path}?${new URLSearchParams(query)}`, base), { signal: loading.signal });
    if (response.ok) return await response.json();
    const fault = await response.json().catch(() => ({})); // a proxy in between answers in its own way
    return { fault: fault.detail || "This cannot be shown now: the server did not answer as expected." };
  } catch (error) {
    if (error.name === "AbortError") return null;
    return { fault: "This cannot be shown now: the server did not answer as expected." };
  }
}

export function warning(text) {
  return element("p", "warning", text);
}

// Shows a view; `from` is the link or button it was opened with, `label` what screen readers call it.
export function show(label, nodes, from) {
  panel = panel || makePanel();
  if (from && panel.contains(from)) earlier.push(leave(from));
  else [earlier, opener] = [[], from];
  fill(label, nodes);
  panel.hidden = false;
  document.body.classList.add("reading");
  coverChat();
  const target = panel.querySelector("mark") || panel.querySelector(".content");
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
  made.append(close, button("back", "‹ Back", goBack), element("div", "content"));
  document.body.append(made);
  return made;
}

function fill(label, nodes) {
  panel.setAttribute("aria-label", label);
  panel.querySelector(".close").setAttribute("aria-label", `Close the ${label.toLowerCase()}`);
  panel.querySelector(".back").hidden = earlier.length === 0;
  panel.querySelector(".content").replaceChildren(...nodes);
}

function leave(from) {
  const nodes = [...panel.querySelector(".content").childNodes];
  return { label: panel.getAttribute("aria-label"), nodes, from, scrolled: panel.scrollTop };
}

function goBack() {
  loading.abort();
  const view = earlier.pop();
  fill(view.label, view.nodes);
  panel.scrollTop = view.scrolled;
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
