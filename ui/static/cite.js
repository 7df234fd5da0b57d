// Opens the article behind a citation in the panel, with the cited words marked.

import { day, element, fetched, show, warning } from "./panel.js";

const CHANGED = "The article has changed since it was cited, so the cited words are not marked.";

// "#cite-ID-START-END-HASH", read from its end because an id may contain anything.
function readLink(link) {
  const parts = /^#cite-(.+)-(\d+)-(\d+)-([0-9a-f]*)$/.exec(link || "");
  if (!parts) return null;
  const [, id, start, end, hash] = parts;
  return { id: decodeURIComponent(id), start, end, hash };
}

async function open(link, from) {
  const query = readLink(link);
  const article = query && (await fetched("articles", query));
  if (article) show("Article", article.fault ? [warning(article.fault)] : articleContent(article), from);
}

function articleContent(article) {
  const header = element("header");
  header.append(element("p", "where", [article.publisher, day(article.published)].filter(Boolean).join(" · ")));
  header.append(element("h2", "", article.title || article.article_id));
  if (article.author) header.append(element("p", "author", article.author));
  if (article.link) header.append(outsideLink(article.link));
  const text = element("div", "text");
  if (article.language) text.lang = article.language;
  text.append(...article.paragraphs.map(paragraph));
  return [header, ...(article.changed ? [warning(CHANGED)] : []), text];
}

function paragraph(segments) {
  const made = element("p");
  made.dir = "auto";
  made.append(...segments.map(({ text, marked }) => (marked ? element("mark", "", text) : text)));
  return made;
}

function outsideLink(address) {
  const link = element("a", "outside", "Open at the publisher");
  link.href = address;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

function openFrom(link) {
  for (const opened of document.querySelectorAll("a.opened")) opened.classList.remove("opened");
  link.classList.add("opened");
  open(link.getAttribute("href"), link);
}

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
