"""A limit on the size of request bodies."""

from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.http.language import wording_of
from ui.http.request import path_of
from ui.http.request_error import RequestError
from ui.http.route import error_response

_ADDING = frozenset({"/api/articles", "/api/v1/articles"})


def adds_a_document(scope: Scope) -> bool:
    """Return whether the body is a document to be added, whose size `ui/access/uploads.py` looks at."""
    return scope["method"] == "POST" and path_of(scope) in _ADDING


class BodyLimitMiddleware:
    """Answers 413 to a body that is too large, also when its size was not announced."""

    def __init__(self, app: ASGIApp, kilobytes: int, free: Callable[[Scope], bool] = adds_a_document) -> None:
        """Limit every body but those that are `free`."""
        self.app, self.free = app, free
        self.kilobytes = kilobytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a body that is counted as it is read."""
        if scope["type"] != "http" or self.free(scope):
            await self.app(scope, receive, send)
        elif _announced(scope) > self.max_bytes or await self._exceeds(scope, receive, send):
            response = error_response(self.too_large(), wording_of(HTTPConnection(scope)))
            await response(scope, receive, send)

    @property
    def max_bytes(self) -> int:
        """The size of the largest body that is passed on."""
        return self.kilobytes * 1000

    def too_large(self) -> RequestError:
        """Return the error of a body that is larger than allowed."""
        return RequestError(
            "The body of the request is larger than {kilobytes} kB: send less at a time.",
            "request.too_large",
            413,
            kilobytes=self.kilobytes,
        )

    async def _exceeds(self, scope: Scope, receive: Receive, send: Send) -> bool:
        """Pass the request on; return whether its body turned out too large before anything was answered."""
        counted = _CountedBody(self, receive, send)
        try:
            await self.app(scope, counted.receive, counted.send)
        except Exception:
            if not counted.too_large:
                raise
        return counted.too_large and not counted.begun


class _CountedBody:
    """One request; once its body is too large, nothing that the app answers is sent."""

    def __init__(self, bodies: BodyLimitMiddleware, receive: Receive, send: Send) -> None:
        self._bodies, self._receive, self._send = bodies, receive, send
        self._size = 0
        self.too_large = self.begun = False

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._size += len(message.get("body", b""))
            if self._size > self._bodies.max_bytes:
                self.too_large = True
                raise self._bodies.too_large()
        return message

    async def send(self, message: Message) -> None:
        if self.begun or not self.too_large:
            self.begun = True
            await self._send(message)


def _announced(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "0")
    return int(length) if length.isdecimal() else 0
