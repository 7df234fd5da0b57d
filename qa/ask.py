"""The way through: a question is understood, passages are searched, an answer is extracted or written, and checked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from itertools import chain, islice, zip_longest
from threading import Lock

from index.ingest import IngestReport
from index.records import EVERYTHING, Article, Hit, Query, Scope, Sentence
from index.search.search import search
from index.search.statements import resolve_people
from index.sources.upload import ingest_upload
from index.storage.articles import ArticlePage, list_articles
from index.storage.corpus import Corpus
from index.storage.feedback import Feedback, add_feedback
from index.storage.restricted_store import RestrictedCorpus
from index.storage.statements import ListedStatement, StatementFilter, annotate_speakers, list_statements
from qa.answer import Answer, Turn
from qa.cache import SingleFlightCache
from qa.explore.examples import example_questions
from qa.explore.people import PeoplePage, PersonRecord, list_people, person_records
from qa.explore.suggestions import Suggestions, suggest
from qa.explore.timeline import Timeline, timeline
from qa.explore.topics import Topics
from qa.extraction.comparison import compare
from qa.extraction.compose import refuse
from qa.extraction.facts import extract
from qa.extraction.follow_up import answer_sources
from qa.extraction.merge import merge_answers
from qa.extraction.notes import days_note, join_notes
from qa.extraction.perspectives import opposing_statements, perspectives
from qa.extraction.quotes import quote
from qa.generation.generate import generate, select_context
from qa.generation.models import ChatModel, ModelRouting
from qa.generation.streaming import ModelFault
from qa.understanding.decompose import decompose
from qa.understanding.parse import KnownEntities, is_pronoun, parse_question
from qa.understanding.scope import apply_scope, out_of_scope_reason
from qa.verification import entailment as meaning
from qa.verification.verify import drop_invalid_citations

_PASSAGES_READ = 20
_NOT_WRITTEN = frozenset(("source", "disagreed"))
"""What no model writes: where the last answer stands, and what two people say, side by side."""
_SEARCHED = frozenset(("fact", "said", "mentioned"))
"""What more passages are given to a model for than the answer in the articles' own words cites."""
_EXAMPLES = 4
_ANSWERS_KEPT = 200
"""In the articles' own words: the same question over the same index has the same answer."""
_LIMITS_KEPT = 64
"""Sets of collections whose people, topics and word counts are kept in memory."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is indexed."""

    articles: int
    passages: int


