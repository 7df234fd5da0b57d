"""An asker whose work is told to whoever must know of it: the audit log, the numbers of the server.

Every request is answered through one, so that no route can forget.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import date
from typing import Literal

from index.ingest import Report
from index.records import EVERYTHING, Article, Hit, Scope, Sentence
from index.storage.articles import Library
from index.storage.feedback import Feedback
from index.storage.statements import Stated
from qa.answer import Answer, Turn
from qa.explore.people import Record, Roll
from qa.explore.suggestions import Beside
from qa.explore.timeline import Timeline
from qa.generation.models import Models
from qa.protocol import AskerProtocol, CountsProtocol, ending
from ui.http.unavailable import Later

Kind = Literal[
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
Status = Literal["begun", "answered", "refused", "left", "failed", "done", "missing"]
"""An answer has begun when a chat model's first sentences are shown; its reader may have left before the end.

A change has begun before it is made: none is made of which nobody is told.
"""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done for somebody."""

    kind: Kind
    status: Status = "done"
    question: str = ""
    """Or what else was asked for: a name, words of a title, a file."""
    scope: Scope = EVERYTHING
    articles: tuple[str, ...] = ()
    """Ids of those that were shown, changed or judged."""
    answer_id: str = ""
    waited: float | None = None
    """Seconds until the first sentences of an answer, or its refusal."""


Told = Callable[[Event], None]
"""What is told of an event before what it tells of is shown; raises `Later` when that must not be."""


class Witnessed:
    """The same asker, every use of it told."""

    def __init__(self, asker: AskerProtocol, told: Told, name: Callable[[Answer], str] = lambda _: "") -> None:
        """`name` gives the id under which an answer is kept."""
        self._asker, self._told, self._name = asker, told, name

    def readable_by(self, collections: frozenset[str] | None) -> "Witnessed":
        """The same over the articles of these collections alone."""
        return Witnessed(self._asker.readable_by(collections), self._told, self._name)

    def ask(
        self, question: str, history: Sequence[Turn] = (), *, asked: date | None = None, scope: Scope = EVERYTHING
    ) -> Answer:
        """The answer or a refusal; told."""
        *_, answer = self.growing(question, history, asked=asked, scope=scope)
        return answer

    def growing(
        self, question: str, history: Sequence[Turn] = (), *, asked: date | None = None, scope: Scope = EVERYTHING
    ) -> Iterator[Answer]:
        """The same as it grows; told before the first of it is shown, and what a model writes at its end as well."""
        growing = self._asker.growing(question, history, asked=asked, scope=scope)
        return self._growing(growing, question, scope, time.monotonic())

    def _growing(self, growing: Iterator[Answer], question: str, scope: Scope, since: float) -> Iterator[Answer]:
        first = last = None
        waited: float | None = None
        status: Status = "left"
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
                with suppress(Later) if status == "left" else nullcontext():
                    self._told(told)

    def _tell_first(self, answer: Answer, scope: Scope, waited: float) -> None:
        whole = not answer.model
        status = _outcome(answer) if whole else "begun"
        name = self._name(answer) if whole else ""
        self._told(Event("answer", status, answer.question, scope, _shown(answer), name, waited))

    @property
    def models(self) -> Models:
        """The chat models that write answers."""
        return self._asker.models

    def search(
        self, question: str, k: int = 20, *, asked: date | None = None, scope: Scope = EVERYTHING
    ) -> tuple[Hit, ...]:
        """The passages that fit best; told."""
        hits = self._asker.search(question, k, asked=asked, scope=scope)
        self._tell("search", question, scope, (hit.article.id for hit in hits))
        return hits

    def warm(self) -> None:
        """Load what the first question would otherwise wait for."""
        self._asker.warm()

    def article(self, article_id: str) -> Article | None:
        """The stored article, or None; told."""
        article = self._asker.article(article_id)
        self._told(Event("article", "done" if article else "missing", articles=(article_id,)))
        return article

    def sentences(self, article_id: str) -> tuple[Sentence, ...]:
        """Where its sentences stand; their words come with the article."""
        return self._asker.sentences(article_id)

    def examples(self) -> tuple[str, ...]:
        """Questions that the articles answer."""
        return self._asker.examples()

    def library(self, limit: int = 50, offset: int = 0, *, like: str = "", scope: Scope = EVERYTHING) -> Library:
        """The articles of the scope; told."""
        library = self._asker.library(limit, offset, like=like, scope=scope)
        self._tell("articles", like, scope, (listed.id for listed in library.articles))
        return library

    def beside(self, answer: Answer, history: Sequence[Turn] = (), scope: Scope = EVERYTHING) -> Beside:
        """What to ask next and what was not used; told."""
        beside = self._asker.beside(answer, history, scope)
        self._tell("beside", answer.question, scope, (hit.article.id for hit in beside.unused))
        return beside

    def timeline(self, name: str, topic: str = "", scope: Scope = EVERYTHING) -> Timeline:
        """What one person said over time; told."""
        timeline = self._asker.timeline(name, topic, scope)
        self._tell("timeline", f"{name}: {topic}" if topic else name, scope, (p.article.id for p in timeline.points))
        return timeline

    def counts(self, scope: Scope = EVERYTHING) -> CountsProtocol:
        """How much is indexed."""
        return self._asker.counts(scope)

    def add(self, name: str, content: bytes, collection: str = "", addable: frozenset[str] | None = None) -> Report:
        """Add the articles of one document; told."""
        self._told(Event("add", "begun", name, _within(collection)))
        report = self._asker.add(name, content, collection, addable)
        self._told(Event("add", "failed" if report.failures else "done", name, _within(collection)))
        return report

    def remove(self, article_id: str) -> bool:
        """Delete an article; told."""
        self._told(Event("delete", "begun", articles=(article_id,)))
        removed = self._asker.remove(article_id)
        self._told(Event("delete", "done" if removed else "missing", articles=(article_id,)))
        return removed

    def give(self, feedback: Feedback) -> int:
        """Keep what a reader says of an answer; told."""
        self._told(Event("feedback", question=feedback.question))
        return self._asker.give(feedback)

    def versions(self) -> dict[str, str]:
        """What the answers come from."""
        return self._asker.versions()

    def people(self, limit: int = 50, offset: int = 0, *, like: str = "", nouns: bool = False) -> Roll:
        """Those who are quoted."""
        return self._asker.people(limit, offset, like=like, nouns=nouns)

    def record(self, name: str, limit: int = 50, offset: int = 0, *, exact: bool = False) -> tuple[Record, ...]:
        """What somebody said; told."""
        records = self._asker.record(name, limit, offset, exact=exact)
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
    ) -> tuple[tuple[Stated, ...], int]:
        """Who says what; told."""
        stated, total = self._asker.statements(limit, offset, article_id=article_id, like=like, scope=scope)
        self._tell("statements", like, scope, (one.statement.article_id for one in stated))
        return stated, total

    def _tell(self, kind: Kind, question: str, scope: Scope, articles: Iterable[str]) -> None:
        self._told(Event(kind, "done", question, scope, tuple(dict.fromkeys(articles))))


def _outcome(answer: Answer) -> Status:
    return "refused" if answer.refused else "answered"


def _shown(answer: Answer | None) -> tuple[str, ...]:
    if answer is None:
        return ()
    cited = [citation.article_id for citation in answer.citations]
    return tuple(dict.fromkeys([*cited, *(hit.article.id for hit in answer.nearest)]))


def _within(collection: str) -> Scope:
    return Scope(collections=(collection,)) if collection else EVERYTHING
