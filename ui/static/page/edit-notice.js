// Around the question box: which question is being edited, and "/" to get there.

import { cancelEdit, ready } from "./gradio.js";
import { button, element } from "../lib/dom.js";
import { onKey } from "./keys.js";
import { t } from "../lib/i18n.js";

const banner = element("div", "editing");
banner.setAttribute("role", "status");

function show(turn) {
  const cancel = button("", t("compose.cancel"), cancelEdit);
  banner.replaceChildren(...(turn === null ? [] : [element("span", "", t("compose.editing", { n: turn + 1 })), cancel]));
}

ready.then(() => document.querySelector("#question").before(banner));
document.addEventListener("onrecord:editing", ({ detail }) => show(detail));
onKey("/", () => document.querySelector("#question textarea").focus());
