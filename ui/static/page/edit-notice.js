// Above the question box: which question is being edited. And "/" leads to the box.

import { button, element, find } from "../lib/dom.js";
import { cancelEdit, questionBox, ready } from "./gradio.js";
import { onKey } from "./keys.js";
import { t } from "./wording.js";

const banner = element("div", "editing");
banner.setAttribute("role", "status");

/** @param {number | null} turn */
function show(turn) {
  if (turn === null) return banner.replaceChildren();
  const cancel = button("", t("compose.cancel"), cancelEdit);
  return banner.replaceChildren(element("span", "", t("compose.editing", { n: turn + 1 })), cancel);
}

ready.then(() => find(document, "#question", HTMLElement).before(banner));
document.addEventListener("onrecord:editing", ({ detail }) => show(detail));
onKey("/", () => questionBox().focus());
