// The page in a frame: the widget fills it. Who its reader is, the page around the frame says by a token.

import { find } from "../lib/dom.js";

const PATIENCE = 3000; // milliseconds until a page around that says nothing is taken to have no token
const ASK_AGAIN = 1500; // milliseconds
const place = find(document, "main", HTMLElement);
const origins = (place.dataset.origins ?? "").split(" ");
const query = new URLSearchParams(window.location.search);
/** @type {((token: string) => void) | null} */
let hear = null;
/** @type {string | null} */
let late = null;
let isSilent = false;

// An answer counts from the sites alone that this server knows. One that comes late is for the next time.
window.addEventListener("message", ({ source, origin, data }) => {
  if (source !== window.parent || !origins.includes(origin)) return;
  if (data?.type !== "onrecord:token" || typeof data.token !== "string") return;
  if (hear) hear(data.token);
  else if (isSilent) {
    late = data.token;
    isSilent = false;
  }
});

// Nothing in the question is secret, so that it may go to whoever is around.
function please() {
  window.parent.postMessage({ type: "onrecord:token-please" }, "*");
}

/**
 * Ask the page around for its reader's token. A page that did not answer is not waited for again; one that is still
 * loading may not hear the first time.
 *
 * @returns {Promise<string | null>} null without an answer: then nobody is asking
 */
async function tokenOfParent() {
  const token = late;
  late = null;
  if (token !== null) return token;
  please();
  if (isSilent) return null;
  const asking = setInterval(please, ASK_AGAIN);
  const answer = await heard();
  clearInterval(asking);
  hear = null;
  isSilent = answer === null;
  if (isSilent) console.warn("On Record: the page around did not answer onrecord:token-please, so nobody is asking.");
  return answer;
}

/** @returns {Promise<string | null>} */
function heard() {
  return new Promise((resolve) => {
    hear = resolve;
    setTimeout(resolve, PATIENCE, null);
  });
}

const theme = query.get("theme") || "auto";
if (["light", "dark"].includes(theme)) document.documentElement.dataset.theme = theme;
window.OnRecord.mount(place, {
  base: new URL(".", window.location.href),
  language: query.get("lang") || "",
  collections: query.getAll("collections").join(","),
  theme,
  token: window.parent === window ? null : tokenOfParent,
  credentials: "same-origin", // a session, or a proxy that signs people in, counts as well
});
