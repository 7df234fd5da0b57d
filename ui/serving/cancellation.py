"""Cancels work for a client that disconnects, closes the page or presses Stop.

An answer is made in threads, step by step, and a step may wait long for a chat model. A thread cannot be cancelled, but
what it waits for can: the request to the model ends at once, and the rest of the answer when the step is done.
"""

from collections.abc import AsyncGenerator, Callable, Generator
from threading import Lock
from typing import Generic, TypeVar

from anyio import CancelScope

from qa.cancellation import Cancellation
from ui.serving.scheduler import AnswerScheduler

T = TypeVar("T")


class Client:
    """The client that waits for one answer."""

    def __init__(self) -> None:
        """Start connected, with no step to wait for."""
        self.cancellation = Cancellation()
        """For what is asked on behalf of this client."""
        self._waiting: CancelScope | None = None

    @property
    def left(self) -> bool:
        """Whether the client waits no longer."""
        return self.cancellation.cancelled

    def leave(self) -> None:
        """Cancel what is done for this client; to be called on the event loop, any number of times."""
        self.cancellation.cancel()
        if self._waiting:
            self._waiting.cancel()

    async def wait(self, step: Callable[[], T], scheduler: AnswerScheduler, *, begun: bool = False) -> T | None:
        """Return the result of a step that is run when its turn comes; None when the client leaves meanwhile."""
        with CancelScope() as self._waiting:
            if not self.left:
                return await scheduler.run(step, begun=begun)
        return None


async def run_in_steps(
    pieces: Generator[T, None, None], client: Client | None = None, scheduler: AnswerScheduler | None = None
) -> AsyncGenerator[T, None]:
    """Yield what a generator yields, each step run in a thread in its turn.

    The generator is closed when the client leaves or the iteration over this ends: at once, or when the step that runs
    is done. Raises `Unavailable` when too many wait for their first step.
    """
    client, scheduler = client or Client(), scheduler or AnswerScheduler(1, 0)
    steps, begun = _StepRunner(pieces), False
    try:
        while piece := await client.wait(steps.next, scheduler, begun=begun):
            begun = True
            yield piece[0]
    finally:
        client.leave()
        steps.close()


class _StepRunner(Generic[T]):
    """A generator whose steps run in threads, and which can be closed while one runs."""

    def __init__(self, pieces: Generator[T, None, None]) -> None:
        self._pieces = pieces
        self._lock = Lock()
        self._running, self._closed = False, False

    def next(self) -> tuple[T] | None:
        """Return the next piece; None at the end."""
        with self._lock:
            if self._closed:
                return None
            self._running = True
        try:
            return (next(self._pieces),)
        except StopIteration:
            return None
        finally:
            if self._ended():
                self._pieces.close()

    def _ended(self) -> bool:
        """Mark the step as done and return whether the generator was to be closed meanwhile."""
        with self._lock:
            self._running = False
            return self._closed

    def close(self) -> None:
        """Close the generator; when a step of it runs, as soon as that is done."""
        with self._lock:
            self._closed = True
            running = self._running
        if not running:
            self._pieces.close()
