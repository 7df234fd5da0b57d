// The page in a frame: the widget fills it. Who its reader is, the page around the frame says by a token.

(() => {
  const PATIENCE = 5000; // milliseconds
  const place = document.querySelector("main");
  const origins = place.dataset.origins.split(" ");
  const asked = new URLSearchParams(window.location.search);

  // Asks the page around. Nothing in the question is secret, so that it may go to whoever that is; an answer counts
  // from the sites alone that this server knows. Without one the reader is asked for as nobody.
  function tokenOfParent() {
    return new Promise((resolve) => {
      const finish = (token) => {
        window.removeEventListener("message", hear);
        clearTimeout(waiting);
        resolve(token);
      };
      const hear = ({ source, origin, data }) => {
        if (source !== window.parent || !origins.includes(origin)) return;
        if (data && data.type === "onrecord:token" && typeof data.token === "string") finish(data.token);
      };
      const waiting = setTimeout(finish, PATIENCE, "");
      window.addEventListener("message", hear);
      window.parent.postMessage({ type: "onrecord:token-please" }, "*");
    });
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
