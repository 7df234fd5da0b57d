import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createI18n } from "../../ui/static/lib/i18n.js";

/** @param {string} language */
function i18nOf(language) {
  const file = new URL(`../../ui/render/catalogue/${language}.json`, import.meta.url);
  return createI18n(language, JSON.parse(readFileSync(file, "utf8")));
}

const english = i18nOf("en");
const german = i18nOf("de");

test("an entry is chosen by its count, which is written as the language writes numbers", () => {
  assert.equal(english.t("page.articles", { count: 1 }), "1 article");
  assert.equal(english.t("page.articles", { count: 0 }), "0 articles");
  assert.equal(english.t("page.articles", { count: 1234 }), "1,234 articles");
  assert.equal(german.t("page.articles", { count: 1234 }), "1.234 Artikel");
});

test("a language has the plural forms that it has", () => {
  const polish = createI18n("pl", {
    page: { articles: { one: "{count} artykuł", few: "{count} artykuły", other: "{count} artykułów" } },
  });
  const written = [1, 3, 5, 22].map((count) => polish.t("page.articles", { count }));
  assert.deepEqual(written, ["1 artykuł", "3 artykuły", "5 artykułów", "22 artykuły"]);
});

test("values are put in as they are, whatever they hold", () => {
  assert.equal(english.t("scope.only", { name: "{count} $& <b>" }), "Only {count} $& <b>");
});

test("a day is written out; what is no day stays as it is", () => {
  assert.equal(english.day("2022-03-10"), "10 March 2022");
  assert.equal(german.day("2022-03-10"), "10. März 2022");
  assert.deepEqual([english.day(""), english.day(null), english.day("last week")], ["", "", "last week"]);
});
