// The filters: what part of the articles is asked. What is chosen stands above the question box, and in the address.

import { button, element, find } from "../lib/dom.js";
import { LISTS, parseScope, SINGLE, withoutFilter, withScope } from "../lib/scope.js";
import { read } from "./api.js";
import { ready, scope, setScope } from "./gradio.js";
import { nameOptions } from "./paging.js";
import { day, t } from "./wording.js";

/** @import { ArticleList, Facet, Scope } from "../lib/types.js" */

const bar = element("div", "scope");
const chips = element("ul", "chips");
const form = element("form", "filters");
const opening = button("open", "", () => (form.hidden ? unfold() : fold()));

ready.then(() => {
  opening.textContent = t("scope.filters");
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", t("scope.label"));
  opening.setAttribute("aria-expanded", "false");
  form.hidden = true;
  bar.append(opening, chips, form);
  find(document, "#question", HTMLElement).before(bar);
  choose(parseScope(new URLSearchParams(window.location.search)));
});

/** @param {Scope} chosen */
function choose(chosen) {
  setScope(chosen);
  const address = withScope(window.location.href, chosen);
  if (address !== window.location.href) window.history.replaceState(null, "", address);
  draw();
}

function draw() {
  const chosen = scope();
  const drawn = Object.values(LISTS).flatMap((list) =>
    (chosen[list] ?? []).map((value) => chip(value, withoutFilter(chosen, list, value))),
  );
  const { person, since, until } = chosen;
  if (person) drawn.push(chip(t("scope.only", { name: person }), withoutFilter(chosen, "person")));
  if (since) drawn.push(chip(t("scope.from", { day: day(since) }), withoutFilter(chosen, "since")));
  if (until) drawn.push(chip(t("scope.to", { day: day(until) }), withoutFilter(chosen, "until")));
  if (drawn.length > 1) drawn.push(item(button("all", t("scope.clear"), () => choose({}))));
  chips.replaceChildren(...drawn);
}

/**
 * @param {string} text
 * @param {Scope} rest what is left when this filter is removed
 */
function chip(text, rest) {
  const remove = button("", "×", () => {
    choose(rest);
    opening.focus();
  });
  remove.setAttribute("aria-label", t("scope.remove", { name: text }));
  return item(element("bdi", "", text), remove);
}

/** @param {Node[]} nodes */
function item(...nodes) {
  const created = element("li");
  created.append(...nodes);
  return created;
}

async function unfold() {
  const held = await read("articles", { limit: 0 });
  if (held.fault !== undefined) return form.replaceChildren(element("p", "warning", held.fault));
  const fields = Object.entries(LISTS).map(([name, list]) => checkBoxes(name, held[list], scope()[list] ?? []));
  const send = element("button", "", t("scope.apply"));
  form.replaceChildren(...fields, personBox(), dateBoxes(held), send, button("", t("compose.cancel"), fold));
  form.hidden = false;
  opening.setAttribute("aria-expanded", "true");
  return find(form, "input", HTMLInputElement).focus();
}

function fold() {
  form.hidden = true;
  opening.setAttribute("aria-expanded", "false");
  opening.focus();
}

/**
 * Check boxes with counts; nothing where there is nothing to choose from.
 *
 * @param {string} name
 * @param {Facet[]} all
 * @param {string[]} chosen
 */
function checkBoxes(name, all, chosen) {
  const set = element("fieldset");
  set.hidden = all.length < 2 && !chosen.length;
  set.append(element("legend", "", t(`scope.${name}`)));
  for (const { name: value, articles } of all) {
    const label = element("label");
    const box = element("input");
    Object.assign(box, { type: "checkbox", name, value, checked: chosen.includes(value) });
    label.append(box, " ", element("bdi", "", value), ` (${articles})`);
    set.append(label);
  }
  return set;
}

function personBox() {
  const label = element("label", "", t("scope.person"));
  const box = element("input");
  Object.assign(box, { name: "person", value: scope().person || "", autocomplete: "off" });
  label.append(box, nameOptions(box, "quoted-people"));
  return label;
}

/** @param {ArticleList} held */
function dateBoxes({ oldest, newest }) {
  const set = element("fieldset", "days");
  set.append(element("legend", "", t("scope.published")));
  for (const name of /** @type {const} */ (["since", "until"])) {
    const label = element("label", "", t(`scope.${name}`));
    const box = element("input");
    Object.assign(box, { type: "date", name, value: scope()[name] || "", min: oldest || "", max: newest || "" });
    label.append(box);
    set.append(label);
  }
  return set;
}

function chosenInForm() {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    const isSingle = SINGLE.some((single) => single === name);
    query.append(name, isSingle ? String(value).trim() : String(value));
  }
  return parseScope(query);
}

form.noValidate = true; // a day before the oldest article is no mistake
form.addEventListener("submit", (event) => {
  event.preventDefault();
  choose(chosenInForm());
  fold();
});
form.addEventListener("keydown", (event) => {
  if (event.key === "Escape") fold();
});
