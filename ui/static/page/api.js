// The server's API, a function for each use that the page makes of it. What goes wrong comes back as
// `{ fault: sentence }`; only a request that was aborted throws.

import { base, t } from "./wording.js";

/**
 * @import {
 *   Article, ArticleList, IngestReport, PageFacts, PersonList, RecordList, Reply, Suggestions, Timeline
 * } from "../lib/types.js"
 */

/**
 * What can be read, by name.
 *
 * @typedef {object} Resources
 * @property {Article} article
 * @property {ArticleList} articles
 * @property {PageFacts} page
 * @property {PersonList} people
 * @property {RecordList} record
 * @property {Timeline} timeline
 */
/** @typedef {Record<string, string | number | boolean> | [string, string | number][]} Query */

/** Where a name is not the route's own: a query of the same route asks for one in place of a list. */
const ROUTES = new Map([
  ["article", "articles"],
  ["record", "people"],
]);

/**
 * Read a resource.
 *
 * @template {keyof Resources} Name
 * @param {Name} name
 * @param {Query} [query]
 * @param {AbortSignal} [signal]
 * @returns {Promise<Reply<Resources[Name]>>}
 */
export function read(name, query, signal) {
  return request(ROUTES.get(name) ?? name, query, { signal });
}

/**
 * Read what goes with a finished answer: questions to ask next, passages that were not used.
 *
 * @param {string} answerId
 * @returns {Promise<Reply<Suggestions>>}
 */
export function readSuggestions(answerId) {
  return request(`answers/${encodeURIComponent(answerId)}/beside`);
}

/**
 * Send a reader's verdict on an answer.
 *
 * @param {{ answer_id: string, verdict: string, comment: string }} feedback
 * @returns {Promise<Reply<{ id: number }>>}
 */
export function sendFeedback(feedback) {
  const headers = { "Content-Type": "application/json" };
  return request("feedback", {}, { method: "POST", headers, body: JSON.stringify(feedback) });
}

/**
 * Add the articles of one document.
 *
 * @param {{ name: string, collection?: string }} query
 * @param {ArrayBuffer} body
 * @returns {Promise<Reply<IngestReport>>}
 */
export function addDocument(query, body) {
  return request("articles", query, { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body });
}

/**
 * Return the address of an answer in a format.
 *
 * @param {string} answerId
 * @param {string} format
 */
export function exportAddress(answerId, format) {
  return new URL(`api/answers/${answerId}?format=${format}`, base).href;
}

/**
 * Read an answer in a format, as text.
 *
 * @param {string} answerId
 * @param {string} format
 * @returns {Promise<Reply<{ text: string }>>}
 */
export async function readExport(answerId, format) {
  try {
    const response = await fetch(exportAddress(answerId, format));
    if (response.ok) return { text: await response.text() };
    return { fault: (await response.json()).detail };
  } catch {
    return { fault: t("page.unexpected") };
  }
}

/**
 * @param {string} path
 * @param {Query} query
 * @param {RequestInit} options
 */
async function request(path, query = {}, options = {}) {
  const pairs = Array.isArray(query) ? query : Object.entries(query);
  const parameters = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]));
  try {
    const response = await fetch(new URL(`api/${path}?${parameters}`, base), options);
    if (response.ok) return await response.json();
    const fault = await response.json().catch(() => ({})); // a proxy in between answers in its own way
    return { fault: fault.detail || t("page.unexpected") };
  } catch (error) {
    if (options.signal?.aborted) throw error;
    return { fault: t("page.unexpected") };
  }
}
