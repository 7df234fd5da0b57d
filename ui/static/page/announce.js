// Says a finished answer to screen readers, once. Gradio's own log would say every state of it while it grows.

import { element } from "../lib/dom.js";
import { ready } from "./gradio.js";
import { t } from "../lib/i18n.js";

const log = element("div", "unseen");
log.id = "announcements";
log.setAttribute("role", "log");
log.setAttribute("aria-live", "polite");
document.body.append(log);

function say(text) {
  log.append(element("p", "", text));
  while (log.childElementCount > 3) log.firstChild.remove();
}

function spoken(message) {
  const parts = message.querySelectorAll(".note, .written, .section, .source, .said, .reason, .searched");
  return [...parts].filter((part) => !part.closest("ol")).map((part) => part.innerText).join("\n");
}

ready.then(() => {
  log.setAttribute("aria-label", t("page.answers"));
  const theirs = document.querySelector('#conversation [role="log"]');
  theirs.setAttribute("aria-live", "off");
  theirs.setAttribute("aria-label", t("page.conversation"));
});
document.addEventListener("onrecord:answered", ({ detail }) => say(spoken(detail.message)));
document.addEventListener("onrecord:notice", ({ detail }) => say(detail));
