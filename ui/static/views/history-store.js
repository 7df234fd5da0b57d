// The conversations that this browser keeps, and no one else: nothing of them is on the server. Answers are kept as
// text, to be found and compared, and are never shown as answers again: those come from the index.

/** @typedef {{ question: string, answer: string }} Turn */

/**
 * @typedef {object} Conversation
 * @property {string} id
 * @property {number} started milliseconds
 * @property {number} updated milliseconds
 * @property {Turn[]} turns
 */

const KEY = "onrecord.conversations";
const FORMAT = 1;
const MAX_CONVERSATIONS = 500;
const MAX_TURNS = 50;
/** Of a question, or of an answer. */
export const MAX_CHARACTERS = 20000;

/** Return the conversations, newest first; none when this browser keeps nothing. */
export function conversations() {
  try {
    return parse(localStorage.getItem(KEY) ?? "") ?? [];
  } catch {
    return [];
  }
}

/**
 * Read, change and write in one go, so that two tabs do not lose each other's.
 *
 * @param {(all: Conversation[]) => Conversation[]} change
 * @returns {boolean} false when nothing can be kept
 */
function write(change) {
  let left = change(conversations()).sort((one, other) => other.updated - one.updated);
  left = left.slice(0, MAX_CONVERSATIONS);
  for (;;) {
    try {
      localStorage.setItem(KEY, JSON.stringify({ format: FORMAT, conversations: left }));
      return true;
    } catch {
      if (left.length < 2) return false;
      left = left.slice(0, Math.floor(left.length / 2)); // no room: the older half goes
    }
  }
}

/** @param {Conversation} conversation */
export function keep(conversation) {
  return write((all) => [conversation, ...all.filter(({ id }) => id !== conversation.id)]);
}

/** @param {string} id */
export function forget(id) {
  return write((all) => all.filter((other) => other.id !== id));
}

export function forgetAll() {
  return write(() => []);
}

/** Return all conversations as the text of a file. */
export function asFile() {
  return JSON.stringify({ format: FORMAT, conversations: conversations() }, null, 2);
}

/**
 * Add the conversations of a file to those that are kept.
 *
 * @param {string} text
 * @returns {number | null} how many were added; null when it is no such file
 */
export function fromFile(text) {
  const read = parse(text);
  if (!read) return null;
  const known = new Set(conversations().map(({ id }) => id));
  const added = read.filter(({ id }) => !known.has(id));
  write((all) => [...added, ...all]);
  return added.length;
}

/**
 * Return the conversations that hold every word of a query, in a question or an answer, whatever its case and accents.
 *
 * @param {Conversation[]} all
 * @param {string} query
 */
export function search(all, query) {
  const wanted = fold(query).split(/\s+/).filter(Boolean);
  return all.filter(({ turns }) => {
    const text = fold(turns.map(({ question, answer }) => `${question} ${answer}`).join(" "));
    return wanted.every((word) => text.includes(word));
  });
}

/**
 * Return a text without its case and accents.
 *
 * @param {string} text
 */
export function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * Parse a file of ours; nothing is taken over that should not be there.
 *
 * @param {string} text
 * @returns {Conversation[] | null} null when it is none
 */
function parse(text) {
  try {
    const { format, conversations: read } = JSON.parse(text);
    if (format !== FORMAT || !Array.isArray(read) || !read.every(isConversation)) return null;
    return read.map(({ id, started, updated, turns }) => ({ id, started, updated, turns: turns.map(turnOf) }));
  } catch {
    return null;
  }
}

/** @param {Turn} turn */
function turnOf({ question, answer }) {
  return { question, answer };
}

/**
 * @param {any} value as it was parsed
 * @returns {value is Conversation}
 */
function isConversation(value) {
  return isText(value?.id) && Number.isFinite(value.started) && Number.isFinite(value.updated) && areTurns(value.turns);
}

/**
 * @param {any} value
 * @returns {value is Turn[]}
 */
function areTurns(value) {
  if (!Array.isArray(value) || !value.length || value.length > MAX_TURNS) return false;
  return value.every((turn) => isText(turn?.question) && isText(turn.answer));
}

/**
 * @param {unknown} value
 * @returns {value is string}
 */
function isText(value) {
  return typeof value === "string" && value.length <= MAX_CHARACTERS;
}
