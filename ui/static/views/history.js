// Earlier conversations: found, taken up again, deleted, saved to a file and read from one.

import { addView } from "../page/toolbar.js";
import { ask, questions } from "../page/gradio.js";
import { button, element } from "../lib/dom.js";
import { asFile, conversations, forget, forgetAll, fromFile, keep } from "./history-store.js";
import { filterBox } from "../page/paging.js";
import { closePanel, coversChat, show } from "../page/panel.js";
import { day, t } from "../lib/i18n.js";

const MOST_BYTES = 20e6; // of a file to read
let current = begun();
let kept = []; // answers as they were, of the conversation that is being taken up again

function begun() {
  const now = Date.now();
  return { id: crypto.getRandomValues(new Uint32Array(4)).join("-"), started: now, updated: now, turns: [] };
}

const words = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const isoDay = (time) => new Date(time - new Date(time).getTimezoneOffset() * 60000).toISOString().slice(0, 10);

document.addEventListener("onrecord:answered", ({ detail }) => {
  const parts = detail.message.querySelectorAll(".note, .section, .source, .said, .reason");
  const answer = [...parts].filter((part) => !part.closest(".after, ol")).map((part) => part.textContent).join("\n");
  const former = kept[detail.turn];
  const question = questions()[detail.turn];
  if (former && former.question === question && words(former.answer) !== words(answer)) {
    detail.after.append(element("p", "differs", t("history.differs", { day: day(former.day) })));
  }
  current.turns = [...current.turns.slice(0, detail.turn), { question, answer: answer.slice(0, 20000) }];
  current.updated = Date.now();
  keep(current);
});
document.addEventListener("onrecord:emptied", () => {
  current = begun();
  kept = [];
});

function openHistory(from) {
  const header = element("header");
  const [filter, found, list] = [filterBox(t("history.find")), element("p", "found"), element("ol", "history")];
  found.setAttribute("role", "status");
  let q = "";
  const draw = () => drawList(list, found, q, draw);
  filter.onChange((typed) => {
    q = typed;
    draw();
  });
  header.append(element("h2", "", t("history.title")), element("p", "where", t("history.here")), filter.box);
  header.append(files(found, draw), found);
  draw();
  show(t("history.title"), [header, list], from);
}

function drawList(list, found, q, draw) {
  const wanted = words(q).split(/\s+/).filter(Boolean);
  const holds = ({ turns }) => {
    const text = words(turns.map(({ question, answer }) => `${question} ${answer}`).join(" "));
    return wanted.every((word) => text.includes(word));
  };
  const fitting = conversations().filter(holds);
  found.textContent = fitting.length ? t("history.count", { count: fitting.length }) : t("history.none");
  const items = [];
  let above = "";
  for (const conversation of fitting) {
    const at = day(isoDay(conversation.updated));
    if (at !== above) items.push(element("li", "day", at));
    above = at;
    items.push(entry(conversation, draw));
  }
  list.replaceChildren(...items);
}

function entry(conversation, draw) {
  const made = element("li", "conversation");
  const { turns } = conversation;
  const opening = button("title", turns[0].question, () => takeUp(conversation));
  opening.dir = "auto";
  const more = turns.length > 1 ? element("span", "where", t("history.turns", { count: turns.length })) : "";
  const deleting = button("delete", "×", () => {
    forget(conversation.id);
    const undo = button("undo", t("history.undo"), () => {
      keep(conversation);
      draw();
    });
    made.replaceChildren(element("span", "where", t("history.deleted")), undo);
    undo.focus();
  });
  deleting.setAttribute("aria-label", t("history.delete", { name: turns[0].question }));
  made.append(opening, more, deleting);
  return made;
}

// Its questions are asked anew: what a browser kept, or a file said, is never shown as an answer.
function takeUp(conversation) {
  if (coversChat()) closePanel();
  current = structuredClone(conversation);
  kept = conversation.turns.map(({ question, answer }) => ({ question, answer, day: isoDay(conversation.updated) }));
  const earlier = conversation.turns.map(({ question }) => question);
  ask(earlier.pop(), { turn: 0, earlier });
}

function files(found, draw) {
  const made = element("p", "topics");
  const chooser = element("input");
  Object.assign(chooser, { type: "file", accept: "application/json,.json", hidden: true });
  chooser.addEventListener("change", async () => {
    const [file] = chooser.files;
    const added = file && file.size <= MOST_BYTES ? fromFile(await file.text()) : null;
    chooser.value = "";
    draw();
    found.textContent = added === null ? t("history.no_file") : t("history.added", { count: added });
  });
  const emptying = button("topic", t("history.delete_all"), () => {
    if (emptying.dataset.sure) {
      forgetAll();
      draw();
    }
    emptying.textContent = emptying.dataset.sure ? t("history.delete_all") : t("history.sure");
    emptying.dataset.sure = emptying.dataset.sure ? "" : "yes";
  });
  made.append(
    button("topic", t("history.save"), () => save(asFile())),
    button("topic", t("history.load"), () => chooser.click()),
    emptying,
    chooser,
  );
  return made;
}

function save(text) {
  const link = element("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = "on-record-conversations.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

addView("history", openHistory);
