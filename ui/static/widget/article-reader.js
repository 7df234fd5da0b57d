// The article that is being read, in front of the conversation: from a citation, and back to it.

import { articleText } from "../lib/article-text.js";
import { articleQuery, parseCitationLink } from "../lib/citation-link.js";
import { button, dotted, element, outsideLink, warning } from "../lib/dom.js";
import { reportFault } from "./context.js";
import { topBar, withIcon, words } from "./parts.js";

/** @import { Article } from "../lib/types.js" */
/** @import { Context } from "./context.js" */

/** Shows one article at a time. */
export class ArticleReader {
  place = element("div", "reading");
  #context;
  #panel;
  #onLeave;
  #content = element("div", "content");
  #publisher = element("bdi", "from");
  #loading = new AbortController();
  /** @type {HTMLElement | null} */
  #opener = null;

  /**
   * @param {Context} context
   * @param {HTMLElement} panel has the class "reads" while an article is read
   * @param {() => void} onLeave is called where the opener has gone
   */
  constructor(context, panel, onLeave) {
    this.#context = context;
    this.#panel = panel;
    this.#onLeave = onLeave;
    const { t } = context.i18n;
    const back = withIcon(
      button("pill back", "", () => this.leave()),
      "back",
      t("panel.back"),
    );
    back.append(t("panel.back"));
    this.#content.tabIndex = 0; // it scrolls, also by keyboard
    this.place.setAttribute("role", "region");
    this.place.setAttribute("aria-label", t("article.label"));
    const closing = context.close && { label: t("panel.close"), close: context.close };
    this.place.append(topBar([back, this.#publisher], closing), this.#content);
  }

  /**
   * Open the article behind a citation; of two quick clicks the second one counts.
   *
   * @param {{ link: string }} cited
   * @param {{ link: string }[]} all what else the answer cites
   * @param {HTMLElement} opening
   */
  async open(cited, all, opening) {
    this.#loading.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    opening.setAttribute("aria-busy", "true");
    try {
      await this.#load(cited, all, signal);
    } catch (error) {
      if (signal.aborted) return;
      const again = button("pill", this.#context.i18n.t("widget.again"), () => this.open(cited, all, opening));
      this.#publisher.textContent = "";
      this.#content.replaceChildren(warning(reportFault(error, this.#context)), again);
    } finally {
      opening.removeAttribute("aria-busy");
    }
    this.#enter(opening);
  }

  /**
   * Go back to the conversation.
   *
   * @returns {boolean} false when no article is open
   */
  leave() {
    this.stop();
    if (!this.#panel.classList.contains("reads")) return false;
    this.#panel.classList.remove("reads");
    if (this.#opener?.isConnected) this.#opener.focus({ preventScroll: true });
    else this.#onLeave();
    return true;
  }

  stop() {
    this.#loading.abort();
  }

  /**
   * @param {{ link: string }} cited
   * @param {{ link: string }[]} all
   * @param {AbortSignal} signal
   */
  async #load(cited, all, signal) {
    const stretch = parseCitationLink(cited.link);
    if (!stretch) throw new Error(`no link to a citation: ${cited.link}`);
    const others = all.map(({ link }) => parseCitationLink(link));
    const article = await this.#context.client.article(articleQuery(stretch, others), signal);
    this.#content.replaceChildren(...this.#nodes(article));
    this.#publisher.textContent = article.publisher || "";
  }

  /** @param {Article} article */
  #nodes(article) {
    const { t, day } = this.#context.i18n;
    const header = element("header");
    header.append(dotted("p", "where", [article.publisher, day(article.published)]));
    header.append(words("h3", "", article.title || article.article_id));
    if (article.author) header.append(words("p", "where", article.author));
    if (/^https?:\/\//i.test(article.link ?? "")) header.append(outsideLink(t("article.outside"), article.link ?? ""));
    const changed = article.changed ? [warning(t(`article.${article.found}`))] : [];
    return [header, ...changed, articleText(article)];
  }

  /**
   * Scrolled by hand: scrollIntoView would move the page around the widget as well.
   *
   * @param {HTMLElement} opening
   */
  #enter(opening) {
    this.#opener = opening;
    this.#panel.classList.add("reads");
    const content = this.#content;
    /** @type {HTMLElement | null} */
    const cited = content.querySelector("mark.cited");
    const target = cited ?? content;
    target.tabIndex = -1;
    content.scrollTop = 0;
    const place = target.getBoundingClientRect();
    const shown = content.getBoundingClientRect();
    if (place.bottom > shown.bottom) content.scrollTop = place.top - shown.top - content.clientHeight / 3;
    target.focus({ preventScroll: true });
  }
}
