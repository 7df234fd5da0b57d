// The page's words, in the language that its address names or the browser prefers.

import { createI18n } from "../lib/i18n.js";

/** @import { Wording } from "../lib/types.js" */

/** The address of the server, also below a proxy's prefix. */
export const base = new URL("../..", import.meta.url);

/** @returns {Promise<Wording>} */
async function fetchWording() {
  const lang = new URLSearchParams(window.location.search).get("lang") ?? "";
  const response = await fetch(new URL(`api/wording?${new URLSearchParams({ lang })}`, base));
  return response.json();
}

const wording = await fetchWording();
document.documentElement.lang = wording.language;

export const { t, day, language, locale } = createI18n(wording.language, wording.catalogue);
/** ISO 639-1 codes of all languages that the interface has. */
export const languages = wording.languages;
