// An answer as it grows. What one person says in one article stands under one heading; what a model wrote is prose.

import { button, dotted, element } from "../lib/dom.js";
import { words } from "./parts.js";
import { doubtOf, groupKey } from "./reply-groups.js";

/** @import { I18n } from "../lib/i18n.js" */
/** @import { Answer, AnswerSentence, Citation, Passage } from "../lib/types.js" */

/**
 * @callback OpenCitation
 * @param {{ link: string }} cited
 * @param {{ link: string }[]} all what else the answer cites
 * @param {HTMLElement} opening the button that was clicked
 * @returns {void}
 */

/** The answer to one question, in an element of its own. */
export class Reply {
  place = element("div", "reply");
  #i18n;
  #open;
  /** @type {AnswerSentence[]} */
  #sentences = [];
  /** @type {Map<number, Citation>} */
  #citations = new Map();
  #drawn = 0; // sentences
  #isProse = false;
  /** What the last sentence stands in. */
  #last = { key: "", section: "", article: "", group: element("section") };

  /**
   * @param {I18n} i18n
   * @param {OpenCitation} open
   */
  constructor(i18n, open) {
    this.#i18n = i18n;
    this.#open = open;
  }

  /** Whether there is anything of an answer. */
  get hasBegun() {
    return this.#sentences.length > 0;
  }

  /** @param {AnswerSentence} sentence */
  addSentence(sentence) {
    this.#sentences.push(sentence);
    this.#draw();
  }

  /** @param {Citation} citation */
  addCitation(citation) {
    this.#citations.set(citation.n, citation);
    this.#draw();
  }

  /** Take back all that was said. */
  retract() {
    this.#clear();
    this.#sentences = [];
    this.#isProse = false;
    this.#citations.clear();
  }

