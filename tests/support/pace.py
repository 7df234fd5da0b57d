"""Answers that come as slowly as a test wants, so that what happens meanwhile can be looked at."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from index.records import EVERYTHING, Scope
from qa.answer import Answer, AnswerSentence, Turn
from qa.protocol import AnswerEngineProtocol


class Paced(tuple[AnswerSentence, ...]):  # noqa: SLOT001 - tuples cannot have slots of their own
    """Sentences that are read one more at a time, each when the test allows it."""

    gate: threading.Semaphore

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, slice):
            assert self.gate.acquire(timeout=60)
        return tuple(self)[key]


class PacedEngine:
    """An engine whose answers have three sentences and arrive as slowly as the test wants."""

    def __init__(self, engine: AnswerEngineProtocol) -> None:
        self.engine = engine
        self.gate = threading.Semaphore(0)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.engine, name)

    def readable_by(self, collections: frozenset[str] | None) -> "PacedEngine":
        less = PacedEngine(self.engine.readable_by(collections))
        less.gate = self.gate
        return less

    def ask(
        self, question: str, history: Sequence[Turn] = (), *, asked: date | None = None, scope: Scope = EVERYTHING
    ) -> Answer:
        answer = self.engine.ask(question, history, asked=asked)
        paced = Paced((answer.sentences * 3)[:3])
        paced.gate = self.gate
        return replace(answer, sentences=paced)

    def stream(
        self, question: str, history: Sequence[Turn] = (), *, asked: date | None = None, scope: Scope = EVERYTHING
    ) -> Iterator[Answer]:
        yield self.ask(question, history, asked=asked, scope=scope)
