// The server, as the widget asks it: what is wanted, or a Fault. After a 401 it is asked once more with a new token.

import { complain, Fault, faultOf } from "./fault.js";
import { Tokens } from "./tokens.js";

/** @import { Article, ArticleList, Examples, Suggestions, Wording } from "../lib/types.js" */
/** @import { TokenSource } from "./tokens.js" */

/**
 * @typedef {object} Order
 * @property {[string, string | number][]} [query]
 * @property {object} [body] makes it a POST
 * @property {AbortSignal} [signal]
 */

let hasReached = false; // the first request that fails may be one that the browser does not let through

/**
 * @param {URL} url
 * @param {RequestInit} options
 */
async function reach(url, options) {
  try {
    const response = await fetch(url, options);
    hasReached = true;
    return response;
  } catch (error) {
    if (options.signal?.aborted) throw error;
    if (!hasReached && navigator.onLine && url.origin !== window.origin) {
      complain(`this page's origin is ${window.origin}; it must stand in \`origins\` of the server's rules of access.`);
    }
    hasReached = true;
    throw new Fault("widget.unreachable");
  }
}

/**
 * Fetch the catalogue, in the language that is asked for or else the server's choice.
 *
 * @param {string} language
 * @param {URL} base
 * @returns {Promise<Wording>}
 */
export async function fetchWording(language, base) {
  const lang = language.toLowerCase().split(/[-_]/)[0];
  const response = await reach(new URL(`api/v1/wording?${new URLSearchParams({ lang })}`, base), {
    credentials: "omit",
  });
  return response.json();
}

/** One server, asked in the name of one reader. */
export class Client {
  #base;
  #tokens;
  #credentials;
  #language;

  /**
   * @param {object} server
   * @param {URL} server.base
   * @param {TokenSource | undefined} server.source
   * @param {RequestCredentials} server.credentials
   * @param {string} server.language that of the page, whatever the browser prefers
   */
  constructor({ base, source, credentials, language }) {
    this.#base = base;
    this.#tokens = source && new Tokens(source);
    this.#credentials = credentials;
    this.#language = language;
  }

  /**
   * Ask a question.
   *
   * @param {object} body
   * @param {AbortSignal} signal
   * @returns {Promise<ReadableStream<Uint8Array<ArrayBuffer>>>} server-sent events
   */
  async ask(body, signal) {
    const response = await this.#request("ask", { body, signal });
    if (!response.body) throw new Fault("widget.unreachable");
    return response.body;
  }

  /**
   * Read one article.
   *
   * @param {[string, string][]} query
   * @param {AbortSignal} signal
   * @returns {Promise<Article>}
   */
  async article(query, signal) {
    return (await this.#request("articles", { query, signal })).json();
  }

  /**
   * Count the articles of these collections that the reader may read.
   *
   * @param {string[]} collections
   */
  async countArticles(collections) {
    /** @type {[string, string | number][]} */
    const query = [["limit", 1]];
    for (const name of collections) query.push(["collections", name]);
    /** @type {ArticleList} */
    const { total } = await (await this.#request("articles", { query })).json();
    return total;
  }

  /**
   * Read questions that may be asked first.
   *
   * @returns {Promise<Examples>}
   */
  async examples() {
    return (await this.#request("examples")).json();
  }

  /**
   * Read questions that may be asked after an answer.
   *
   * @param {string} answerId
   * @returns {Promise<Suggestions>}
   */
  async suggestions(answerId) {
    return (await this.#request(`answers/${encodeURIComponent(answerId)}/beside`)).json();
  }

  /**
   * @param {string} path
   * @param {Order} [order]
   */
  async #request(path, order = {}) {
    let { token, response } = await this.#send(path, order);
    if (response.status === 401 && token) {
      const { reason } = await faultOf(response, token);
      this.#tokens?.forget();
      const again = this.#send(path, order);
      again.catch(() => complain(reason));
      ({ token, response } = await again);
    }
    if (!response.ok) throw await faultOf(response, token);
    return response;
  }

  /**
   * @param {string} path
   * @param {Order} order
   */
  async #send(path, { query = [], body, signal }) {
    const token = this.#tokens ? await this.#tokens.current() : "";
    const headers = new Headers({ "Accept-Language": this.#language });
    if (token) headers.set("Authorization", `Bearer ${token}`);
    if (body) headers.set("Content-Type", "application/json");
    const parameters = new URLSearchParams(query.map(([name, value]) => [name, String(value)]));
    /** @type {RequestInit} */
    const options = { credentials: this.#credentials, headers, signal };
    if (body) Object.assign(options, { method: "POST", body: JSON.stringify(body) });
    return { token, response: await reach(new URL(`api/v1/${path}?${parameters}`, this.#base), options) };
  }
}
