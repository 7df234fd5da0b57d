// Lists that are longer than a screen: found in, shown a page at a time, or offered to a box that is typed in.

import { button, element, warning } from "../lib/dom.js";
import { read } from "./api.js";
import { t } from "./wording.js";

/** @import { Reply } from "../lib/types.js" */

const MAX_OFFERED = 200; // names
const PAUSE = 150; // milliseconds without a key before the list is fetched anew

/**
 * Create a box to type in.
 *
 * @param {string} label
 * @param {(typed: string) => void} onChange is called with what it holds when nobody has typed for a moment
 */
export function filterBox(label, onChange) {
  const box = element("input", "filter");
  Object.assign(box, { type: "search", placeholder: `${label}…`, autocomplete: "off" });
  box.setAttribute("aria-label", label);
  let waiting = 0;
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(() => onChange(box.value), PAUSE);
  });
  return box;
}

/**
 * Return the entries of the first page, and a button in place of those that follow.
 *
 * @template Page
 * @param {object} list
 * @param {Page} list.first
 * @param {number} list.total
 * @param {number} list.limit entries of a page
 * @param {(offset: number) => Promise<Reply<Page> | null>} list.readPage
 * @param {(page: Page) => HTMLElement[]} list.entries
 * @returns {HTMLElement[]}
 */
export function paginate({ first, total, limit, readPage, entries }) {
  /** @param {number} offset */
  const more = (offset) => {
    if (offset >= total) return [];
    const place = element("li", "more");
    const showMore = async () => {
      const page = await readPage(offset);
      if (!page) return;
      const added = page.fault === undefined ? entries(page) : [warning(page.fault)];
      place.replaceWith(...added, ...more(offset + limit));
      const next = added[0]?.querySelector("a, button");
      if (next instanceof HTMLElement) next.focus();
    };
    place.append(button("", t("people.more"), showMore));
    return [place];
  };
  return [...entries(first), ...more(limit)];
}

/**
 * Create the list of names that a box offers while one types, to be put beside the box.
 *
 * @param {HTMLInputElement} box
 * @param {string} id
 */
export function nameOptions(box, id) {
  const known = element("datalist");
  known.id = id;
  box.setAttribute("list", id);
  read("people", { limit: MAX_OFFERED }).then((listed) => {
    if (listed.fault !== undefined) return;
    for (const { name } of listed.people) known.append(Object.assign(element("option"), { value: name }));
  });
  return known;
}
