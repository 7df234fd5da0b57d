// Below a finished answer: what may be asked next, and what was found and not used. It comes after the answer, so that
// nothing waits for it and nothing moves.

import { button, dotted, element } from "../lib/dom.js";
import { readSuggestions } from "../page/api.js";
import { ask } from "../page/gradio.js";
import { day, t } from "../page/wording.js";
import { openTimeline } from "../views/timeline.js";

/** @import { Passage } from "../lib/types.js" */

document.addEventListener("onrecord:answered", async ({ detail }) => {
  const { id, message, after } = detail;
  const found = await readSuggestions(id);
  if (found.fault !== undefined || !after.isConnected) return;
  if (found.timeline) after.append(timelineButton(found.timeline));
  if (found.unused.length) after.append(unusedPassages(found.unused));
  const last = [...document.querySelectorAll("#conversation .bot-row")].pop();
  if (found.next.length && last?.contains(after)) after.append(nextQuestions(found.next, message));
});
// Questions to ask next belong to the last answer only.
document.addEventListener("onrecord:asked", () => {
  for (const former of document.querySelectorAll(".next")) former.remove();
});

/**
 * @param {string[]} questions
 * @param {HTMLElement} message
 */
function nextQuestions(questions, message) {
  const next = element("div", "next");
  const title = element("p", "label", t(message.querySelector(".refusal") ? "beside.instead" : "beside.next"));
  next.append(title, ...questions.map((question) => button("", question, () => ask(question))));
  return next;
}

/** @param {{ name: string, topic: string }} timeline */
function timelineButton({ name, topic }) {
  const opening = button("over-time", t("timeline.over_time", { name }), () => openTimeline(opening, name, topic));
  return opening;
}

/** @param {Passage[]} passages */
function unusedPassages(passages) {
  const details = element("details", "unused");
  const list = element("ol");
  list.append(...passages.map(passageCard));
  details.append(element("summary", "", t("beside.unused", { count: passages.length })), list);
  return details;
}

/** @param {Passage} passage */
function passageCard(passage) {
  const item = element("li");
  const card = element("a", "nearest");
  const said = element("span", "said", passage.text);
  said.dir = "auto";
  card.href = passage.link;
  card.append(dotted("span", "source", [passage.publisher, day(passage.published), passage.title]), said);
  item.append(card);
  return item;
}
