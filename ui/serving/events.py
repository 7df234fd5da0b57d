"""Wraps an engine and reports each call as an event, to the audit log and the metrics.

Every request is answered through one, so that no route can forget. Each method of the engine is one row here: what is
reported of it, or that it shows nothing and is passed on as it is.
"""

import time
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import closing, nullcontext, suppress
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from typing import Any, Literal, ParamSpec, TypeVar

from index.records import EVERYTHING, Scope
from qa.answer import Answer
from qa.protocol import Answers, Catalogue, Editing, Engine
from ui.http.errors import Unavailable

P = ParamSpec("P")
R = TypeVar("R")

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
    """Something that was done for a request."""

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
"""Is called with an event before what it reports is shown; raises `Unavailable` when that must not be."""
AnswerStream = Generator[Answer, None, None]
CallArguments = Mapping[str, Any]
"""The arguments of a call by their names, defaults included."""


def observe(
    method: Callable[P, R],
    notify: Observer,
    *,
    before: Callable[[CallArguments], Event] | None = None,
    after: Callable[[CallArguments, R], Event] | None = None,
) -> Callable[P, R]:
    """Return the method with events: one before it does its work, one after it and before its result is returned."""

    @wraps(method)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        arguments = _arguments(method, args, kwargs)
        if before:
            notify(before(arguments))
        result = method(*args, **kwargs)
        if after:
            notify(after(arguments, result))
        return result

    return call


class ObservedCatalogue:
    """A `Catalogue` that reports what it shows."""

    def __init__(self, catalogue: Catalogue, notify: Observer) -> None:
        """Wrap each method."""
        self.sentences = catalogue.sentences  # only where they stand: their words come with the article
        self.people = catalogue.people
        self.counts = catalogue.counts
        self.provenance = catalogue.provenance
        self.article = observe(
            catalogue.article,
            notify,
            after=lambda asked, found: Event(
                "article", "done" if found else "missing", articles=(asked["article_id"],)
            ),
        )
        self.list_articles = observe(
            catalogue.list_articles,
            notify,
            after=lambda asked, page: _shown("articles", asked["like"], asked["scope"], (a.id for a in page.articles)),
        )
        self.person_record = observe(
            catalogue.person_record,
            notify,
            after=lambda asked, records: _shown(
                "person", asked["name"], EVERYTHING, (said.article.id for record in records for said in record.said)
            ),
        )
        self.statements = observe(
            catalogue.statements,
            notify,
            after=lambda asked, listed: _shown(
                "statements", asked["like"], asked["scope"], (one.statement.article_id for one in listed[0])
            ),
        )
        self.timeline = observe(
            catalogue.timeline,
            notify,
            after=lambda asked, timeline: _shown(
                "timeline",
                ": ".join(filter(None, (asked["name"], asked["topic"]))),
                asked["scope"],
                (point.article.id for point in timeline.points),
            ),
        )


class ObservedEditing:
    """An `Editing` that reports a change before it is made, and what became of it."""

    def __init__(self, editing: Editing, notify: Observer) -> None:
        """Wrap each method."""
        self.add = observe(
            editing.add,
            notify,
            before=lambda asked: Event("add", "begun", asked["name"], _within(asked["collection"])),
            after=lambda asked, report: Event(
                "add", "failed" if report.failures else "done", asked["name"], _within(asked["collection"])
            ),
        )
        self.remove = observe(
            editing.remove,
            notify,
            before=lambda asked: Event("delete", "begun", articles=(asked["article_id"],)),
            after=lambda asked, removed: Event(
                "delete", "done" if removed else "missing", articles=(asked["article_id"],)
            ),
        )
        self.add_feedback = observe(
            editing.add_feedback, notify, before=lambda asked: Event("feedback", question=asked["feedback"].question)
        )


