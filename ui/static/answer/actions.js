// What can be done with a finished answer: copy or save it, link to it, ask again, change the question, judge it.

import { post } from "../page/api.js";
import { ask, edit, link, questions } from "../page/gradio.js";
import { button, element } from "../lib/dom.js";
import { base, t } from "../lib/i18n.js";

const FORMATS = ["text", "markdown", "html", "bibtex", "ris"];
const CITATIONS = ["bibtex", "ris"]; // there are none below a refusal
const FAULTS = ["wrong person", "not in the source", "missing something"];

document.addEventListener("onrecord:answered", ({ detail }) => {
  const [bar, status] = [element("div", "actions"), element("span", "done")];
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", t("actions.label"));
  status.setAttribute("role", "status");
  const say = (text) => {
    status.textContent = text;
  };
  const place = element("div", "opened-below");
  bar.append(
    unfolding("copy", place, () => copying(detail, say)),
    action("link", async () => say((await copied(link(detail.turn))) ? t("actions.linked") : t("actions.not_copied"))),
    action("again", () => ask(questions()[detail.turn], { turn: detail.turn })),
    action("edit", () => edit(questions()[detail.turn], detail.turn)),
    action("good", () => judge(detail, "good", "", say)),
    unfolding("report", place, (fold) => reporting(detail, say, fold)),
    status,
  );
  detail.after.prepend(bar, place);
});

function action(name, act) {
  return button(name, t(`actions.${name}`), act);
}

// A button that unfolds something below the bar, and folds it again.
function unfolding(name, place, content) {
  const opening = action(name, () => {
    const open = opening.getAttribute("aria-expanded") === "true";
    for (const other of opening.parentElement.querySelectorAll("[aria-expanded]")) other.setAttribute("aria-expanded", "false");
    place.replaceChildren(...(open ? [] : [content(fold)]));
    opening.setAttribute("aria-expanded", String(!open));
    place.scrollIntoView({ block: "nearest" });
  });
  const fold = () => {
    place.replaceChildren();
    opening.setAttribute("aria-expanded", "false");
    opening.focus();
  };
  opening.setAttribute("aria-expanded", "false");
  return opening;
}

function copying(detail, say) {
  const list = element("ul", "formats");
  const refused = !detail.message.querySelector("a.cite");
  for (const format of FORMATS.filter((name) => !(refused && CITATIONS.includes(name)))) {
    const item = element("li");
    const save = element("a", "", t("actions.save"));
    save.href = new URL(`api/answers/${detail.id}?format=${format}&download=1`, base).href;
    save.setAttribute("download", "");
    save.setAttribute("aria-label", `${t("actions.save")}: ${t(`actions.${format}`)}`);
    const copy = button("", t("actions.copy"), async () => {
      const written = await writtenAs(detail.id, format);
      if (written.fault) say(written.fault);
      else say((await copied(written.text)) ? t("actions.copied") : t("actions.not_copied"));
    });
    copy.setAttribute("aria-label", `${t("actions.copy")}: ${t(`actions.${format}`)}`);
    item.append(element("span", "", t(`actions.${format}`)), copy, save);
    list.append(item);
  }
  return list;
}

async function writtenAs(id, format) {
  try {
    const response = await fetch(new URL(`api/answers/${id}?format=${format}`, base));
    if (response.ok) return { text: await response.text() };
    return { fault: (await response.json()).detail };
  } catch {
    return { fault: t("page.unexpected") };
  }
}

// On plain http from another machine browsers have no clipboard; a selection can still be copied there.
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const box = element("textarea", "unseen", text);
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    return done;
  }
}

function reporting(detail, say, fold) {
  const form = element("form", "report");
  const faults = element("fieldset");
  faults.append(element("legend", "", t("actions.what")));
  for (const fault of FAULTS) {
    const [label, choice] = [element("label"), element("input")];
    Object.assign(choice, { type: "radio", name: `fault-${detail.id}`, value: fault, required: true });
    label.append(choice, ` ${t(`actions.${fault.replaceAll(" ", "_")}`)}`);
    faults.append(label);
  }
  const [label, comment] = [element("label", "comment", t("actions.comment")), element("textarea")];
  Object.assign(comment, { rows: 2, maxLength: 4000 });
  label.append(comment);
  const send = element("button", "", t("actions.send"));
  const cancel = button("", t("compose.cancel"), fold);
  form.append(faults, label, send, cancel);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await judge(detail, new FormData(form).get(`fault-${detail.id}`), comment.value, say)) fold();
  });
  return form;
}

async function judge(detail, verdict, comment, say) {
  const answer = await post("feedback", { answer_id: detail.id, verdict, comment });
  say(answer.fault || t("actions.thanks"));
  return !answer.fault;
}
