// Lists that are longer than a screen: found in, shown a page at a time, or offered to a box that is typed in.

import { call } from "./api.js";
import { button, element, warning } from "../lib/dom.js";
import { t } from "../lib/i18n.js";

const MOST_OFFERED = 200; // names
const PAUSE = 150; // milliseconds without a key before the list is fetched anew

// A box to type in; `onChange` is told what it holds when nobody has typed for a moment.
export function filterBox(label) {
  const box = element("input", "filter");
  Object.assign(box, { type: "search", placeholder: `${label}…`, autocomplete: "off" });
  box.setAttribute("aria-label", label);
  let waiting;
  const onChange = (changed) =>
    box.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => changed(box.value), PAUSE);
    });
  return { box, onChange };
}

// The first items, and a button in place of those that follow.
export function paged(items, total, atOnce, following, made) {
  const next = (offset) => {
    if (offset >= total) return [];
    const place = element("li", "more");
    place.append(button("", t("people.more"), async () => {
      const page = await following(offset);
      if (!page) return;
      const added = page.fault ? [warning(page.fault)] : made(page);
      place.replaceWith(...added, ...next(offset + atOnce));
      const first = added.length && added[0].querySelector("a, button");
      if (first) first.focus();
    }));
    return [place];
  };
  return [items, next(atOnce)];
}

// The names of those who are quoted, offered by a box while one types; belongs beside the box.
export function namesFor(box, id) {
  const known = element("datalist");
  known.id = id;
  box.setAttribute("list", id);
  call("people", { limit: MOST_OFFERED }).then(({ people }) => {
    known.append(...(people || []).map(({ name }) => Object.assign(element("option"), { value: name })));
  });
  return known;
}
