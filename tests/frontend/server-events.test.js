import assert from "node:assert/strict";
import { test } from "node:test";
import { readEvents } from "../../ui/static/lib/server-events.js";

/**
 * @param {string | Uint8Array} text
 * @param {number} size bytes of each piece that the network brings
 * @returns {ReadableStream<Uint8Array<ArrayBuffer>>}
 */
function body(text, size) {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  return new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(new Uint8Array(bytes.slice(at, at + size)));
      controller.close();
    },
  });
}

/**
 * @param {string} text
 * @param {number} [size]
 */
async function eventsOf(text, size = 1000) {
  const events = [];
  for await (const event of readEvents(body(text, size))) events.push(event);
  return events;
}

const STREAM = 'event: sentence\ndata: {"text": "Œuvre – 10 €"}\n\n: a comment\nevent: done\ndata: {"n":\ndata: 2}\n\n';
const EVENTS = [
  ["sentence", { text: "Œuvre – 10 €" }],
  ["done", { n: 2 }],
];

test("events have a name, and data of one line or several", async () => {
  assert.deepEqual(await eventsOf(STREAM), EVENTS);
});

test("the network may cut a stream anywhere, also within a character or the end of a line", async () => {
  for (const ending of ["\n", "\r\n", "\r"]) {
    for (let size = 1; size < 8; size += 1) {
      const stream = `${STREAM.replaceAll("\n", ending)}: end${ending}`;
      assert.deepEqual(await eventsOf(stream, size), EVENTS, `${JSON.stringify(ending)}, ${size} bytes`);
    }
  }
});

test("an event without data, or without its empty line, is none", async () => {
  assert.deepEqual(await eventsOf("event: sentence\n\n\n\nevent: done\ndata: {}"), []);
});

test("a name does not last beyond its event, and a colon may stand in the data", async () => {
  assert.deepEqual(await eventsOf('event: a\ndata:"x: y"\n\ndata: 1\n\n'), [
    ["a", "x: y"],
    ["", 1],
  ]);
});

test("data that is no JSON ends the stream with an error", async () => {
  await assert.rejects(eventsOf("data: {\n\n"), SyntaxError);
});

test("who leaves early cancels the stream", async () => {
  let isCancelled = false;
  /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */
  const endless = new ReadableStream({
    pull: (controller) => controller.enqueue(new TextEncoder().encode("data: 1\n\n")),
    cancel: () => {
      isCancelled = true;
    },
  });
  for await (const event of readEvents(endless)) {
    assert.deepEqual(event, ["", 1]);
    break;
  }
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(isCancelled, true);
});
