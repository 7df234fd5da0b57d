// Says a finished answer to screen readers, once. Gradio's own log would say every state of it while it grows.

import { element, find } from "../lib/dom.js";
import { ready } from "./gradio.js";
import { t } from "./wording.js";

const MAX_KEPT = 3; // paragraphs of the log
const log = element("div", "unseen");
log.id = "announcements";
log.setAttribute("role", "log");
log.setAttribute("aria-live", "polite");
document.body.append(log);

/** @param {string} text */
function announce(text) {
  log.append(element("p", "", text));
  while (log.childElementCount > MAX_KEPT) log.firstChild?.remove();
}

/** @param {HTMLElement} message */
function spokenText(message) {
  /** @type {NodeListOf<HTMLElement>} */
  const parts = message.querySelectorAll(".note, .written, .section, .source, .said, .reason, .searched");
  return [...parts]
    .filter((part) => !part.closest("ol"))
    .map((part) => part.innerText)
    .join("\n");
}

ready.then(() => {
  log.setAttribute("aria-label", t("page.answers"));
  const theirs = find(document, '#conversation [role="log"]', HTMLElement);
  theirs.setAttribute("aria-live", "off");
  theirs.setAttribute("aria-label", t("page.conversation"));
});
document.addEventListener("onrecord:answered", ({ detail }) => announce(spokenText(detail.message)));
document.addEventListener("onrecord:notice", ({ detail }) => announce(detail));
