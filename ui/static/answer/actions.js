// What can be done with a finished answer: copy or save it, link to it, ask again, change the question, judge it.

import { button, element } from "../lib/dom.js";
import { exportAddress, readExport, sendFeedback } from "../page/api.js";
import { addressOf, ask, edit, questions } from "../page/gradio.js";
import { t } from "../page/wording.js";

/** @import { AnsweredDetail } from "../lib/types.js" */
/** @typedef {(text: string) => void} Say says what came of an action, to eyes and screen readers */

const FORMATS = ["text", "markdown", "html", "bibtex", "ris"];
const CITATIONS = ["bibtex", "ris"]; // there are none below a refusal
const FAULTS = ["wrong person", "not in the source", "missing something"];

document.addEventListener("onrecord:answered", ({ detail }) => {
  const bar = element("div", "actions");
  const status = element("span", "done");
  const place = element("div", "opened-below");
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", t("actions.label"));
  status.setAttribute("role", "status");
  /** @type {Say} */
  const say = (text) => {
    status.textContent = text;
  };
  bar.append(
    unfolding("copy", place, () => copyMenu(detail, say)),
    action("link", async () => say(t((await copy(addressOf(detail.turn))) ? "actions.linked" : "actions.not_copied"))),
    action("again", () => ask(questions()[detail.turn], { turn: detail.turn })),
    action("edit", () => edit(questions()[detail.turn], detail.turn)),
    action("good", () => judge(detail, "good", "", say)),
    unfolding("report", place, (fold) => reportForm(detail, say, fold)),
    status,
  );
  detail.after.prepend(bar, place);
});

/**
 * @param {string} name
 * @param {() => void} act
 */
function action(name, act) {
  return button(name, t(`actions.${name}`), act);
}

/**
 * Create a button that unfolds something below the bar, and folds it again.
 *
 * @param {string} name
 * @param {HTMLElement} place
 * @param {(fold: () => void) => HTMLElement} content
 */
function unfolding(name, place, content) {
  const fold = () => {
    place.replaceChildren();
    opening.setAttribute("aria-expanded", "false");
    opening.focus();
  };
  const opening = action(name, () => {
    const isOpen = opening.getAttribute("aria-expanded") === "true";
    for (const other of opening.parentElement?.querySelectorAll("[aria-expanded]") ?? []) {
      other.setAttribute("aria-expanded", "false");
    }
    place.replaceChildren(...(isOpen ? [] : [content(fold)]));
    opening.setAttribute("aria-expanded", String(!isOpen));
    place.scrollIntoView({ block: "nearest" });
  });
  opening.setAttribute("aria-expanded", "false");
  return opening;
}

/**
 * @param {AnsweredDetail} detail
 * @param {Say} say
 */
function copyMenu(detail, say) {
  const list = element("ul", "formats");
  const refused = !detail.message.querySelector("a.cite");
  for (const format of FORMATS) {
    if (!(refused && CITATIONS.includes(format))) list.append(formatEntry(detail.id, format, say));
  }
  return list;
}

/**
 * @param {string} id
 * @param {string} format
 * @param {Say} say
 */
function formatEntry(id, format, say) {
  const item = element("li");
  const name = t(`actions.${format}`);
  const save = element("a", "", t("actions.save"));
  save.href = `${exportAddress(id, format)}&download=1`;
  save.setAttribute("download", "");
  save.setAttribute("aria-label", `${t("actions.save")}: ${name}`);
  const copying = button("", t("actions.copy"), async () => {
    const written = await readExport(id, format);
    if (written.fault !== undefined) say(written.fault);
    else say(t((await copy(written.text)) ? "actions.copied" : "actions.not_copied"));
  });
  copying.setAttribute("aria-label", `${t("actions.copy")}: ${name}`);
  item.append(element("span", "", name), copying, save);
  return item;
}

/**
 * On plain http from another machine browsers have no clipboard; a selection can still be copied there.
 *
 * @param {string} text
 * @returns {Promise<boolean>} whether it was copied
 */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const box = element("textarea", "unseen", text);
    document.body.append(box);
    box.select();
    const copied = document.execCommand("copy");
    box.remove();
    return copied;
  }
}

/**
 * @param {AnsweredDetail} detail
 * @param {Say} say
 * @param {() => void} fold
 */
function reportForm(detail, say, fold) {
  const form = element("form", "report");
  const label = element("label", "comment", t("actions.comment"));
  const comment = element("textarea");
  Object.assign(comment, { rows: 2, maxLength: 4000 });
  label.append(comment);
  form.append(
    faultChoices(detail.id),
    label,
    element("button", "", t("actions.send")),
    button("", t("compose.cancel"), fold),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fault = String(new FormData(form).get(`fault-${detail.id}`));
    if (await judge(detail, fault, comment.value, say)) fold();
  });
  return form;
}

/** @param {string} id */
function faultChoices(id) {
  const faults = element("fieldset");
  faults.append(element("legend", "", t("actions.what")));
  for (const fault of FAULTS) {
    const label = element("label");
    const choice = element("input");
    Object.assign(choice, { type: "radio", name: `fault-${id}`, value: fault, required: true });
    label.append(choice, ` ${t(`actions.${fault.replaceAll(" ", "_")}`)}`);
    faults.append(label);
  }
  return faults;
}

/**
 * @param {AnsweredDetail} detail
 * @param {string} verdict
 * @param {string} comment
 * @param {Say} say
 * @returns {Promise<boolean>} whether the server has taken it
 */
async function judge(detail, verdict, comment, say) {
  const { fault } = await sendFeedback({ answer_id: detail.id, verdict, comment });
  say(fault ?? t("actions.thanks"));
  return fault === undefined;
}
