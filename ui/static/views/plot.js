// Points along a line of time, those of about the same day on top of each other. Every point is a link.

import { button, element } from "../lib/dom.js";
import { day, locale, t } from "../lib/i18n.js";

const STEP = 16; // pixels from one point to the next
const MOST_STACKED = 9;
const DAY = 86400000; // milliseconds
const [TICKS_APART, LABEL] = [90, 64]; // pixels
const [SHORT_MONTHS, SHORT_DAYS] = [{ month: "short", year: "numeric" }, { day: "numeric", month: "short" }];
const UNITS = [
  ...[1, 2, 7, 14].map((days) => ({ days, months: 0, label: SHORT_DAYS })),
  ...[1, 3, 6].map((months) => ({ days: months * 30, months, label: SHORT_MONTHS })),
  ...[12, 24, 60, 120, 240].map((months) => ({ days: months * 30, months, label: { year: "numeric" } })),
];

const time = (published) => Date.parse(`${published}T00:00:00Z`);

export function drawPlot(plot, points) {
  if (!points.length) return plot.remove();
  let width = 0;
  const draw = () => {
    // Out of the page while another view is shown it has no width; back again, a point may be about to get the focus.
    if (!plot.clientWidth || plot.clientWidth === width) return;
    width = plot.clientWidth;
    plot.replaceChildren(...drawn(points, width - STEP));
  };
  new ResizeObserver(draw).observe(plot);
  return draw();
}

function drawn(points, width) {
  const times = points.map(({ published }) => time(published));
  const first = Math.min(...times);
  const span = Math.max(Math.max(...times) - first, DAY);
  const along = (at) => Math.round(((at - first) / span) * Math.max(width, STEP));
  const stacks = new Map();
  for (const [n, point] of points.entries()) {
    const column = Math.round(along(times[n]) / STEP);
    if (!stacks.has(column)) stacks.set(column, []);
    stacks.get(column).push(point);
  }
  const highest = Math.min(MOST_STACKED, Math.max(...[...stacks.values()].map((stack) => stack.length)));
  const field = element("div", "field");
  field.style.height = `${highest * STEP + 4}px`;
  for (const [column, stack] of stacks) field.append(...stacked(stack, column * STEP));
  const axis = element("div", "axis");
  const placed = ticks(first, first + span, width).map(({ at, label }) => ({ left: along(at), label }));
  const fitting = placed.filter(({ left }, n) => n === 0 || left <= width - LABEL);
  axis.append(...fitting.map(({ left, label }) => tick(left, label)));
  axis.setAttribute("aria-hidden", "true"); // every point says its day
  return [field, axis];
}

function stacked(stack, left) {
  const shown = stack.length > MOST_STACKED ? stack.slice(0, MOST_STACKED - 1) : stack;
  const made = shown.map(mark);
  if (shown.length < stack.length) {
    const more = button("more", "+", () => document.querySelector("#article-panel .record").scrollIntoView());
    more.setAttribute("aria-label", t("timeline.more", { count: stack.length - shown.length }));
    made.push(more);
  }
  for (const [n, one] of made.entries()) Object.assign(one.style, { left: `${left}px`, bottom: `${n * STEP}px` });
  return made;
}

function mark({ published, publisher, text, direct, link }) {
  const made = element("a", `point ${direct ? "direct" : "indirect"}`);
  const whose = [day(published), publisher].filter(Boolean).join(" · ");
  made.href = link;
  made.dataset.says = `${text}\n${whose}`; // card.js shows it
  made.setAttribute("aria-label", `${whose}: ${text.slice(0, 80)}`);
  return made;
}

function tick(left, label) {
  const made = element("span", "tick", label);
  made.style.left = `${left}px`;
  return made;
}

// Round days, months or years, as many as there is room for.
function ticks(first, last, width) {
  const most = Math.max(1, Math.floor(width / TICKS_APART));
  const unit = UNITS.find(({ days }) => (last - first) / DAY / days <= most) || UNITS[UNITS.length - 1];
  const written = new Intl.DateTimeFormat(locale, { ...unit.label, timeZone: "UTC" });
  const made = [];
  for (let at = start(first, unit); at <= last; at = after(at, unit)) {
    if (at >= first) made.push({ at, label: written.format(at) });
  }
  return made.length ? made : [{ at: first, label: written.format(first) }];
}

function start(first, { days, months }) {
  const at = new Date(first);
  if (!months) return Math.floor(first / DAY / days) * days * DAY;
  const month = at.getUTCFullYear() * 12 + at.getUTCMonth();
  return Date.UTC(0, Math.floor(month / months) * months - 1900 * 12);
}

function after(at, { days, months }) {
  if (!months) return at + days * DAY;
  const day = new Date(at);
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months);
}
