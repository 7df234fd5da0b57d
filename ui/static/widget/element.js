// The widget's element: a launcher and the panel that it opens, or a panel in an element of the page. Its shadow keeps
// its styles and the page's apart.

import { button, element } from "../lib/dom.js";
import tokens from "../styles/tokens.css";
import { Client, fetchWording } from "./client.js";
import { Panel } from "./panel.js";
import { withIcon } from "./parts.js";
import { fetchToken } from "./tokens.js";
import styles from "./widget.css";
import { createWidgetI18n, directionOf, withoutCatalogue } from "./wording.js";

/** @import { Context } from "./context.js" */
/** @import { TokenSource } from "./tokens.js" */

/**
 * What a page may say, as attributes of the script or to `OnRecord.mount`.
 *
 * @typedef {object} Options
 * @property {string} [title]
 * @property {string} [language]
 * @property {string | string[]} [collections]
 * @property {string} [theme]
 * @property {string} [side]
 * @property {string} [tokenUrl]
 * @property {TokenSource | null} [token]
 * @property {string} [credentials]
 * @property {URL} [base] the address of the server
 */

/**
 * What a page gets of a widget.
 *
 * @typedef {object} Controls
 * @property {HTMLElement} element
 * @property {() => Promise<void>} open
 * @property {() => void} close
 * @property {(question: string) => Promise<void>} ask
 * @property {() => void} remove
 */

export const TAG = "on-record-widget";
const PRODUCT = "On Record";
const narrow = window.matchMedia("(max-width: 34em), (max-height: 30em)"); // as in widget.css: the panel is the screen
const sheet = new CSSStyleSheet();
sheet.replaceSync(tokens + styles);

/** One widget; `mount` makes it what it is, since a constructor of an element may not. */
export class WidgetElement extends HTMLElement {
  /** @type {Controls | null} */
  controls = null;
  /** @type {Options} */
  #options = {};
  #title = PRODUCT;
  #root = element("div", "root");
  /** @type {HTMLElement} */
  #box = element("section", "panel");
  /** Null in an element of the page. @type {HTMLDialogElement | null} */
  #dialog = null;
  /** @type {HTMLButtonElement | null} */
  #launcher = null;
  /** @type {Panel | null} */
  #panel = null;
  /** @type {Promise<void> | null} */
  #starting = null;
  /** What had the focus before the panel was opened. @type {Element | null} */
  #opener = null;

