// What the interface says, in the reader's language: the same catalogue as the server's Python reads.

/** @import { Catalogue } from "./types.js" */

/** @typedef {Record<string, string | number>} Values */
/** @typedef {(key: string, values?: Values) => string} Translate */

/**
 * @typedef {object} I18n
 * @property {string} language ISO 639-1
 * @property {string} locale BCP 47, for numbers and days
 * @property {Translate} t the entry of that name ("page.articles") with its values filled in
 * @property {(published: string | null | undefined) => string} day "10 March 2022" from "2022-03-10"
 */

/**
 * Create the translations of one language; numbers and days are written as the language writes them.
 *
 * @param {string} language
 * @param {Catalogue} catalogue
 * @returns {I18n}
 */
export function createI18n(language, catalogue) {
  const locale = language === "en" ? "en-GB" : language;
  const plural = new Intl.PluralRules(locale);
  const date = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

  /** @type {Translate} */
  const t = (key, values = {}) => {
    const [section, name] = key.split(".");
    const entry = catalogue[section][name];
    const text = typeof entry === "string" ? entry : (entry[plural.select(Number(values.count))] ?? entry.other);
    return text.replace(/\{(\w+)\}/g, (_, value) => values[value].toLocaleString(locale));
  };
  /** @type {I18n["day"]} */
  const day = (published) => {
    if (!published || Number.isNaN(Date.parse(published))) return published ?? "";
    return date.format(new Date(published));
  };
  return { language, locale, t, day };
}
