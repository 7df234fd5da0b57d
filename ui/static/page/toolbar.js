// The bar at the top: a button for each view, and names for what Gradio drew without one.

import { call } from "./api.js";
import { ready } from "./gradio.js";
import { button, element } from "../lib/dom.js";
import { base, t } from "../lib/i18n.js";

const ORDER = ["articles", "people", "timeline", "history", "add", "help"];
const nav = element("nav", "views");
const menu = button("menu", "", () => fold(menu.getAttribute("aria-expanded") === "true")); // where there is no room
nav.id = "views";

// Adds a view: its button is named by the catalogue (`views.NAME`); `open` gets the button that was clicked.
export function addView(name, open) {
  const opening = button("", t(`views.${name}`), () => {
    fold(true);
    open(opening);
  });
  opening.dataset.view = name;
  const place = (child) => ORDER.indexOf(child.dataset.view);
  nav.insertBefore(opening, [...nav.children].find((child) => place(child) > place(opening)) || null);
}

function fold(folded) {
  menu.setAttribute("aria-expanded", String(!folded));
  nav.classList.toggle("unfolded", !folded);
}

// A link for who reads, where readers sign in: to where they can sign out. Null elsewhere.
export async function readerLink(words) {
  const { user, sign_in: signsIn } = await call("page");
  if (!signsIn) return null;
  const reader = element("a", "reader", user ? words(user) : t("sign_in.title"));
  reader.href = new URL("sign-in", base);
  if (user) reader.title = t("sign_in.leave");
  return reader;
}

document.addEventListener("click", (event) => {
  if (!nav.contains(event.target) && event.target !== menu) fold(true);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") fold(true);
});

ready.then(() => {
  nav.setAttribute("aria-label", t("page.views"));
  menu.textContent = t("page.menu");
  menu.setAttribute("aria-controls", nav.id);
  fold(true);
  document.querySelector("#heading").append(menu, nav);
  readerLink((user) => user).then((reader) => reader && nav.append(reader));
  const restart = document.querySelector("#restart");
  restart.textContent = t("page.new");
  document.querySelector("#question textarea").setAttribute("aria-label", t("page.question"));
});