class ObservedAnswers:
    """`Answers` that report what they show."""

    def __init__(self, answers: Answers, notify: Observer) -> None:
        """Wrap each method."""
        self.models = answers.models
        self.warm = answers.warm
        self.examples = answers.examples
        self.stream = observe_stream(answers.stream, notify)
        self.ask = _last_of(self.stream)
        self.search = observe(
            answers.search,
            notify,
            after=lambda asked, hits: _shown(
                "search", asked["question"], asked["scope"], (hit.article.id for hit in hits)
            ),
        )
        self.suggest = observe(
            answers.suggest,
            notify,
            after=lambda asked, suggested: _shown(
                "beside", asked["answer"].question, asked["scope"], (hit.article.id for hit in suggested.unused)
            ),
        )


class ObservedEngine:
    """An `Engine` that reports every use of it."""

    def __init__(self, engine: Engine, notify: Observer) -> None:
        """Report to `notify`."""
        self.answers = ObservedAnswers(engine.answers, notify)
        self.catalogue = ObservedCatalogue(engine.catalogue, notify)
        self.editing = ObservedEditing(engine.editing, notify)
        self._engine, self._notify = engine, notify

    def readable_by(self, collections: frozenset[str] | None) -> "ObservedEngine":
        """Return the same over the articles of these collections alone."""
        return ObservedEngine(self._engine.readable_by(collections), self._notify)


def observe_stream(method: Callable[P, AnswerStream], notify: Observer) -> Callable[P, AnswerStream]:
    """Return the method with an event before the first of an answer is shown, and one at the end of a written one."""

    @wraps(method)
    def call(*args: P.args, **kwargs: P.kwargs) -> AnswerStream:
        asked, began = _arguments(method, args, kwargs), time.monotonic()

        def report(status: EventStatus, answer: Answer | None, waited: float | None) -> None:
            answer_id = answer.id if answer and status != "begun" else ""
            notify(Event("answer", status, asked["question"], asked["scope"], _cited(answer), answer_id, waited))

        return _reported(method(*args, **kwargs), began, report)

    return call


def _reported(
    growing: AnswerStream, began: float, report: Callable[[EventStatus, Answer | None, float | None], None]
) -> AnswerStream:
    first = last = None
    waited: float | None = None
    status: EventStatus = "left"
    try:
        with closing(growing):
            for last in growing:
                if first is None:
                    first, waited = last, time.monotonic() - began
                    report("begun" if last.model else _outcome(last), last, waited)
                yield last
        if last is not None:
            status = _outcome(last)
    except Exception:
        status = "failed"
        raise
    finally:
        if last is None or last is not first or last.model:
            # A reader who has left is shown nothing more; what they were shown is known from the first event.
            with suppress(Unavailable) if status == "left" else nullcontext():
                report(status, last, waited)


def _last_of(method: Callable[P, AnswerStream]) -> Callable[P, Answer]:
    """Return a method that gives the last of what this one yields."""

    @wraps(method)
    def call(*args: P.args, **kwargs: P.kwargs) -> Answer:
        *_, answer = method(*args, **kwargs)
        return answer

    return call


def _arguments(method: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object]) -> CallArguments:
    bound = signature(method).bind(*args, **kwargs)
    bound.apply_defaults()
    return bound.arguments


def _shown(kind: EventKind, question: str, scope: Scope, articles: Iterable[str]) -> Event:
    return Event(kind, "done", question, scope, tuple(dict.fromkeys(articles)))


def _outcome(answer: Answer) -> EventStatus:
    return "refused" if answer.refused else "answered"


def _cited(answer: Answer | None) -> tuple[str, ...]:
    """Return the ids of the articles that an answer shows: those it cites, then the nearest ones."""
    if answer is None:
        return ()
    cited = [citation.article_id for citation in answer.citations]
    return tuple(dict.fromkeys([*cited, *(hit.article.id for hit in answer.nearest)]))


def _within(collection: str) -> Scope:
    return Scope(collections=(collection,)) if collection else EVERYTHING
