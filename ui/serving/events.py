"""An engine whose work is told to whoever must know of it: the audit log, the numbers of the server.

Every request is answered through one, so that no route can forget.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import date
from typing import Literal

from index.ingest import IngestReport
from index.records import EVERYTHING, Article, Hit, Scope, Sentence
from index.storage.articles import ArticlePage
from index.storage.feedback import Feedback
from index.storage.statements import ListedStatement
from qa.answer import Answer, Turn
from qa.explore.people import PeoplePage, PersonRecord
from qa.explore.suggestions import Suggestions
from qa.explore.timeline import Timeline
from qa.generation.models import ModelRouting
from qa.protocol import AnswerEngineProtocol, CountsProtocol, ending
from ui.http.unavailable import Unavailable

EventKind = Literal[
    "answer",
    "search",
    "article",
    "articles",
    "statements",
    "person",
    "timeline",
    "beside",
    "add",
    "delete",
    "feedback",
    "sign-in",
]
EventStatus = Literal["begun", "answered", "refused", "left", "failed", "done", "missing"]
"""An answer has begun when a chat model's first sentences are shown; its reader may have left before the end.

A change has begun before it is made: none is made of which nobody is told.
"""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done for somebody."""

    kind: EventKind
    status: EventStatus = "done"
    question: str = ""
    """Or what else was asked for: a name, words of a title, a file."""
    scope: Scope = EVERYTHING
    articles: tuple[str, ...] = ()
    """Ids of those that were shown, changed or judged."""
    answer_id: str = ""
    waited: float | None = None
    """Seconds until the first sentences of an answer, or its refusal."""


Observer = Callable[[Event], None]
"""What is told of an event before what it tells of is shown; raises `Unavailable` when that must not be."""


