// The part of the articles that is asked, as an address writes it and as the API reads it.

/** @import { Scope } from "./types.js" */

/** Lists of a scope, by the name of their parameter. @type {Record<string, "collections" | "publishers">} */
export const LISTS = { collection: "collections", publisher: "publishers" };
/** @type {("person" | "since" | "until")[]} */
export const SINGLE = ["person", "since", "until"];

/**
 * Read the scope that an address names.
 *
 * @param {URLSearchParams} query
 * @returns {Scope}
 */
export function parseScope(query) {
  /** @type {Scope} */
  const scope = {};
  for (const [name, list] of Object.entries(LISTS)) if (query.has(name)) scope[list] = query.getAll(name);
  for (const name of SINGLE) if (query.get(name)) scope[name] = query.get(name) ?? "";
  return scope;
}

/**
 * Return a scope as pairs of parameter and value.
 *
 * @param {Scope} scope
 * @returns {[string, string][]}
 */
export function scopeParameters(scope) {
  /** @type {[string, string][]} */
  const parameters = [];
  for (const [name, list] of Object.entries(LISTS))
    for (const value of scope[list] ?? []) parameters.push([name, value]);
  for (const name of SINGLE) if (scope[name]) parameters.push([name, scope[name]]);
  return parameters;
}

/**
 * Return an address with this scope in place of the one that it names.
 *
 * @param {string} address
 * @param {Scope} scope
 */
export function withScope(address, scope) {
  const changed = new URL(address);
  for (const name of [...Object.keys(LISTS), ...SINGLE]) changed.searchParams.delete(name);
  for (const [name, value] of scopeParameters(scope)) changed.searchParams.append(name, value);
  return changed.href;
}

/**
 * Return a scope without one of its filters: of a list without one value of it.
 *
 * @param {Scope} scope
 * @param {keyof Scope} name
 * @param {string} [value]
 * @returns {Scope}
 */
export function withoutFilter(scope, name, value) {
  const { [name]: removed, ...rest } = scope;
  const left = Array.isArray(removed) ? removed.filter((other) => other !== value) : [];
  return left.length ? { ...rest, [name]: left } : rest;
}
