// The conversation. It is Gradio's: this asks it questions, and says when an answer is complete.
//
// "onrecord:asked"     a question has been taken.
// "onrecord:answered"  an answer is complete: detail { id, turn, question, message, after }; `id` is that of
//                      /api/answers/ID, `after` an empty element below the answer for what belongs to it.
// "onrecord:emptied"   a new conversation begins.
// "onrecord:notice"    a sentence of ours stands in place of an answer: detail is the sentence.
// "onrecord:editing"   an earlier question is being edited: detail is its turn, or null when that has ended.

import { element } from "../lib/dom.js";
import { language, t } from "../lib/i18n.js";

const MESSAGES = '[data-testid="user"][aria-label], [data-testid="bot"][aria-label]';
const INSIST = 700; // milliseconds
const order = { scope: {}, turn: null, earlier: [], language };

function tell(event, detail) {
  document.dispatchEvent(new CustomEvent(`onrecord:${event}`, { detail }));
}

// Gradio's boxes listen to what a keyboard does.
function type(selector, value) {
  const box = document.querySelector(selector);
  if (!box) return;
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, value);
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function sendAlong(changes) {
  Object.assign(order, changes);
  type("#order textarea", JSON.stringify(order));
}

export function scope() {
  return order.scope;
}

export function setScope(chosen) {
  sendAlong({ scope: chosen });
  tell("scope", chosen);
}

export function questions() {
  return [...document.querySelectorAll("#conversation .asked")].map((asked) => asked.innerText);
}

// Asks as if it had been typed; `turn` is the turn it takes the place of, `earlier` are asked before it.
export function ask(question, { turn = null, earlier = [] } = {}) {
  sendAlong({ turn, earlier });
  type("#question textarea", question);
  requestAnimationFrame(submit);
}

// Gradio ignores what is asked while an answer is still growing, and shows that answer again after a new conversation
// was begun beside it: both wait until it is at rest.
let next = null;
const sendButton = () => document.querySelector("#question .submit-button");
const submit = () => atRest(() => {
  sendButton().click();
  insist();
});

// After a stop Gradio may still think of the former answer for a moment, and pass over what is sent; while it is at
// work on a question it passes over the same one sent again, so that nothing is asked twice.
let insistence = 0;
function insist(tries = 3) {
  const box = document.querySelector("#question textarea");
  const sent = box.value;
  clearTimeout(insistence);
  insistence = setTimeout(() => {
    if (!tries || !sent.trim() || box.value !== sent || !sendButton()) return;
    sendButton().click();
    insist(tries - 1);
  }, INSIST);
}

function atRest(act) {
  if (sendButton()) act();
  else next = act;
}

function goOn() {
  if (!next || !sendButton()) return;
  const act = next;
  next = null;
  act();
}

function hold(event, act) {
  if (sendButton()) return;
  event.preventDefault();
  event.stopPropagation();
  next = act;
}

document.addEventListener(
  "keydown",
  (event) => {
    const sends = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    if (!sends || !event.target.matches("#question textarea")) return;
    if (sendButton()) insist();
    hold(event, submit);
  },
  true,
);
document.addEventListener(
  "click",
  (event) => {
    const restart = event.target.closest && event.target.closest("#restart");
    if (!restart || sendButton()) return;
    hold(event, () => restart.click());
    const last = [...document.querySelectorAll("#conversation .bot-row")].pop();
    const stop = document.querySelector("#question .stop-button");
    if (stop && last && !last.querySelector("a.kept")) stop.click();
  },
  true,
);

// The address that asks the questions up to a turn, within the scope chosen now.
export function link(turn) {
  const address = new URL(window.location.href);
  address.hash = "";
  address.searchParams.delete("q");
  for (const question of questions().slice(0, turn + 1)) address.searchParams.append("q", question);
  return address.href;
}

// Puts a question back into the box; what is sent then takes the place of that turn and of all that follow.
export function edit(question, turn) {
  sendAlong({ turn, earlier: [] });
  type("#question textarea", question);
  document.querySelector("#question textarea").focus();
  tell("editing", turn);
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

// A new question goes to the top, so that its answer is read from the beginning while it grows.
function showFromTheTop(row) {
  const asked = document.querySelectorAll("#conversation .user-row");
  if (row === asked[asked.length - 1]) row.scrollIntoView({ block: "start" });
}

// Gradio uses a row again for another answer: what was put below the former one goes.
function complete() {
  document.querySelectorAll("#conversation .bot-row").forEach((row, turn) => {
    const [kept, notice] = [row.querySelector("a.kept"), row.querySelector(".notice")];
    const id = kept ? kept.getAttribute("href").replace("#answer-", "") : "";
    const said = notice && notice.textContent !== t("page.reading") ? notice.textContent : "";
    if (said && row.dataset.notice !== said) tell("notice", said);
    row.dataset.notice = said;
    if ((row.dataset.answer || "") === id) return;
    row.dataset.answer = id;
    for (const former of row.querySelectorAll(".after")) former.remove();
    if (!id) return;
    const after = element("div", "after");
    kept.closest(".message").append(after);
    tell("answered", { id, turn, question: questions()[turn], message: kept.closest(".message"), after });
  });
}

// A question has been taken: the next one is asked after it again, not in its place.
function begun() {
  clearTimeout(insistence);
  sendAlong({ turn: null, earlier: [] });
  tell("editing", null);
  tell("asked");
}

function watch() {
  let [shown, rested] = [0, false];
  new MutationObserver((changes) => {
    relabel();
    for (const node of changes.flatMap((change) => [...change.addedNodes])) {
      if (node.nodeType === Node.ELEMENT_NODE && node.matches("#conversation .user-row")) showFromTheTop(node);
    }
    const { length } = document.querySelectorAll("#conversation .asked");
    if (shown && !length) tell("emptied");
    shown = length;
    const rests = Boolean(sendButton());
    if (rested && !rests) begun();
    rested = rests;
    complete();
    goOn();
  }).observe(document.body, { subtree: true, childList: true, attributeFilter: ["aria-label"] });
}

// Gradio draws the page when its own scripts have come; nothing can be asked before.
export const ready = new Promise((resolve) => {
  const look = () => document.querySelector("#order textarea") && document.querySelector("#product .count");
  if (look()) resolve();
  else {
    const waiting = new MutationObserver(() => {
      if (!look()) return;
      waiting.disconnect();
      resolve();
    });
    waiting.observe(document.body, { subtree: true, childList: true });
  }
});

watch();
ready.then(() => sendAlong({}));
