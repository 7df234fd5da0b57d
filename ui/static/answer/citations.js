// Opens the article behind a citation in the panel: the cited words marked, and more faintly what else of the article
// the same answer cites. From there, and by key, one goes on to the answer's next or previous citation.

import { onKey } from "../page/keys.js";
import { button, dotted, element, warning } from "../lib/dom.js";
import { fetched, show } from "../page/panel.js";
import { day, t } from "../lib/i18n.js";

const CITED = "#conversation a.cite";
let opened = null; // the citation that is open

// "#cite-ID-START-END-HASH", read from its end because an id may contain anything.
function readLink(link) {
  const parts = /^#cite-(.+)-(\d+)-(\d+)-([0-9a-f]*)$/.exec(link || "");
  if (!parts) return null;
  const [, id, start, end, hash] = parts;
  return { id: decodeURIComponent(id), start, end, hash };
}

async function open(link, from) {
  const query = readLink(link);
  if (!query) return;
  const article = await fetched("articles", [...Object.entries(query), ...alsoCited(query, from)]);
  if (!article) return;
  const content = article.fault ? [warning(article.fault)] : articleContent(article);
  show(t("article.label"), content, from, steps(from));
}

// The other stretches of the same text that the answer cites, as the API wants them.
function alsoCited(query, from) {
  const links = citationsBeside(from).map((chip) => readLink(chip.getAttribute("href")));
  return links
    .filter((other) => other && other.id === query.id && other.start !== query.start)
    .map((other) => ["also", `${other.start}-${other.end}`]);
}

function citationsBeside(chip) {
  const message = chip && chip.closest("#conversation .message");
  return message ? [...message.querySelectorAll("a.cite")] : [];
}

function articleContent(article) {
  const header = element("header");
  header.append(dotted("p", "where", [article.publisher, day(article.published)]));
  header.append(element("h2", "", article.title || article.article_id));
  if (article.author) header.append(element("p", "author", article.author));
  if (article.link) header.append(outsideLink(article.link));
  const text = element("div", "text");
  if (article.language) text.lang = article.language;
  text.append(...article.paragraphs.map(paragraph));
  const changed = article.changed ? [warning(t(`article.${article.found}`))] : [];
  return [header, ...changed, text];
}

function paragraph(segments) {
  const made = element("p");
  made.dir = "auto";
  made.append(...segments.map(({ text, mark }) => (mark ? element("mark", mark, text) : text)));
  return made;
}

function outsideLink(address) {
  const link = element("a", "outside", t("article.outside"));
  link.href = address;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

// "Citation 2 of 5", with a step to either side; nothing where there is only one.
function steps(from) {
  const beside = citationsBeside(from);
  const place = beside.indexOf(from);
  if (place < 0 || beside.length < 2) return [];
  const bar = element("nav", "steps");
  bar.setAttribute("aria-label", t("article.citations"));
  const step = (name, to) => {
    const made = button(name, name === "previous" ? "‹" : "›", () => openFrom(to));
    made.setAttribute("aria-label", t(`article.${name}`));
    made.title = t(`article.${name}`);
    made.disabled = !to;
    return made;
  };
  const where = element("span", "", t("article.citation", { n: place + 1, count: beside.length }));
  bar.append(step("previous", beside[place - 1]), where, step("next", beside[place + 1]));
  return [bar];
}

function openFrom(link) {
  for (const former of document.querySelectorAll("a.opened")) former.classList.remove("opened");
  link.classList.add("opened");
  if (link.matches(CITED)) opened = link;
  open(link.getAttribute("href"), link);
}

// The next citation of the conversation (or the previous one); from nothing, the first of the last answer.
function go(by) {
  const all = [...document.querySelectorAll(CITED)];
  const place = all.indexOf(opened);
  const last = [...document.querySelectorAll("#conversation .message")].pop();
  const target = place < 0 ? all.find((chip) => last.contains(chip)) : all[place + by];
  if (!target) return;
  target.scrollIntoView({ block: "nearest" });
  openFrom(target);
}

onKey("n", () => go(1));
onKey("p", () => go(-1));

// Capturing, because the chat stops clicks inside its messages.
document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest && event.target.closest('a[href^="#cite-"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    openFrom(link);
  },
  true,
);
open(window.location.hash, null); // a citation opened in a tab of its own
window.addEventListener("hashchange", () => open(window.location.hash, null));
