// Asks the questions of the address, `?q=…`, when the page opens.

import { parseQuestions } from "../lib/shared-questions.js";
import { ask, ready } from "./gradio.js";

ready.then(() => {
  const address = new URL(window.location.href);
  const earlier = parseQuestions(address.searchParams);
  const question = earlier.pop();
  if (!question) return;
  address.searchParams.delete("q"); // so that a reload, or a new conversation, does not ask it again
  window.history.replaceState(null, "", address);
  ask(question, { earlier });
});
