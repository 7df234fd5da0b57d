// Who is quoted, how often and on what; a name opens that person's statements, a topic asks about it in the chat.

import { addView } from "../page/toolbar.js";
import { ask } from "../page/gradio.js";
import { button, dotted, element, link, warning } from "../lib/dom.js";
import { filterBox, paged } from "../page/paging.js";
import { closePanel, coversChat, fetched, show } from "../page/panel.js";
import { openTimeline } from "./timeline.js";
import { day, t } from "../lib/i18n.js";

const AT_ONCE = 50;

function counted({ statements, articles }) {
  return t("people.counted", {
    statements: t("people.statements", { count: statements }),
    articles: t("page.articles_in", { count: articles }),
  });
}

async function openPeople(from) {
  const listed = await fetched("people", { limit: AT_ONCE });
  if (!listed) return;
  if (listed.fault) return show(t("people.label"), [warning(listed.fault)], from);
  const header = element("header");
  const [filter, found, list] = [filterBox(t("people.find")), element("p", "found"), element("ol", "people")];
  found.setAttribute("role", "status");
  header.append(element("h2", "", t("people.title")), filter.box, found);
  const fill = (entries, more) => list.replaceChildren(...entries, ...more);
  drawPeople(listed, "", found, fill);
  filter.onChange(async (q) => {
    const fitting = await fetched("people", { limit: AT_ONCE, q });
    if (fitting) drawPeople(fitting, q, found, fill);
  });
  show(t("people.label"), [header, list], from);
}

function drawPeople(listed, q, found, fill) {
  if (listed.fault) return fill([warning(listed.fault)], []);
  found.textContent = listed.total ? t("people.found", { count: listed.total }) : t("people.nobody");
  const following = (offset) => fetched("people", { limit: AT_ONCE, offset, q });
  fill(...paged(listed.people.map(entry), listed.total, AT_ONCE, following, (page) => page.people.map(entry)));
  return undefined;
}

function entry(person) {
  const made = element("li");
  const name = button("person", "", () => openRecord(person, name));
  const count = counted(person);
  name.append(element("bdi", "name", person.name), " ", element("span", "count", count));
  made.append(name, topics(person));
  return made;
}

function topics(person) {
  const made = element("p", "topics");
  for (const topic of person.topics) {
    const asking = button("topic", topic, () => askAbout(person, topic));
    asking.setAttribute("aria-label", t("people.ask", { name: person.name, topic }));
    made.append(asking);
  }
  return made;
}

// In English, as the questions that are understood.
function askAbout(person, topic) {
  if (coversChat()) closePanel();
  ask(`What did ${person.name} say about ${topic}?`);
}

async function openRecord(person, from) {
  const query = { name: person.name, exact: true, limit: AT_ONCE };
  const answer = await fetched("people", query);
  if (!answer) return;
  if (answer.fault) return show(t("people.record"), [warning(answer.fault)], from);
  const [{ said, statements, articles, names }] = answer.people;
  const header = element("header");
  header.append(element("h2", "", person.name));
  header.append(element("p", "where", counted({ statements, articles })));
  const others = names.filter((name) => name !== person.name);
  if (others.length) header.append(element("p", "author", t("people.also", { names: others.join(", ") })));
  header.append(topics(person));
  const drawing = button("back timeline-button", t("people.timeline"), () => openTimeline(drawing, person.name));
  header.append(drawing);
  const list = element("ol", "record");
  const following = (offset) => fetched("people", { ...query, offset });
  const [shown, more] = paged(byArticle(said), statements, AT_ONCE, following, (page) => byArticle(page.people[0].said));
  list.append(...shown, ...more);
  return show(t("people.record"), [header, list], from);
}

// The statements of one article under its headline; a sentence that holds several is shown once.
function byArticle(said) {
  const shown = new Map();
  for (const spoken of said) {
    const { article_id: id, sentence } = spoken;
    if (!shown.has(id)) shown.set(id, { item: articleItem(spoken), sentences: new Set() });
    const { item, sentences } = shown.get(id);
    if (!sentences.has(sentence.start)) item.append(statement(spoken));
    sentences.add(sentence.start);
  }
  return [...shown.values()].map(({ item }) => item);
}

function articleItem(spoken) {
  const item = element("li");
  item.append(element("h3", "", spoken.title || spoken.article_id));
  item.append(dotted("p", "where", [spoken.publisher, day(spoken.published)]));
  return item;
}

function statement({ sentence }) {
  return link("statement", sentence.text, sentence.link);
}

addView("people", openPeople);
