// The question box, and the button beside it: it sends, or stops the answer that is growing.

import { button, element } from "../lib/dom.js";
import { MAX_QUESTION_CHARACTERS } from "../lib/shared-questions.js";
import { withIcon } from "./parts.js";

/** @import { I18n } from "../lib/i18n.js" */

/** A form with a status below which says what is the matter with the question, or that an answer is coming. */
export class QuestionForm {
  place = element("form");
  status = element("p", "state");
  #i18n;
  #box = element("textarea");
  #button;
  #onSubmit;
  #isBusy = false;

  /**
   * @param {I18n} i18n
   * @param {(question: string) => void} onSubmit
   * @param {() => void} onStop
   */
  constructor(i18n, onSubmit, onStop) {
    this.#i18n = i18n;
    this.#onSubmit = onSubmit;
    const act = () => (this.#isBusy ? onStop() : this.#submit());
    this.#button = withIcon(button("round send", "", act), "send", i18n.t("page.submit"));
    this.status.setAttribute("role", "status");
    this.place.addEventListener("submit", (event) => event.preventDefault());
    this.place.append(this.#box, this.#button);
    this.#fillBox();
  }

  focus() {
    this.#box.focus({ preventScroll: true });
  }

  /** @param {boolean} isBusy whether an answer is growing */
  setBusy(isBusy) {
    const { t } = this.#i18n;
    this.#isBusy = isBusy;
    this.status.textContent = isBusy ? t("page.reading") : "";
    this.status.className = isBusy ? "state unseen" : "state"; // the conversation shows it
    withIcon(this.#button, isBusy ? "stop" : "send", t(isBusy ? "page.stop" : "page.submit"));
    this.#button.classList.toggle("stop", isBusy);
  }

  /**
   * Say so where a question is too long.
   *
   * @param {string} question
   */
  isTooLong(question) {
    const count = [...question].length;
    const isLong = count > MAX_QUESTION_CHARACTERS;
    if (isLong) this.status.textContent = this.#i18n.t("widget.too_long", { count, most: MAX_QUESTION_CHARACTERS });
    this.status.classList.toggle("warning", isLong);
    this.#box.setAttribute("aria-invalid", String(isLong));
    return isLong;
  }

  /** @param {string} question */
  put(question) {
    this.#box.value = question;
  }

  #fillBox() {
    const box = this.#box;
    box.rows = 1;
    box.placeholder = this.#i18n.t("page.placeholder");
    box.setAttribute("aria-label", this.#i18n.t("page.question"));
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#submit();
    });
    box.addEventListener("input", () => {
      if (!this.#isBusy) this.status.textContent = "";
      box.removeAttribute("aria-invalid");
    });
  }

  #submit() {
    const question = this.#box.value.trim();
    if (!question || this.#isBusy || this.isTooLong(question)) return;
    this.#box.value = "";
    this.#onSubmit(question);
  }
}