class ObservedEngine:
    """The same engine, every use of it told."""

    def __init__(
        self, engine: AnswerEngineProtocol, told: Observer, name: Callable[[Answer], str] = lambda _: ""
    ) -> None:
        """`name` gives the id under which an answer is kept."""
        self._engine, self._told, self._name = engine, told, name

    def readable_by(self, collections: frozenset[str] | None) -> "ObservedEngine":
        """The same over the articles of these collections alone."""
        return ObservedEngine(self._engine.readable_by(collections), self._told, self._name)

    def ask(
        self, question: str, history: Sequence[Turn] = (), *, asked: date | None = None, scope: Scope = EVERYTHING
    ) -> Answer:
        """The answer or a refusal; told."""
        *_, answer = self.stream(question, history, asked=asked, scope=scope)
        return answer

    def stream(
        self, question: str, history: Sequence[Turn] = (), *, asked: date | None = None, scope: Scope = EVERYTHING
    ) -> Iterator[Answer]:
        """The same as it grows; told before the first of it is shown, and what a model writes at its end as well."""
        growing = self._engine.stream(question, history, asked=asked, scope=scope)
        return self._growing(growing, question, scope, time.monotonic())

    def _growing(self, growing: Iterator[Answer], question: str, scope: Scope, since: float) -> Iterator[Answer]:
        first = last = None
        waited: float | None = None
        status: EventStatus = "left"
        try:
            with ending(growing):
                for last in growing:
                    if first is None:
                        first, waited = last, time.monotonic() - since
                        self._tell_first(last, scope, waited)
                    yield last
            if last is not None:
                status = _outcome(last)
        except Exception:
            status = "failed"
            raise
        finally:
            if last is None or last is not first or last.model:
                told = Event("answer", status, question, scope, _shown(last), self._name(last) if last else "", waited)
                # Who has left is told nothing more; what they were shown is known from the first.
                with suppress(Unavailable) if status == "left" else nullcontext():
                    self._told(told)

    def _tell_first(self, answer: Answer, scope: Scope, waited: float) -> None:
        whole = not answer.model
        status = _outcome(answer) if whole else "begun"
        name = self._name(answer) if whole else ""
        self._told(Event("answer", status, answer.question, scope, _shown(answer), name, waited))

    @property
    def models(self) -> ModelRouting:
        """The chat models that write answers."""
        return self._engine.models

    def search(
        self, question: str, k: int = 20, *, asked: date | None = None, scope: Scope = EVERYTHING
    ) -> tuple[Hit, ...]:
        """The passages that fit best; told."""
        hits = self._engine.search(question, k, asked=asked, scope=scope)
        self._tell("search", question, scope, (hit.article.id for hit in hits))
        return hits

    def warm(self) -> None:
        """Load what the first question would otherwise wait for."""
        self._engine.warm()

    def article(self, article_id: str) -> Article | None:
        """The stored article, or None; told."""
        article = self._engine.article(article_id)
        self._told(Event("article", "done" if article else "missing", articles=(article_id,)))
        return article

    def sentences(self, article_id: str) -> tuple[Sentence, ...]:
        """Where its sentences stand; their words come with the article."""
        return self._engine.sentences(article_id)

    def examples(self) -> tuple[str, ...]:
        """Questions that the articles answer."""
        return self._engine.examples()

    def list_articles(
        self, limit: int = 50, offset: int = 0, *, like: str = "", scope: Scope = EVERYTHING
    ) -> ArticlePage:
        """The articles of the scope; told."""
        library = self._engine.list_articles(limit, offset, like=like, scope=scope)
        self._tell("articles", like, scope, (listed.id for listed in library.articles))
        return library

    def suggest(self, answer: Answer, history: Sequence[Turn] = (), scope: Scope = EVERYTHING) -> Suggestions:
        """What to ask next and what was not used; told."""
        beside = self._engine.suggest(answer, history, scope)
        self._tell("beside", answer.question, scope, (hit.article.id for hit in beside.unused))
        return beside

    def timeline(self, name: str, topic: str = "", scope: Scope = EVERYTHING) -> Timeline:
        """What one person said over time; told."""
        timeline = self._engine.timeline(name, topic, scope)
        self._tell("timeline", f"{name}: {topic}" if topic else name, scope, (p.article.id for p in timeline.points))
        return timeline

    def counts(self, scope: Scope = EVERYTHING) -> CountsProtocol:
        """How much is indexed."""
        return self._engine.counts(scope)

    def add(
        self, name: str, content: bytes, collection: str = "", addable: frozenset[str] | None = None
    ) -> IngestReport:
        """Add the articles of one document; told."""
        self._told(Event("add", "begun", name, _within(collection)))
        report = self._engine.add(name, content, collection, addable)
        self._told(Event("add", "failed" if report.failures else "done", name, _within(collection)))
        return report

    def remove(self, article_id: str) -> bool:
        """Delete an article; told."""
        self._told(Event("delete", "begun", articles=(article_id,)))
        removed = self._engine.remove(article_id)
        self._told(Event("delete", "done" if removed else "missing", articles=(article_id,)))
        return removed

    def add_feedback(self, feedback: Feedback) -> int:
        """Keep what a reader says of an answer; told."""
        self._told(Event("feedback", question=feedback.question))
        return self._engine.add_feedback(feedback)

    def provenance(self) -> dict[str, str]:
        """What the answers come from."""
        return self._engine.provenance()

    def people(self, limit: int = 50, offset: int = 0, *, like: str = "", nouns: bool = False) -> PeoplePage:
        """Those who are quoted."""
        return self._engine.people(limit, offset, like=like, nouns=nouns)

    def person_record(
        self, name: str, limit: int = 50, offset: int = 0, *, exact: bool = False
    ) -> tuple[PersonRecord, ...]:
        """What somebody said; told."""
        records = self._engine.person_record(name, limit, offset, exact=exact)
        self._tell("person", name, EVERYTHING, (said.article.id for record in records for said in record.said))
        return records

    def statements(
        self,
        limit: int = 50,
        offset: int = 0,
        *,
        article_id: str | None = None,
        like: str = "",
        scope: Scope = EVERYTHING,
    ) -> tuple[tuple[ListedStatement, ...], int]:
        """Who says what; told."""
        stated, total = self._engine.statements(limit, offset, article_id=article_id, like=like, scope=scope)
        self._tell("statements", like, scope, (one.statement.article_id for one in stated))
        return stated, total

    def _tell(self, kind: EventKind, question: str, scope: Scope, articles: Iterable[str]) -> None:
        self._told(Event(kind, "done", question, scope, tuple(dict.fromkeys(articles))))


def _outcome(answer: Answer) -> EventStatus:
    return "refused" if answer.refused else "answered"


def _shown(answer: Answer | None) -> tuple[str, ...]:
    if answer is None:
        return ()
    cited = [citation.article_id for citation in answer.citations]
    return tuple(dict.fromkeys([*cited, *(hit.article.id for hit in answer.nearest)]))


def _within(collection: str) -> Scope:
    return Scope(collections=(collection,)) if collection else EVERYTHING
