// The conversation: questions, their answers as they grow, and what may be asked next.

import { button, element } from "../lib/dom.js";
import { readEvents } from "../lib/server-events.js";
import { reportFault } from "./context.js";
import { complain, Fault } from "./fault.js";
import { topBar, words } from "./parts.js";
import { QuestionForm } from "./question-form.js";
import { Reply } from "./reply.js";

/** @import { Answer } from "../lib/types.js" */
/** @import { Context } from "./context.js" */
/** @import { OpenCitation } from "./reply.js" */

const MAX_EARLIER = 20; // questions that are sent along
const MAX_EXAMPLES = 3;
const GAP = 12; // pixels above a new question

/** Asks one question at a time. */
export class Conversation {
  place = element("div", "chat");
  /** What screen readers are told: each sentence once it stands. */
  log = element("div", "unseen");
  #context;
  #openCitation;
  #onAsk;
  #talk = element("div", "talk");
  #waiting;
  #restart;
  #form;
  /** @type {string[]} */
  #earlier = [];
  /** @type {string[]} */
  #examples = [];
  /** @type {AbortController | null} */
  #running = null;

  /**
   * @param {Context} context
   * @param {OpenCitation} openCitation
   * @param {() => void} onAsk is called when a question is asked
   */
  constructor(context, openCitation, onAsk) {
    this.#context = context;
    this.#openCitation = openCitation;
    this.#onAsk = onAsk;
    const { t } = context.i18n;
    this.#waiting = element("p", "waiting", t("page.reading"));
    this.#restart = button("pill", t("page.new"), () => this.#begin());
    this.#restart.hidden = true;
    this.#form = new QuestionForm(
      context.i18n,
      (question) => this.#ask(question),
      () => this.stop(),
    );
    this.#talk.tabIndex = 0; // it scrolls, also by keyboard
    this.#talk.append(this.#greeting());
    this.#label();
    const closing = context.close && { label: t("panel.close"), close: context.close };
    const bar = topBar([element("h2", "", context.title), this.#restart], closing);
    this.place.append(bar, this.#talk, this.#form.status, this.#form.place);
    if (!context.collections.length) this.#fetchExamples(); // they are made of all that the reader may read
  }

  focus() {
    this.#form.focus();
  }

  stop() {
    this.#running?.abort();
  }

  /** @param {string} question */
  ask(question) {
    if (this.#form.isTooLong(question)) this.#form.put(question);
    else this.#ask(question);
  }

  #label() {
    const { t } = this.#context.i18n;
    this.#talk.setAttribute("role", "region");
    this.#talk.setAttribute("aria-label", t("page.conversation"));
    this.log.setAttribute("role", "log");
    this.log.setAttribute("aria-label", t("page.answers"));
    this.log.setAttribute("aria-live", "polite");
  }

  /** @param {string} text */
  #say(text) {
    this.log.append(element("p", "", text));
  }

  #greeting() {
    const { t } = this.#context.i18n;
    const greeting = element("div", "greeting");
    const lead = element("p", "lead", t("page.lead"));
    greeting.append(lead, element("p", "", t("widget.promise")), ...this.#questionButtons(this.#examples));
    return greeting;
  }

  /** @param {string[]} questions */
  #questionButtons(questions) {
    return questions.map((question) => {
      const asking = button("pill", question, () => this.#askByButton(question));
      asking.dir = "auto";
      return asking;
    });
  }

  /**
   * Ask by a button that goes with the question.
   *
   * @param {string} question
   */
  #askByButton(question) {
    this.#talk.focus({ preventScroll: true });
    this.#ask(question);
  }

