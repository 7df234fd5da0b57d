// Tokens that say who reads: from the page's own server, kept until shortly before they end.

import { Fault } from "./fault.js";

/** @typedef {() => string | null | Promise<string | null>} TokenSource "" where nobody is signed in, null for no word */

const SPARE = 30_000; // milliseconds before its end in which a token is no longer used

/**
 * Fetch a token from the server that the page is of.
 *
 * @param {URL} url
 * @returns {Promise<string>}
 * @throws {Fault}
 */
export async function fetchToken(url) {
  const response = await fetch(url, {
    mode: "same-origin",
    credentials: "same-origin",
    cache: "no-store",
    headers: { Accept: "application/json" },
  }).catch(() => null);
  const body = response?.ok ? await response.json().catch(() => null) : null;
  const token = body?.token;
  if (typeof token === "string" && /^[\w.~+/=-]+$/.test(token)) return token;
  if (response && isSignedOut(response)) throw new Fault("widget.signed_out");
  const answered = response
    ? `${response.status}${response.ok ? ", but no token" : ""}`
    : "nothing that this page may read";
  throw new Fault("widget.token", { reason: `${url.pathname} answered ${answered}.` });
}

/**
 * A page that is sent instead of a token is the one on which people sign in.
 *
 * @param {Response} response
 */
function isSignedOut({ status, ok, redirected }) {
  return status === 401 || status === 403 || (ok && redirected);
}

/** The token in use; of several who want one at once, only the first fetches it. */
export class Tokens {
  #source;
  /** @type {string | null} */
  #token = "";
  #until = 0;
  /** @type {Promise<string | null> | null} */
  #coming = null;

  /** @param {TokenSource} source */
  constructor(source) {
    this.#source = source;
  }

  async current() {
    if (Date.now() < this.#until) return this.#token;
    this.#coming ??= Promise.resolve(this.#source()).finally(() => {
      this.#coming = null;
    });
    this.#token = await this.#coming;
    this.#until = usableUntil(this.#token, Date.now());
    return this.#token;
  }

  forget() {
    this.#until = 0;
  }
}

/**
 * Return until when a token is used: by how long it lasts as well as by its end, as the reader's clock may be wrong.
 *
 * @param {string | null} token a JWT; of any other nothing is known, and it is used once
 * @param {number} now milliseconds
 * @returns {number} milliseconds
 */
export function usableUntil(token, now) {
  try {
    const payload = token?.split(".")[1] ?? "";
    const { exp, iat } = JSON.parse(atob(payload.replace(/-/g, "+").replace(/_/g, "/")));
    const lasts = (exp - iat) * 1000;
    return Math.min(exp * 1000, now + lasts) - Math.min(SPARE, lasts / 4);
  } catch {
    return 0;
  }
}
