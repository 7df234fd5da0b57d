"""Answers that come as slowly as a test wants, so that what happens meanwhile can be looked at."""

import threading
from collections.abc import Generator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from index.records import EVERYTHING, Scope
from qa.answer import Answer, AnswerSentence, Turn
from qa.cancellation import Cancellation
from qa.protocol import Answers, Engine
from tests.support.waiting import PATIENCE


class Paced(tuple[AnswerSentence, ...]):  # noqa: SLOT001 - tuples cannot have slots of their own
    """Sentences that are read one more at a time, each when the test allows it."""

    gate: threading.Semaphore

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, slice):
            assert self.gate.acquire(timeout=PATIENCE)
        return tuple(self)[key]


class PacedAnswers:
    """Answers that have three sentences and arrive as slowly as the test wants."""

    def __init__(self, answers: Answers, gate: threading.Semaphore) -> None:
        self.answers, self.gate = answers, gate

    def __getattr__(self, name: str) -> Any:
        return getattr(self.answers, name)

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        asked: date | None = None,
        scope: Scope = EVERYTHING,
        cancel: Cancellation | None = None,
    ) -> Generator[Answer, None, None]:
        answer = self.answers.ask(question, history, asked=asked)
        paced = Paced((answer.sentences * 3)[:3])
        paced.gate = self.gate
        yield replace(answer, sentences=paced)


class PacedEngine:
    """An engine whose answers have three sentences and arrive as slowly as the test wants."""

    def __init__(self, engine: Engine, gate: threading.Semaphore | None = None) -> None:
        self.engine, self.gate = engine, gate or threading.Semaphore(0)
        self.answers = PacedAnswers(engine.answers, self.gate)
        self.catalogue, self.editing = engine.catalogue, engine.editing

    def readable_by(self, collections: frozenset[str] | None) -> "PacedEngine":
        return PacedEngine(self.engine.readable_by(collections), self.gate)