class AnswerEngine:
    """An opened index that answers; safe to share between threads."""

    def __init__(self, corpus: Corpus, models: ModelRouting | None = None, whole: "AnswerEngine | None" = None) -> None:
        """Answer from this corpus; `models` write the answers from the collections that they may read.

        `whole` has all articles where this corpus shows some of them: it is written to.
        """
        self.corpus = corpus
        self.models = models or ModelRouting()
        self._whole = whole or self
        self._examples: tuple[int, tuple[str, ...]] | None = None
        self._answers = SingleFlightCache[tuple[Query, Answer]](_ANSWERS_KEPT)
        self._topics = Topics(corpus)
        self._adding = Lock()
        self._limited = lru_cache(maxsize=_LIMITS_KEPT)(self._limited_to)

    def readable_by(self, collections: frozenset[str] | None) -> "AnswerEngine":
        """The same over the articles of these collections alone, as if there were no others; None for all of them."""
        return self if collections is None else self._limited(collections)

    def _limited_to(self, collections: frozenset[str]) -> "AnswerEngine":
        return AnswerEngine(RestrictedCorpus(self.corpus, collections), self.models, self)

    def ask(
        self, question: str, history: Sequence[Turn] = (), *, asked: date | None = None, scope: Scope = EVERYTHING
    ) -> Answer:
        """The answer to a question after the turns of `history`, every sentence of it checked against the articles."""
        *_, answer = self.stream(question, history, asked=asked, scope=scope)
        return answer

    def extractive_answer(self, question: str, history: Sequence[Turn] = (), *, scope: Scope = EVERYTHING) -> Answer:
        """The answer in the articles' own words; no model is asked."""
        return self._merge(question, self._answer_parts(decompose(question), history, None, scope))

    def stream(
        self, question: str, history: Sequence[Turn] = (), *, asked: date | None = None, scope: Scope = EVERYTHING
    ) -> Iterator[Answer]:
        """The same as it grows, the whole of it last; a model's sentences come one by one, each after its check.

        Closing the iterator ends what is asked of a model. When the model fails, the last is the answer in the
        articles' own words, under a note that says so.
        """
        found = self._answer_parts(decompose(question), history, asked, scope)
        verbatim = self._merge(question, found)
        queries = [query for query, _ in found]
        model = self._model(verbatim, queries)
        if model is None:
            yield verbatim
            return
        hits = [hit for hit in self._hits(queries) if self.models.of([hit.article.collection]) is model]
        try:
            for answer in generate(model, verbatim, select_context(self.corpus, verbatim, hits)):
                yield drop_invalid_citations(answer, self.corpus.store.article)
        except ModelFault as fault:
            yield replace(verbatim, note=join_notes(verbatim.note, f"{fault} These are the articles’ own words."))

    def search(
        self, question: str, k: int = 20, *, asked: date | None = None, scope: Scope = EVERYTHING
    ) -> tuple[Hit, ...]:
        """The k passages that fit the question best, with who speaks in them."""
        return annotate_speakers(
            self.corpus.store, search(self.corpus, self._understood(question, (), asked, scope), k)
        )

    def _merge(self, question: str, found: Sequence[tuple[Query, Answer]]) -> Answer:
        answer = merge_answers([answer for _, answer in found])
        return replace(answer, question=question, nearest=annotate_speakers(self.corpus.store, answer.nearest))

    def _answer_parts(
        self, questions: Sequence[str], history: Sequence[Turn], asked: date | None, scope: Scope
    ) -> list[tuple[Query, Answer]]:
        """Each question as it was understood after those before it, with its answer in the articles' own words."""
        found: list[tuple[Query, Answer]] = []
        for question in questions:
            earlier = [*history, *(Turn(answer.question, answer) for _, answer in found)]
            key = (self.corpus.store.generation(), question, *earlier, asked, date.today(), scope)
            found.append(self._answers.get(key, partial(self._found_one, question, earlier, asked, scope)))
        return found

    def _found_one(
        self, question: str, earlier: Sequence[Turn], asked: date | None, scope: Scope
    ) -> tuple[Query, Answer]:
        query = self._understood(question, earlier, asked, scope)
        reason = out_of_scope_reason(self.corpus, query)
        answer = refuse(query, (), reason) if reason else self._found(query, earlier)
        return query, replace(drop_invalid_citations(answer, self.corpus.store.article), question=question)

    def _model(self, verbatim: Answer, queries: Sequence[Query]) -> ChatModel | None:
        """The model that may read all that was found; none for a refusal, and where the words themselves are wanted."""
        if verbatim.refused or any(query.intent in _NOT_WRITTEN for query in queries):
            return None
        cited = {citation.article_id for citation in verbatim.citations}
        articles = (self.corpus.store.article(article_id) for article_id in cited)
        return self.models.of({article.collection for article in articles if article})

    def _hits(self, queries: Sequence[Query]) -> Iterator[Hit]:
        """The passages that fit each of the queries, in turns."""
        found = [search(self.corpus, query, _PASSAGES_READ) for query in queries if query.intent in _SEARCHED]
        return (hit for hit in chain.from_iterable(zip_longest(*found)) if hit)

    def _understood(self, question: str, history: Sequence[Turn], asked: date | None, scope: Scope) -> Query:
        known = KnownEntities(self.corpus.people(), self.corpus.store.latest_publication_date())
        return apply_scope(parse_question(question, history, asked, known), scope)

    def _found(self, query: Query, history: Sequence[Turn]) -> Answer:
        last = self._last(history, query.scope) if query.exclude_shown or query.intent == "source" else None
        seen = [c.span for c in last.citations] if last and query.exclude_shown else []
        match query.intent:
            case "source":
                return answer_sources(query, last)
            case "disagreed":
                return compare(self.corpus, query) if query.compare_with else opposing_statements(self.corpus, query)
            case "voices":
                answer = perspectives(self.corpus, query, seen)
                return self._fact(query) if answer.refused and not query.exclude_speaker and not seen else answer
            case "fact":
                return self._fact(query)
        answer = quote(self.corpus, query, seen)
        asks_of_nobody = answer.refused and self._is_nobody(query.speaker or "")
        return self._fact(query, answer) if asks_of_nobody else answer

    def _is_nobody(self, speaker: str) -> bool:
        """Whether "What did the study find?" only has the form of a question after somebody's words."""
        return speaker == speaker.casefold() and not is_pronoun(speaker) and not resolve_people(self.corpus, speaker)

    def _fact(self, query: Query, instead: Answer | None = None) -> Answer:
        """The sentences that answer; when none within the dates does, those without, under a note that says so."""
        answer = extract(self.corpus, query, search(self.corpus, query, _PASSAGES_READ))
        if answer.refused and (query.since or query.until):
            found = extract(self.corpus, query.without_dates, search(self.corpus, query.without_dates, _PASSAGES_READ))
            if not found.refused:
                return replace(found, note=f"Nothing published {days_note(query)} answers; this is from other times.")
        return instead if instead and answer.refused else answer

    def _last(self, history: Sequence[Turn], scope: Scope) -> Answer | None:
        """The answer before this question; asked again when the history holds only its question."""
        if not history:
            return None
        return history[-1].answer or self.extractive_answer(history[-1].question, history[:-1], scope=scope)

    def warm(self) -> None:
        """Load the model, the vectors and, where a chat model writes, the check, which the first question does else."""
        self.corpus.vectors()
        self.corpus.embedder.embed_queries(["warm"])
        if self.models.names:
            meaning.warm()

    def article(self, article_id: str) -> Article | None:
        """A stored article."""
        return self.corpus.store.article(article_id)

    def sentences(self, article_id: str) -> tuple[Sentence, ...]:
        """The sentences of a stored article, in order."""
        return self.corpus.store.sentences(article_id)

    def examples(self) -> tuple[str, ...]:
        """Up to four questions made from what is indexed, about four people; each is asked before it is offered."""
        generation = self.corpus.store.generation()
        if self._examples is None or self._examples[0] != generation:
            answered = (
                question
                for question in example_questions(self.corpus, self._topics)
                if not self.extractive_answer(question).refused
            )
            self._examples = generation, tuple(islice(answered, _EXAMPLES))
        return self._examples[1]

    def list_articles(
        self, limit: int = 50, offset: int = 0, *, like: str = "", scope: Scope = EVERYTHING
    ) -> ArticlePage:
        """The articles of the scope, newest first, whose title or publisher holds the words of `like`."""
        return list_articles(self.corpus.store, scope, limit, offset, like)

    def suggest(self, answer: Answer, history: Sequence[Turn] = (), scope: Scope = EVERYTHING) -> Suggestions:
        """Questions to ask after an answer, passages found and not in it, and whether it leads to a timeline."""
        query = self._understood(answer.question, history, None, scope)

        def ask(question: str) -> Answer:
            return self.extractive_answer(question, scope=scope)

        found = suggest(self.corpus, self._topics, query, answer, ask)
        return replace(found, unused=annotate_speakers(self.corpus.store, found.unused))

    def timeline(self, name: str, topic: str = "", scope: Scope = EVERYTHING) -> Timeline:
        """What whoever `name` means said on a topic, over time."""
        return timeline(self.corpus, name, topic, scope)

    def counts(self, scope: Scope = EVERYTHING) -> Counts:
        """How many articles and passages are indexed."""
        return Counts(*self.corpus.store.counts(Query("", scope=scope)))

    def remove(self, article_id: str) -> bool:
        """Delete an article and all that was derived from it; False when there is none of that id."""
        return self.article(article_id) is not None and self._whole.corpus.store.remove(article_id)

    def add(
        self, name: str, content: bytes, collection: str = "", addable: frozenset[str] | None = None
    ) -> IngestReport:
        """Add the articles of one document, to `addable` collections alone; who comes meanwhile waits, who asks not."""
        if self._whole is not self:
            return self._whole.add(name, content, collection, addable)
        with self._adding:
            return ingest_upload(self.corpus, name, content, collection, addable)

    def add_feedback(self, feedback: Feedback) -> int:
        """Keep in the index what a reader says of an answer; its number."""
        return add_feedback(self._whole.corpus.store.database, feedback)

    def provenance(self) -> dict[str, str]:
        """What the answers come from: the index's format, its model and its generation."""
        return self.corpus.store.meta()

    def people(self, limit: int = 50, offset: int = 0, *, like: str = "", nouns: bool = False) -> PeoplePage:
        """Those who are quoted, whose name holds `like`; with `nouns` also who has no name ("the company")."""
        return list_people(self.corpus, self._topics, limit, offset, like, nouns)

    def person_record(
        self, name: str, limit: int = 50, offset: int = 0, *, exact: bool = False
    ) -> tuple[PersonRecord, ...]:
        """What everybody said whom `name` may mean; with `exact`, who goes by just that name. Empty when nobody does.

        `limit` and `offset` count the statements of each.
        """
        return person_records(self.corpus, self._topics, name, limit, offset, exact)

    def statements(
        self,
        limit: int = 50,
        offset: int = 0,
        *,
        article_id: str | None = None,
        like: str = "",
        scope: Scope = EVERYTHING,
    ) -> tuple[tuple[ListedStatement, ...], int]:
        """Who says what, newest first, and how many statements there are; only those that hold the words of `like`."""
        meant_by = [name for person in resolve_people(self.corpus, scope.person) for name in person.names]
        wanted = StatementFilter(meant_by if scope.person else None, article_id, like, scope)
        return list_statements(self.corpus.store, wanted, limit, offset)
