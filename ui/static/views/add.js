// Adding articles from the page, where the server allows it: files, or a text that is pasted. One after the other.

import { button, element } from "../lib/dom.js";
import { addDocument, read } from "../page/api.js";
import { show } from "../page/panel.js";
import { addView } from "../page/toolbar.js";
import { t } from "../page/wording.js";

/** @import { IngestReport, PageFacts } from "../lib/types.js" */

const MEGABYTE = 1e6;
const FIELDS = ["headline", "publisher", "date", "url"];
/** What a field is called in a .jsonl file, where it is not the same. @type {Record<string, string>} */
const JSON_NAMES = { headline: "title" };

const list = element("ul", "documents");
const status = element("p", "found");
const collection = element("input");
let stopped = false;
let done = 0;
let all = 0;
let queue = Promise.resolve();

/**
 * @param {PageFacts} limits
 * @param {HTMLElement | null} from
 */
function openAdd(limits, from) {
  const header = element("header");
  header.append(element("h2", "", t("add.title")));
  status.setAttribute("role", "status");
  /** @param {File[]} files */
  const onChoose = (files) => send(files, limits);
  show(t("add.title"), [header, fileChoice(onChoose), status, list, pasteForm(onChoose)], from);
}

/** @param {(files: File[]) => void} onChoose */
function fileChoice(onChoose) {
  const place = element("p", "choosing");
  const chooser = element("input");
  Object.assign(chooser, { type: "file", multiple: true, hidden: true });
  chooser.addEventListener("change", () => {
    onChoose([...(chooser.files ?? [])]);
    chooser.value = "";
  });
  const label = element("label", "collection", t("add.collection"));
  const stop = button("topic", t("add.stop"), () => {
    stopped = true;
  });
  const choose = button("choose", t("add.choose"), () => chooser.click());
  collection.maxLength = 200;
  label.append(collection);
  place.append(choose, element("span", "drop", t("add.drop")), stop, chooser, label);
  return place;
}

/**
 * What is pasted is sent as a file of one line, so that it goes the way of every other document.
 *
 * @param {(files: File[]) => void} onChoose
 */
function pasteForm(onChoose) {
  const place = element("details", "pasting");
  const form = element("form");
  for (const name of FIELDS) {
    const input = element("input");
    if (name === "date") input.type = "date";
    form.append(field(name, input));
  }
  const text = Object.assign(element("textarea"), { rows: 8, required: true });
  form.append(field("text", text), element("button", "choose", t("add.add")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    onChoose([pastedFile(new FormData(form))]);
    form.reset();
  });
  place.append(element("summary", "", t("add.paste")), form);
  return place;
}

/**
 * @param {string} name
 * @param {HTMLInputElement | HTMLTextAreaElement} input
 */
function field(name, input) {
  const label = element("label", "", t(`add.${name}`));
  input.name = name;
  label.append(input);
  return label;
}

/** @param {FormData} data */
function pastedFile(data) {
  const given = [...data].map(([name, value]) => [JSON_NAMES[name] ?? name, String(value)]);
  const article = Object.fromEntries(given.filter(([, value]) => value.trim()));
  return new File([JSON.stringify(article)], `${article.title || t("add.paste")}.jsonl`);
}

/**
 * @param {File[]} files
 * @param {PageFacts} limits
 */
function send(files, limits) {
  stopped = false;
  const most = limits.most_files;
  if (files.length > most) status.textContent = t("add.too_many", { most });
  for (const file of files.slice(0, most)) {
    const row = element("li");
    const state = element("span", "state", t("add.waiting"));
    row.append(element("bdi", "name", file.name), " ", state);
    list.prepend(row);
    all += 1;
    queue = queue.then(async () => {
      const { text, failed } = await sendOne(file, limits, state);
      state.textContent = text;
      row.className = failed ? "failed" : "done";
      await showProgress();
    });
  }
}

/**
 * @param {File} file
 * @param {PageFacts} limits
 * @param {HTMLElement} state
 * @returns {Promise<{ text: string, failed: boolean }>} what became of it
 */
async function sendOne(file, limits, state) {
  if (stopped) return { text: t("add.stopped"), failed: true };
  if (file.size > limits.most_bytes) {
    return { text: t("add.too_large", { most: limits.most_bytes / MEGABYTE }), failed: true };
  }
  state.textContent = t("add.reading");
  const body = await file.arrayBuffer().catch(() => null); // a folder that was dropped cannot be read
  if (!body) return { text: t("add.failed"), failed: true };
  const name = collection.value.trim();
  const report = await addDocument({ name: file.name, ...(name ? { collection: name } : {}) }, body);
  return report.fault === undefined ? outcome(report) : { text: report.fault, failed: true };
}

/** @param {IngestReport} report */
function outcome({ added, updated, unchanged, failures }) {
  const reasons = failures.map(({ line, reason }) => (line ? `${line}: ${reason}` : reason));
  const became = [];
  if (added) became.push(t("add.added", { count: added }));
  if (updated) became.push(t("add.updated", { count: updated }));
  if (!became.length && unchanged) became.push(t("add.unchanged"));
  return { text: [...became, ...reasons].join(" · "), failed: reasons.length > 0 };
}

async function showProgress() {
  done += 1;
  const finished = done === all ? ` ${t("add.ask")}` : "";
  status.textContent = `${t("add.progress", { n: done, count: all })}.${finished}`;
  const page = await read("page");
  const count = document.querySelector("#product .count");
  if (count && page.fault === undefined && page.articles) {
    count.textContent = t("page.articles", { count: page.articles });
  }
}

/** @param {PageFacts} limits */
function allowAdding(limits) {
  addView("add", (from) => openAdd(limits, from));
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    const files = [...(event.dataTransfer?.files ?? [])];
    if (!files.length) return;
    openAdd(limits, null);
    send(files, limits);
  });
}

const page = await read("page");
if (page.fault === undefined && page.adding) allowAdding(page);
