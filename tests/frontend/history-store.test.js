import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import {
  asFile,
  conversations,
  forget,
  forgetAll,
  fromFile,
  keep,
  search,
} from "../../ui/static/views/history-store.js";

/** What a browser keeps, up to a number of characters. */
class FakeStorage {
  /** @type {Map<string, string>} */
  values = new Map();
  room = Number.POSITIVE_INFINITY;

  /** @param {string} key */
  getItem(key) {
    return this.values.get(key) ?? null;
  }

  /**
   * @param {string} key
   * @param {string} value
   */
  setItem(key, value) {
    if (value.length > this.room) throw new Error("QuotaExceededError");
    this.values.set(key, value);
  }
}

let storage = new FakeStorage();

beforeEach(() => {
  storage = new FakeStorage();
  Object.defineProperty(globalThis, "localStorage", { configurable: true, get: () => storage });
});

/**
 * @param {string} id
 * @param {number} updated
 * @param {string} [question]
 */
function conversation(id, updated, question = "Why is the bridge late?") {
  return { id, started: 1, updated, turns: [{ question, answer: "The steel came late." }] };
}

function ids() {
  return conversations().map(({ id }) => id);
}

test("conversations are kept, the newest first, each once", () => {
  keep(conversation("a", 1));
  keep(conversation("b", 3));
  keep(conversation("a", 2));
  assert.deepEqual(conversations(), [conversation("b", 3), conversation("a", 2)]);
});

test("they are forgotten one by one, or all", () => {
  for (const id of ["a", "b", "c"]) keep(conversation(id, 1));
  forget("b");
  assert.deepEqual(ids().sort(), ["a", "c"]);
  forgetAll();
  assert.deepEqual(ids(), []);
});

test("no more than 500 are kept", () => {
  const all = Array.from({ length: 501 }, (_, n) => conversation(`c${n}`, n));
  assert.equal(fromFile(JSON.stringify({ format: 1, conversations: all })), 501);
  assert.equal(ids().length, 500);
  assert.equal(ids()[0], "c500");
});

test("where there is no room the older half goes", () => {
  for (const updated of [1, 2, 3]) keep(conversation(`c${updated}`, updated));
  storage.room = JSON.stringify({ format: 1, conversations: [conversation("c1", 1), conversation("c2", 2)] }).length;
  assert.equal(keep(conversation("c4", 4)), true);
  assert.deepEqual(ids(), ["c4", "c3"]);
});

test("a browser that keeps nothing has no conversations", () => {
  storage.room = 0;
  assert.equal(keep(conversation("a", 1)), false);
  assert.deepEqual(conversations(), []);
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    get() {
      throw new Error("SecurityError");
    },
  });
  assert.deepEqual(conversations(), []);
});

test("a file holds all of them, and adds those that are not there", () => {
  keep(conversation("a", 1));
  keep(conversation("b", 2));
  const file = asFile();
  forget("a");
  assert.equal(fromFile(file), 1);
  assert.deepEqual(ids(), ["b", "a"]);
  assert.equal(fromFile(file), 0);
});

test("a file brings nothing but what belongs there", () => {
  const strange = { ...conversation("a", 1), html: "<b>", turns: [{ question: "Q", answer: "A", script: "x" }] };
  assert.equal(fromFile(JSON.stringify({ format: 1, conversations: [strange] })), 1);
  assert.deepEqual(conversations(), [{ id: "a", started: 1, updated: 1, turns: [{ question: "Q", answer: "A" }] }]);
});

const [turn] = conversation("a", 1).turns;
const NO_FILES = {
  "no JSON": "{",
  "no object": "null",
  "another format": JSON.stringify({ format: 2, conversations: [] }),
  "no list": JSON.stringify({ format: 1, conversations: {} }),
  "no conversation": JSON.stringify({ format: 1, conversations: [null] }),
  "no turn": JSON.stringify({ format: 1, conversations: [{ ...conversation("a", 1), turns: [] }] }),
  "too many turns": JSON.stringify({
    format: 1,
    conversations: [{ ...conversation("a", 1), turns: Array(51).fill(turn) }],
  }),
  "a text that is too long": JSON.stringify({ format: 1, conversations: [conversation("a", 1, "x".repeat(20001))] }),
  "a time that is none": JSON.stringify({ format: 1, conversations: [{ ...conversation("a", 1), updated: "today" }] }),
};
for (const [name, text] of Object.entries(NO_FILES)) {
  test(`a file is refused whole: ${name}`, () => {
    assert.equal(fromFile(text), null);
    assert.deepEqual(conversations(), []);
  });
}

test("every word of a query is found, whatever its case and accents", () => {
  const all = [conversation("a", 1, "What did José say?"), conversation("b", 2, "And the ferry?")];
  assert.deepEqual(
    search(all, " jose SAY ").map(({ id }) => id),
    ["a"],
  );
  assert.deepEqual(search(all, "steel").length, 2);
  assert.deepEqual(search(all, "jose ferry"), []);
  assert.deepEqual(search(all, ""), all);
});
