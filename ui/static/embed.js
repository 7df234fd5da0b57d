// The page in a frame: the widget fills it. Who its reader is, the page around the frame says by a token.

(() => {
  const PATIENCE = 3000; // milliseconds
  const place = document.querySelector("main");
  const origins = place.dataset.origins.split(" ");
  const asked = new URLSearchParams(window.location.search);
  let [hear, early, silent] = [null, null, false];

  // An answer counts from the sites alone that this server knows. One that comes late is for the next time.
  window.addEventListener("message", ({ source, origin, data }) => {
    if (source !== window.parent || !origins.includes(origin)) return;
    if (!data || data.type !== "onrecord:token" || typeof data.token !== "string") return;
    silent = false;
    if (hear) hear(data.token);
    else early = data.token;
  });

  // Asks the page around. Nothing in the question is secret, so that it may go to whoever that is. Without an answer the
  // reader is asked for as nobody, by null; a page that did not answer once is not waited for again.
  async function tokenOfParent() {
    const token = early;
    early = null;
    if (token !== null) return token;
    window.parent.postMessage({ type: "onrecord:token-please" }, "*");
    if (silent) return null;
    const answer = await new Promise((resolve) => {
      hear = resolve;
      setTimeout(resolve, PATIENCE, null);
    });
    hear = null;
    if (answer === null) {
      silent = true;
      console.warn("On Record: the page around did not answer onrecord:token-please; it must be one of `origins`.");
    }
    return answer;
  }

  const theme = asked.get("theme") || "auto";
  if (["light", "dark"].includes(theme)) document.documentElement.dataset.theme = theme;
  window.OnRecord.mount(place, {
    base: new URL(".", window.location.href),
    language: asked.get("lang") || "",
    collections: asked.getAll("collections").join(","),
    theme,
    token: window.parent === window ? null : tokenOfParent,
    credentials: "same-origin", // a session, or a proxy that signs people in, counts as well
  });
})();
