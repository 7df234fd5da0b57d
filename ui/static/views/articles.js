// Every article, newest first, to be found by its title or paper and opened.

import { button, dotted, element, link, warning } from "../lib/dom.js";
import { filterBox, paginate } from "../page/paging.js";
import { readLatest, show } from "../page/panel.js";
import { addView } from "../page/toolbar.js";
import { day, t } from "../page/wording.js";

/** @import { ArticleList, Facet, ListedArticle } from "../lib/types.js" */

const LIMIT = 50; // articles at once

/** @param {HTMLElement} from */
async function openArticles(from) {
  const first = await readLatest("articles", { limit: LIMIT });
  if (!first) return;
  if (first.fault !== undefined) return show(t("articles.title"), [warning(first.fault)], from);
  const header = element("header");
  const found = element("p", "found");
  const list = element("ol", "articles");
  const chosen = { q: "", publisher: "" };
  const redraw = async () => {
    const page = await readLatest("articles", queryOf(chosen));
    if (page?.fault !== undefined) list.replaceChildren(warning(page.fault));
    else if (page) drawArticles(page, chosen, found, list);
  };
  const filter = filterBox(t("articles.find"), (typed) => {
    chosen.q = typed;
    redraw();
  });
  const papers = paperButtons(first.publishers, (publisher) => {
    chosen.publisher = publisher;
    redraw();
  });
  found.setAttribute("role", "status");
  header.append(element("h2", "", t("articles.title")), filter, papers, found);
  drawArticles(first, chosen, found, list);
  show(t("articles.title"), [header, list], from);
}

/** @param {{ q: string, publisher: string }} chosen */
function queryOf({ q, publisher }) {
  return { limit: LIMIT, q, ...(publisher ? { publisher } : {}) };
}

/**
 * @param {ArticleList} first
 * @param {{ q: string, publisher: string }} chosen
 * @param {HTMLElement} found
 * @param {HTMLElement} list
 */
function drawArticles(first, chosen, found, list) {
  const { total } = first;
  found.textContent = total ? t("page.articles", { count: total }) : t("articles.none");
  /** @param {number} offset */
  const readPage = (offset) => readLatest("articles", { ...queryOf(chosen), offset });
  /** @param {ArticleList} page */
  const entries = (page) => page.articles.map(entry);
  list.replaceChildren(...paginate({ first, total, limit: LIMIT, readPage, entries }));
}

/**
 * Buttons that narrow the list down to one paper, or let it be again.
 *
 * @param {Facet[]} publishers
 * @param {(publisher: string) => void} choose
 */
function paperButtons(publishers, choose) {
  const place = element("p", "topics");
  for (const { name, articles } of publishers) {
    const paper = button("topic", `${name} (${articles})`, () => {
      const isChosen = paper.getAttribute("aria-pressed") === "false";
      for (const other of place.children) other.setAttribute("aria-pressed", "false");
      paper.setAttribute("aria-pressed", String(isChosen));
      choose(isChosen ? name : "");
    });
    paper.value = name;
    paper.setAttribute("aria-pressed", "false");
    place.append(paper);
  }
  return place;
}

/** @param {ListedArticle} article */
function entry(article) {
  const item = element("li");
  const headline = link("headline", article.title || article.article_id, article.link);
  const people = article.people ? t("articles.quoted", { count: article.people }) : "";
  item.append(headline, dotted("p", "where", [article.publisher, day(article.published), people]));
  return item;
}

addView("articles", openArticles);
