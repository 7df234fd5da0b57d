import assert from "node:assert/strict";
import { test } from "node:test";
import { parseQuestions, withQuestions } from "../../ui/static/lib/shared-questions.js";

test("questions of an address are read in order, without the empty ones", () => {
  const query = new URLSearchParams([
    ["q", " Who spoke? "],
    ["q", "  "],
    ["lang", "de"],
    ["q", "And why?"],
  ]);
  assert.deepEqual(parseQuestions(query), ["Who spoke?", "And why?"]);
});

test("of many questions the last twenty are asked, each cut at 2,000 characters", () => {
  const many = new URLSearchParams(Array.from({ length: 23 }, (_, n) => ["q", `Question ${n}`]));
  assert.deepEqual(parseQuestions(many).at(0), "Question 3");
  assert.equal(parseQuestions(many).length, 20);
  assert.equal(parseQuestions(new URLSearchParams([["q", "x".repeat(5000)]]))[0].length, 2000);
});

test("an address asks the questions in place of its own, and opens no citation", () => {
  const address = "https://news.example/?person=Marta&q=old#cite-a-0-1-";
  const shared = withQuestions(address, ["Who? & why?", "When?"]);
  assert.equal(shared, "https://news.example/?person=Marta&q=Who%3F+%26+why%3F&q=When%3F");
  assert.deepEqual(parseQuestions(new URL(shared).searchParams), ["Who? & why?", "When?"]);
});
