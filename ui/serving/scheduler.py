"""Answers that are made at once, and the line of those that wait.

A turn is had for a step of an answer, not for the whole of it: who reads slowly holds nobody up. An answer that has
begun goes on before another begins.
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

from ui.http.unavailable import Unavailable

T = TypeVar("T")
_Place = tuple[asyncio.AbstractEventLoop, "asyncio.Future[None]"]

_COME_AGAIN = 5
_FULL = f"Too many questions are waiting for an answer: come again in {_COME_AGAIN} seconds."


class AnswerScheduler:
    """First come, first served; on any number of event loops."""

    def __init__(self, at_once: int, waiting: int) -> None:
        """`at_once` steps are made at a time, and `waiting` answers may wait to begin."""
        self.running = 0
        """Steps that are made now."""
        self._at_once, self._most_waiting = at_once, waiting
        self._begun: deque[_Place] = deque()
        self._new: deque[_Place] = deque()
        self._lock = threading.Lock()

    @property
    def waiting(self) -> int:
        """Answers that wait for a turn."""
        return len(self._begun) + len(self._new)

    async def run(self, step: Callable[[], T], *, begun: bool = False) -> T:
        """What a step gives that is made in a thread when its turn comes.

        Raises `Unavailable` when too many wait, unless the answer has `begun`. When this is cancelled its place is
        given up; a thread that runs cannot be called off, and has its turn until it is done.
        """
        await self._take(begun)
        started = threading.Lock()  # whoever gets it gives the turn back

        def run_in_turn() -> T:
            if not started.acquire(blocking=False):
                raise RuntimeError("nobody waits for this step")
            try:
                return step()
            finally:
                self._give_back()

        try:
            # Threads of their own: those of the routes are not to be had by whoever waits.
            return await run_sync(run_in_turn, abandon_on_cancel=True, limiter=CapacityLimiter(1))
        finally:
            if started.acquire(blocking=False):
                self._give_back()

    async def _take(self, begun: bool) -> None:
        line = self._begun if begun else self._new
        with self._lock:
            if self.running < self._at_once:
                self.running += 1
                return
            if not begun and len(self._new) >= self._most_waiting:
                raise Unavailable(_FULL, _COME_AGAIN)
            loop = asyncio.get_running_loop()
            place = (loop, loop.create_future())
            line.append(place)
        try:
            await place[1]
        except asyncio.CancelledError:
            with self._lock:
                waits = place in line
                if waits:
                    line.remove(place)
            if not waits:  # it was called just now
                self._give_back()
            raise

    def _give_back(self) -> None:
        with self._lock:
            while line := self._begun or self._new:
                loop, called = line.popleft()
                try:
                    loop.call_soon_threadsafe(_call, called)
                except RuntimeError:  # that loop is closed, and whoever waited there is gone
                    continue
                return
            self.running -= 1


def _call(called: "asyncio.Future[None]") -> None:
    if not called.done():
        called.set_result(None)


class SchedulerMiddleware:
    """Gives every request the turns of its server."""

    def __init__(self, app: ASGIApp, turns: AnswerScheduler) -> None:
        """They are the same for all."""
        self.app, self.turns = app, turns

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on."""
        if scope["type"] == "http":
            scope.setdefault("state", {})["turns"] = self.turns
        await self.app(scope, receive, send)


def scheduler_of(request: HTTPConnection | Scope) -> AnswerScheduler:
    """The turns that answers to a request take; without a server around it, it has some to itself."""
    scope = request.scope if isinstance(request, HTTPConnection) else request
    turns = scope.get("state", {}).get("turns")
    return turns if isinstance(turns, AnswerScheduler) else AnswerScheduler(1, 0)
