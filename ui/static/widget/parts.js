// Elements that only the widget has.

import { button, element } from "../lib/dom.js";

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  quote:
    "M4 22q0-9 7-13l1.600 2.400q-3.200 2.300-3.600 5.400 4 .1 4 4.100 0 4.300-4.300 4.300-4.700 0-4.700-3.200zm13.500 0q0-9 7-13l1.600 2.400q-3.200 2.300-3.600 5.400 4 .1 4 4.100 0 4.300-4.300 4.300-4.700 0-4.700-3.200z",
  close: "M8 8l16 16M24 8L8 24",
  back: "M20 7l-9 9 9 9",
  send: "M16 26V7M8 15l8-8 8 8",
  stop: "M7 7h18v18H7z",
};

/**
 * Put an icon into an element, in place of what is in it.
 *
 * @template {HTMLElement} Kind
 * @param {Kind} target
 * @param {keyof typeof ICONS} name
 * @param {string} label
 */
export function withIcon(target, name, label) {
  const drawing = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  drawing.setAttribute("viewBox", "0 0 32 32");
  drawing.setAttribute("class", name);
  drawing.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  drawing.append(path);
  target.replaceChildren(drawing);
  target.setAttribute("aria-label", label);
  return target;
}

/**
 * Create words of an article or a reader, kept apart from what stands beside them.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} className
 * @param {string} text
 */
export function words(tag, className, text) {
  const created = element(tag, className);
  created.dir = "auto";
  created.append(element("span", "words", text));
  return created;
}

/**
 * Create the bar at the top of what fills the panel.
 *
 * @param {Node[]} nodes
 * @param {{ label: string, close: () => void } | null} closing null where the panel cannot be closed
 */
export function topBar(nodes, closing) {
  const bar = element("div", "bar");
  bar.append(...nodes);
  if (closing) bar.append(withIcon(button("round close", "", closing.close), "close", closing.label));
  return bar;
}
