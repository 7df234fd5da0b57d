// What fills the panel: the conversation, and before it the article that is being read.

import { ArticleReader } from "./article-reader.js";
import { Conversation } from "./conversation.js";

/** @import { Context } from "./context.js" */

/** The parts of a panel, put together. */
export class Panel {
  #conversation;
  #reader;

  /**
   * @param {HTMLElement} place is filled
   * @param {Context} context
   */
  constructor(place, context) {
    this.#reader = new ArticleReader(context, place, () => this.focus());
    this.#conversation = new Conversation(
      context,
      (cited, all, opening) => this.#reader.open(cited, all, opening),
      () => this.leaveArticle(),
    );
    place.replaceChildren(this.#conversation.place, this.#reader.place, this.#conversation.log);
  }

  focus() {
    this.#conversation.focus();
  }

  /** @param {string} question */
  ask(question) {
    this.#conversation.ask(question);
  }

  /** Go back to the conversation; false when no article is open. */
  leaveArticle() {
    return this.#reader.leave();
  }

  stop() {
    this.#conversation.stop();
    this.#reader.stop();
  }
}
