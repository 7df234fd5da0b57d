"""Open pages of the chat: each is used by whoever opened it, and through what the page itself needs of Gradio alone.

Gradio knows a page by a hash that the browser made, which stands in addresses and so in the logs of proxies; by itself
it would show the conversation of a page to anybody who has the hash.
"""

import json
import re
import threading
from collections import OrderedDict
from urllib.parse import parse_qs

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.access.identity import Identity
from ui.http.language import wording_of
from ui.http.request import path_of
from ui.http.request_error import RequestError
from ui.http.route import error_response

_BELOW = "/gradio_api/"
_HEARTBEAT = "heartbeat/"
_USED = frozenset(("queue/join", "queue/data", "cancel", "reset", "startup-events", "app_id"))
_HASH = re.compile(r"[a-z0-9]{1,32}")
_MAX_PAGES = 100_000


class PageOwnershipMiddleware:
    """Answers 404 to what the page does not use of Gradio, and 403 to whoever uses the page of somebody else."""

    def __init__(self, app: ASGIApp, most: int = _MAX_PAGES) -> None:
        """Remembers who opened the `most` pages that were used last."""
        self.app = app
        self._most = most
        self._opened: OrderedDict[str, tuple[str, str]] = OrderedDict()
        self._lock = threading.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        path = path_of(scope) if scope["type"] == "http" else ""
        if not path.startswith(_BELOW):
            await self.app(scope, receive, send)
            return
        called = path.removeprefix(_BELOW)
        body = await _body(receive) if scope["method"] == "POST" else []
        refused = self._refused(called, scope, b"".join(message.get("body", b"") for message in body))
        if refused:
            await error_response(refused, wording_of(HTTPConnection(scope)))(scope, receive, send)
        else:
            await self.app(scope, _again(body, receive), send)

    def _refused(self, called: str, scope: Scope, body: bytes) -> RequestError | None:
        """Why a request of the page is not passed on, if it is not."""
        if called not in _USED and not called.startswith(_HEARTBEAT):
            return RequestError("There is nothing here: programs have the API, see docs/api.md.", "page.nothing", 404)
        if all(self._is_theirs(page, scope) for page in _pages(called, scope, body)):
            return None
        return RequestError("This page was opened by somebody else: open one of your own.", "page.not_yours", 403)

    def _is_theirs(self, page: object, scope: Scope) -> bool:
        identity = scope.get("state", {}).get("identity")
        if not (isinstance(identity, Identity) and isinstance(page, str) and _HASH.fullmatch(page)):
            return False
        who = (identity.name, identity.way)
        with self._lock:
            opened = self._opened.setdefault(page, who)
            self._opened.move_to_end(page)
            while len(self._opened) > self._most:
                self._opened.popitem(last=False)
        return opened == who


def _pages(called: str, scope: Scope, body: bytes) -> list[object]:
    """Every page that a request names, in its path, its query or its body."""
    named: list[object] = [called.removeprefix(_HEARTBEAT).rstrip("/")] if called.startswith(_HEARTBEAT) else []
    named += parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True).get("session_hash", [])
    try:
        sent = json.loads(body) if body else None
    except (ValueError, RecursionError):
        return named  # Gradio reads it no better
    if isinstance(sent, dict) and sent.get("session_hash") is not None:
        named.append(sent["session_hash"])
    return named


async def _body(receive: Receive) -> list[Message]:
    """Return the messages of a body, whose size `ui/http/body_limit.py` limits."""
    messages = [await receive()]
    while messages[-1]["type"] == "http.request" and messages[-1].get("more_body"):
        messages.append(await receive())
    return messages


def _again(messages: list[Message], receive: Receive) -> Receive:
    waiting = iter(messages)

    async def again() -> Message:
        message = next(waiting, None)
        return await receive() if message is None else message

    return again
