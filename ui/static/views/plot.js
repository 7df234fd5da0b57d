// Points along a line of time, those of about the same day on top of each other. Every point is a link.

import { button, element, find } from "../lib/dom.js";
import { day, locale, t } from "../page/wording.js";
import { positionOf, rangeOf, STEP, stackPoints, ticks, timeOf } from "./plot-scale.js";

/** @import { TimelinePoint } from "../lib/types.js" */
/** @typedef {TimelinePoint & { published: string }} DatedPoint */

const MAX_STACKED = 9;
const LABEL_WIDTH = 64; // pixels

/**
 * Draw the points that have a date, and anew whenever the plot has another width; without any there is no plot.
 *
 * @param {HTMLElement} plot
 * @param {TimelinePoint[]} points
 */
export function drawPlot(plot, points) {
  const dated = points.filter(/** @returns {point is DatedPoint} */ (point) => Boolean(point.published));
  if (!dated.length) return plot.remove();
  let width = 0;
  const draw = () => {
    // Out of the page while another view is shown it has no width; back again, a point may be about to get the focus.
    if (!plot.clientWidth || plot.clientWidth === width) return;
    width = plot.clientWidth;
    plot.replaceChildren(...fieldAndAxis(dated, width - STEP));
  };
  new ResizeObserver(draw).observe(plot);
  draw();
}

/**
 * @param {DatedPoint[]} points
 * @param {number} width pixels
 */
function fieldAndAxis(points, width) {
  const times = points.map(({ published }) => timeOf(published));
  const range = rangeOf(times);
  const stacks = stackPoints(
    points,
    times.map((at) => positionOf(at, range, width)),
  );
  const highest = Math.min(MAX_STACKED, Math.max(...[...stacks.values()].map((stack) => stack.length)));
  const field = element("div", "field");
  field.style.height = `${highest * STEP + 4}px`;
  for (const [column, stack] of stacks) field.append(...stackMarks(stack, column * STEP));
  return [field, drawAxis(range, width)];
}

/**
 * @param {{ first: number, last: number }} range
 * @param {number} width pixels
 */
function drawAxis(range, width) {
  const axis = element("div", "axis");
  axis.setAttribute("aria-hidden", "true"); // every point says its day
  for (const [n, { at, label }] of ticks(range, width, locale).entries()) {
    const left = positionOf(at, range, width);
    if (n === 0 || left <= width - LABEL_WIDTH) axis.append(tickMark(left, label));
  }
  return axis;
}

/**
 * @param {DatedPoint[]} stack
 * @param {number} left pixels
 */
function stackMarks(stack, left) {
  const shown = stack.length > MAX_STACKED ? stack.slice(0, MAX_STACKED - 1) : stack;
  /** @type {HTMLElement[]} */
  const marks = shown.map(pointMark);
  if (shown.length < stack.length) marks.push(moreMark(stack.length - shown.length));
  for (const [n, mark] of marks.entries()) {
    mark.style.left = `${left}px`;
    mark.style.bottom = `${n * STEP}px`;
  }
  return marks;
}

/** @param {DatedPoint} point */
function pointMark({ published, publisher, text, direct, link }) {
  const mark = element("a", `point ${direct ? "direct" : "indirect"}`);
  const source = [day(published), publisher].filter(Boolean).join(" · ");
  mark.href = link;
  mark.dataset.says = `${text}\n${source}`; // card.js shows it
  mark.setAttribute("aria-label", `${source}: ${text.slice(0, 80)}`);
  return mark;
}

/** @param {number} count */
function moreMark(count) {
  const more = button("more", "+", () => find(document, "#article-panel .record", HTMLElement).scrollIntoView());
  more.setAttribute("aria-label", t("timeline.more", { count }));
  return more;
}

/**
 * @param {number} left pixels
 * @param {string} label
 */
function tickMark(left, label) {
  const mark = element("span", "tick", label);
  mark.style.left = `${left}px`;
  return mark;
}
