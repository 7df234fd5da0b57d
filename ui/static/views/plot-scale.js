// The geometry of the plot: where days stand along its line, and which of them the line names.

/**
 * @typedef {object} Unit
 * @property {number} days about how many it has
 * @property {number} months 0 for a unit of days
 * @property {Intl.DateTimeFormatOptions} label
 */
/** @typedef {{ at: number, label: string }} Tick `at` in milliseconds */

export const STEP = 16; // pixels from one point to the next
export const DAY = 86400000; // milliseconds
const TICKS_APART = 90; // pixels
/** @type {Intl.DateTimeFormatOptions} */
const MONTHS_LABEL = { month: "short", year: "numeric" };
/** @type {Intl.DateTimeFormatOptions} */
const DAYS_LABEL = { day: "numeric", month: "short" };
/** @type {Unit[]} */
const UNITS = [
  ...[1, 2, 7, 14].map((days) => ({ days, months: 0, label: DAYS_LABEL })),
  ...[1, 3, 6].map((months) => ({ days: months * 30, months, label: MONTHS_LABEL })),
  ...[12, 24, 60, 120, 240].map((months) => ({
    days: months * 30,
    months,
    label: { year: /** @type {const} */ ("numeric") },
  })),
];

/**
 * Return the milliseconds of a day of publication.
 *
 * @param {string} published
 */
export function timeOf(published) {
  return Date.parse(`${published}T00:00:00Z`);
}

/**
 * Return the first and the last time of a line that has all of these on it, a day apart at least.
 *
 * @param {number[]} times
 */
export function rangeOf(times) {
  const first = Math.min(...times);
  return { first, last: first + Math.max(Math.max(...times) - first, DAY) };
}

/**
 * Return how far along a line of that width a time stands, in whole pixels.
 *
 * @param {number} at
 * @param {{ first: number, last: number }} range
 * @param {number} width
 */
export function positionOf(at, { first, last }, width) {
  return Math.round(((at - first) / (last - first)) * Math.max(width, STEP));
}

/**
 * Group points by the column that they stand in; those of about the same day share one.
 *
 * @template Point
 * @param {Point[]} points
 * @param {number[]} positions pixels
 * @returns {Map<number, Point[]>}
 */
export function stackPoints(points, positions) {
  /** @type {Map<number, Point[]>} */
  const stacks = new Map();
  for (const [n, point] of points.entries()) {
    const column = Math.round(positions[n] / STEP);
    const stack = stacks.get(column);
    if (stack) stack.push(point);
    else stacks.set(column, [point]);
  }
  return stacks;
}

/**
 * Return round days, months or years, as many as there is room for.
 *
 * @param {{ first: number, last: number }} range
 * @param {number} width pixels
 * @param {string} locale
 * @returns {Tick[]}
 */
export function ticks({ first, last }, width, locale) {
  const most = Math.max(1, Math.floor(width / TICKS_APART));
  const unit = UNITS.find(({ days }) => (last - first) / DAY / days <= most) ?? UNITS[UNITS.length - 1];
  const format = new Intl.DateTimeFormat(locale, { ...unit.label, timeZone: "UTC" });
  const found = [];
  for (let at = roundDown(first, unit); at <= last; at = next(at, unit)) {
    if (at >= first) found.push({ at, label: format.format(at) });
  }
  return found.length ? found : [{ at: first, label: format.format(first) }];
}

/**
 * @param {number} time
 * @param {Unit} unit
 */
function roundDown(time, { days, months }) {
  if (!months) return Math.floor(time / DAY / days) * days * DAY;
  const date = new Date(time);
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
  return Date.UTC(0, Math.floor(month / months) * months - 1900 * 12);
}

/**
 * @param {number} time
 * @param {Unit} unit
 */
function next(time, { days, months }) {
  if (!months) return time + days * DAY;
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months);
}
