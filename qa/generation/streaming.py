"""The words of a chat model as they come: limits of time and length, another try, and every fault as one sentence.

Knows no provider and no library of theirs: what it reads is an asynchronous iterator of pieces.
"""

import asyncio
import logging
import re
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from functools import cache
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from time import monotonic
from types import TracebackType
from typing import Any, Self

from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_attempt,
    stop_before_delay,
    wait_exponential_jitter,
)

from qa.answer import MessageValue, ModelFaultKind, Note

_log = logging.getLogger("onrecord")
_CHARACTERS = 5  # of a token, at most, in the long run
_CUT = {"length", "max_tokens", "max_output_tokens"}
_REFUSED = {"content_filter", "refusal", "safety", "recitation", "blocklist", "prohibited_content", "spii"}
_PAUSE = wait_exponential_jitter(initial=0.25, max=8, jitter=0.25)
# Every provider has its own classes for a connection that failed; they are named alike.
_UNREACHABLE = re.compile(r"Connect|Timeout|Protocol|Network|ReadError|WriteError")


@dataclass(frozen=True, slots=True)
class ModelLimits:
    """How much is asked of a model, and how long it is waited for."""

    answer_tokens: int = 700
    """Length of an answer at most: asked of the model, and held against it at five characters a token."""
    first_seconds: float = 30.0
    """Until the first words, all tries together."""
    seconds: float = 90.0
    """For the whole answer."""
    retries: int = 2
    """Further tries of a request that failed before its first words."""


class ModelFault(Exception):  # noqa: N818 - its model is at fault, not its user
    """A chat model that gave no answer, or no whole one; `note` holds nothing that its server wrote."""

    def __init__(self, kind: ModelFaultKind, /, **values: MessageValue) -> None:
        """`values` are what the sentence for this kind is about."""
        self.note = Note(kind, **values)
        super().__init__(self.note)


@dataclass(frozen=True, slots=True)
class StreamChunk:
    """What a model sends at once: some text, and at the end why it stops, in its provider's word."""

    text: str
    finish: str = ""


ChunkSource = Callable[[], AsyncGenerator[StreamChunk, None]]
"""One request; what it raises tells what failed."""


class ModelStream(Iterator[str]):
    """The pieces of one answer, as they come; the request begins at once and ends with it, also when it is dropped.

    Raises `ModelFault` where the next piece should be. For one reader; many replies may run at a time.
    """

    def __init__(self, source: ChunkSource, name: str, limits: ModelLimits, keys: tuple[str, ...] = ()) -> None:
        """Ask; `name` and `keys`, the environment variables of the model's key, are for the notes of faults."""
        self.cut = False
        """Whether the answer was stopped at its limit of length; known once the pieces have ended."""
        self._name, self._limits = name, limits
        self._began, self._spoken, self._over = monotonic(), False, False
        self._inbox: SimpleQueue[str | bool | ModelFault] = SimpleQueue()
        work = _work(source, name, limits, keys, self._inbox.put)
        self._work = asyncio.run_coroutine_threadsafe(work, _loop())

    def __next__(self) -> str:
        """Return the next piece; never empty, the first without space in front."""
        if self._over:
            raise StopIteration
        got = self._taken()
        if isinstance(got, str):
            self._spoken = True
            return got
        self.close()
        if isinstance(got, ModelFault):
            raise got
        self.cut = got
        raise StopIteration

    def _taken(self) -> str | bool | ModelFault:
        """Return a piece, a fault, or whether the answer that ends here was cut."""
        limits = self._limits
        seconds = limits.seconds if self._spoken else min(limits.first_seconds, limits.seconds)
        try:
            return self._inbox.get(timeout=max(0.0, self._began + seconds - monotonic()))
        except Empty:
            kind: ModelFaultKind = "model_slow_to_finish" if self._spoken else "model_slow"
            return ModelFault(kind, model=self._name, seconds=seconds)

    def close(self) -> None:
        """End the request, whatever it waits for; its server sees the connection close."""
        self._over = True
        self._work.cancel()
        self._inbox.put(False)  # wakes whoever waits for the next piece in another thread

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()


async def _work(
    source: ChunkSource, name: str, limits: ModelLimits, keys: tuple[str, ...], put: Callable[[Any], None]
) -> None:
    """Put every piece, then how it ended. Nothing is raised: what failed may carry a key in its text."""
    tries = AsyncRetrying(
        stop=stop_after_attempt(limits.retries + 1) | stop_before_delay(limits.first_seconds),
        wait=_pause,
        retry=retry_if_exception(_may_pass),
        reraise=True,
    )
    try:
        async for attempt in tries:
            with attempt:
                put(await _read(source, name, limits, put))
    except Exception as error:  # noqa: BLE001 - any provider's error becomes one sentence
        _log.info("%s: %s", name, " from ".join(type(e).__name__ for e in _chain(error)))  # their texts may hold keys
        put(_fault(error, name, keys))


