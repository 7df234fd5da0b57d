// A question in the address: `?q=…` is asked when the page opens; of several the last is asked after the others.

import { ask, ready } from "./gradio.js";

const [MOST_QUESTIONS, MOST_CHARACTERS] = [20, 2000];

ready.then(() => {
  const address = new URL(window.location.href);
  const asked = address.searchParams.getAll("q").map((q) => q.slice(0, MOST_CHARACTERS).trim()).filter(Boolean);
  if (!asked.length) return;
  address.searchParams.delete("q"); // so that a reload, or a new conversation, does not ask it again
  window.history.replaceState(null, "", address);
  const [question, ...earlier] = asked.slice(-MOST_QUESTIONS).reverse();
  ask(question, { earlier: earlier.reverse() });
});
