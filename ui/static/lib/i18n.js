// What the interface says, in the reader's language: the same catalogue as the server's (ui/render/wording.py).

export const base = new URL("../..", import.meta.url); // so that it works below a proxy's prefix

const asked = new URLSearchParams(window.location.search).get("lang") || "";
const { language, languages, catalogue } = await (
  await fetch(new URL(`api/wording?${new URLSearchParams({ lang: asked })}`, base))
).json();
export const locale = language === "en" ? "en-GB" : language;
const plural = new Intl.PluralRules(locale);

export { language, languages };

document.documentElement.lang = language;

// The entry of that name ("page.articles") with its values filled in; numbers as the language writes them.
export function t(key, values = {}) {
  const [section, name] = key.split(".");
  let entry = catalogue[section][name];
  if (typeof entry !== "string") entry = entry[plural.select(values.count)] || entry.other;
  return entry.replace(/\{(\w+)\}/g, (_, value) => written(values[value]));
}

function written(value) {
  return typeof value === "number" ? value.toLocaleString(locale) : value;
}

// "10 March 2022" from "2022-03-10"; what is no date stays as it is.
export function day(published) {
  if (!published || Number.isNaN(Date.parse(published))) return published || "";
  const options = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat(locale, options).format(new Date(published));
}
