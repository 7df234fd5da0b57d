import assert from "node:assert/strict";
import { test } from "node:test";
import { articleQuery, parseCitationLink } from "../../ui/static/lib/citation-link.js";

test("a link to a citation names an article, a stretch of it and a hash", () => {
  assert.deepEqual(parseCitationLink("#cite-ferry-12-80-9f3a"), { id: "ferry", start: "12", end: "80", hash: "9f3a" });
});

test("an id may hold hyphens, digits and whatever an address escapes", () => {
  const link = "#cite-a%2Fb%20c-1-2-3-2024-0-5-";
  assert.deepEqual(parseCitationLink(link), { id: "a/b c-1-2-3-2024", start: "0", end: "5", hash: "" });
  assert.equal(parseCitationLink("#cite-%E2%80%9Cno%E2%80%9D-0-5-ab")?.id, "“no”");
});

test("other addresses are no links to a citation", () => {
  for (const link of [
    null,
    "",
    "#",
    "#answer-x",
    "#cite-",
    "#cite-ferry-1-2",
    "#cite-ferry-1-x-ab",
    "#cite-ferry-1-2-XY",
  ]) {
    assert.equal(parseCitationLink(link), null, String(link));
  }
});

test("an article is asked for with what else of it is cited, once and in order", () => {
  const cited = { id: "a", start: "0", end: "9", hash: "ff" };
  const others = [cited, null, { ...cited, start: "20", end: "30" }, { ...cited, id: "b", start: "40", end: "50" }];
  assert.deepEqual(articleQuery(cited, others), [
    ["id", "a"],
    ["start", "0"],
    ["end", "9"],
    ["hash", "ff"],
    ["also", "20-30"],
  ]);
});
