// The conversation. It is Gradio's: this asks it questions, and dispatches the events of `lib/types.d.ts`.

import { closest, element, find } from "../lib/dom.js";
import { withQuestions } from "../lib/shared-questions.js";
import { language, t } from "./wording.js";

/** @import { Scope } from "../lib/types.js" */

/**
 * What goes along with a question.
 *
 * @typedef {object} Order
 * @property {Scope} scope
 * @property {number | null} turn the turn whose place it takes
 * @property {string[]} earlier questions that are asked before it
 * @property {string} language
 */

const MESSAGES = '[data-testid="user"][aria-label], [data-testid="bot"][aria-label]';
const RETRY_AFTER = 700; // milliseconds
/** @type {Order} */
const order = { scope: {}, turn: null, earlier: [], language };

/**
 * @template {"asked" | "answered" | "emptied" | "notice" | "editing" | "scope"} Name
 * @param {Name} name
 * @param {DocumentEventMap[`onrecord:${Name}`]["detail"]} detail
 */
function dispatch(name, detail) {
  document.dispatchEvent(new CustomEvent(`onrecord:${name}`, { detail }));
}

export function questionBox() {
  return find(document, "#question textarea", HTMLTextAreaElement);
}

/** @returns {HTMLElement | null} */
function sendButton() {
  return document.querySelector("#question .submit-button");
}

/**
 * Gradio's boxes listen to what a keyboard does.
 *
 * @param {string} selector
 * @param {string} value
 */
