// Opens the article behind a citation in the panel: the cited words marked, and more faintly what else of the article
// the same answer cites. From there, and by key, one goes on to the answer's next or previous citation.

import { articleText } from "../lib/article-text.js";
import { articleQuery, parseCitationLink } from "../lib/citation-link.js";
import { button, closest, dotted, element, outsideLink, warning } from "../lib/dom.js";
import { onKey } from "../page/keys.js";
import { readLatest, show } from "../page/panel.js";
import { day, t } from "../page/wording.js";

/** @import { Article } from "../lib/types.js" */

const CITED = "#conversation a.cite";
/** The citation that is open. @type {HTMLElement | null} */
let opened = null;

/**
 * @param {string | null} link
 * @param {HTMLElement | null} from
 */
async function open(link, from) {
  const cited = parseCitationLink(link);
  if (!cited) return;
  const others = citationsBeside(from).map((chip) => parseCitationLink(chip.getAttribute("href")));
  const article = await readLatest("article", articleQuery(cited, others));
  if (!article) return;
  const content = article.fault === undefined ? articleContent(article) : [warning(article.fault)];
  show(t("article.label"), content, from, steps(from));
}

/**
 * @param {HTMLElement | null} chip
 * @returns {HTMLElement[]}
 */
function citationsBeside(chip) {
  const message = chip?.closest("#conversation .message");
  return message ? [...message.querySelectorAll("a.cite")].filter((other) => other instanceof HTMLElement) : [];
}

/** @param {Article} article */
function articleContent(article) {
  const header = element("header");
  header.append(dotted("p", "where", [article.publisher, day(article.published)]));
  header.append(element("h2", "", article.title || article.article_id));
  if (article.author) header.append(element("p", "author", article.author));
  if (article.link) header.append(outsideLink(t("article.outside"), article.link));
  const changed = article.changed ? [warning(t(`article.${article.found}`))] : [];
  return [header, ...changed, articleText(article)];
}

/**
 * "Citation 2 of 5", with a step to either side; nothing where there is only one.
 *
 * @param {HTMLElement | null} from
 */
function steps(from) {
  const beside = citationsBeside(from);
  const place = from ? beside.indexOf(from) : -1;
  if (place < 0 || beside.length < 2) return [];
  const bar = element("nav", "steps");
  bar.setAttribute("aria-label", t("article.citations"));
  const where = element("span", "", t("article.citation", { n: place + 1, count: beside.length }));
  bar.append(step("previous", "‹", beside[place - 1]), where, step("next", "›", beside[place + 1]));
  return [bar];
}

/**
 * @param {string} name
 * @param {string} sign
 * @param {HTMLElement | undefined} to
 */
function step(name, sign, to) {
  const created = button(name, sign, () => to && openFrom(to));
  created.setAttribute("aria-label", t(`article.${name}`));
  created.title = t(`article.${name}`);
  created.disabled = !to;
  return created;
}

/** @param {HTMLElement} link */
function openFrom(link) {
  for (const former of document.querySelectorAll("a.opened")) former.classList.remove("opened");
  link.classList.add("opened");
  if (link.matches(CITED)) opened = link;
  open(link.getAttribute("href"), link);
}

/**
 * Go to another citation of the conversation; from nothing, to the first of the last answer.
 *
 * @param {number} by
 */
function go(by) {
  /** @type {HTMLElement[]} */
  const all = [...document.querySelectorAll(CITED)].filter((chip) => chip instanceof HTMLElement);
  const place = opened ? all.indexOf(opened) : -1;
  const last = [...document.querySelectorAll("#conversation .message")].pop();
  const target = place < 0 ? all.find((chip) => last?.contains(chip)) : all[place + by];
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
    const link = closest(event, 'a[href^="#cite-"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    openFrom(link);
  },
  true,
);
open(window.location.hash, null); // a citation opened in a tab of its own
window.addEventListener("hashchange", () => open(window.location.hash, null));
