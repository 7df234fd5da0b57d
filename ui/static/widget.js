// On Record on a page of somebody else: a launcher, or a panel in an element of the page. It asks this server, shows an
// answer sentence by sentence, and opens each citation in the article where it stands. docs/widget.md says how it is used.
//
// One script, and nothing beside it, so that it works under the strictest policy of its page: a shadow root, a
// constructed style sheet, elements built by hand. Words get in as textContent only; nothing is kept but in memory.

(() => {
  const script = document.currentScript;
  const [TAG, PRODUCT, MOST_EARLIER, MOST_CHARACTERS, MOST_EXAMPLES] = ["on-record-widget", "On Record", 20, 2000, 3];
  const narrow = window.matchMedia("(max-width: 34em), (max-height: 30em)"); // as in STYLE: there the panel is the screen
  const SPARE = 30_000; // milliseconds before its end in which a token is no longer used
  const BEFORE_WORDING = {
    en: { again: "Try again", close: "Close", fault: "The articles cannot be reached just now." },
    de: { again: "Noch einmal versuchen", close: "Schließen", fault: "Die Artikel sind gerade nicht zu erreichen." },
  };
  const ICONS = {
    quote: "M4 22q0-9 7-13l1.600 2.400q-3.200 2.300-3.600 5.400 4 .1 4 4.100 0 4.300-4.300 4.300-4.700 0-4.700-3.200zm13.500 0q0-9 7-13l1.600 2.400q-3.200 2.300-3.600 5.400 4 .1 4 4.100 0 4.300-4.300 4.300-4.700 0-4.700-3.200z",
    close: "M8 8l16 16M24 8L8 24",
    back: "M20 7l-9 9 9 9",
    send: "M16 26V7M8 15l8-8 8 8",
    stop: "M7 7h18v18H7z",
  };

  // Elements of ours.

  function element(tag, className = "", text = "") {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.textContent = text;
    return made;
  }

  function button(className, text, onClick) {
    const made = element("button", className, text);
    made.type = "button";
    made.addEventListener("click", onClick);
    return made;
  }

  function iconed(made, name, label) {
    const [drawing, path] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
    drawing.setAttribute("viewBox", "0 0 32 32");
    drawing.setAttribute("class", name);
    drawing.setAttribute("aria-hidden", "true");
    path.setAttribute("d", ICONS[name]);
    drawing.append(path);
    made.replaceChildren(drawing);
    made.setAttribute("aria-label", label);
    return made;
  }

  // "The Tidewater Post · 10 March 2024", of what is known; a right-to-left name in it turns nothing else around.
  function dotted(tag, className, parts) {
    const made = element(tag, className);
    for (const part of parts.filter(Boolean)) made.append(made.childNodes.length ? " · " : "", element("bdi", "", part));
    return made;
  }

  // Words of an article or a reader, kept apart from what stands beside them.
  function words(tag, className, text) {
    const made = element(tag, className);
    made.dir = "auto";
    made.append(element("span", "words", text));
    return made;
  }

  // What goes wrong, as a sentence: an entry of the catalogue, or where there is none the server's own, its `reason`.

  class Fault extends Error {
    constructor(key, { reason = "", shown = false, status = 0, wait = "" } = {}) {
      super(key);
      Object.assign(this, { key, reason, shown, status, wait });
    }

    say({ t, later }) {
      return (this.shown && this.reason) || t(this.key, { when: later(this.wait) });
    }
  }

  // For whoever runs the page; readers get sentences of their own.
  const complain = (sentence) => sentence && console.warn(`On Record: ${sentence}`);

  // `token` is the one that was sent: "" where nobody is signed in, null where the page did not say.
  async function faultOf(response, token) {
    const { status, headers } = response;
    const { detail } = (await response.json().catch(() => null)) || {}; // a proxy in between answers in its own way
    const reason = typeof detail !== "string" ? "" : token ? detail.replaceAll(token, "…") : detail;
    const unknown = token ? "rejected" : token === null ? "token" : "signed_out";
    const ours = { 401: unknown, 403: "forbidden", 413: "too_large", 429: "limited", 503: "busy" }[status];
    const wait = headers.get("Retry-After") || "";
    return new Fault(ours ? `widget.${ours}` : "page.unexpected", { reason, shown: !ours, status, wait });
  }

  // The first request that fails may be one that the browser does not let through.
  let told = false;
  async function reach(url, options) {
    try {
      const response = await fetch(url, options);
      told = true;
      return response;
    } catch (error) {
      if (error.name === "AbortError") throw error;
      if (!told && navigator.onLine && url.origin !== window.origin) {
        complain(`this page's origin is ${window.origin}; it must stand in \`origins\` of the server's rules of access.`);
      }
      told = true;
      throw new Fault("widget.unreachable");
    }
  }

  // What the widget says: the same catalogue as the page's.

  async function wordingIn(asked, base) {
    const lang = asked.toLowerCase().split(/[-_]/)[0];
    const response = await reach(new URL(`api/v1/wording?${new URLSearchParams({ lang })}`, base), { credentials: "omit" });
    const { language, catalogue } = await response.json();
    const locale = language === "en" ? "en-GB" : language;
    const plural = new Intl.PluralRules(locale);
    const t = (key, values = {}) => {
      const [section, name] = key.split(".");
      let entry = catalogue[section][name];
      if (typeof entry !== "string") entry = entry[plural.select(values.count)] || entry.other;
      return entry.replace(/\{(\w+)\}/g, (_, value) => values[value].toLocaleString(locale));
    };
    const written = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
    const day = (date) => (Number.isNaN(Date.parse(date)) ? date || "" : written.format(new Date(date)));
    // "in 2 minutes", of a Retry-After: seconds or a date.
    const later = (wait) => {
      const seconds = Number(wait) || (Date.parse(wait) - Date.now()) / 1000;
      if (!(seconds > 0)) return t("widget.soon");
      const [count, unit] = seconds < 100 ? [seconds, "second"] : seconds < 6000 ? [seconds / 60, "minute"] : [seconds / 3600, "hour"];
      return new Intl.RelativeTimeFormat(locale).format(Math.ceil(count), unit);
    };
    return { t, day, later, language };
  }

  // Tokens: from the page's own server, kept until shortly before they end.

  async function tokenFrom(url) {
    const options = { mode: "same-origin", credentials: "same-origin", cache: "no-store", headers: { Accept: "application/json" } };
    const response = await fetch(url, options).catch(() => null);
    const { token } = response && response.ok ? await response.json().catch(() => ({})) : {};
    if (typeof token === "string" && /^[\w.~+/=-]+$/.test(token)) return token;
    // A page that is sent instead of a token is the one on which people sign in.
    const signedOut = response && ([401, 403].includes(response.status) || (response.ok && response.redirected));
    if (signedOut) throw new Fault("widget.signed_out");
    const answered = response ? `${response.status}${response.ok ? ", but no token" : ""}` : "nothing that this page may read";
    throw new Fault("widget.token", { reason: `${url.pathname} answered ${answered}.` });
  }

  function keeping(source) {
    let [token, until, coming] = ["", 0, null];
    const current = async () => {
      if (Date.now() < until) return token;
      coming = coming || Promise.resolve(source()).finally(() => {
        coming = null;
      });
      token = await coming;
      until = usableUntil(token);
      return token;
    };
    return { current, forget: () => (until = 0) };
  }

  // By how long it lasts as well as by its end: the reader's clock may be wrong.
  function usableUntil(token) {
    try {
      const { exp, iat } = JSON.parse(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/")));
      const lasts = (exp - iat) * 1000;
      return Math.min(exp * 1000, Date.now() + lasts) - Math.min(SPARE, lasts / 4);
    } catch {
      return 0;
    }
  }

  // The server: a response, or a Fault; after a 401 it is asked once more with a new token.
  function calling({ base, source, credentials }) {
    const tokens = source && keeping(source);
    const send = async (path, { query = [], body, signal }) => {
      const token = tokens ? await tokens.current() : "";
      const headers = { ...(token && { Authorization: `Bearer ${token}` }), ...(body && { "Content-Type": "application/json" }) };
      const options = { credentials, headers, signal, ...(body && { method: "POST", body: JSON.stringify(body) }) };
      return { token, response: await reach(new URL(`api/v1/${path}?${new URLSearchParams(query)}`, base), options) };
    };
    return async (path, order = {}) => {
      let { token, response } = await send(path, order);
      if (response.status === 401 && token) {
        const { reason } = await faultOf(response, token);
        tokens.forget();
        const again = send(path, order);
        again.catch(() => complain(reason));
        ({ token, response } = await again);
      }
      if (!response.ok) throw await faultOf(response, token);
      return response;
    };
  }

  // Server-sent events of a body, names and data, wherever the network cut them.
  async function* events(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let [rest, name, data] = ["", "", []];
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        const lines = (rest + value).split(/\r\n|\n|\r(?!$)/); // the other half of a line's end may yet come
        rest = lines.pop();
        for (const line of lines) {
          const [, field, said] = /^([^:]*):? ?([^]*)$/.exec(line);
          if (field === "event") name = said;
          else if (field === "data") data.push(said);
          else if (!line) {
            if (data.length) yield [name, JSON.parse(data.join("\n"))];
            [name, data] = ["", []];
          }
        }
      }
    } finally {
      reader.cancel().catch(() => {});
    }
  }

  // An answer as it grows. What one person says in one article stands under one heading; what a model wrote is prose.
  function replying({ t, day }, open) {
    const place = element("div", "reply");
    let [sent, drawn, prose, last, cited] = [[], 0, false, {}, new Map()];

    const clear = () => {
      place.replaceChildren();
      [drawn, last] = [0, {}];
    };
    const draw = (all) => {
      if (!prose && sent.some(({ status }) => status)) {
        prose = true; // only what a model wrote has one
        clear();
      }
      // The citations of a sentence come after it.
      while (drawn < sent.length && (all || sent[drawn].citations.every((n) => cited.has(n)))) append(sent[drawn++]);
    };
    const append = (sentence) => {
      const { section = "" } = sentence;
      const source = sentence.citations.map((n) => cited.get(n)).find(Boolean) || {};
      const key = JSON.stringify(prose ? section : [section, source.speaker, source.article_id]);
      if (section && section !== last.section) place.append(element("p", "section", section));
      if (key !== last.key) {
        const group = element("section", prose ? "running" : "group");
        if (!prose) group.append(heading(source, section === last.section && source.article_id === last.article));
        place.append(group);
        last = { key, section, group, article: source.article_id };
      }
      last.group.append(said(sentence));
    };
    const heading = ({ speaker, publisher, published, title, article_id: id }, continued) => {
      const known = [speaker, ...(continued && speaker ? [] : [publisher, day(published), title])].filter(Boolean);
      return dotted("p", "source", known.length ? known : [id || t("answer.no_source")]);
    };
    const said = (sentence) => {
      const made = words("p", "said", sentence.text);
      for (const n of sentence.citations.filter((n) => cited.has(n))) made.append(" ", chip(cited.get(n)));
      const doubt = doubtOf(sentence);
      if (doubt) made.append(" ", element("span", "doubt", t(`answer.${doubt}`)));
      return made;
    };
    const chip = (citation) => {
      const made = button("cite", `[${citation.n}]`, () => open(citation, [...cited.values()], made));
      const { n, title, article_id: id } = citation;
      made.setAttribute("aria-label", t("widget.source", { n, title: title || id || t("answer.unnamed") }));
      return made;
    };
    const doubtOf = ({ status, citations }) => {
      if (status === "partial" || status === "unsupported") return status;
      const statuses = citations.map((n) => cited.get(n)).filter(Boolean).map((citation) => citation.status);
      if (statuses.includes("verbatim")) return "";
      return statuses.includes("partial") ? "partial" : "unsupported";
    };
    const sources = () => {
      const [made, byArticle] = [element("ul"), new Map()];
      for (const citation of cited.values()) byArticle.set(citation.article_id, [...(byArticle.get(citation.article_id) || []), citation]);
      for (const [first, ...more] of byArticle.values()) {
        const [item, opening] = [element("li"), button("used", "", () => open(first, [...cited.values()], opening))];
        const where = [first.title || first.article_id, first.publisher, day(first.published)];
        opening.append(dotted("span", "", where), ` ${[first, ...more].map(({ n }) => `[${n}]`).join(" ")}`);
        item.append(opening);
        made.append(item);
      }
      const folded = element("details", "sources");
      folded.append(element("summary", "", t("answer.sources", { count: byArticle.size })), made);
      place.append(folded);
    };
    const nearest = (passages) => {
      const list = element("ol", "nearest");
      for (const passage of passages) {
        const [item, opening] = [element("li"), button("passage", "", () => open(passage, [], opening))];
        const known = [passage.publisher, day(passage.published), passage.title].filter(Boolean);
        opening.append(dotted("span", "source", known.length ? known : [passage.article_id]), words("span", "quoted", passage.text));
        item.append(opening);
        list.append(item);
      }
      if (passages.length) place.append(element("p", "label", t("answer.nearest")), list);
    };
    // The whole answer is the one that counts: where what came before differs, it is drawn anew.
    const done = (answer) => {
      const model = answer.model || "";
      if (Boolean(model) !== prose || JSON.stringify(sent) !== JSON.stringify(answer.sentences)) clear();
      [sent, prose, cited] = [answer.sentences, Boolean(model), new Map(answer.citations.map((one) => [one.n, one]))];
      draw(true);
      const note = answer.note ? [element("p", "note", answer.note)] : [];
      if (model) place.prepend(element("p", "written", t("answer.written", { model })));
      if (model) place.append(...note);
      else place.prepend(...note);
      if (answer.refused) {
        place.append(element("p", "reason", answer.reason || ""));
        nearest(answer.nearest);
      } else if (cited.size) sources();
    };
    return {
      place,
      done,
      begun: () => sent.length > 0,
      sentence: (one) => {
        sent.push(one);
        draw(false);
      },
      citation: (one) => {
        cited.set(one.n, one);
        draw(false);
      },
      retract: () => {
        clear();
        [sent, prose, cited] = [[], false, new Map()];
      },
      end: (sentence, again) => {
        draw(true);
        place.append(element("p", "notice", sentence), again);
      },
    };
  }

  // An article as it is read: where it is from, the whole text by paragraphs, the cited words marked.
  function articleNodes(article, { t, day }) {
    const [header, text] = [element("header"), element("div", "text")];
    header.append(dotted("p", "where", [article.publisher, day(article.published)]));
    header.append(words("h3", "", article.title || article.article_id));
    if (article.author) header.append(words("p", "where", article.author));
    if (/^https?:\/\//i.test(article.link || "")) header.append(outside(article.link, t("article.outside")));
    if (article.language) text.lang = article.language;
    for (const segments of article.paragraphs) {
      const made = element("p");
      made.dir = "auto";
      made.append(...segments.map((part) => (part.mark ? element("mark", part.mark, part.text) : part.text)));
      text.append(made);
    }
    return [header, ...(article.changed ? [element("p", "warning", t(`article.${article.found}`))] : []), text];
  }

  function outside(address, text) {
    const link = element("a", "outside", text);
    Object.assign(link, { href: address, target: "_blank", rel: "noopener noreferrer" });
    return link;
  }

  // "#cite-ID-START-END-HASH", read from its end because an id may contain anything.
  function placeOf({ link }) {
    const [, id, start, end, hash] = /^#cite-(.+)-(\d+)-(\d+)-([0-9a-f]*)$/.exec(link);
    return { id: decodeURIComponent(id), start, end, hash };
  }

  // The panel: the conversation, and before it the article that is being read. `tell` sends events to the page.
  function filled(panel, { wording, call, title, collections, close, tell }) {
    const { t } = wording;
    const [chat, reading, log] = [element("div", "chat"), element("div", "reading"), element("div", "unseen")];
    const [talk, state, form, box] = [element("div", "talk"), element("p", "state"), element("form"), element("textarea")];
    const content = element("div", "content");
    const [waiting, from] = [element("p", "waiting", t("page.reading")), element("bdi", "from")];
    let [earlier, examples, running, loading, opener] = [[], [], null, null, null];

    const bar = (...nodes) => {
      const made = element("div", "bar");
      made.append(...nodes);
      if (close) made.append(iconed(button("round close", "", close), "close", t("panel.close")));
      return made;
    };
    const restart = button("pill", t("page.new"), () => begin());
    const act = iconed(button("round send", "", () => (running ? running.abort() : submit())), "send", t("page.submit"));
    const back = iconed(button("pill back", "", () => leave()), "back", t("panel.back"));
    back.append(t("panel.back"));

    const greeting = () => {
      const made = element("div", "greeting");
      made.append(element("p", "lead", t("page.lead")), element("p", "", t("widget.promise")), ...offered(examples));
      return made;
    };
    const offered = (questions) =>
      questions.map((question) => {
        const made = button("pill", question, () => reask(question));
        made.dir = "auto";
        return made;
      });
    // By a button that goes with it.
    const reask = (question) => {
      talk.focus({ preventScroll: true });
      ask(question);
    };
    const suggest = async () => {
      const response = await call("examples").catch(() => null);
      const { questions } = (response && (await response.json().catch(() => null))) || {};
      if (!Array.isArray(questions)) return;
      examples = questions.slice(0, MOST_EXAMPLES).map(String);
      talk.querySelector(".greeting")?.replaceWith(greeting());
    };
    const begin = () => {
      if (running) running.abort();
      earlier = [];
      restart.hidden = true;
      log.replaceChildren();
      talk.replaceChildren(greeting());
      box.focus({ preventScroll: true });
    };
    const say = (text) => log.append(element("p", "", text));
    const rest = (rests) => {
      state.textContent = rests ? "" : t("page.reading");
      state.className = rests ? "state" : "state unseen"; // `waiting` is what is seen
      if (rests) waiting.remove();
      iconed(act, rests ? "send" : "stop", t(rests ? "page.submit" : "page.stop"));
      act.classList.toggle("stop", !rests);
    };
    const submit = () => {
      const question = box.value.trim();
      if (!question || running || tooLong(question)) return;
      box.value = "";
      ask(question);
    };
    const tooLong = (question) => {
      const count = [...question].length;
      const long = count > MOST_CHARACTERS;
      if (long) state.textContent = t("widget.too_long", { count, most: MOST_CHARACTERS });
      state.classList.toggle("warning", long);
      box.setAttribute("aria-invalid", long);
      return long;
    };
    // The sentence of a fault, for the reader; what more is known of it, for the page and its console.
    const sayFault = (error) => {
      const fault = error instanceof Fault ? error : new Fault("page.unexpected");
      const sentence = fault.say(wording);
      if (fault.reason !== sentence) complain(fault.reason);
      tell("fault", { status: fault.status, sentence, detail: fault.reason });
      return sentence;
    };

    const ask = async (question) => {
      if (running) running.abort();
      const mine = new AbortController();
      const reply = replying(wording, read);
      running = mine;
      leave();
      const turn = begun(question, reply.place);
      try {
        const history = earlier.slice(-MOST_EARLIER);
        const body = { question, history, stream: true, ...(collections.length && { scope: { collections } }) };
        const response = await call("ask", { body, signal: mine.signal });
        const answer = await followed(response.body, reply);
        earlier.push(question);
        if (running === mine) finished(answer, reply);
      } catch (error) {
        if (reply.begun()) earlier.push(question);
        const again = button("pill again", t("actions.again"), () => {
          if (reply.begun()) earlier.pop();
          else turn.forEach((part) => part.remove()); // there is nothing in it to keep
          reask(question);
        });
        reply.end(error.name === "AbortError" ? t("page.stopped") : sayFault(error), again);
        if (running === mine) say(again.previousSibling.textContent);
        else again.remove();
      } finally {
        if (running === mine) {
          running = null;
          rest(true);
        }
      }
    };
    const begun = (question, place) => {
      for (const former of talk.querySelectorAll(".greeting, .next, .again")) former.remove();
      const [asked, turn] = [words("p", "asked", question), element("div", "turn")];
      turn.append(place, waiting);
      log.replaceChildren();
      restart.hidden = false;
      talk.append(asked, turn);
      if (asked.scrollHeight > asked.clientHeight) asked.tabIndex = 0;
      talk.scrollTop = asked.offsetTop - 12;
      rest(false);
      tell("asked", { question });
      return [asked, turn];
    };
    // Says each sentence once it stands. An answer that ends without its last event is no answer.
    const followed = async (body, reply) => {
      let answer = null;
      try {
        for await (const [name, data] of events(body)) {
          if (name === "error") throw new Fault("page.unexpected", { reason: String(data.detail || ""), shown: true, status: data.status });
          if (name === "done") {
            answer = (await nothingFor(data)) ? { ...data, reason: t("widget.nothing") } : data;
            reply.done(answer);
          }
          if (name === "sentence") say(data.text);
          if (name === "retract") log.replaceChildren();
          if (["sentence", "citation", "retract"].includes(name)) reply[name](data);
        }
      } catch (error) {
        if (!answer && (error instanceof Fault || error.name === "AbortError")) throw error;
      }
      if (answer) return answer;
      throw new Fault(reply.begun() ? "widget.broken" : "widget.unreachable");
    };
    // Whether an answer found nothing because nothing that the reader may read is in the collections asked for.
    const nothingFor = async ({ refused, nearest }) => {
      if (!collections.length || !refused || nearest.length) return false;
      const query = [["limit", 1], ...collections.map((name) => ["collections", name])];
      const { total } = await call("articles", { query }).then((response) => response.json()).catch(() => ({ total: 0 }));
      if (!total) complain(`this reader may read no article in ${collections.join(", ")}: correct data-collections, or the rules of access.`);
      return !total;
    };
    const finished = async (answer, { place }) => {
      for (const part of [answer.reason, answer.note]) if (part) say(part);
      tell("answered", { question: answer.question, id: answer.answer_id, refused: answer.refused });
      const asked = await call(`answers/${encodeURIComponent(answer.answer_id)}/beside`).catch(() => null);
      const { next = [] } = asked ? await asked.json().catch(() => ({})) : {};
      if (!next.length || running || talk.lastChild !== place.parentElement) return;
      const made = element("div", "next");
      made.append(element("p", "label", t(answer.refused ? "beside.instead" : "beside.next")), ...offered(next));
      place.append(made);
    };

    const read = async (cited, all, opening) => {
      if (loading) loading.abort(); // of two quick clicks the second one counts
      loading = new AbortController();
      const { signal } = loading;
      opening.setAttribute("aria-busy", "true");
      try {
        const place = placeOf(cited);
        const others = all.map(placeOf).filter(({ id, start }) => id === place.id && start !== place.start);
        const query = [...Object.entries(place), ...others.map(({ start, end }) => ["also", `${start}-${end}`])];
        const response = await call("articles", { query, signal });
        const article = await response.json();
        content.replaceChildren(...articleNodes(article, wording));
        from.textContent = article.publisher || "";
      } catch (error) {
        if (signal.aborted) return;
        from.textContent = "";
        content.replaceChildren(element("p", "warning", sayFault(error)), button("pill", t("widget.again"), () => read(cited, all, opening)));
      } finally {
        opening.removeAttribute("aria-busy");
      }
      enter(opening);
    };
    // Scrolled by hand: scrollIntoView would move the page around the widget as well.
    const enter = (opening) => {
      opener = opening;
      panel.classList.add("reads");
      const marked = content.querySelector("mark.cited");
      const target = marked || content;
      target.tabIndex = -1;
      content.scrollTop = 0;
      const [place, shown] = [target, content].map((node) => node.getBoundingClientRect());
      if (place.bottom > shown.bottom) content.scrollTop = place.top - shown.top - content.clientHeight / 3;
      target.focus({ preventScroll: true });
    };
    const leave = () => {
      if (loading) loading.abort();
      if (!panel.classList.contains("reads")) return false;
      panel.classList.remove("reads");
      (opener.isConnected ? opener : box).focus({ preventScroll: true });
      return true;
    };

    Object.assign(box, { rows: 1, placeholder: t("page.placeholder") });
    box.setAttribute("aria-label", t("page.question"));
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      submit();
    });
    box.addEventListener("input", () => {
      if (!running) state.textContent = "";
      box.removeAttribute("aria-invalid");
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.append(box, act);
    const labelled = [[talk, "region", "page.conversation"], [reading, "region", "article.label"], [log, "log", "page.answers"]];
    for (const [node, role, label] of labelled) {
      node.setAttribute("role", role);
      node.setAttribute("aria-label", t(label));
    }
    log.setAttribute("aria-live", "polite");
    state.setAttribute("role", "status");
    [talk.tabIndex, content.tabIndex, restart.hidden] = [0, 0, true]; // both scroll, also by keyboard
    talk.append(greeting());
    chat.append(bar(element("h2", "", title), restart), talk, state, form);
    reading.append(bar(back, from), content);
    panel.replaceChildren(chat, reading, log);
    if (!collections.length) suggest(); // they are made of all that the reader may read
    const askOf = (question) => (tooLong(question) ? (box.value = question) : ask(question));
    return { ask: askOf, leave, focus: () => box.focus({ preventScroll: true }), stop: () => [running, loading].forEach((one) => one && one.abort()) };
  }

  // The widget: a host element whose shadow keeps its styles and the page's apart.

  class Host extends HTMLElement {
    connectedCallback() {
      narrow.addEventListener("change", this.fit);
    }

    disconnectedCallback() {
      narrow.removeEventListener("change", this.fit);
      queueMicrotask(() => this.isConnected || this.stop()); // one that is only moved goes on
    }
  }

  function mount(target, options = {}) {
    const place = typeof target === "string" ? document.querySelector(target) : target;
    if (target && !place) throw new Error(`there is no element ${target} to show the widget in: correct data-target.`);
    const former = [...(place || document.body).children].find((child) => child.localName === TAG && child.controls);
    return former ? former.controls : mounted(place, options);
  }

  function mounted(place, options) {
    const host = document.createElement(TAG);
    const [root, title] = [element("div", place ? "root inline" : "root floating"), options.title || PRODUCT];
    const panel = element(place ? "section" : "dialog", "panel");
    const tell = (name, detail) => host.dispatchEvent(new CustomEvent(`onrecord:${name}`, { detail, bubbles: true }));
    let [inside, starting, opener] = [null, null, null];

    const launcher = place ? null : iconed(button("launcher", "", () => (panel.open ? close() : open())), "quote", title);
    const language = options.language || document.documentElement.lang || "";
    const start = async () => {
      const base = options.base || new URL(".", script.src);
      const tokenUrl = options.tokenUrl && new URL(options.tokenUrl, document.baseURI);
      const source = options.token || (tokenUrl && (() => tokenFrom(tokenUrl)));
      const credentials = options.credentials === "same-origin" ? "same-origin" : "omit";
      const collections = String(options.collections || "").split(",").map((name) => name.trim()).filter(Boolean);
      const wording = await wordingIn(language, base);
      Object.assign(root, { lang: wording.language, dir: /^(ar|fa|he|ur)$/.test(wording.language) ? "rtl" : "ltr" });
      inside = filled(panel, { wording, call: calling({ base, source, credentials }), title, collections, close: place ? null : close, tell });
    };
    const ready = () => {
      starting = starting || start().catch(() => {
        starting = null;
        root.lang = /^de\b/i.test(language || navigator.language) ? "de" : "en";
        const said = BEFORE_WORDING[root.lang];
        const again = button("pill", said.again, () => ready().then(() => inside && inside.focus()));
        const shut = place ? [] : [button("pill", said.close, close)];
        const unreachable = element("div", "unreachable");
        unreachable.append(element("h2", "lead", title), element("p", "", said.fault), again, ...shut);
        panel.replaceChildren(unreachable);
        if (panel.open) again.focus();
      });
      return starting;
    };
    const show = () => (narrow.matches ? panel.showModal() : panel.show()); // modal where it is the whole screen
    const open = async () => {
      if (!place && !panel.open) {
        opener = document.activeElement;
        show();
        launcher.setAttribute("aria-expanded", "true");
        tell("open");
      }
      await ready();
      if (inside && (place || panel.open)) inside.focus();
    };
    const close = () => {
      if (place || !panel.open) return;
      panel.close();
      launcher.setAttribute("aria-expanded", "false");
      const other = opener && opener !== host && opener !== document.body && opener.isConnected;
      (other ? opener : launcher).focus({ preventScroll: true });
      tell("close");
    };
    const ask = async (question) => {
      if (!place) await open();
      await ready();
      if (inside && String(question).trim()) inside.ask(String(question).trim());
    };
    const escape = (event) => {
      if (place && !panel.classList.contains("reads")) return; // nothing of ours to leave: it is the page's
      event.preventDefault();
      event.stopPropagation();
      if (!(inside && inside.leave())) close();
    };

    host.stop = () => inside && inside.stop();
    host.fit = () => {
      if (place || !panel.open) return;
      const focused = host.shadowRoot.activeElement;
      panel.close();
      show();
      if (focused) focused.focus({ preventScroll: true });
    };
    panel.setAttribute("aria-label", title);
    panel.addEventListener("keydown", (event) => event.key === "Escape" && !event.isComposing && escape(event));
    panel.addEventListener("cancel", escape); // Escape, or the phone's way back, in a modal dialog
    if (launcher) {
      panel.id = "panel";
      launcher.title = title;
      launcher.setAttribute("aria-controls", panel.id);
      launcher.setAttribute("aria-expanded", "false");
      root.append(launcher);
    }
    root.append(panel);
    root.classList.toggle("left", options.side === "left");
    const shadow = host.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [sheet];
    shadow.append(root);
    host.controls = { element: host, open, close, ask, remove: () => host.remove() };
    (place || document.body).append(host);
    // A page that says what colours it is made for is followed; else the reader's system is.
    const follows = getComputedStyle(host.parentElement).colorScheme !== "normal";
    root.dataset.theme = ["light", "dark"].includes(options.theme) ? options.theme : follows ? "page" : "system";
    if (place) ready();
    return host.controls;
  }

  const first = () => [...document.querySelectorAll(TAG)].map((host) => host.controls).find(Boolean);
  const api = { mount, open: () => first()?.open(), close: () => first()?.close(), ask: (question) => first()?.ask(question) };

  const STYLE = `
    :host { all: initial !important; display: contents !important; color-scheme: inherit !important; }
    :host([hidden]) { display: none !important; }
    .root {
      all: initial;
      --paper: var(--onrecord-background, light-dark(#fbfaf7, #14161a));
      --raised: var(--onrecord-background, light-dark(#fff, #1b1e23));
      --ink: var(--onrecord-text, light-dark(#1c1e21, #e8e6e1));
      --muted: var(--onrecord-muted, color-mix(in srgb, var(--ink) 70%, var(--paper)));
      --line: var(--onrecord-line, color-mix(in srgb, var(--ink) 14%, var(--paper)));
      --accent: var(--onrecord-accent, light-dark(#1f4e79, #93bfec));
      --accent-text: var(--onrecord-accent-text, light-dark(#fff, #14161a));
      --soft: color-mix(in srgb, var(--accent) 12%, var(--raised));
      --mark: var(--onrecord-mark, light-dark(#ffe79a, #6b5410));
      --mark-text: var(--onrecord-mark-text, light-dark(#1c1e21, #fff6d8));
      --warning: var(--onrecord-warning, light-dark(#8a3b12, #f0b48a));
      --sans: var(--onrecord-font, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif);
      --serif: var(--onrecord-quote-font, Charter, "Bitstream Charter", "Iowan Old Style", Georgia, "Noto Serif", "Liberation Serif", serif);
      --radius: var(--onrecord-radius, 0.9em);
      /* In em throughout: a rem is the page's. */
      color: var(--ink); font: var(--onrecord-font-size, medium)/1.5 var(--sans); overflow-wrap: anywhere;
    }
    .root[data-theme="page"] { color-scheme: inherit; }
    .root[data-theme="system"] { color-scheme: light dark; }
    .root[data-theme="light"] { color-scheme: light; }
    .root[data-theme="dark"] { color-scheme: dark; }
    .root.inline { position: relative; display: block; height: 100%; overflow: hidden; }
    .inline::before { content: ""; display: block; height: var(--onrecord-height, 36em); } /* where the element has no height */
    *, ::before { box-sizing: border-box; }
    [hidden] { display: none !important; }
    h2, h3, p, ul, ol { margin: 0; padding: 0; font-weight: inherit; font-size: inherit; list-style: none; }
    button, textarea { margin: 0; border: 0; background: none; color: inherit; font: inherit; }
    button { cursor: pointer; }
    :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
    .words, bdi { unicode-bidi: isolate; }
    svg { display: block; width: 65%; height: 65%; fill: none; stroke: currentColor; stroke-width: 3; stroke-linecap: round; stroke-linejoin: round; }
    svg.quote, svg.stop { fill: currentColor; stroke: none; }

    .launcher {
      position: fixed; z-index: var(--onrecord-z-index, 2147483000); inset: auto 1.25em 1.25em auto; display: grid; place-items: center;
      width: 3.5em; height: 3.5em; border-radius: 50%; background: var(--accent); color: var(--accent-text);
      box-shadow: 0 0.2em 0.9em rgb(0 0 0 / 28%);
    }
    .launcher:focus-visible { outline-offset: 3px; }
    .panel {
      display: grid; grid: minmax(0, 1fr) / minmax(0, 1fr); width: auto; height: auto; max-width: none; max-height: none; margin: 0; padding: 0;
      overflow: hidden; border: var(--onrecord-border, 1px) solid var(--line); border-radius: var(--radius); background: var(--paper); color: inherit;
    }
    .inline .panel { position: absolute; inset: 0; }
    .floating .panel {
      position: fixed; z-index: var(--onrecord-z-index, 2147483000); inset: auto 1.25em 5.5em auto;
      width: min(var(--onrecord-width, 26em), 100vw - 2.5em); height: min(var(--onrecord-height, 42em), 100dvh - 6.75em);
      box-shadow: 0 0.8em 2.8em rgb(0 0 0 / 24%);
    }
    .left .launcher, .left .panel { right: auto; left: 1.25em; }
    dialog:not([open]) { display: none; }
    .chat, .reading { grid-area: 1 / 1; display: flex; flex-direction: column; min-height: 0; }
    .reading { visibility: hidden; background: var(--raised); }
    .reads .reading { visibility: visible; }
    .reads .chat { visibility: hidden; }
    .bar { flex: none; display: flex; align-items: center; gap: 0.5em; min-height: 3.4em; padding: 0.5em 0.6em 0.5em 1.1em; border-bottom: 1px solid var(--line); }
    .bar h2, .from { flex: 1; min-width: 0; }
    .bar h2 { font: 600 1.15em/1.25 var(--serif); }
    .reading .bar { padding-left: 0.6em; }
    .from { overflow: hidden; color: var(--muted); font-size: 0.9em; text-overflow: ellipsis; white-space: nowrap; }
    .round { flex: none; display: grid; place-items: center; width: 2.2em; height: 2.2em; border-radius: 50%; }
    .round:hover { background: var(--soft); }
    .pill { padding: 0.3em 0.85em; border: 1px solid var(--line); border-radius: 1.1em; background: var(--raised); font-size: 0.875em; text-align: start; }
    .pill:hover { border-color: var(--accent); }
    .pill.back { flex: none; display: flex; align-items: center; gap: 0.3em; padding-inline-start: 0.5em; }
    .back svg { width: 1.1em; height: 1.1em; }

    .talk, .content { position: relative; flex: 1; min-height: 0; padding: 1.1em max(1.1em, 50% - 22em); overflow: hidden auto; overscroll-behavior: contain; }
    .talk { mask: linear-gradient(#000 calc(100% - 1.2em), transparent); }
    .talk:focus-visible, .content:focus-visible { outline-offset: -2px; }
    .greeting { display: grid; align-content: center; justify-items: center; gap: 0.4em; min-height: 100%; color: var(--muted); text-align: center; }
    .lead { color: var(--ink); font: 600 1.35em/1.3 var(--serif); }
    .greeting .pill { max-width: 30em; margin-top: 0.4em; color: var(--ink); }
    .asked { width: fit-content; max-width: 88%; max-height: 12em; overflow: hidden auto; margin-inline-start: auto; padding: 0.5em 0.9em; border-radius: 1em 1em 0.3em; background: var(--soft); white-space: pre-line; }
    .turn { padding: 1.1em 0 1.5em; }
    .turn:last-child { min-height: calc(100% - 2em); } /* so that a new question can stand at the top */
    .group { margin-bottom: 1.2em; padding-inline-start: 0.9em; border-inline-start: 2px solid var(--line); }
    .source, .label, .note, .written, .where, .waiting { color: var(--muted); font-size: 0.84em; line-height: 1.45; }
    .group .source { margin-bottom: 0.4em; }
    .group .source bdi:first-child { color: var(--ink); font-weight: 600; }
    .group .said { margin-bottom: 0.6em; font: 1.06em/1.6 var(--serif); white-space: pre-line; }
    .running { margin-bottom: 1.1em; }
    .running .said { display: inline; line-height: 1.7; }
    .running .said::after { content: " "; }
    .cite { padding: 0.05em 0.4em; border-radius: 0.4em; background: var(--soft); color: var(--accent); font: 600 max(0.72em, 11px)/1.5 var(--sans); vertical-align: 0.12em; }
    .cite:hover, .cite:focus-visible { background: var(--accent); color: var(--accent-text); }
    [aria-busy="true"] { opacity: 0.6; cursor: progress; }
    .doubt { color: var(--warning); font: italic 0.84em/1.5 var(--sans); }
    .section { margin-bottom: 0.6em; font-weight: 600; }
    .note, .written, .label, .reason { margin-bottom: 0.7em; }
    .label { margin: 1em 0 0.4em; font-weight: 600; }
    .notice, .warning { margin-bottom: 0.7em; color: var(--warning); }
    .sources { font-size: 0.875em; }
    summary { width: fit-content; margin: 0.7em 0; color: var(--muted); font-weight: 600; cursor: pointer; }
    .sources li { border-top: 1px solid var(--line); }
    .used { width: 100%; padding: 0.55em 0; text-align: start; }
    .used:hover span { text-decoration: underline; }
    .nearest { display: grid; gap: 0.6em; }
    .passage { display: block; width: 100%; padding: 0.75em 0.9em; border: 1px solid var(--line); border-radius: 0.8em; background: var(--raised); text-align: start; }
    .passage:hover { border-color: var(--accent); }
    .passage > * { display: block; }
    .quoted { display: -webkit-box; overflow: hidden; font-family: var(--serif); -webkit-box-orient: vertical; -webkit-line-clamp: 4; }
    .next { display: flex; flex-flow: column; align-items: flex-start; gap: 0.45em; }
    .state { flex: none; margin: 0; padding: 0 max(1.25em, 50% - 21.5em) 0.4em; font-size: 0.875em; }
    .state:empty { padding: 0; }
    form { flex: none; display: flex; align-items: flex-end; gap: 0.3em; margin: 0 max(0.8em, 50% - 22.3em) 0.8em; padding: 0.3em; border: 1px solid var(--line); border-radius: 1.3em; background: var(--raised); }
    form:focus-within { border-color: var(--accent); outline: 2px solid transparent; box-shadow: 0 0 0 3px var(--soft); }
    textarea { flex: 1; min-width: 0; max-height: 8em; padding: 0.35em 0.6em; outline: none; resize: none; field-sizing: content; overflow-wrap: anywhere; }
    textarea:focus-visible { outline: none; }
    ::placeholder { color: var(--muted); opacity: 1; }
    .send, .send:hover { background: var(--accent); color: var(--accent-text); }

    .content { padding-block: 1.3em 3em; outline-color: transparent; }
    .content header { margin-bottom: 1.2em; padding-bottom: 1em; border-bottom: 1px solid var(--line); }
    h3 { margin: 0.25em 0 0.4em; font: 600 1.45em/1.25 var(--serif); }
    .outside { display: inline-block; margin-top: 0.4em; color: var(--accent); font-size: 0.875em; }
    .text p { margin-bottom: 1em; font: 1.06em/1.65 var(--serif); white-space: pre-line; }
    mark { padding: 0.1em 0; background: var(--mark); color: var(--mark-text); outline: none; box-decoration-break: clone; -webkit-box-decoration-break: clone; }
    mark.also { background: color-mix(in srgb, var(--mark) 38%, var(--raised)); color: inherit; }
    .unreachable { display: flex; flex-flow: wrap; align-content: center; justify-content: center; gap: 0.8em; padding: 1.5em; text-align: center; }
    .unreachable :not(button) { flex: 1 0 100%; }
    .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

    @media (max-width: 34em), (max-height: 30em) {
      .floating .panel { inset: 0; width: 100%; height: 100%; border: 0; border-radius: 0; }
    }
    @media (prefers-reduced-motion: no-preference) {
      .floating .panel, .reads .reading { animation: in 0.16s ease-out; }
      @keyframes in { from { opacity: 0; transform: translateY(0.6em); } }
    }
    @media print { .floating { display: none; } }`;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);

  // A second copy of this script adds what it is told to add, by the first one.
  if (!customElements.get(TAG)) customElements.define(TAG, Host);
  const onrecord = (window.OnRecord = window.OnRecord || api);
  const begin = () => {
    const { mode = "launcher", target, ...options } = script.dataset;
    if (mode === "none") return;
    try {
      onrecord.mount(mode === "inline" ? target : null, { ...options, base: new URL(".", script.src) });
    } catch (error) {
      complain(error.message);
    }
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
