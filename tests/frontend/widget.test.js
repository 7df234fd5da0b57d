import assert from "node:assert/strict";
import { test } from "node:test";
import { Client } from "../../ui/static/widget/client.js";
import { Fault, faultOf } from "../../ui/static/widget/fault.js";
import { doubtOf, groupKey } from "../../ui/static/widget/reply-groups.js";
import { Tokens, usableUntil } from "../../ui/static/widget/tokens.js";
import { createWidgetI18n, directionOf, inTime, secondsOf, withoutCatalogue } from "../../ui/static/widget/wording.js";

/** @import { Citation } from "../../ui/static/lib/types.js" */

const NOW = Date.UTC(2024, 2, 10);

/** @param {object} claims */
function jwt(claims) {
  return `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.c2ln`;
}

test("a token is used until half a minute before its end", () => {
  const iat = NOW / 1000;
  assert.equal(usableUntil(jwt({ iat, exp: iat + 600 }), NOW), NOW + 570_000);
});

test("a short one is used for three quarters of its time", () => {
  const iat = NOW / 1000;
  assert.equal(usableUntil(jwt({ iat, exp: iat + 60 }), NOW), NOW + 45_000);
});

test("a clock that is behind does not make it last longer", () => {
  const iat = NOW / 1000 + 3600;
  assert.equal(usableUntil(jwt({ iat, exp: iat + 600 }), NOW), NOW + 570_000);
});

test("a token of which nothing is known is used once", () => {
  for (const token of ["", "opaque", "a.b.c", null]) assert.equal(usableUntil(token, NOW), 0);
});

test("of several who want a token at once the first fetches it", async () => {
  const iat = Math.floor(Date.now() / 1000);
  let fetched = 0;
  const tokens = new Tokens(async () => {
    fetched += 1;
    return jwt({ iat, exp: iat + 600, n: fetched });
  });
  const [one, other] = await Promise.all([tokens.current(), tokens.current()]);
  assert.equal(one, other);
  assert.equal(await tokens.current(), one);
  assert.equal(fetched, 1);
  tokens.forget();
  assert.notEqual(await tokens.current(), one);
  assert.equal(fetched, 2);
});

test("a source that fails is asked again", async () => {
  let fails = true;
  const tokens = new Tokens(async () => {
    if (fails) throw new Fault("widget.token");
    return "opaque";
  });
  await assert.rejects(tokens.current(), { key: "widget.token" });
  fails = false;
  assert.equal(await tokens.current(), "opaque");
});

/**
 * @param {number} status
 * @param {unknown} problem
 * @param {string | null} [token]
 */
async function fault(status, problem, token = "") {
  const response = new Response(JSON.stringify(problem), { status, headers: { "Retry-After": "7" } });
  const { key, reason, shown, wait } = await faultOf(response, token);
  return { key, reason, shown, wait };
}

test("a status that concerns the reader has a sentence of ours; the server's own is for who runs the page", async () => {
  const expected = { reason: "Because.", shown: false, wait: "7" };
  for (const [status, key] of /** @type {[number, string][]} */ ([
    [403, "widget.forbidden"],
    [413, "widget.too_large"],
    [429, "widget.limited"],
    [503, "widget.busy"],
  ])) {
    assert.deepEqual(await fault(status, { detail: "Because." }), { key, ...expected });
  }
});

test("a reader who is not known is told why by what was sent", async () => {
  assert.equal((await fault(401, {}, "secret")).key, "widget.rejected");
  assert.equal((await fault(401, {}, "")).key, "widget.signed_out");
  assert.equal((await fault(401, {}, null)).key, "widget.token");
});

test("no token gets into a reason", async () => {
  assert.equal((await fault(401, { detail: "secret: not valid (secret)" }, "secret")).reason, "…: not valid (…)");
});

