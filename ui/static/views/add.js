// Adding articles from the page, where the server allows it: files, or a text that is pasted. One after the other.

import { call } from "../page/api.js";
import { addView } from "../page/toolbar.js";
import { button, element } from "../lib/dom.js";
import { show } from "../page/panel.js";
import { t } from "../lib/i18n.js";

const MEGABYTE = 1e6;
const FIELDS = ["headline", "publisher", "date", "url"];
const AS_SENT = { headline: "title" }; // what a field is called in a .jsonl file

const limits = await call("page");
const [list, status, collection] = [element("ul", "documents"), element("p", "found"), element("input")];
let stopped = false;
let sending = Promise.resolve();
let [done, all] = [0, 0];

function openAdd(from) {
  const header = element("header");
  header.append(element("h2", "", t("add.title")));
  status.setAttribute("role", "status");
  show(t("add.title"), [header, choosing(), status, list, pasting()], from);
}

function choosing() {
  const [made, chooser] = [element("p", "choosing"), element("input")];
  Object.assign(chooser, { type: "file", multiple: true, hidden: true });
  chooser.addEventListener("change", () => {
    send([...chooser.files]);
    chooser.value = "";
  });
  const [label, stop] = [element("label", "collection", t("add.collection")), button("topic", t("add.stop"), () => {
    stopped = true;
  })];
  collection.maxLength = 200;
  label.append(collection);
  made.append(button("choose", t("add.choose"), () => chooser.click()), element("span", "drop", t("add.drop")), stop, chooser, label);
  return made;
}

// What is pasted is sent as a file of one line, so that it goes the way of every other document.
function pasting() {
  const [made, form] = [element("details", "pasting"), element("form")];
  for (const name of FIELDS) form.append(field(name, element("input")));
  form.elements.date.type = "date";
  const text = element("textarea");
  Object.assign(text, { rows: 8, required: true });
  form.append(field("text", text), element("button", "choose", t("add.add")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const data = Object.fromEntries([...new FormData(form)].filter(([, value]) => value.trim()));
    const article = Object.fromEntries(Object.entries(data).map(([name, value]) => [AS_SENT[name] || name, value]));
    send([new File([JSON.stringify(article)], `${data.headline || t("add.paste")}.jsonl`)]);
    form.reset();
  });
  made.append(element("summary", "", t("add.paste")), form);
  return made;
}

function field(name, input) {
  const label = element("label", "", t(`add.${name}`));
  input.name = name;
  label.append(input);
  return label;
}

function send(files) {
  stopped = false;
  const most = limits.most_files;
  if (files.length > most) status.textContent = t("add.too_many", { most });
  for (const file of files.slice(0, most)) {
    const row = element("li");
    const state = element("span", "state", t("add.waiting"));
    row.append(element("bdi", "name", file.name), " ", state);
    list.prepend(row);
    all += 1;
    sending = sending.then(() => sendOne(file, row, state)).then(progress);
  }
}

async function sendOne(file, row, state) {
  const tell = (text, failed) => {
    state.textContent = text;
    row.className = failed ? "failed" : "done";
  };
  if (stopped) return tell(t("add.stopped"), true);
  if (file.size > limits.most_bytes) return tell(t("add.too_large", { most: limits.most_bytes / MEGABYTE }), true);
  state.textContent = t("add.reading");
  const body = await file.arrayBuffer().catch(() => null); // a folder that was dropped cannot be read
  if (!body) return tell(t("add.failed"), true);
  const query = { name: file.name, ...(collection.value.trim() ? { collection: collection.value.trim() } : {}) };
  const headers = { "Content-Type": "application/octet-stream" };
  const report = await call("articles", query, { method: "POST", headers, body });
  if (report.fault) return tell(report.fault, true);
  const reasons = report.failures.map(({ line, reason }) => (line ? `${line}: ${reason}` : reason));
  const became = ["added", "updated"].filter((name) => report[name]).map((name) => t(`add.${name}`, { count: report[name] }));
  if (!became.length && report.unchanged) became.push(t("add.unchanged"));
  return tell([...became, ...reasons].join(" · "), reasons.length > 0);
}

async function progress() {
  done += 1;
  const finished = done === all ? ` ${t("add.ask")}` : "";
  status.textContent = `${t("add.progress", { n: done, count: all })}.${finished}`;
  const { articles } = await call("page");
  const count = document.querySelector("#product .count");
  if (count && articles) count.textContent = t("page.articles", { count: articles });
}

if (limits.adding) {
  addView("add", openAdd);
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    openAdd(null);
    send([...event.dataTransfer.files]);
  });
}
