// What the widget says: the same catalogue as the page's.

import { createI18n } from "../lib/i18n.js";

/** @import { I18n } from "../lib/i18n.js" */
/** @import { Wording } from "../lib/types.js" */

/** @typedef {I18n & { later: (wait: string) => string }} WidgetI18n `later` is "in 2 minutes", of a `Retry-After` */

const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur"]);
/** What is said where not even the catalogue can be had. */
const WITHOUT_CATALOGUE = {
  en: { again: "Try again", close: "Close", fault: "The articles cannot be reached just now." },
  de: { again: "Noch einmal versuchen", close: "Schließen", fault: "Die Artikel sind gerade nicht zu erreichen." },
};

/**
 * Create the translations of the widget.
 *
 * @param {Wording} wording
 * @returns {WidgetI18n}
 */
export function createWidgetI18n({ language, catalogue }) {
  const i18n = createI18n(language, catalogue);
  /** @param {string} wait */
  const later = (wait) => {
    const seconds = secondsOf(wait, Date.now());
    return seconds > 0 ? inTime(seconds, i18n.locale) : i18n.t("widget.soon");
  };
  return { ...i18n, later };
}

/**
 * Return the seconds of a `Retry-After`, which is a number of them or a date.
 *
 * @param {string} wait
 * @param {number} now milliseconds
 * @returns {number} NaN when it is neither
 */
export function secondsOf(wait, now) {
  return Number(wait) || (Date.parse(wait) - now) / 1000;
}

/**
 * Return "in 2 minutes", in the largest unit of which there is more than one, rounded up.
 *
 * @param {number} seconds
 * @param {string} locale
 */
export function inTime(seconds, locale) {
  const format = new Intl.RelativeTimeFormat(locale);
  if (seconds < 100) return format.format(Math.ceil(seconds), "second");
  if (seconds < 6000) return format.format(Math.ceil(seconds / 60), "minute");
  return format.format(Math.ceil(seconds / 3600), "hour");
}

/**
 * Return which way a language is written.
 *
 * @param {string} language
 */
export function directionOf(language) {
  return RIGHT_TO_LEFT.has(language) ? "rtl" : "ltr";
}

/**
 * Return what can be said without a catalogue, and in which language.
 *
 * @param {string} language BCP 47
 */
export function withoutCatalogue(language) {
  const known = /^de\b/i.test(language) ? "de" : "en";
  return { language: known, ...WITHOUT_CATALOGUE[known] };
}
