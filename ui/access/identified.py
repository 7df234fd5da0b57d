"""Finds out who sends each request, before any route sees it."""

from starlette.types import ASGIApp, Receive, Scope, Send

from ui.access.identity import OWNER
from ui.access.settings import Settings


class Identified:
    """Puts an `Identity` into the state of every request, or nothing when nobody is known."""

    def __init__(self, app: ASGIApp, settings: Settings | None) -> None:
        """Without settings whoever sends a request is the owner."""
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on with its identity."""
        if scope["type"] in ("http", "websocket") and self.settings is None:
            scope.setdefault("state", {})["identity"] = OWNER
        await self.app(scope, receive, send)
