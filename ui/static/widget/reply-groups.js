// Which sentences of an answer stand together, and which of them are in doubt.

/** @import { AnswerSentence, Citation } from "../lib/types.js" */

/**
 * Return what the sentences of one group have in common.
 *
 * @param {string} section
 * @param {Citation | undefined} source
 * @param {boolean} isProse whether a model wrote them: then a section is one group
 */
export function groupKey(section, source, isProse) {
  return JSON.stringify(isProse ? section : [section, source?.speaker, source?.article_id]);
}

/**
 * Return the doubt about a sentence that the reader is told of.
 *
 * @param {AnswerSentence} sentence
 * @param {Citation[]} cited
 * @returns {"partial" | "unsupported" | ""}
 */
export function doubtOf({ status }, cited) {
  if (status === "partial") return status;
  const statuses = cited.map((citation) => citation.status);
  if (statuses.includes("verbatim")) return "";
  return statuses.includes("partial") ? "partial" : "unsupported";
}
