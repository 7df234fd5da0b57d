// The bar at the top: a button for each view, and names for what Gradio drew without one.

import { button, element, find } from "../lib/dom.js";
import { read } from "./api.js";
import { questionBox, ready } from "./gradio.js";
import { base, t } from "./wording.js";

const ORDER = ["articles", "people", "timeline", "history", "add", "help"];
const nav = element("nav", "views");
const menu = button("menu", "", () => fold(menu.getAttribute("aria-expanded") === "true")); // where there is no room
nav.id = "views";

/**
 * Add a view.
 *
 * @param {string} name an entry of the catalogue, `views.NAME`, names its button
 * @param {(from: HTMLElement) => void} open is called with the button that was clicked
 */
export function addView(name, open) {
  const opening = button("", t(`views.${name}`), () => {
    fold(true);
    open(opening);
  });
  opening.dataset.view = name;
  const following = ORDER.slice(ORDER.indexOf(name) + 1).map((view) => nav.querySelector(`[data-view="${view}"]`));
  nav.insertBefore(opening, following.find(Boolean) ?? null);
}

/** @param {boolean} folded */
function fold(folded) {
  menu.setAttribute("aria-expanded", String(!folded));
  nav.classList.toggle("unfolded", !folded);
}

/**
 * Create a link for the reader, where readers sign in: to where they can sign out.
 *
 * @param {(user: string) => string} words
 * @returns {Promise<HTMLAnchorElement | null>} null where nobody signs in
 */
export async function readerLink(words) {
  const page = await read("page");
  if (page.fault !== undefined || !page.sign_in) return null;
  const reader = element("a", "reader", page.user ? words(page.user) : t("sign_in.title"));
  reader.href = new URL("sign-in", base).href;
  if (page.user) reader.title = t("sign_in.leave");
  return reader;
}

document.addEventListener("click", ({ target }) => {
  if (target !== menu && !(target instanceof Node && nav.contains(target))) fold(true);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") fold(true);
});

ready.then(() => {
  nav.setAttribute("aria-label", t("page.views"));
  menu.textContent = t("page.menu");
  menu.setAttribute("aria-controls", nav.id);
  fold(true);
  find(document, "#heading", HTMLElement).append(menu, nav);
  readerLink((user) => user).then((reader) => reader && nav.append(reader));
  find(document, "#restart", HTMLElement).textContent = t("page.new");
  questionBox().setAttribute("aria-label", t("page.question"));
});
