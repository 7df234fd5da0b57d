import assert from "node:assert/strict";
import { test } from "node:test";
import { parseScope, scopeParameters, withoutFilter, withScope } from "../../ui/static/lib/scope.js";

const SCOPE = {
  collections: ["press", "a&b"],
  publishers: ["The Tidewater Post"],
  person: "Marta",
  since: "2024-01-01",
};
const QUERY = "collection=press&collection=a%26b&publisher=The+Tidewater+Post&person=Marta&since=2024-01-01";

test("a scope is read from an address, and written as it was read", () => {
  assert.deepEqual(parseScope(new URLSearchParams(QUERY)), SCOPE);
  assert.equal(new URLSearchParams(scopeParameters(SCOPE)).toString(), QUERY);
});

test("what is empty or unknown is no filter", () => {
  assert.deepEqual(parseScope(new URLSearchParams("person=&since=&q=Why%3F&lang=de")), {});
  assert.deepEqual(scopeParameters({ person: "", collections: [] }), []);
});

test("a scope takes the place of the one in an address, and of nothing else", () => {
  const address = "https://news.example/chat/?lang=de&person=Old&collection=gone#cite-a-0-1-";
  const changed = withScope(address, { person: "Marta", until: "2024-12-31" });
  assert.equal(changed, "https://news.example/chat/?lang=de&person=Marta&until=2024-12-31#cite-a-0-1-");
  assert.equal(withScope(changed, {}), "https://news.example/chat/?lang=de#cite-a-0-1-");
});

test("filters are taken away one by one", () => {
  assert.deepEqual(withoutFilter(SCOPE, "person"), {
    collections: ["press", "a&b"],
    publishers: ["The Tidewater Post"],
    since: "2024-01-01",
  });
  assert.deepEqual(withoutFilter(SCOPE, "collections", "press").collections, ["a&b"]);
  assert.equal("publishers" in withoutFilter(SCOPE, "publishers", "The Tidewater Post"), false);
  assert.deepEqual(SCOPE.collections, ["press", "a&b"]);
});
