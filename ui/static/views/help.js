// The shortcuts, and how the page looks and speaks. Each choice is a link, so that it can be kept and passed on.

import { addView, readerLink } from "../page/toolbar.js";
import { element } from "../lib/dom.js";
import { keysAreOn, onKey, turnKeys } from "../page/keys.js";
import { show } from "../page/panel.js";
import { language, languages, t } from "../lib/i18n.js";

const KEYS = [
  ["/", "question"],
  ["n", "next"],
  ["p", "previous"],
  ["Esc", "close"],
  ["?", "help"],
];
const THEMES = ["system", "light", "dark"];

function openHelp(from) {
  const header = element("header");
  header.append(element("h2", "", t("help.title")));
  const reading = element("p", "choices");
  readerLink((user) => `${t("sign_in.signed_in", { name: user })} ${t("sign_in.leave")}`).then((reader) => reader && reading.append(reader));
  show(t("help.title"), [header, reading, ...shortcuts(), ...appearance(), ...tongue()], from);
}

function shortcuts() {
  const list = element("dl", "keys");
  for (const [key, does] of KEYS) {
    const name = element("dt");
    name.append(element("kbd", "", key));
    list.append(name, element("dd", "", t(`help.${does}`)));
  }
  const [label, box] = [element("label", "switch"), element("input")];
  box.type = "checkbox";
  box.checked = keysAreOn();
  box.addEventListener("change", () => turnKeys(box.checked));
  label.append(box, ` ${t("help.keys_on")}`);
  return [element("h3", "", t("help.keys")), list, label];
}

function appearance() {
  const now = new URLSearchParams(window.location.search).get("__theme") || "system";
  const choices = THEMES.map((name) => {
    const __theme = name === "system" ? null : name;
    return choice(t(`help.${name}`), { __theme }, name === now);
  });
  return [element("h3", "", t("help.theme")), row(choices)];
}

function tongue() {
  const name = (code) => new Intl.DisplayNames([code], { type: "language" }).of(code);
  const choices = languages.map((code) => choice(name(code), { lang: code }, code === language, code));
  return [element("h3", "", t("help.language")), row(choices)];
}

function row(choices) {
  const made = element("p", "choices");
  made.append(...choices);
  return made;
}

function choice(text, changes, chosen, lang) {
  const address = new URL(window.location.href);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) address.searchParams.delete(name);
    else address.searchParams.set(name, value);
  }
  const link = element("a", "", text);
  link.href = address.href;
  if (lang) link.lang = lang;
  if (chosen) link.setAttribute("aria-current", "true");
  return link;
}

addView("help", openHelp);
onKey("?", () => document.querySelector('[data-view="help"]').click());
