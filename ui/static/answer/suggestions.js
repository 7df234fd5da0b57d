// Beside a finished answer: what may be asked next, and what was found and not used. It comes after the answer, and
// below it, so that nothing waits for it and nothing moves.

import { call } from "../page/api.js";
import { ask } from "../page/gradio.js";
import { button, dotted, element } from "../lib/dom.js";
import { openTimeline } from "../views/timeline.js";
import { day, t } from "../lib/i18n.js";

document.addEventListener("onrecord:answered", async ({ detail }) => {
  const beside = await call(`answers/${encodeURIComponent(detail.id)}/beside`);
  if (!beside || beside.fault || !detail.after.isConnected) return;
  if (beside.timeline) detail.after.append(timeline(beside.timeline));
  if (beside.unused.length) detail.after.append(unused(beside.unused));
  const rows = [...document.querySelectorAll("#conversation .bot-row")];
  if (beside.next.length && rows.pop().contains(detail.after)) detail.after.append(next(beside.next, detail.message));
});
// Questions to ask next belong to the last answer only.
document.addEventListener("onrecord:asked", () => {
  for (const former of document.querySelectorAll(".next")) former.remove();
});

function next(questions, message) {
  const made = element("div", "next");
  const title = element("p", "label", t(message.querySelector(".refusal") ? "beside.instead" : "beside.next"));
  made.append(title, ...questions.map((question) => button("", question, () => ask(question))));
  return made;
}

function timeline({ name, topic }) {
  const opening = button("over-time", t("timeline.over_time", { name }), () => openTimeline(opening, name, topic));
  return opening;
}

function unused(hits) {
  const made = element("details", "unused");
  const list = element("ol");
  list.append(...hits.map(card));
  made.append(element("summary", "", t("beside.unused", { count: hits.length })), list);
  return made;
}

function card(hit) {
  const [item, link] = [element("li"), element("a", "nearest")];
  const said = element("span", "said", hit.text);
  said.dir = "auto";
  link.href = hit.link;
  link.append(dotted("span", "source", [hit.publisher, day(hit.published), hit.title]), said);
  item.append(link);
  return item;
}