test("of any other status the server's sentence is shown", async () => {
  const expected = { key: "page.unexpected", reason: "It is empty.", shown: true, wait: "7" };
  assert.deepEqual(await fault(400, { detail: "It is empty." }), expected);
  assert.deepEqual(await fault(502, null), { ...expected, reason: "" });
  assert.deepEqual(await fault(502, { detail: [1] }), { ...expected, reason: "" });
});

const i18n = createWidgetI18n({
  language: "en",
  languages: ["en"],
  catalogue: { widget: { busy: "Ask again {when}.", soon: "in a moment" } },
});

test("a fault says when to come again", () => {
  assert.equal(new Fault("widget.busy", { wait: "90" }).sentence(i18n), "Ask again in 90 seconds.");
  assert.equal(new Fault("widget.busy").sentence(i18n), "Ask again in a moment.");
  assert.equal(new Fault("widget.busy", { reason: "Because.", shown: true }).sentence(i18n), "Because.");
});

test("a wait is a number of seconds or a date", () => {
  assert.equal(secondsOf("120", NOW), 120);
  assert.equal(secondsOf("Sun, 10 Mar 2024 00:01:00 GMT", NOW), 60);
  assert.equal(secondsOf("", NOW), Number.NaN);
});

test("a wait is said in its largest unit, rounded up", () => {
  const said = [1, 99, 100, 5999, 6000, 7201].map((seconds) => inTime(seconds, "en-GB"));
  assert.deepEqual(said, [
    "in 1 second",
    "in 99 seconds",
    "in 2 minutes",
    "in 100 minutes",
    "in 2 hours",
    "in 3 hours",
  ]);
  assert.equal(inTime(61, "de"), "in 61 Sekunden");
});

test("languages are written to the left or to the right, and two are known without a catalogue", () => {
  assert.deepEqual(["en", "ar", "he", "de"].map(directionOf), ["ltr", "rtl", "rtl", "ltr"]);
  assert.equal(withoutCatalogue("de-AT").again, "Noch einmal versuchen");
  assert.equal(withoutCatalogue("deu").language, "en");
  assert.equal(withoutCatalogue("").close, "Close");
});

/** @type {Citation} */
const CITATION = {
  n: 1,
  article_id: "a",
  content_hash: "",
  start: 0,
  end: 1,
  quote: "",
  title: "",
  publisher: "",
  published: null,
  url: "",
  link: "",
  speaker: "Marta",
  probable_speaker: null,
  status: "verbatim",
};

test("sentences stand together by speaker and article, or where a model wrote them by section", () => {
  const other = { ...CITATION, n: 2 };
  assert.equal(groupKey("", CITATION, false), groupKey("", other, false));
  assert.notEqual(groupKey("", CITATION, false), groupKey("", { ...CITATION, speaker: null }, false));
  assert.notEqual(groupKey("A", CITATION, false), groupKey("B", CITATION, false));
  assert.equal(groupKey("A", CITATION, true), groupKey("A", undefined, true));
});

test("a sentence is in doubt unless one of its citations is to the letter", () => {
  const sentence = { text: "", citations: [1, 2] };
  const partial = { ...CITATION, status: /** @type {const} */ ("partial") };
  assert.equal(doubtOf(sentence, [partial, CITATION]), "");
  assert.equal(doubtOf(sentence, [partial]), "partial");
  assert.equal(doubtOf(sentence, []), "unsupported");
  assert.equal(doubtOf({ ...sentence, status: "partial" }, [CITATION]), "partial");
});

test("what the server refuses is worded in the language of the page", async (t) => {
  /** @type {(string | null)[]} */
  const languages = [];
  t.mock.method(globalThis, "fetch", async (/** @type {URL} */ _url, /** @type {RequestInit} */ options) => {
    languages.push(new Headers(options.headers).get("accept-language"));
    return Response.json({ examples: [] });
  });
  const base = new URL("https://news.example/");
  await new Client({ base, source: undefined, credentials: "omit", language: "de" }).examples();
  assert.deepEqual(languages, ["de"]);
});
