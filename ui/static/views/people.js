// Who is quoted, how often and on what; a name opens that person's statements, a topic asks about it in the chat.

import { button, dotted, element, link, warning } from "../lib/dom.js";
import { ask } from "../page/gradio.js";
import { filterBox, paginate } from "../page/paging.js";
import { readLatest, show, uncoverChat } from "../page/panel.js";
import { addView } from "../page/toolbar.js";
import { day, t } from "../page/wording.js";
import { openTimeline } from "./timeline.js";

/** @import { Person, PersonList, RecordedStatement, RecordList, Reply } from "../lib/types.js" */

const LIMIT = 50; // people, or statements of one, at once

/** @param {{ statements: number, articles: number }} person */
function countOf({ statements, articles }) {
  return t("people.counted", {
    statements: t("people.statements", { count: statements }),
    articles: t("page.articles_in", { count: articles }),
  });
}

/** @param {HTMLElement} from */
async function openPeople(from) {
  const first = await readLatest("people", { limit: LIMIT });
  if (!first) return;
  if (first.fault !== undefined) return show(t("people.label"), [warning(first.fault)], from);
  const header = element("header");
  const found = element("p", "found");
  const list = element("ol", "people");
  const filter = filterBox(t("people.find"), async (q) => {
    const fitting = await readLatest("people", { limit: LIMIT, q });
    if (fitting) drawPeople(fitting, q, found, list);
  });
  found.setAttribute("role", "status");
  header.append(element("h2", "", t("people.title")), filter, found);
  drawPeople(first, "", found, list);
  show(t("people.label"), [header, list], from);
}

/**
 * @param {Reply<PersonList>} first
 * @param {string} q
 * @param {HTMLElement} found
 * @param {HTMLElement} list
 */
function drawPeople(first, q, found, list) {
  if (first.fault !== undefined) return list.replaceChildren(warning(first.fault));
  const { total } = first;
  found.textContent = total ? t("people.found", { count: total }) : t("people.nobody");
  /** @param {number} offset */
  const readPage = (offset) => readLatest("people", { limit: LIMIT, offset, q });
  /** @param {PersonList} page */
  const entries = (page) => page.people.map(entry);
  list.replaceChildren(...paginate({ first, total, limit: LIMIT, readPage, entries }));
}

/** @param {Person} person */
function entry(person) {
  const item = element("li");
  const name = button("person", "", () => openRecord(person, name));
  name.append(element("bdi", "name", person.name), " ", element("span", "count", countOf(person)));
  item.append(name, topicButtons(person));
  return item;
}

/** @param {Person} person */
function topicButtons(person) {
  const place = element("p", "topics");
  for (const topic of person.topics) {
    const asking = button("topic", topic, () => askAbout(person, topic));
    asking.setAttribute("aria-label", t("people.ask", { name: person.name, topic }));
    place.append(asking);
  }
  return place;
}

/**
 * In English, as the questions that are understood.
 *
 * @param {Person} person
 * @param {string} topic
 */
function askAbout(person, topic) {
  uncoverChat();
  ask(`What did ${person.name} say about ${topic}?`);
}

/**
 * @param {Person} person
 * @param {HTMLElement} from
 */
async function openRecord(person, from) {
  const query = { name: person.name, exact: true, limit: LIMIT };
  const first = await readLatest("record", query);
  if (!first) return;
  if (first.fault !== undefined) return show(t("people.record"), [warning(first.fault)], from);
  /** @param {number} offset */
  const readPage = (offset) => readLatest("record", { ...query, offset });
  /** @param {RecordList} page */
  const entries = ({ people }) => byArticle(people[0].said);
  const list = element("ol", "record");
  list.append(...paginate({ first, total: first.people[0].statements, limit: LIMIT, readPage, entries }));
  show(t("people.record"), [recordHeader(person, first), list], from);
}

/**
 * @param {Person} person
 * @param {RecordList} record
 */
function recordHeader(person, { people: [found] }) {
  const header = element("header");
  header.append(element("h2", "", person.name), element("p", "where", countOf(found)));
  const others = found.names.filter((name) => name !== person.name);
  if (others.length) header.append(element("p", "author", t("people.also", { names: others.join(", ") })));
  const drawing = button("back timeline-button", t("people.timeline"), () => openTimeline(drawing, person.name));
  header.append(topicButtons(person), drawing);
  return header;
}

/**
 * The statements of one article under its headline; a sentence that holds several is shown once.
 *
 * @param {RecordedStatement[]} statements
 */
function byArticle(statements) {
  /** @type {Map<string, { item: HTMLElement, sentences: Set<number> }>} */
  const articles = new Map();
  for (const statement of statements) {
    const { article_id: id, sentence } = statement;
    const { item, sentences } = articles.get(id) ?? { item: articleItem(statement), sentences: new Set() };
    articles.set(id, { item, sentences });
    if (!sentences.has(sentence.start)) item.append(link("statement", sentence.text, sentence.link));
    sentences.add(sentence.start);
  }
  return [...articles.values()].map(({ item }) => item);
}

/** @param {RecordedStatement} statement */
function articleItem(statement) {
  const item = element("li");
  item.append(element("h3", "", statement.title || statement.article_id));
  item.append(dotted("p", "where", [statement.publisher, day(statement.published)]));
  return item;
}

addView("people", openPeople);
