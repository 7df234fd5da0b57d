// The server's API; a fault comes back as `{ fault: sentence }`.

import { base, t } from "../lib/i18n.js";

// What the API has at a path; `options` are those of fetch. Null when it was aborted.
export async function call(path, query = {}, options = {}) {
  try {
    const response = await fetch(new URL(`api/${path}?${new URLSearchParams(query)}`, base), options);
    if (response.ok) return await response.json();
    const fault = await response.json().catch(() => ({})); // a proxy in between answers in its own way
    return { fault: fault.detail || t("page.unexpected") };
  } catch (error) {
    return error.name === "AbortError" ? null : { fault: t("page.unexpected") };
  }
}

export function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return call(path, {}, { method: "POST", headers, body: JSON.stringify(body) });
}