  /**
   * Show the whole answer. It is the one that counts: where what came before differs, it is drawn anew.
   *
   * @param {Answer} answer
   */
  finish(answer) {
    const model = answer.model ?? "";
    const isProse = Boolean(model);
    if (isProse !== this.#isProse || JSON.stringify(this.#sentences) !== JSON.stringify(answer.sentences))
      this.#clear();
    this.#sentences = answer.sentences;
    this.#isProse = isProse;
    this.#citations = new Map(answer.citations.map((citation) => [citation.n, citation]));
    this.#drawAll();
    const note = answer.note ? [element("p", "note", answer.note)] : [];
    if (model) {
      this.place.prepend(element("p", "written", this.#i18n.t("answer.written", { model })));
      this.place.append(...note);
    } else this.place.prepend(...note);
    if (answer.refused) this.#refuse(answer);
    else if (this.#citations.size) this.place.append(this.#sources());
  }

  /**
   * Say why no more will come.
   *
   * @param {string} sentence
   * @param {HTMLElement} again
   */
  breakOff(sentence, again) {
    this.#drawAll();
    this.place.append(element("p", "notice", sentence), again);
  }

  #clear() {
    this.place.replaceChildren();
    this.#drawn = 0;
    this.#last = { key: "", section: "", article: "", group: element("section") };
  }

  /** Draw the sentences whose citations, which come after them, are known. */
  #draw() {
    this.#beginProse();
    for (const sentence of this.#sentences.slice(this.#drawn)) {
      if (!sentence.citations.every((n) => this.#citations.has(n))) return;
      this.#append(sentence);
    }
  }

  #drawAll() {
    this.#beginProse();
    for (const sentence of this.#sentences.slice(this.#drawn)) this.#append(sentence);
  }

  #beginProse() {
    if (this.#isProse || !this.#sentences.some(({ status }) => status)) return;
    this.#isProse = true; // only what a model wrote has a status
    this.#clear();
  }

  /** @param {AnswerSentence} sentence */
  #append(sentence) {
    this.#drawn += 1;
    const { section = "" } = sentence;
    const source = this.#cited(sentence.citations)[0];
    const key = groupKey(section, source, this.#isProse);
    if (section && section !== this.#last.section) this.place.append(element("p", "section", section));
    if (key !== this.#last.key) {
      const group = element("section", this.#isProse ? "running" : "group");
      const article = source?.article_id ?? "";
      const isContinued = section === this.#last.section && article === this.#last.article;
      if (!this.#isProse) group.append(this.#heading(source, isContinued));
      this.place.append(group);
      this.#last = { key, section, article, group };
    }
    this.#last.group.append(this.#sentence(sentence));
  }

  /** @param {number[]} numbers */
  #cited(numbers) {
    return numbers.flatMap((n) => this.#citations.get(n) ?? []);
  }

  /**
   * @param {Citation | undefined} source
   * @param {boolean} isContinued whether it is of the article above
   */
  #heading(source, isContinued) {
    const { t, day } = this.#i18n;
    const where = isContinued && source?.speaker ? [] : [source?.publisher, day(source?.published), source?.title];
    const known = [source?.speaker, ...where].filter(Boolean);
    return dotted("p", "source", known.length ? known : [source?.article_id || t("answer.no_source")]);
  }

  /** @param {AnswerSentence} sentence */
  #sentence(sentence) {
    const said = words("p", "said", sentence.text);
    const cited = this.#cited(sentence.citations);
    for (const citation of cited) said.append(" ", this.#chip(citation));
    const doubt = doubtOf(sentence, cited);
    const person = cited.find((citation) => citation.probable_speaker)?.probable_speaker;
    if (doubt) said.append(" ", element("span", "doubt", this.#i18n.t(`answer.${doubt}`)));
    else if (person) said.append(" ", element("span", "doubt", this.#i18n.t("answer.probably", { person })));
    return said;
  }

  /** @param {Citation} citation */
  #chip(citation) {
    const { n, title, article_id: id } = citation;
    const chip = button("cite", `[${n}]`, () => this.#open(citation, [...this.#citations.values()], chip));
    const name = title || id || this.#i18n.t("answer.unnamed");
    chip.setAttribute("aria-label", this.#i18n.t("widget.source", { n, title: name }));
    return chip;
  }

  #sources() {
    const { t } = this.#i18n;
    const byArticle = Map.groupBy(this.#citations.values(), (citation) => citation.article_id);
    const list = element("ul");
    list.append(...[...byArticle.values()].map((citations) => this.#usedArticle(citations)));
    const folded = element("details", "sources");
    folded.append(element("summary", "", t("answer.sources", { count: byArticle.size })), list);
    return folded;
  }

  /** @param {Citation[]} citations all of one article */
  #usedArticle(citations) {
    const [first] = citations;
    const item = element("li");
    const opening = button("used", "", () => this.#open(first, [...this.#citations.values()], opening));
    const where = [first.title || first.article_id, first.publisher, this.#i18n.day(first.published)];
    opening.append(dotted("span", "", where), ` ${citations.map(({ n }) => `[${n}]`).join(" ")}`);
    item.append(opening);
    return item;
  }

  /** @param {Answer} answer */
  #refuse({ reason, nearest }) {
    this.place.append(element("p", "reason", reason ?? ""));
    if (!nearest.length) return;
    const list = element("ol", "nearest");
    list.append(...nearest.map((passage) => this.#nearestPassage(passage)));
    this.place.append(element("p", "label", this.#i18n.t("answer.nearest")), list);
  }

  /** @param {Passage} passage */
  #nearestPassage(passage) {
    const item = element("li");
    const opening = button("passage", "", () => this.#open(passage, [], opening));
    const known = [passage.publisher, this.#i18n.day(passage.published), passage.title].filter(Boolean);
    const source = dotted("span", "source", known.length ? known : [passage.article_id]);
    opening.append(source, words("span", "quoted", passage.text));
    item.append(opening);
    return item;
  }
}
