// The text of an article as it is read: by paragraphs, the cited words marked.

import { element } from "./dom.js";

/** @import { Article, Segment } from "./types.js" */

/**
 * Create the text of an article.
 *
 * @param {Article} article
 */
export function articleText(article) {
  const text = element("div", "text");
  if (article.language) text.lang = article.language;
  text.append(...article.paragraphs.map(paragraph));
  return text;
}

/** @param {Segment[]} segments */
function paragraph(segments) {
  const created = element("p");
  created.dir = "auto";
  created.append(...segments.map(({ text, mark }) => (mark ? element("mark", mark, text) : text)));
  return created;
}
