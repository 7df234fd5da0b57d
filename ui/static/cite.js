"use strict";

// Opens the article behind a citation beside the chat, with the cited words marked.
// Everything an article says reaches the page as textContent: nothing in it can become markup.
(() => {
  const base = new URL("..", document.currentScript.src); // so that it works below a proxy's prefix
  const narrow = window.matchMedia("(max-width: 60rem)"); // as in panel.css: there the panel covers the chat
  let panel = null;
  let opener = null;
  let loading = new AbortController();

  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  // "#cite-ID-START-END-HASH", read from its end because an id may contain anything.
  function readLink(link) {
    const parts = /^#cite-(.+)-(\d+)-(\d+)-([0-9a-f]*)$/.exec(link || "");
    if (!parts) return null;
    const [, id, start, end, hash] = parts;
    return new URLSearchParams({ id: decodeURIComponent(id), start, end, hash });
  }

  async function fetchArticle(query) {
    loading.abort(); // of two quick clicks the second one counts
    loading = new AbortController();
    const response = await fetch(new URL(`api/articles?${query}`, base), { signal: loading.signal });
    if (response.ok) return response.json();
    const fault = await response.json().catch(() => ({})); // a proxy in between answers in its own way
    throw new Error(fault.detail || "");
  }

  async function open(link) {
    try {
      const query = readLink(link);
      if (query) show(articleContent(await fetchArticle(query)));
    } catch (error) {
      if (error.name === "AbortError") return;
      const known = error.name === "Error" && error.message;
      show([element("p", "warning", known || "The article cannot be shown now: the server did not answer as expected.")]);
    }
  }

  function articleContent(article) {
    const header = element("header");
    header.append(element("p", "where", [article.publisher, day(article.published)].filter(Boolean).join(" · ")));
    header.append(element("h2", "", article.title || article.article_id));
    if (article.author) header.append(element("p", "author", article.author));
    if (article.link) header.append(outsideLink(article.link));
    const text = element("div", "text");
    if (article.language) text.lang = article.language;
    text.append(...article.paragraphs.map(paragraph));
    const warning = "The article has changed since it was cited, so the cited words are not marked.";
    return [header, ...(article.changed ? [element("p", "warning", warning)] : []), text];
  }

  function paragraph(segments) {
    const made = element("p");
    made.dir = "auto";
    made.append(...segments.map(({ text, marked }) => (marked ? element("mark", "", text) : text)));
    return made;
  }

  function outsideLink(address) {
    const link = element("a", "outside", "Open at the publisher");
    link.href = address;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    return link;
  }

  function day(published) {
    if (!published) return "";
    const options = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
    return new Intl.DateTimeFormat("en-GB", options).format(new Date(published));
  }

  function show(content) {
    panel = panel || makePanel();
    panel.querySelector(".content").replaceChildren(...content);
    panel.hidden = false;
    document.body.classList.add("reading");
    coverChat();
    const target = panel.querySelector("mark") || panel.querySelector(".content");
    target.tabIndex = -1;
    target.scrollIntoView({ block: target.localName === "mark" ? "center" : "start" });
    target.focus({ preventScroll: true });
  }

  function makePanel() {
    const made = element("aside");
    made.id = "article-panel";
    made.setAttribute("aria-label", "Article");
    const close = element("button", "close", "×");
    close.type = "button";
    close.setAttribute("aria-label", "Close the article");
    close.addEventListener("click", closePanel);
    made.append(close, element("div", "content"));
    document.body.append(made);
    return made;
  }

  function openFrom(link) {
    if (opener) opener.classList.remove("opened");
    link.classList.add("opened");
    opener = link;
    open(link.getAttribute("href"));
  }

  function closePanel() {
    loading.abort();
    if (!panel || panel.hidden) return;
    panel.hidden = true;
    document.body.classList.remove("reading");
    coverChat();
    if (!opener) return;
    opener.classList.remove("opened");
    returnFocus(opener);
  }

  // While an answer grows the chat may have drawn the citation anew: then its double gets the focus.
  function returnFocus(link) {
    const same = (other) => other.getAttribute("href") === link.getAttribute("href");
    const target = link.isConnected ? link : [...document.querySelectorAll("a.cite, a.nearest")].find(same);
    if (target) target.focus();
  }

  // Where the panel covers the chat, the keyboard must not reach what the eye cannot see.
  function coverChat() {
    const chat = document.querySelector("gradio-app");
    if (chat) chat.inert = narrow.matches && Boolean(panel) && !panel.hidden;
  }

  // Capturing, because the chat stops clicks inside its messages.
  document.addEventListener(
    "click",
    (event) => {
      const covered = panel && !panel.hidden && narrow.matches;
      if (covered && !panel.contains(event.target)) closePanel(); // a click beside the drawer
      const link = event.target.closest && event.target.closest('a[href^="#cite-"]');
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      event.stopPropagation();
      openFrom(link);
    },
    true,
  );
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closePanel();
  });
  narrow.addEventListener("change", coverChat);
  open(window.location.hash); // a citation opened in a tab of its own
})();
