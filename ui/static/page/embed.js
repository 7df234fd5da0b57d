// The page in a frame: the widget fills it. Who its reader is, the page around the frame says by a token.

(() => {
  const [PATIENCE, AGAIN] = [3000, 1500]; // milliseconds
  const place = document.querySelector("main");
  const origins = place.dataset.origins.split(" ");
  const asked = new URLSearchParams(window.location.search);
  let [hear, late, silent] = [null, null, false];

  // An answer counts from the sites alone that this server knows. One that comes late is for the next time.
  window.addEventListener("message", ({ source, origin, data }) => {
    if (source !== window.parent || !origins.includes(origin)) return;
    if (!data || data.type !== "onrecord:token" || typeof data.token !== "string") return;
    if (hear) hear(data.token);
    else if (silent) [late, silent] = [data.token, false];
  });

  // Nothing in the question is secret, so that it may go to whoever is around.
  const please = () => window.parent.postMessage({ type: "onrecord:token-please" }, "*");

  // Without an answer the reader is asked for as nobody, by null. A page that did not answer is not waited for again; one
  // that is still loading may not hear the first time.
  async function tokenOfParent() {
    const token = late;
    late = null;
    if (token !== null) return token;
    please();
    if (silent) return null;
    const asking = setInterval(please, AGAIN);
    const answer = await new Promise((resolve) => {
      hear = resolve;
      setTimeout(resolve, PATIENCE, null);
    });
    clearInterval(asking);
    hear = null;
    silent = answer === null;
    if (silent) console.warn("On Record: the page around did not answer onrecord:token-please, so nobody is asking.");
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
