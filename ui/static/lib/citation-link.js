// Links to a stretch of an article, "#cite-ID-START-END-HASH", as answers and lists carry them.

/** @typedef {{ id: string, start: string, end: string, hash: string }} CitedStretch */

/**
 * Parse a link to a citation, from its end because an id may contain anything.
 *
 * @param {string | null} link
 * @returns {CitedStretch | null} offsets as they are written; null when it is no such link
 */
export function parseCitationLink(link) {
  const parts = /^#cite-(.+)-(\d+)-(\d+)-([0-9a-f]*)$/.exec(link ?? "");
  if (!parts) return null;
  const [, id, start, end, hash] = parts;
  return { id: decodeURIComponent(id), start, end, hash };
}

/**
 * Return the query of the API for a cited stretch, and for what else of the same article the answer cites.
 *
 * @param {CitedStretch} cited
 * @param {(CitedStretch | null)[]} others
 * @returns {[string, string][]}
 */
export function articleQuery(cited, others) {
  const query = Object.entries(cited);
  for (const other of others) {
    if (other?.id === cited.id && other.start !== cited.start) query.push(["also", `${other.start}-${other.end}`]);
  }
  return query;
}
