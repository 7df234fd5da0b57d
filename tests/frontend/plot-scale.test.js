import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, positionOf, rangeOf, STEP, stackPoints, ticks, timeOf } from "../../ui/static/views/plot-scale.js";

/** @param {[string, string]} days */
function rangeBetween([first, last]) {
  return { first: timeOf(first), last: timeOf(last) };
}

/**
 * @param {[string, string]} days
 * @param {number} width
 */
function labels(days, width) {
  return ticks(rangeBetween(days), width, "en-GB").map(({ label }) => label);
}

test("a day begins at midnight, everywhere", () => {
  assert.equal(timeOf("1970-01-02"), DAY);
});

test("a line is as long as its times, and a day at least", () => {
  assert.deepEqual(rangeOf([5 * DAY, 2 * DAY, 9 * DAY]), { first: 2 * DAY, last: 9 * DAY });
  assert.deepEqual(rangeOf([3 * DAY]), { first: 3 * DAY, last: 4 * DAY });
});

test("a time stands where it belongs, in whole pixels", () => {
  const range = { first: 0, last: 3 * DAY };
  const positions = [0, 1, 2, 3].map((day) => positionOf(day * DAY, range, 100));
  assert.deepEqual(positions, [0, 33, 67, 100]);
  assert.equal(positionOf(3 * DAY, range, -5), STEP);
});

test("points of one column are stacked in their order", () => {
  const stacks = stackPoints(["a", "b", "c", "d"], [0, 7, 9, 7]);
  assert.deepEqual(
    [...stacks],
    [
      [0, ["a", "b", "d"]],
      [1, ["c"]],
    ],
  );
});

test("as many round days, months or years are named as there is room for", () => {
  assert.deepEqual(labels(["2024-03-09", "2024-03-12"], 400), ["9 Mar", "10 Mar", "11 Mar", "12 Mar"]);
  assert.deepEqual(labels(["2023-11-20", "2024-03-10"], 400), ["Dec 2023", "Jan 2024", "Feb 2024", "Mar 2024"]);
  assert.deepEqual(labels(["2022-02-10", "2024-03-10"], 400), ["2023", "2024"]);
  assert.deepEqual(labels(["1963-05-01", "2024-03-10"], 400), ["1980", "2000", "2020"]);
  assert.deepEqual(labels(["1963-05-01", "2024-03-10"], 700), ["1970", "1980", "1990", "2000", "2010", "2020"]);
});

test("names stand at the beginning of what they name", () => {
  const [december] = ticks(rangeBetween(["2023-11-20", "2024-03-10"]), 400, "en-GB");
  assert.equal(december.at, Date.UTC(2023, 11, 1));
});

test("where no round day lies on the line, its first is named", () => {
  assert.deepEqual(labels(["2024-03-15", "2024-03-25"], 50), ["15 Mar"]);
});
