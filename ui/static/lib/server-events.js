// Server-sent events of a response that was asked for by POST, which an EventSource cannot do.

/** @typedef {{ name: string, data: string[], events: [string, unknown][] }} State */

/**
 * Read events from a body, wherever the network cut them.
 *
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} body
 * @returns {AsyncGenerator<[string, unknown], void, void>} the name of each event, and its data parsed as JSON
 */
export async function* readEvents(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  /** @type {State} */
  const state = { name: "", data: [], events: [] };
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + value).split(/\r\n|\n|\r(?!$)/); // the other half of a line's end may yet come
      rest = lines.pop() ?? "";
      for (const line of lines) readLine(line, state);
      yield* state.events.splice(0);
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/**
 * @param {string} line
 * @param {State} state
 */
function readLine(line, state) {
  if (!line) {
    if (state.data.length) state.events.push([state.name, JSON.parse(state.data.join("\n"))]);
    state.name = "";
    state.data = [];
    return;
  }
  const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
  if (field === "event") state.name = value;
  else if (field === "data") state.data.push(value);
}
