// The shortcuts, and how the page looks and speaks. Each choice is a link, so that it can be kept and passed on.

import { element, find } from "../lib/dom.js";
import { keysAreOn, onKey, turnKeys } from "../page/keys.js";
import { show } from "../page/panel.js";
import { addView, readerLink } from "../page/toolbar.js";
import { language, languages, t } from "../page/wording.js";

const KEYS = [
  ["/", "question"],
  ["n", "next"],
  ["p", "previous"],
  ["Esc", "close"],
  ["?", "help"],
];
const THEMES = ["system", "light", "dark"];

/** @param {HTMLElement} from */
function openHelp(from) {
  const header = element("header");
  header.append(element("h2", "", t("help.title")));
  const reading = element("p", "choices");
  const signedIn = (/** @type {string} */ name) => `${t("sign_in.signed_in", { name })} ${t("sign_in.leave")}`;
  readerLink(signedIn).then((reader) => reader && reading.append(reader));
  show(t("help.title"), [header, reading, ...shortcuts(), ...themes(), ...tongues()], from);
}

function shortcuts() {
  const list = element("dl", "keys");
  for (const [key, does] of KEYS) {
    const name = element("dt");
    name.append(element("kbd", "", key));
    list.append(name, element("dd", "", t(`help.${does}`)));
  }
  const label = element("label", "switch");
  const box = element("input");
  box.type = "checkbox";
  box.checked = keysAreOn();
  box.addEventListener("change", () => turnKeys(box.checked));
  label.append(box, ` ${t("help.keys_on")}`);
  return [element("h3", "", t("help.keys")), list, label];
}

function themes() {
  const current = new URLSearchParams(window.location.search).get("__theme") || "system";
  const choices = THEMES.map((name) => {
    const value = name === "system" ? null : name;
    return choice(t(`help.${name}`), "__theme", value, name === current);
  });
  return [element("h3", "", t("help.theme")), row(choices)];
}

function tongues() {
  const choices = languages.map((code) => {
    const name = new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code;
    const link = choice(name, "lang", code, code === language);
    link.lang = code;
    return link;
  });
  return [element("h3", "", t("help.language")), row(choices)];
}

/** @param {HTMLElement[]} choices */
function row(choices) {
  const created = element("p", "choices");
  created.append(...choices);
  return created;
}

/**
 * Create a link to this page with one parameter changed.
 *
 * @param {string} text
 * @param {string} parameter
 * @param {string | null} value null takes the parameter away
 * @param {boolean} isCurrent
 */
function choice(text, parameter, value, isCurrent) {
  const address = new URL(window.location.href);
  if (value === null) address.searchParams.delete(parameter);
  else address.searchParams.set(parameter, value);
  const link = element("a", "", text);
  link.href = address.href;
  if (isCurrent) link.setAttribute("aria-current", "true");
  return link;
}

addView("help", openHelp);
onKey("?", () => find(document, '[data-view="help"]', HTMLElement).click());