  connectedCallback() {
    narrow.addEventListener("change", this.#fit);
  }

  disconnectedCallback() {
    narrow.removeEventListener("change", this.#fit);
    queueMicrotask(() => this.isConnected || this.#panel?.stop()); // one that is only moved goes on
  }

  /**
   * Put the widget into an element of the page, or with a launcher into the page itself.
   *
   * @param {Element | null} place
   * @param {Options} options
   * @returns {Controls}
   */
  mount(place, options) {
    this.#options = options;
    this.#title = options.title || PRODUCT;
    this.#root.classList.add(place ? "inline" : "floating");
    this.#root.classList.toggle("left", options.side === "left");
    if (!place) this.#addLauncher();
    this.#box.setAttribute("aria-label", this.#title);
    this.#box.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing) this.#escape(event);
    });
    this.#box.addEventListener("cancel", (event) => this.#escape(event)); // a phone's way back, in a modal dialog
    this.#root.append(this.#box);
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [sheet];
    shadow.append(this.#root);
    const around = place ?? document.body;
    around.append(this);
    this.#root.dataset.theme = themeOf(options.theme, around);
    if (place) this.#ready();
    this.controls = {
      element: this,
      open: () => this.open(),
      close: () => this.close(),
      ask: (question) => this.ask(question),
      remove: () => this.remove(),
    };
    return this.controls;
  }

  async open() {
    if (this.#dialog && !this.#dialog.open) {
      this.#opener = document.activeElement;
      this.#show(this.#dialog);
      this.#launcher?.setAttribute("aria-expanded", "true");
      this.#dispatch("open");
    }
    await this.#ready();
    if (!this.#dialog || this.#dialog.open) this.#panel?.focus();
  }

  close() {
    if (!this.#dialog?.open) return;
    this.#dialog.close();
    this.#launcher?.setAttribute("aria-expanded", "false");
    const opener = this.#opener;
    const isOther = opener instanceof HTMLElement && opener !== this && opener !== document.body && opener.isConnected;
    (isOther ? opener : this.#launcher)?.focus({ preventScroll: true });
    this.#dispatch("close");
  }

  /** @param {string} question */
  async ask(question) {
    if (this.#dialog) await this.open();
    await this.#ready();
    const asked = String(question).trim();
    if (asked) this.#panel?.ask(asked);
  }

  #addLauncher() {
    const dialog = element("dialog", "panel");
    const launcher = button("launcher", "", () => (dialog.open ? this.close() : this.open()));
    dialog.id = "panel";
    launcher.title = this.#title;
    launcher.setAttribute("aria-controls", dialog.id);
    launcher.setAttribute("aria-expanded", "false");
    this.#dialog = dialog;
    this.#box = dialog;
    this.#launcher = withIcon(launcher, "quote", this.#title);
    this.#root.append(launcher);
  }

  /**
   * @param {string} name
   * @param {object} [detail]
   */
  #dispatch(name, detail) {
    this.dispatchEvent(new CustomEvent(`onrecord:${name}`, { detail, bubbles: true }));
  }

  /**
   * Modal where it is the whole screen.
   *
   * @param {HTMLDialogElement} dialog
   */
  #show(dialog) {
    if (narrow.matches) dialog.showModal();
    else dialog.show();
  }

  #fit = () => {
    if (!this.#dialog?.open) return;
    const focused = this.shadowRoot?.activeElement;
    this.#dialog.close();
    this.#show(this.#dialog);
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  };

  /** @param {Event} event */
  #escape(event) {
    if (!this.#dialog && !this.#box.classList.contains("reads")) return; // nothing of ours to leave: it is the page's
    event.preventDefault();
    event.stopPropagation();
    if (!this.#panel?.leaveArticle()) this.close();
  }

  /** Fill the panel, once; where the catalogue cannot be had, the next call tries again. */
  #ready() {
    this.#starting ??= this.#start().catch(() => {
      this.#starting = null;
      this.#showUnreachable();
    });
    return this.#starting;
  }

  async #start() {
    const { base = new URL(".", document.baseURI), token, tokenUrl, credentials } = this.#options;
    const address = tokenUrl && new URL(tokenUrl, document.baseURI);
    const wording = await fetchWording(this.#language, base);
    const source = token || (address ? () => fetchToken(address) : undefined);
    this.#root.lang = wording.language;
    this.#root.dir = directionOf(wording.language);
    this.#panel = new Panel(this.#box, {
      i18n: createWidgetI18n(wording),
      client: new Client({
        base,
        source,
        credentials: credentials === "same-origin" ? "same-origin" : "omit",
        language: wording.language,
      }),
      title: this.#title,
      collections: namesIn(String(this.#options.collections || "")),
      close: this.#dialog && (() => this.close()),
      dispatch: (name, detail) => this.#dispatch(name, detail),
    });
  }

  get #language() {
    return this.#options.language || document.documentElement.lang || "";
  }

  #showUnreachable() {
    const said = withoutCatalogue(this.#language || navigator.language);
    const again = button("pill", said.again, () => this.#ready().then(() => this.#panel?.focus()));
    const closing = this.#dialog ? [button("pill", said.close, () => this.close())] : [];
    const unreachable = element("div", "unreachable");
    unreachable.append(element("h2", "lead", this.#title), element("p", "", said.fault), again, ...closing);
    this.#root.lang = said.language;
    this.#box.replaceChildren(unreachable);
    if (this.#dialog?.open) again.focus();
  }
}

/**
 * Return the names of a list with commas.
 *
 * @param {string} list
 */
function namesIn(list) {
  return list.split(",").flatMap((name) => name.trim() || []);
}

/**
 * Return the theme: a page that says what colours it is made for is followed; else the reader's system is.
 *
 * @param {string | undefined} theme
 * @param {Element} around
 */
function themeOf(theme, around) {
  if (theme === "light" || theme === "dark") return theme;
  return getComputedStyle(around).colorScheme === "normal" ? "system" : "page";
}