  async #fetchExamples() {
    const examples = await this.#context.client.examples().catch(() => null);
    if (!Array.isArray(examples?.questions)) return;
    this.#examples = examples.questions.slice(0, MAX_EXAMPLES).map(String);
    this.#talk.querySelector(".greeting")?.replaceWith(this.#greeting());
  }

  /** Begin a new conversation. */
  #begin() {
    this.stop();
    this.#earlier = [];
    this.#restart.hidden = true;
    this.log.replaceChildren();
    this.#talk.replaceChildren(this.#greeting());
    this.focus();
  }

  /** @param {string} question */
  async #ask(question) {
    this.stop();
    const mine = new AbortController();
    const reply = new Reply(this.#context.i18n, this.#openCitation);
    this.#running = mine;
    this.#onAsk();
    const turn = this.#beginTurn(question, reply);
    try {
      const answer = await this.#receive(question, reply, mine.signal);
      this.#earlier.push(question);
      if (this.#running === mine) this.#finishTurn(answer, reply);
    } catch (error) {
      this.#breakOff({ question, reply, turn, mine, error });
    } finally {
      if (this.#running === mine) {
        this.#running = null;
        this.#waiting.remove();
        this.#form.setBusy(false);
      }
    }
  }

  /**
   * @param {string} question
   * @param {Reply} reply
   * @returns {HTMLElement[]} the question and its answer, as they stand in the conversation
   */
  #beginTurn(question, reply) {
    for (const former of this.#talk.querySelectorAll(".greeting, .next, .again")) former.remove();
    const asked = words("p", "asked", question);
    const turn = element("div", "turn");
    turn.append(reply.place, this.#waiting);
    this.log.replaceChildren();
    this.#restart.hidden = false;
    this.#talk.append(asked, turn);
    if (asked.scrollHeight > asked.clientHeight) asked.tabIndex = 0;
    this.#talk.scrollTop = asked.offsetTop - GAP;
    this.#form.setBusy(true);
    this.#context.dispatch("asked", { question });
    return [asked, turn];
  }

  /**
   * @param {string} question
   * @param {Reply} reply
   * @param {AbortSignal} signal
   * @returns {Promise<Answer>}
   */
  async #receive(question, reply, signal) {
    const { client, collections } = this.#context;
    const history = this.#earlier.slice(-MAX_EARLIER);
    const body = { question, history, stream: true, ...(collections.length ? { scope: { collections } } : {}) };
    const events = readEvents(await client.ask(body, signal));
    /** @type {Answer | null} */
    let answer = null;
    try {
      for await (const [name, data] of events) answer = (await this.#take(name, data, reply)) ?? answer;
    } catch (error) {
      if (!answer && (error instanceof Fault || signal.aborted)) throw error;
    }
    if (answer) return answer;
    throw new Fault(reply.hasBegun ? "widget.broken" : "widget.unreachable");
  }

  /**
   * Show what an event brings, and say each sentence once it stands.
   *
   * @param {string} name
   * @param {any} data as it was parsed
   * @param {Reply} reply
   * @returns {Promise<Answer | null>} the whole answer, which the last event brings
   */
  async #take(name, data, reply) {
    if (name === "error") {
      throw new Fault("page.unexpected", { reason: String(data.detail || ""), shown: true, status: data.status });
    }
    if (name === "done") {
      const answer = (await this.#mayReadNothing(data))
        ? { ...data, reason: this.#context.i18n.t("widget.nothing") }
        : data;
      reply.finish(answer);
      return answer;
    }
    if (name === "citation") reply.addCitation(data);
    if (name === "sentence") {
      this.#say(data.text);
      reply.addSentence(data);
    }
    if (name === "retract") {
      this.log.replaceChildren();
      reply.retract();
    }
    return null;
  }

  /**
   * Return whether an answer found nothing because nothing that the reader may read is in the collections asked for.
   *
   * @param {Answer} answer
   */
  async #mayReadNothing({ refused, nearest }) {
    const { client, collections } = this.#context;
    if (!collections.length || !refused || nearest.length) return false;
    const total = await client.countArticles(collections).catch(() => 0);
    if (total) return false;
    const names = collections.join(", ");
    complain(`this reader may read no article in ${names}: correct data-collections, or the rules of access.`);
    return true;
  }

  /**
   * @param {Answer} answer
   * @param {Reply} reply
   */
  async #finishTurn({ question, answer_id: id, refused, reason, note }, { place }) {
    if (reason) this.#say(reason);
    if (note) this.#say(note);
    const { client, dispatch, i18n } = this.#context;
    dispatch("answered", { question, id, refused });
    const suggestions = await client.suggestions(id).catch(() => null);
    if (!suggestions?.next?.length || this.#running || this.#talk.lastChild !== place.parentElement) return;
    const next = element("div", "next");
    const label = element("p", "label", i18n.t(refused ? "beside.instead" : "beside.next"));
    next.append(label, ...this.#questionButtons(suggestions.next));
    place.append(next);
  }

  /**
   * Say why no more of an answer will come, and offer to ask again.
   *
   * @param {{ question: string, reply: Reply, turn: HTMLElement[], mine: AbortController, error: unknown }} broken
   */
  #breakOff({ question, reply, turn, mine, error }) {
    const { t } = this.#context.i18n;
    if (reply.hasBegun) this.#earlier.push(question);
    const again = button("pill again", t("actions.again"), () => {
      if (reply.hasBegun) this.#earlier.pop();
      else for (const part of turn) part.remove(); // there is nothing in it to keep
      this.#askByButton(question);
    });
    const sentence = mine.signal.aborted ? t("page.stopped") : reportFault(error, this.#context);
    reply.breakOff(sentence, again);
    if (this.#running === mine) this.#say(sentence);
    else again.remove();
  }
}