async def _read(source: ChunkSource, name: str, limits: ModelLimits, put: Callable[[Any], None]) -> bool | ModelFault:
    """Put the pieces of one request; whether they were cut. Raises only what happens before the first words."""
    thoughts, room, finish, spoken = _ReasoningFilter(), limits.answer_tokens * _CHARACTERS, "", False
    try:
        async with aclosing(source()) as pieces:
            async for piece in pieces:
                finish = piece.finish.casefold() or finish
                text = thoughts.without(piece.text)
                if text := text if spoken else text.lstrip():
                    spoken = True
                    put(text[:room])
                    room -= len(text)
                if room <= 0:
                    return True
    except Exception:
        if not spoken:
            raise
        return ModelFault("model_stopped", model=name)
    if rest := thoughts.rest[:room] if spoken else thoughts.rest.strip():
        put(rest)
    return _ended(name, limits, finish, spoken=spoken or bool(rest))


def _ended(name: str, limits: ModelLimits, finish: str, *, spoken: bool) -> bool | ModelFault:
    """Whether a stream that ended with this word was cut, or what is wrong with it."""
    if finish in _REFUSED:
        return ModelFault("model_refused", model=name)
    if spoken:
        # Every provider says why it stops; a stream without that was broken off, however politely.
        return finish in _CUT if finish else ModelFault("model_stopped", model=name)
    if finish in _CUT:
        return ModelFault("model_spent", model=name, tokens=limits.answer_tokens)
    return ModelFault("model_empty", model=name)


class _ReasoningFilter:
    """Takes out what a model thinks aloud between its tags, which may come in pieces."""

    def __init__(self) -> None:
        self._held, self._thinks = "", False

    def without(self, text: str) -> str:
        """Return the text that may be shown by now."""
        self._held += text
        said = ""
        while True:
            tag = "</think>" if self._thinks else "<think>"
            before, found, after = self._held.partition(tag)
            if not found:
                break
            said += "" if self._thinks else before
            self._held, self._thinks = after, not self._thinks
        # The end may be the beginning of a tag.
        kept = next(n for n in range(len(tag), -1, -1) if self._held.endswith(tag[:n]))
        ready = self._held[: len(self._held) - kept]
        self._held = self._held[len(ready) :]
        return said + ("" if self._thinks else ready)

    @property
    def rest(self) -> str:
        """What was held back and is no tag after all."""
        return "" if self._thinks else self._held


_FAULT_OF_STATUS: dict[int, ModelFaultKind] = {
    400: "model_request_refused",
    404: "model_unknown",
    413: "model_request_refused",
    422: "model_request_refused",
    429: "model_busy",
}


def _fault(error: BaseException, name: str, keys: tuple[str, ...]) -> ModelFault:
    """Return the fault for an error of a provider's library; it holds no word of the error's own text."""
    status = _status(error)
    if status in {401, 403} or is_refusal(error, "api key"):
        return (
            ModelFault("model_key_refused", model=name, keys=keys)
            if keys
            else ModelFault("model_key_missing", model=name)
        )
    if status in {400, 413, 422} and "context" in str(error):
        return ModelFault("model_overfull", model=name)
    if status:
        return ModelFault(_FAULT_OF_STATUS.get(status, "model_server_failed"), model=name, status=status)
    return ModelFault("model_unreachable" if _unreachable(error) else "model_unreadable", model=name)


def _may_pass(error: BaseException) -> bool:
    """Whether the same request may succeed a moment later."""
    status = _status(error)
    return status in {408, 409, 429} or status >= 500 if status else _unreachable(error)


def _unreachable(error: BaseException) -> bool:
    return any(isinstance(e, OSError) or _UNREACHABLE.search(type(e).__name__) for e in _chain(error))


def _pause(state: RetryCallState) -> float:
    """Seconds until the next try: what the server asks for, else a little longer each time."""
    error = state.outcome.exception() if state.outcome else None
    for e in _chain(error):
        asked = str(getattr(getattr(e, "response", None), "headers", {}).get("retry-after", ""))
        if asked.isdecimal():
            return float(asked)
    return _PAUSE(state)


def _status(error: BaseException | None) -> int:
    """Return the HTTP status of an error of any provider; 0 when there is none."""
    for e in _chain(error):
        for holder in (e, getattr(e, "response", None)):
            for name in ("status_code", "code", "status"):
                value = getattr(holder, name, None)
                if isinstance(value, int) and 400 <= value < 600:
                    return value
    return 0


def is_refusal(error: BaseException, what: str) -> bool:
    """Whether a server refuses the request for this setting."""
    return _status(error) == 400 and what in str(error).casefold()


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error:
        yield error
        error = error.__cause__ or error.__context__


_starting = Lock()


def _loop() -> asyncio.AbstractEventLoop:
    """Return the one event loop on which all requests run: only there can one be ended while it waits."""
    with _starting:
        return _started()


@cache
def _started() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="chat-models", daemon=True).start()
    return loop
