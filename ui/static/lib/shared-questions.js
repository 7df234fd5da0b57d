// The questions that an address asks, `?q=…`.

const MAX_QUESTIONS = 20;
/** Of one question, as the server takes it. */
export const MAX_QUESTION_CHARACTERS = 2000;

/**
 * Return the questions of an address, the last of them the one that is asked after the others.
 *
 * @param {URLSearchParams} query
 */
export function parseQuestions(query) {
  const questions = query.getAll("q").map((question) => question.slice(0, MAX_QUESTION_CHARACTERS).trim());
  return questions.filter(Boolean).slice(-MAX_QUESTIONS);
}

/**
 * Return an address that asks these questions, and nothing else of the address changed.
 *
 * @param {string} address
 * @param {string[]} questions
 */
export function withQuestions(address, questions) {
  const changed = new URL(address);
  changed.hash = "";
  changed.searchParams.delete("q");
  for (const question of questions) changed.searchParams.append("q", question);
  return changed.href;
}
