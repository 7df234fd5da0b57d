// What a citation says, at a glance: hovering over its number or focusing it shows the quote, whose it is, where and
// when. The card stays while the pointer is on it, and Escape closes it (WCAG 1.4.13).

import { closest, dotted, element } from "../lib/dom.js";

const CHIP = "#conversation a.cite, #article-panel a.point";
const PAUSE = 120; // milliseconds: a pointer that only passes by opens nothing, and one on its way to the card may dawdle
const GAP = 8; // pixels
const card = element("div", "card");
card.id = "citation-card";
card.setAttribute("role", "tooltip");
card.hidden = true;
document.body.append(card);

/** @type {HTMLElement | null} */
let shownFor = null;
let waiting = 0;

/**
 * The server writes it as a title, so that it is there without this script too: the quote, and on the last line whose.
 *
 * @param {HTMLElement} chip
 */
function partsOf(chip) {
  if (chip.title) {
    chip.dataset.says = chip.title;
    chip.removeAttribute("title");
  }
  const lines = (chip.dataset.says ?? "").split("\n");
  const source = lines.pop() ?? "";
  return { quote: lines.join("\n"), source: source.split(" · ") };
}

/** @param {HTMLElement} chip */
function open(chip) {
  clearTimeout(waiting);
  if (shownFor === chip) return;
  close();
  const { quote, source } = partsOf(chip);
  if (!quote) return;
  const said = element("p", "quote", quote);
  said.dir = "auto";
  card.replaceChildren(said, dotted("p", "whose", source));
  card.hidden = false;
  place(chip);
  chip.setAttribute("aria-describedby", card.id);
  shownFor = chip;
}

function close() {
  clearTimeout(waiting);
  shownFor?.removeAttribute("aria-describedby");
  shownFor = null;
  card.hidden = true;
}

/**
 * Above the citation, or below where there is no room; never out of the window.
 *
 * @param {HTMLElement} chip
 */
function place(chip) {
  const at = chip.getBoundingClientRect();
  const { width, height } = card.getBoundingClientRect();
  const right = document.documentElement.clientWidth - width - GAP;
  const above = at.top - height - GAP;
  card.style.left = `${Math.max(GAP, Math.min(at.left, right))}px`;
  card.style.top = `${above > GAP ? above : at.bottom + GAP}px`;
}

/** @param {() => void} act */
function soon(act) {
  clearTimeout(waiting);
  waiting = window.setTimeout(act, PAUSE);
}

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return; // there a tap opens the article itself
  const chip = closest(event, CHIP);
  if (chip) soon(() => open(chip));
  else if (event.target instanceof Node && card.contains(event.target)) clearTimeout(waiting);
  else if (shownFor && shownFor !== document.activeElement) soon(close);
});
document.addEventListener("focusin", (event) => {
  const chip = closest(event, CHIP);
  if (chip) open(chip);
  else close();
});
document.addEventListener("click", close, true);
document.addEventListener("scroll", () => shownFor && close(), true);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});
