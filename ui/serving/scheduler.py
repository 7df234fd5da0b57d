"""Limits how many answers are made at once, and queues the others.

A slot is held for one step, not for a whole answer, so a slow client blocks nobody. Answers that have begun run before
new ones.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.http.errors import Unavailable

T = TypeVar("T")
_Ticket = tuple[asyncio.AbstractEventLoop, "asyncio.Future[None]"]

_COME_AGAIN = 5


class AnswerScheduler:
    """Runs steps first come, first served; for any number of event loops."""

    def __init__(self, max_running: int, max_waiting: int) -> None:
        """Run up to `max_running` steps at a time, and let up to `max_waiting` answers wait for their first."""
        self.running = 0
        """Steps that run now."""
        self._max_running, self._max_waiting = max_running, max_waiting
        self._begun: deque[_Ticket] = deque()
        self._new: deque[_Ticket] = deque()
        self._lock = threading.Lock()

    @property
    def waiting(self) -> int:
        """Return the number of answers that wait for a slot."""
        return len(self._begun) + len(self._new)

    async def run(self, step: Callable[[], T], *, begun: bool = False) -> T:
        """Return the result of a step, which is run in a thread when a slot is free.

        Raises `Unavailable` when too many wait, unless the answer has `begun`. When this is cancelled its place in the
        queue is given up; a thread that runs cannot be cancelled, and holds its slot until it is done.
        """
        await self._acquire(begun)
        started = threading.Lock()  # the one of the two that gets it releases the slot

        def run_in_slot() -> T:
            if not started.acquire(blocking=False):
                raise RuntimeError("nobody waits for this step")
            try:
                return step()
            finally:
                self._release()

        try:
            # In threads of their own: those of the routes must not be taken by answers that wait.
            return await run_sync(run_in_slot, abandon_on_cancel=True, limiter=CapacityLimiter(1))
        finally:
            if started.acquire(blocking=False):
                self._release()

    async def _acquire(self, begun: bool) -> None:
        queue = self._begun if begun else self._new
        with self._lock:
            if self.running < self._max_running:
                self.running += 1
                return
            if not begun and len(self._new) >= self._max_waiting:
                raise Unavailable(
                    "Too many questions are waiting for an answer: come again in {seconds} seconds.",
                    _COME_AGAIN,
                    "request.too_many",
                    seconds=_COME_AGAIN,
                )
            loop = asyncio.get_running_loop()
            ticket = (loop, loop.create_future())
            queue.append(ticket)
        try:
            await ticket[1]
        except asyncio.CancelledError:
            if not self._leave(queue, ticket):  # the slot was handed over just now
                self._release()
            raise

    def _leave(self, queue: deque[_Ticket], ticket: _Ticket) -> bool:
        """Take a ticket out of a queue and return whether it was still there."""
        with self._lock:
            waits = ticket in queue
            if waits:
                queue.remove(ticket)
            return waits

    def _release(self) -> None:
        """Hand the slot over to the next in the queues, or free it."""
        with self._lock:
            while queue := self._begun or self._new:
                loop, turn = queue.popleft()
                try:
                    loop.call_soon_threadsafe(_hand_over, turn)
                except RuntimeError:  # that loop is closed, and what waited there is gone
                    continue
                return
            self.running -= 1


def _hand_over(turn: "asyncio.Future[None]") -> None:
    if not turn.done():
        turn.set_result(None)


class SchedulerMiddleware:
    """Puts the scheduler of the server into the state of every request."""

    def __init__(self, app: ASGIApp, scheduler: AnswerScheduler) -> None:
        """Use the same scheduler for all."""
        self.app, self.scheduler = app, scheduler

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] == "http":
            scope.setdefault("state", {})["scheduler"] = self.scheduler
        await self.app(scope, receive, send)


def scheduler_of(request: HTTPConnection | Scope) -> AnswerScheduler:
    """Return the scheduler of a request; one of its own where no server is around it."""
    scope = request.scope if isinstance(request, HTTPConnection) else request
    scheduler = scope.get("state", {}).get("scheduler")
    return scheduler if isinstance(scheduler, AnswerScheduler) else AnswerScheduler(1, 0)
