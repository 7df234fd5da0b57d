// Earlier conversations: found, taken up again, deleted, saved to a file and read from one.

import { button, element } from "../lib/dom.js";
import { ask, questions } from "../page/gradio.js";
import { filterBox } from "../page/paging.js";
import { show, uncoverChat } from "../page/panel.js";
import { addView } from "../page/toolbar.js";
import { day, t } from "../page/wording.js";
import {
  asFile,
  conversations,
  fold,
  forget,
  forgetAll,
  fromFile,
  keep,
  MAX_CHARACTERS,
  search,
} from "./history-store.js";

/** @import { Conversation, Turn } from "./history-store.js" */

const MAX_BYTES = 20e6; // of a file to read
const MINUTE = 60000; // milliseconds
let current = newConversation();
/** Answers as they were, of the conversation that is being taken up again. @type {(Turn & { day: string })[]} */
let former = [];

/** @returns {Conversation} */
function newConversation() {
  const now = Date.now();
  return { id: crypto.getRandomValues(new Uint32Array(4)).join("-"), started: now, updated: now, turns: [] };
}

/**
 * Return the reader's own day at a time, "2022-03-10".
 *
 * @param {number} time milliseconds
 */
function localDay(time) {
  return new Date(time - new Date(time).getTimezoneOffset() * MINUTE).toISOString().slice(0, 10);
}

document.addEventListener("onrecord:answered", ({ detail }) => {
  const { turn, message, after } = detail;
  const answer = answerText(message);
  const question = questions()[turn];
  const was = former[turn];
  if (was?.question === question && fold(was.answer) !== fold(answer)) {
    after.append(element("p", "differs", t("history.differs", { day: day(was.day) })));
  }
  current.turns = [...current.turns.slice(0, turn), { question, answer: answer.slice(0, MAX_CHARACTERS) }];
  current.updated = Date.now();
  keep(current);
});
document.addEventListener("onrecord:emptied", () => {
  current = newConversation();
  former = [];
});

/** @param {HTMLElement} message */
function answerText(message) {
  const parts = [...message.querySelectorAll(".note, .section, .source, .said, .reason")];
  const own = parts.filter((part) => !part.closest(".after, ol"));
  return own.map((part) => part.textContent).join("\n");
}

/** @param {HTMLElement} from */
function openHistory(from) {
  const header = element("header");
  const found = element("p", "found");
  const list = element("ol", "history");
  found.setAttribute("role", "status");
  let query = "";
  const draw = () => drawList(list, found, query, draw);
  const filter = filterBox(t("history.find"), (typed) => {
    query = typed;
    draw();
  });
  header.append(element("h2", "", t("history.title")), element("p", "where", t("history.here")), filter);
  header.append(fileButtons(found, draw), found);
  draw();
  show(t("history.title"), [header, list], from);
}

/**
 * @param {HTMLElement} list
 * @param {HTMLElement} found
 * @param {string} query
 * @param {() => void} draw
 */
function drawList(list, found, query, draw) {
  const fitting = search(conversations(), query);
  found.textContent = fitting.length ? t("history.count", { count: fitting.length }) : t("history.none");
  list.replaceChildren();
  let above = "";
  for (const conversation of fitting) {
    const at = day(localDay(conversation.updated));
    if (at !== above) list.append(element("li", "day", at));
    above = at;
    list.append(entry(conversation, draw));
  }
}

/**
 * @param {Conversation} conversation
 * @param {() => void} draw
 */
function entry(conversation, draw) {
  const item = element("li", "conversation");
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
    item.replaceChildren(element("span", "where", t("history.deleted")), undo);
    undo.focus();
  });
  deleting.setAttribute("aria-label", t("history.delete", { name: turns[0].question }));
  item.append(opening, more, deleting);
  return item;
}

/**
 * Its questions are asked anew: what a browser kept, or a file said, is never shown as an answer.
 *
 * @param {Conversation} conversation
 */
function takeUp(conversation) {
  uncoverChat();
  current = structuredClone(conversation);
  former = conversation.turns.map((turn) => ({ ...turn, day: localDay(conversation.updated) }));
  const earlier = conversation.turns.map(({ question }) => question);
  const question = earlier.pop() ?? "";
  ask(question, { turn: 0, earlier });
}

/**
 * @param {HTMLElement} found
 * @param {() => void} draw
 */
function fileButtons(found, draw) {
  const place = element("p", "topics");
  const chooser = fileChooser(found, draw);
  place.append(
    button("topic", t("history.save"), () => save(asFile())),
    button("topic", t("history.load"), () => chooser.click()),
    deleteAllButton(draw),
    chooser,
  );
  return place;
}

/**
 * @param {HTMLElement} found
 * @param {() => void} draw
 */
function fileChooser(found, draw) {
  const chooser = element("input");
  Object.assign(chooser, { type: "file", accept: "application/json,.json", hidden: true });
  chooser.addEventListener("change", async () => {
    const file = chooser.files?.[0];
    const added = file && file.size <= MAX_BYTES ? fromFile(await file.text()) : null;
    chooser.value = "";
    draw();
    found.textContent = added === null ? t("history.no_file") : t("history.added", { count: added });
  });
  return chooser;
}

/** @param {() => void} draw */
function deleteAllButton(draw) {
  let isSure = false;
  const deleting = button("topic", t("history.delete_all"), () => {
    if (isSure) {
      forgetAll();
      draw();
    }
    isSure = !isSure;
    deleting.textContent = t(isSure ? "history.sure" : "history.delete_all");
  });
  return deleting;
}

/** @param {string} text */
function save(text) {
  const link = element("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = "on-record-conversations.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

addView("history", openHistory);