function type(selector, value) {
  const box = document.querySelector(selector);
  if (!box) return;
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value")?.set?.call(box, value);
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

/** @param {Partial<Order>} changes */
function sendAlong(changes) {
  Object.assign(order, changes);
  type("#order textarea", JSON.stringify(order));
}

/** Return the part of the articles that is asked. */
export function scope() {
  return order.scope;
}

/** @param {Scope} chosen */
export function setScope(chosen) {
  sendAlong({ scope: chosen });
  dispatch("scope", chosen);
}

/** Return the questions of the conversation, in order. */
export function questions() {
  /** @type {NodeListOf<HTMLElement>} */
  const asked = document.querySelectorAll("#conversation .asked");
  return [...asked].map((question) => question.innerText);
}

/**
 * Ask as if it had been typed.
 *
 * @param {string} question
 * @param {{ turn?: number | null, earlier?: string[] }} [options] `turn` is the turn it takes the place of, `earlier`
 *   are asked before it
 */
export function ask(question, { turn = null, earlier = [] } = {}) {
  sendAlong({ turn, earlier });
  type("#question textarea", question);
  requestAnimationFrame(submit);
}

// Gradio ignores what is asked while an answer is still growing, and shows that answer again after a new conversation
// was begun beside it: both wait until it is at rest.
/** @type {(() => void) | null} */
let waiting = null;

function submit() {
  const send = () => {
    sendButton()?.click();
    retry();
  };
  if (sendButton()) send();
  else waiting = send;
}

// After a stop Gradio may still think of the former answer for a moment, and pass over what is sent; while it is at
// work on a question it passes over the same one sent again, so that nothing is asked twice.
let retryTimer = 0;
function retry(tries = 3) {
  const box = questionBox();
  const sent = box.value;
  clearTimeout(retryTimer);
  retryTimer = window.setTimeout(() => {
    const send = sendButton();
    if (!tries || !sent.trim() || box.value !== sent || !send) return;
    send.click();
    retry(tries - 1);
  }, RETRY_AFTER);
}

function resume() {
  if (!waiting || !sendButton()) return;
  const act = waiting;
  waiting = null;
  act();
}

/**
 * Hold an event back while an answer is growing, and act once it is at rest.
 *
 * @param {Event} event
 * @param {() => void} act
 */
function hold(event, act) {
  if (sendButton()) return;
  event.preventDefault();
  event.stopPropagation();
  waiting = act;
}

document.addEventListener(
  "keydown",
  (event) => {
    const sends = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    if (!sends || !(event.target instanceof Element && event.target.matches("#question textarea"))) return;
    if (sendButton()) retry();
    hold(event, submit);
  },
  true,
);
document.addEventListener(
  "click",
  (event) => {
    const restart = closest(event, "#restart");
    if (!restart || sendButton()) return;
    hold(event, () => restart.click());
    const last = [...document.querySelectorAll("#conversation .bot-row")].pop();
    /** @type {HTMLElement | null} */
    const stop = document.querySelector("#question .stop-button");
    if (stop && last && !last.querySelector("a.kept")) stop.click();
  },
  true,
);

/**
 * Return the address that asks the questions up to a turn, within the scope chosen now.
 *
 * @param {number} turn
 */
export function addressOf(turn) {
  return withQuestions(window.location.href, questions().slice(0, turn + 1));
}

/**
 * Put a question back into the box; what is sent then takes the place of that turn and of all that follow.
 *
 * @param {string} question
 * @param {number | null} turn
 */
export function edit(question, turn) {
  sendAlong({ turn, earlier: [] });
  type("#question textarea", question);
  questionBox().focus();
  dispatch("editing", turn);
}

export function cancelEdit() {
  edit("", null);
}

// For screen readers Gradio labels a message with its HTML source, calls the examples a list, whose items are none, and
// leaves the two buttons of the question box without a name.
function relabel() {
  for (const message of document.querySelectorAll(MESSAGES)) message.removeAttribute("aria-label");
  for (const list of document.querySelectorAll('#conversation .examples[role="list"]')) list.removeAttribute("role");
  for (const name of ["submit", "stop"]) {
    const button = document.querySelector(`#question .${name}-button:not([aria-label])`);
    if (button) button.setAttribute("aria-label", t(`page.${name}`));
  }
}

/**
 * A new question goes to the top, so that its answer is read from the beginning while it grows.
 *
 * @param {Element} row
 */
function showFromTheTop(row) {
  const asked = document.querySelectorAll("#conversation .user-row");
  if (row === asked[asked.length - 1]) row.scrollIntoView({ block: "start" });
}

function completeRows() {
  /** @type {NodeListOf<HTMLElement>} */
  const rows = document.querySelectorAll("#conversation .bot-row");
  rows.forEach((row, turn) => {
    announceNotice(row);
    completeAnswer(row, turn);
  });
}

/** @param {HTMLElement} row */
function announceNotice(row) {
  const text = row.querySelector(".notice")?.textContent ?? "";
  const notice = text === t("page.reading") ? "" : text;
  if (notice && row.dataset.notice !== notice) dispatch("notice", notice);
  row.dataset.notice = notice;
}

/**
 * Gradio uses a row again for another answer: what was put below the former one goes.
 *
 * @param {HTMLElement} row
 * @param {number} turn
 */
function completeAnswer(row, turn) {
  const anchor = row.querySelector("a.kept");
  const id = anchor?.getAttribute("href")?.replace("#answer-", "") ?? "";
  if ((row.dataset.answer ?? "") === id) return;
  row.dataset.answer = id;
  for (const former of row.querySelectorAll(".after")) former.remove();
  const message = anchor?.closest(".message");
  if (!id || !(message instanceof HTMLElement)) return;
  const after = element("div", "after");
  message.append(after);
  dispatch("answered", { id, turn, question: questions()[turn], message, after });
}

// A question has been taken: the next one is asked after it again, not in its place.
function begin() {
  clearTimeout(retryTimer);
  sendAlong({ turn: null, earlier: [] });
  dispatch("editing", null);
  dispatch("asked", undefined);
}

function watch() {
  let shown = 0;
  let rested = false;
  new MutationObserver((changes) => {
    relabel();
    for (const node of changes.flatMap((change) => [...change.addedNodes])) {
      if (node instanceof Element && node.matches("#conversation .user-row")) showFromTheTop(node);
    }
    const { length } = document.querySelectorAll("#conversation .asked");
    if (shown && !length) dispatch("emptied", undefined);
    shown = length;
    const rests = Boolean(sendButton());
    if (rested && !rests) begin();
    rested = rests;
    completeRows();
    resume();
  }).observe(document.body, { subtree: true, childList: true, attributeFilter: ["aria-label"] });
}

function isDrawn() {
  return document.querySelector("#order textarea") && document.querySelector("#product .count");
}

/** Gradio draws the page when its own scripts have come; nothing can be asked before. @type {Promise<void>} */
export const ready = new Promise((resolve) => {
  if (isDrawn()) return resolve();
  const drawing = new MutationObserver(() => {
    if (!isDrawn()) return;
    drawing.disconnect();
    resolve();
  });
  drawing.observe(document.body, { subtree: true, childList: true });
});

watch();
ready.then(() => sendAlong({}));
