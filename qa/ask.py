"""The way through: a question is understood, passages are searched, an answer is extracted or written, and checked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from itertools import chain, islice, zip_longest
from threading import Lock

from index.ingest import Report
from index.records import EVERYTHING, Article, Hit, Query, Scope, Sentence
from index.search.search import search
from index.search.statements import meant
from index.sources.upload import take_in
from index.storage.articles import Library, library
from index.storage.corpus import Archive
from index.storage.feedback import Feedback, give
from index.storage.restricted_store import LimitedArchive
from index.storage.statements import Stated, Wanted, stated, with_speakers
from qa.answer import Answer, Turn
from qa.cache import Once
from qa.explore.examples import candidates
from qa.explore.people import Record, Roll, records, roll
from qa.explore.suggestions import Beside, beside
from qa.explore.timeline import Timeline, timeline
from qa.explore.topics import Topics
from qa.extraction.comparison import compare
from qa.extraction.compose import refusal
from qa.extraction.facts import extract
from qa.extraction.follow_up import source
from qa.extraction.merge import together
from qa.extraction.notes import days, joined
from qa.extraction.perspectives import against, voiced
from qa.extraction.quotes import quote
from qa.generation.generate import generate, given
from qa.generation.models import ChatModel, Models
from qa.generation.streaming import ModelFault
from qa.understanding.decompose import parts
from qa.understanding.parse import Known, is_pronoun, understand
from qa.understanding.scope import beyond, within
from qa.verification import entailment as meaning
from qa.verification.verify import checked

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


class Asker:
    """An opened index that answers; safe to share between threads."""

    def __init__(self, archive: Archive, models: Models | None = None, whole: "Asker | None" = None) -> None:
        """Answer from this archive; `models` write the answers from the collections that they may read.

        `whole` has all articles where this archive shows some of them: it is written to.
        """
        self.archive = archive
        self.models = models or Models()
        self._whole = whole or self
        self._examples: tuple[int, tuple[str, ...]] | None = None
        self._answers = Once[tuple[Query, Answer]](_ANSWERS_KEPT)
        self._topics = Topics(archive)
        self._adding = Lock()
        self._limited = lru_cache(maxsize=_LIMITS_KEPT)(self._limited_to)

    def readable_by(self, collections: frozenset[str] | None) -> "Asker":
        """The same over the articles of these collections alone, as if there were no others; None for all of them."""
        return self if collections is None else self._limited(collections)

    def _limited_to(self, collections: frozenset[str]) -> "Asker":
        return Asker(LimitedArchive(self.archive, collections), self.models, self)

    def ask(
        self, question: str, history: Sequence[Turn] = (), *, asked: date | None = None, scope: Scope = EVERYTHING
    ) -> Answer:
        """The answer to a question after the turns of `history`, every sentence of it checked against the articles."""
        *_, answer = self.growing(question, history, asked=asked, scope=scope)
        return answer

    def verbatim(self, question: str, history: Sequence[Turn] = (), *, scope: Scope = EVERYTHING) -> Answer:
        """The answer in the articles' own words; no model is asked."""
        return self._together(question, self._found_each(parts(question), history, None, scope))

    def growing(
        self, question: str, history: Sequence[Turn] = (), *, asked: date | None = None, scope: Scope = EVERYTHING
    ) -> Iterator[Answer]:
        """The same as it grows, the whole of it last; a model's sentences come one by one, each after its check.

        Closing the iterator ends what is asked of a model. When the model fails, the last is the answer in the
        articles' own words, under a note that says so.
        """
        found = self._found_each(parts(question), history, asked, scope)
        verbatim = self._together(question, found)
        queries = [query for query, _ in found]
        model = self._model(verbatim, queries)
        if model is None:
            yield verbatim
            return
        hits = [hit for hit in self._hits(queries) if self.models.of([hit.article.collection]) is model]
        try:
            for answer in generate(model, verbatim, given(self.archive, verbatim, hits)):
                yield checked(answer, self.archive.store.article)
        except ModelFault as fault:
            yield replace(verbatim, note=joined(verbatim.note, f"{fault} These are the articles’ own words."))

    def search(
        self, question: str, k: int = 20, *, asked: date | None = None, scope: Scope = EVERYTHING
    ) -> tuple[Hit, ...]:
        """The k passages that fit the question best, with who speaks in them."""
        return with_speakers(self.archive.store, search(self.archive, self._understood(question, (), asked, scope), k))

    def _together(self, question: str, found: Sequence[tuple[Query, Answer]]) -> Answer:
        answer = together([answer for _, answer in found])
        return replace(answer, question=question, nearest=with_speakers(self.archive.store, answer.nearest))

    def _found_each(
        self, questions: Sequence[str], history: Sequence[Turn], asked: date | None, scope: Scope
    ) -> list[tuple[Query, Answer]]:
        """Each question as it was understood after those before it, with its answer in the articles' own words."""
        found: list[tuple[Query, Answer]] = []
        for question in questions:
            earlier = [*history, *(Turn(answer.question, answer) for _, answer in found)]
            key = (self.archive.store.generation(), question, *earlier, asked, date.today(), scope)
            found.append(self._answers.get(key, partial(self._found_one, question, earlier, asked, scope)))
        return found

    def _found_one(
        self, question: str, earlier: Sequence[Turn], asked: date | None, scope: Scope
    ) -> tuple[Query, Answer]:
        query = self._understood(question, earlier, asked, scope)
        reason = beyond(self.archive, query)
        answer = refusal(query, (), reason) if reason else self._found(query, earlier)
        return query, replace(checked(answer, self.archive.store.article), question=question)

    def _model(self, verbatim: Answer, queries: Sequence[Query]) -> ChatModel | None:
        """The model that may read all that was found; none for a refusal, and where the words themselves are wanted."""
        if verbatim.refused or any(query.intent in _NOT_WRITTEN for query in queries):
            return None
        cited = {citation.article_id for citation in verbatim.citations}
        articles = (self.archive.store.article(article_id) for article_id in cited)
        return self.models.of({article.collection for article in articles if article})

    def _hits(self, queries: Sequence[Query]) -> Iterator[Hit]:
        """The passages that fit each of the queries, in turns."""
        found = [search(self.archive, query, _PASSAGES_READ) for query in queries if query.intent in _SEARCHED]
        return (hit for hit in chain.from_iterable(zip_longest(*found)) if hit)

    def _understood(self, question: str, history: Sequence[Turn], asked: date | None, scope: Scope) -> Query:
        known = Known(self.archive.people(), self.archive.store.newest())
        return within(understand(question, history, asked, known), scope)

    def _found(self, query: Query, history: Sequence[Turn]) -> Answer:
        last = self._last(history, query.scope) if query.more or query.intent == "source" else None
        seen = [(c.article_id, c.start, c.end) for c in last.citations] if last and query.more else []
        match query.intent:
            case "source":
                return source(query, last)
            case "disagreed":
                return compare(self.archive, query) if query.other else against(self.archive, query)
            case "voices":
                answer = voiced(self.archive, query, seen)
                return self._fact(query) if answer.refused and not query.besides and not seen else answer
            case "fact":
                return self._fact(query)
        answer = quote(self.archive, query, seen)
        asks_of_nobody = answer.refused and self._is_nobody(query.speaker or "")
        return self._fact(query, answer) if asks_of_nobody else answer

    def _is_nobody(self, speaker: str) -> bool:
        """Whether "What did the study find?" only has the form of a question after somebody's words."""
        return speaker == speaker.casefold() and not is_pronoun(speaker) and not meant(self.archive, speaker)

    def _fact(self, query: Query, instead: Answer | None = None) -> Answer:
        """The sentences that answer; when none within the dates does, those without, under a note that says so."""
        answer = extract(self.archive, query, search(self.archive, query, _PASSAGES_READ))
        if answer.refused and (query.since or query.until):
            found = extract(self.archive, query.anytime, search(self.archive, query.anytime, _PASSAGES_READ))
            if not found.refused:
                return replace(found, note=f"Nothing published {days(query)} answers; this is from other times.")
        return instead if instead and answer.refused else answer

    def _last(self, history: Sequence[Turn], scope: Scope) -> Answer | None:
        """The answer before this question; asked again when the history holds only its question."""
        if not history:
            return None
        return history[-1].answer or self.verbatim(history[-1].question, history[:-1], scope=scope)

    def warm(self) -> None:
        """Load the model, the vectors and, where a chat model writes, the check, which the first question does else."""
        self.archive.vectors()
        self.archive.embedder.queries(["warm"])
        if self.models.names:
            meaning.warm()

    def article(self, article_id: str) -> Article | None:
        """A stored article."""
        return self.archive.store.article(article_id)

    def sentences(self, article_id: str) -> tuple[Sentence, ...]:
        """The sentences of a stored article, in order."""
        return self.archive.store.sentences(article_id)

    def examples(self) -> tuple[str, ...]:
        """Up to four questions made from what is indexed, about four people; each is asked before it is offered."""
        generation = self.archive.store.generation()
        if self._examples is None or self._examples[0] != generation:
            answered = (
                question for question in candidates(self.archive, self._topics) if not self.verbatim(question).refused
            )
            self._examples = generation, tuple(islice(answered, _EXAMPLES))
        return self._examples[1]

    def library(self, limit: int = 50, offset: int = 0, *, like: str = "", scope: Scope = EVERYTHING) -> Library:
        """The articles of the scope, newest first, whose title or publisher holds the words of `like`."""
        return library(self.archive.store, scope, limit, offset, like)

    def beside(self, answer: Answer, history: Sequence[Turn] = (), scope: Scope = EVERYTHING) -> Beside:
        """Questions to ask after an answer, passages found and not in it, and whether it leads to a timeline."""
        query = self._understood(answer.question, history, None, scope)

        def ask(question: str) -> Answer:
            return self.verbatim(question, scope=scope)

        found = beside(self.archive, self._topics, query, answer, ask)
        return replace(found, unused=with_speakers(self.archive.store, found.unused))

    def timeline(self, name: str, topic: str = "", scope: Scope = EVERYTHING) -> Timeline:
        """What whoever `name` means said on a topic, over time."""
        return timeline(self.archive, name, topic, scope)

    def counts(self, scope: Scope = EVERYTHING) -> Counts:
        """How many articles and passages are indexed."""
        return Counts(*self.archive.store.counts(Query("", scope=scope)))

    def remove(self, article_id: str) -> bool:
        """Delete an article and all that was derived from it; False when there is none of that id."""
        return self.article(article_id) is not None and self._whole.archive.store.remove(article_id)

    def add(self, name: str, content: bytes, collection: str = "", addable: frozenset[str] | None = None) -> Report:
        """Add the articles of one document, to `addable` collections alone; who comes meanwhile waits, who asks not."""
        if self._whole is not self:
            return self._whole.add(name, content, collection, addable)
        with self._adding:
            return take_in(self.archive, name, content, collection, addable)

    def give(self, feedback: Feedback) -> int:
        """Keep in the index what a reader says of an answer; its number."""
        return give(self._whole.archive.store.database, feedback)

    def versions(self) -> dict[str, str]:
        """What the answers come from: the index's format, its model and its generation."""
        return self.archive.store.meta()

    def people(self, limit: int = 50, offset: int = 0, *, like: str = "", nouns: bool = False) -> Roll:
        """Those who are quoted, whose name holds `like`; with `nouns` also who has no name ("the company")."""
        return roll(self.archive, self._topics, limit, offset, like, nouns)

    def record(self, name: str, limit: int = 50, offset: int = 0, *, exact: bool = False) -> tuple[Record, ...]:
        """What everybody said whom `name` may mean; with `exact`, who goes by just that name. Empty when nobody does.

        `limit` and `offset` count the statements of each.
        """
        return records(self.archive, self._topics, name, limit, offset, exact)

    def statements(
        self,
        limit: int = 50,
        offset: int = 0,
        *,
        article_id: str | None = None,
        like: str = "",
        scope: Scope = EVERYTHING,
    ) -> tuple[tuple[Stated, ...], int]:
        """Who says what, newest first, and how many statements there are; only those that hold the words of `like`."""
        meant_by = [name for person in meant(self.archive, scope.person) for name in person.names]
        wanted = Wanted(meant_by if scope.person else None, article_id, like, scope)
        return stated(self.archive.store, wanted, limit, offset)
