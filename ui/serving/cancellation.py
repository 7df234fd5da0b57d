"""Somebody waits for an answer, and may leave: the page is closed, the answer stopped, the connection gone.

An answer is made in threads, step by step, and a step may wait long for a chat model. A thread cannot be called off,
but what it waits for can: the request to the model ends at once, and what is left of the answer when the step is done.
"""

from collections.abc import AsyncGenerator, Callable, Generator
from contextvars import ContextVar
from dataclasses import replace
from threading import Lock
from typing import Generic, TypeVar

from anyio import CancelScope

from qa.generation.models import ChatModel, ModelRouting
from qa.generation.streaming import ModelStream
from ui.serving.scheduler import AnswerScheduler

T = TypeVar("T")

_reader: ContextVar["Client | None"] = ContextVar("reader", default=None)
"""For whom this step of an answer is made."""


class Client:
    """Who waits for one answer."""

    def __init__(self) -> None:
        """They are there, and nothing is asked for them yet."""
        self.left = False
        self._lock = Lock()
        self._replies: list[ModelStream] = []
        self._waiting: CancelScope | None = None

    def leave(self) -> None:
        """End what is done for this reader; to be called on the event loop, any number of times."""
        with self._lock:
            self.left = True
            replies = self._replies.copy()
        for reply in replies:
            reply.close()
        if self._waiting:
            self._waiting.cancel()

    def ask(self, reply: ModelStream) -> None:
        """A model has been asked for this reader."""
        with self._lock:
            self._replies.append(reply)
            left = self.left
        if left:
            reply.close()

    async def wait(self, step: Callable[[], T], turns: AnswerScheduler, *, begun: bool = False) -> T | None:
        """What a step gives when its turn comes; None when the reader leaves meanwhile."""
        with CancelScope() as self._waiting:
            if not self.left:
                return await turns.run(step, begun=begun)
        return None


class _CancellableModel(ChatModel):
    """A chat model whose requests end when the reader leaves for whom they are made."""

    def __init__(self, model: ChatModel) -> None:
        self.name = model.name
        self._asked = model

    def stream(self, system: str, user: str) -> ModelStream:
        """The pieces of an answer as they come."""
        reply = self._asked.stream(system, user)
        if reader := _reader.get():
            reader.ask(reply)
        return reply


def cancellable_models(models: ModelRouting) -> ModelRouting:
    """The same models; a request to one of them ends at once when its reader leaves, whatever it waits for."""
    found = {id(model): _CancellableModel(model) for model in (models.default, *models.by_collection.values()) if model}
    return replace(
        models,
        default=models.default and found[id(models.default)],
        by_collection={name: model and found[id(model)] for name, model in models.by_collection.items()},
    )


async def run_in_steps(
    pieces: Generator[T, None, None], reader: Client | None = None, turns: AnswerScheduler | None = None
) -> AsyncGenerator[T, None]:
    """What a generator gives, each step made in a thread in its turn. Raises `Later` when too many wait for the first.

    It is closed when the reader leaves, or whoever iterates over this stops: then at once, or when its step is done.
    """
    reader, turns = reader or Client(), turns or AnswerScheduler(1, 0)
    steps, begun = _StepRunner(pieces, reader), False
    try:
        while piece := await reader.wait(steps.next, turns, begun=begun):
            begun = True
            yield piece[0]
    finally:
        reader.leave()
        steps.close()


class _StepRunner(Generic[T]):
    """A generator whose steps run in threads, and which can be closed while one does."""

    def __init__(self, pieces: Generator[T, None, None], reader: Client) -> None:
        self._pieces, self._reader = pieces, reader
        self._lock = Lock()
        self._runs, self._closed = False, False

    def next(self) -> tuple[T] | None:
        """The next piece; None at the end. Runs in a context of its own."""
        with self._lock:
            if self._closed:
                return None
            self._runs = True
        _reader.set(self._reader)
        try:
            return (next(self._pieces),)
        except StopIteration:
            return None
        finally:
            if self._is_over():
                self._pieces.close()

    def _is_over(self) -> bool:
        """Whether the generator was to be closed while a step ran that is now done."""
        with self._lock:
            self._runs = False
            return self._closed

    def close(self) -> None:
        """Close the generator; where a step of it is being made, when that is done."""
        with self._lock:
            self._closed = True
            runs = self._runs
        if not runs:
            self._pieces.close()
