// The filters: what part of the articles is asked. What is chosen stands above the question box, and in the address.

import { call } from "./api.js";
import { ready, scope, setScope } from "./gradio.js";
import { button, element } from "../lib/dom.js";
import { namesFor } from "./paging.js";
import { day, t } from "../lib/i18n.js";

const LISTS = { collection: "collections", publisher: "publishers" };
const SINGLE = ["person", "since", "until"];
const bar = element("div", "scope");
const [chips, form] = [element("ul", "chips"), element("form", "filters")];
const opening = button("open", "", () => (form.hidden ? unfold() : fold()));

ready.then(() => {
  opening.textContent = t("scope.filters");
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", t("scope.label"));
  opening.setAttribute("aria-expanded", "false");
  form.hidden = true;
  bar.append(opening, chips, form);
  document.querySelector("#question").before(bar);
  choose(fromAddress());
});

function fromAddress() {
  const query = new URLSearchParams(window.location.search);
  const chosen = {};
  for (const [name, list] of Object.entries(LISTS)) if (query.has(name)) chosen[list] = query.getAll(name);
  for (const name of SINGLE) if (query.get(name)) chosen[name] = query.get(name);
  return chosen;
}

// A scope as it stands in an address: pairs of name and value.
export function parameters(chosen) {
  const several = Object.entries(LISTS).flatMap(([name, list]) => (chosen[list] || []).map((value) => [name, value]));
  return [...several, ...SINGLE.filter((name) => chosen[name]).map((name) => [name, chosen[name]])];
}

export function choose(chosen) {
  setScope(chosen);
  const address = new URL(window.location.href);
  for (const name of [...Object.keys(LISTS), ...SINGLE]) address.searchParams.delete(name);
  for (const [name, value] of parameters(chosen)) address.searchParams.append(name, value);
  if (address.href !== window.location.href) window.history.replaceState(null, "", address);
  draw();
}

function draw() {
  const made = [];
  for (const list of Object.values(LISTS)) {
    for (const value of scope()[list] || []) made.push(chip(value, without(list, value)));
  }
  const { person, since, until } = scope();
  if (person) made.push(chip(t("scope.only", { name: person }), without("person")));
  if (since) made.push(chip(t("scope.from", { day: day(since) }), without("since")));
  if (until) made.push(chip(t("scope.to", { day: day(until) }), without("until")));
  if (made.length > 1) made.push(item(button("all", t("scope.clear"), () => choose({}))));
  chips.replaceChildren(...made);
}

function chip(text, left) {
  const clear = button("", "×", () => {
    choose(left);
    opening.focus();
  });
  clear.setAttribute("aria-label", t("scope.remove", { name: text }));
  return item(element("bdi", "", text), clear);
}

function item(...nodes) {
  const made = element("li");
  made.append(...nodes);
  return made;
}

// The scope without one thing.
function without(name, value) {
  const left = { ...scope() };
  if (value === undefined) delete left[name];
  else left[name] = left[name].filter((other) => other !== value);
  if (Array.isArray(left[name]) && !left[name].length) delete left[name];
  return left;
}

async function unfold() {
  const held = await call("articles", { limit: 0 });
  if (held.fault) return form.replaceChildren(element("p", "warning", held.fault));
  const fields = Object.entries(LISTS).map(([name, list]) => several(name, held[list], scope()[list] || []));
  const send = element("button", "", t("scope.apply"));
  form.replaceChildren(...fields, named(), days(held), send, button("", t("compose.cancel"), fold));
  form.hidden = false;
  opening.setAttribute("aria-expanded", "true");
  form.querySelector("input").focus();
  return undefined;
}

function fold() {
  form.hidden = true;
  opening.setAttribute("aria-expanded", "false");
  opening.focus();
}

// Check boxes with counts; nothing where there is nothing to choose from.
function several(name, all, chosen) {
  const set = element("fieldset");
  set.hidden = all.length < 2 && !chosen.length;
  set.append(element("legend", "", t(`scope.${name}`)));
  for (const { name: value, articles } of all) {
    const [label, box] = [element("label"), element("input")];
    Object.assign(box, { type: "checkbox", name, value, checked: chosen.includes(value) });
    label.append(box, " ", element("bdi", "", value), ` (${articles})`);
    set.append(label);
  }
  return set;
}

function named() {
  const [label, box] = [element("label", "", t("scope.person")), element("input")];
  Object.assign(box, { name: "person", value: scope().person || "", autocomplete: "off" });
  label.append(box, namesFor(box, "quoted-people"));
  return label;
}

function days({ oldest, newest }) {
  const set = element("fieldset", "days");
  set.append(element("legend", "", t("scope.published")));
  for (const name of ["since", "until"]) {
    const [label, box] = [element("label", "", t(`scope.${name}`)), element("input")];
    Object.assign(box, { type: "date", name, value: scope()[name] || "", min: oldest || "", max: newest || "" });
    label.append(box);
    set.append(label);
  }
  return set;
}

form.noValidate = true; // a day before the oldest article is no mistake
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const data = new FormData(form);
  const chosen = {};
  for (const [name, list] of Object.entries(LISTS)) if (data.has(name)) chosen[list] = data.getAll(name);
  for (const name of SINGLE) if (data.get(name)) chosen[name] = data.get(name).trim();
  choose(chosen);
  fold();
});
form.addEventListener("keydown", (event) => {
  if (event.key === "Escape") fold();
});
