// Every article, newest first, to be found by its title or paper and opened.

import { addView } from "../page/toolbar.js";
import { button, dotted, element, link, warning } from "../lib/dom.js";
import { filterBox, paged } from "../page/paging.js";
import { fetched, show } from "../page/panel.js";
import { day, t } from "../lib/i18n.js";

const AT_ONCE = 50;

async function openArticles(from) {
  const listed = await fetched("articles", { limit: AT_ONCE });
  if (!listed) return;
  if (listed.fault) return show(t("articles.title"), [warning(listed.fault)], from);
  const header = element("header");
  const [filter, found, list] = [filterBox(t("articles.find")), element("p", "found"), element("ol", "articles")];
  const papers = element("p", "topics");
  let [q, publisher] = ["", ""];
  found.setAttribute("role", "status");
  header.append(element("h2", "", t("articles.title")), filter.box, papers, found);
  const query = (more) => ({ limit: AT_ONCE, q, ...(publisher ? { publisher } : {}), ...more });
  const draw = (page) => {
    if (page.fault) return list.replaceChildren(warning(page.fault));
    found.textContent = page.total ? t("page.articles", { count: page.total }) : t("articles.none");
    const following = (offset) => fetched("articles", query({ offset }));
    const [shown, more] = paged(page.articles.map(entry), page.total, AT_ONCE, following, (next) => next.articles.map(entry));
    return list.replaceChildren(...shown, ...more);
  };
  const redraw = async () => {
    const page = await fetched("articles", query());
    if (page) draw(page);
  };
  papers.append(...listed.publishers.map(({ name, articles }) => paper(name, articles, (chosen) => {
    publisher = chosen;
    for (const other of papers.children) other.setAttribute("aria-pressed", String(other.value === publisher));
    redraw();
  })));
  filter.onChange((typed) => {
    q = typed;
    redraw();
  });
  draw(listed);
  return show(t("articles.title"), [header, list], from);
}

// A button that narrows the list down to one paper, or lets it be again.
function paper(name, articles, choose) {
  const pressed = () => made.getAttribute("aria-pressed") === "true";
  const made = button("topic", `${name} (${articles})`, () => choose(pressed() ? "" : name));
  made.value = name;
  made.setAttribute("aria-pressed", "false");
  return made;
}

function entry(article) {
  const made = element("li");
  const headline = link("headline", article.title || article.article_id, article.link);
  const people = article.people ? t("articles.quoted", { count: article.people }) : "";
  made.append(headline, dotted("p", "where", [article.publisher, day(article.published), people]));
  return made;
}

addView("articles", openArticles);
