// The conversations that this browser keeps, and no one else: nothing of them is on the server.
//
// A conversation is { id, started, updated, turns: [{ question, answer }] }, its times in milliseconds; answers are kept
// as text, to be found and compared, and are never shown as answers again: those come from the index.

const KEY = "onrecord.conversations";
const FORMAT = 1;
const MOST = 500;
const [MOST_TURNS, MOST_CHARACTERS] = [50, 20000];

// Newest first; empty when this browser keeps nothing.
export function conversations() {
  try {
    return valid(JSON.parse(localStorage.getItem(KEY))) || [];
  } catch {
    return [];
  }
}

// Read, changed and written in one go, so that two tabs do not lose each other's. False when nothing can be kept.
function write(change) {
  let left = change(conversations()).sort((one, other) => other.updated - one.updated).slice(0, MOST);
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

export function keep(conversation) {
  return write((all) => [conversation, ...all.filter(({ id }) => id !== conversation.id)]);
}

export function forget(id) {
  return write((all) => all.filter((other) => other.id !== id));
}

export function forgetAll() {
  return write(() => []);
}

export function asFile() {
  return JSON.stringify({ format: FORMAT, conversations: conversations() }, null, 2);
}

// The number of conversations that a file added; null when it is no such file.
export function fromFile(text) {
  let read = null;
  try {
    read = valid(JSON.parse(text));
  } catch {
    return null;
  }
  if (!read) return null;
  const known = new Set(conversations().map(({ id }) => id));
  const added = read.filter(({ id }) => !known.has(id));
  write((all) => [...added, ...all]);
  return added.length;
}

// The conversations of a file of ours, nothing taken over that should not be there; null when it is none.
function valid(file) {
  if (!file || file.format !== FORMAT || !Array.isArray(file.conversations)) return null;
  const isText = (value) => typeof value === "string" && value.length <= MOST_CHARACTERS;
  const isTurn = (turn) => turn && isText(turn.question) && isText(turn.answer);
  const isOne = (c) =>
    c && isText(c.id) && Number.isFinite(c.started) && Number.isFinite(c.updated) && Array.isArray(c.turns) &&
    c.turns.length > 0 && c.turns.length <= MOST_TURNS && c.turns.every(isTurn);
  if (!file.conversations.every(isOne)) return null;
  return file.conversations.map(({ id, started, updated, turns }) => (
    { id, started, updated, turns: turns.map(({ question, answer }) => ({ question, answer })) }
  ));
}
