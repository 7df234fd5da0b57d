// The shapes that scripts of the page and of the widget share: what the API answers, and events of ours.

import type { paths } from "./api.js";

/** What a route of the API answers to GET. */
type Answered<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { "application/json": infer Body } } } };
}
  ? Body
  : never;
type Posted<Path extends keyof paths, Status extends number> = paths[Path] extends {
  post: { responses: Record<Status, { content: { "application/json": infer Body } }> };
}
  ? Body
  : never;

export type Answer = Posted<"/api/v1/ask", 200>;
export type AnswerSentence = Answer["sentences"][number];
export type Citation = Answer["citations"][number];
export type Passage = Answer["nearest"][number];
export type Suggestions = Answered<"/api/v1/answers/{answer_id}/beside">;
export type Examples = Answered<"/api/v1/examples">;

export type Article = Answered<"/api/v1/articles/{id}">;
export type Segment = Article["paragraphs"][number][number];
export type ArticleList = Exclude<Answered<"/api/v1/articles">, Article>;
export type ListedArticle = ArticleList["articles"][number];
export type Facet = ArticleList["publishers"][number];
export type IngestReport = Posted<"/api/v1/articles", 201>;

export type RecordList = Answered<"/api/v1/people/{name}">;
export type PersonRecord = RecordList["people"][number];
export type RecordedStatement = PersonRecord["said"][number];
export type PersonList = Exclude<Answered<"/api/v1/people">, RecordList>;
export type Person = PersonList["people"][number];

export type Timeline = Answered<"/api/v1/timeline">;
export type TimelinePoint = Timeline["points"][number];

export type PageFacts = Answered<"/api/v1/page">;
/** A sentence, or its plural forms. */
export type CatalogueEntry = string | Record<string, string>;
export type Catalogue = Record<string, Record<string, CatalogueEntry>>;
export type Wording = Answered<"/api/v1/wording"> & { catalogue: Catalogue };

/** What was asked for, or the sentence that says why it cannot be had. */
export type Reply<Body> = (Body & { fault?: undefined }) | { fault: string };

/** The part of the articles that is asked. */
export interface Scope {
  collections?: string[];
  publishers?: string[];
  person?: string;
  since?: string;
  until?: string;
}

/** A finished answer on the page. */
export interface AnsweredDetail {
  /** That of `/api/answers/ID`. */
  id: string;
  turn: number;
  question: string;
  message: HTMLElement;
  /** An empty element below the answer, for what belongs to it. */
  after: HTMLElement;
}

declare global {
  interface DocumentEventMap {
    /** A question has been taken. */
    "onrecord:asked": CustomEvent<undefined>;
    /** An answer is complete. */
    "onrecord:answered": CustomEvent<AnsweredDetail>;
    /** A new conversation begins. */
    "onrecord:emptied": CustomEvent<undefined>;
    /** A sentence of ours stands in place of an answer: the detail is the sentence. */
    "onrecord:notice": CustomEvent<string>;
    /** An earlier question is being edited: the detail is its turn, or null when that has ended. */
    "onrecord:editing": CustomEvent<number | null>;
    /** Another part of the articles is asked. */
    "onrecord:scope": CustomEvent<Scope>;
  }
}
