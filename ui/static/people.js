// Who is quoted, how often and on what; a name opens that person's statements, a topic asks about it in the chat.

import { button, closePanel, coversChat, day, element, fetched, show, warning } from "./panel.js";

const AT_ONCE = 50;
const PAUSE = 150; // milliseconds without a key before the list is fetched anew

const counted = (number, noun) => `${number.toLocaleString("en-GB")} ${noun}${number === 1 ? "" : "s"}`;

async function openPeople(from) {
  const listed = await fetched("people", { limit: AT_ONCE });
  if (!listed) return;
  if (listed.fault) return show("List of people", [warning(listed.fault)], from);
  const header = element("header");
  const [filter, found, list] = [filterBox(), element("p", "found"), element("ol", "people")];
  found.setAttribute("role", "status");
  header.append(element("h2", "", "Who is quoted"), filter.box, found);
  const fill = (entries, more) => list.replaceChildren(...entries, ...more);
  drawPeople(listed, "", found, fill);
  filter.onChange(async (q) => {
    const fitting = await fetched("people", { limit: AT_ONCE, q });
    if (fitting) drawPeople(fitting, q, found, fill);
  });
  show("List of people", [header, list], from);
}

function filterBox() {
  const box = element("input", "filter");
  Object.assign(box, { type: "search", placeholder: "Find a name…", autocomplete: "off" });
  box.setAttribute("aria-label", "Find a name");
  let waiting;
  const onChange = (changed) =>
    box.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => changed(box.value), PAUSE);
    });
  return { box, onChange };
}

function drawPeople(listed, q, found, fill) {
  if (listed.fault) return fill([warning(listed.fault)], []);
  const all = listed.total === 1 ? "1 name" : `${listed.total.toLocaleString("en-GB")} names`;
  found.textContent = listed.total ? `${all}, those quoted most first` : "Nobody of that name is quoted.";
  const following = (offset) => fetched("people", { limit: AT_ONCE, offset, q });
  fill(...paged(listed.people.map(entry), listed.total, following, (page) => page.people.map(entry)));
  return undefined;
}

function entry(person) {
  const made = element("li");
  const name = button("person", "", () => openRecord(person, name));
  const count = `${counted(person.statements, "statement")} in ${counted(person.articles, "article")}`;
  name.append(element("bdi", "name", person.name), " ", element("span", "count", count));
  made.append(name, topics(person));
  return made;
}

function topics(person) {
  const made = element("p", "topics");
  for (const topic of person.topics) {
    const asking = button("topic", topic, () => ask(`What did ${person.name} say about ${topic}?`));
    asking.setAttribute("aria-label", `Ask what ${person.name} said about ${topic}`);
    made.append(asking);
  }
  return made;
}

async function openRecord(person, from) {
  const query = { name: person.name, exact: true, limit: AT_ONCE };
  const answer = await fetched("people", query);
  if (!answer) return;
  if (answer.fault) return show("Record", [warning(answer.fault)], from);
  const [{ said, statements, articles, names }] = answer.people;
  const header = element("header");
  header.append(element("h2", "", person.name));
  header.append(element("p", "where", `${counted(statements, "statement")} in ${counted(articles, "article")}`));
  const others = names.filter((name) => name !== person.name);
  if (others.length) header.append(element("p", "author", `Also as ${others.join(", ")}`));
  header.append(topics(person));
  const list = element("ol", "record");
  const following = (offset) => fetched("people", { ...query, offset });
  const [shown, more] = paged(byArticle(said), statements, following, (page) => byArticle(page.people[0].said));
  list.append(...shown, ...more);
  return show("Record", [header, list], from);
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
  item.append(element("p", "where", [spoken.publisher, day(spoken.published)].filter(Boolean).join(" · ")));
  return item;
}

function statement({ article_id: id, content_hash: hash, sentence }) {
  const link = element("a", "statement", sentence.text);
  link.dir = "auto";
  link.href = `#cite-${encodeURIComponent(id)}-${sentence.start}-${sentence.end}-${hash.slice(0, 12)}`;
  return link;
}

// The first items, and a button in place of those that follow.
function paged(items, total, following, made) {
  const next = (offset) => {
    if (offset >= total) return [];
    const place = element("li", "more");
    place.append(button("", "Show more", async () => {
      const page = await following(offset);
      if (!page) return;
      const added = page.fault ? [warning(page.fault)] : made(page);
      place.replaceWith(...added, ...next(offset + AT_ONCE));
      const first = added.length && added[0].querySelector("a, button");
      if (first) first.focus();
    }));
    return [place];
  };
  return [items, next(AT_ONCE)];
}

// Asks as if it had been typed: the question box is Gradio's, and listens to what a keyboard does.
function ask(question) {
  if (coversChat()) closePanel();
  const box = document.querySelector("#question textarea");
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, question);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  requestAnimationFrame(() => document.querySelector("#question .submit-button").click());
}

document.addEventListener("click", (event) => {
  const opening = event.target.closest && event.target.closest("#people");
  if (opening) openPeople(opening);
});
