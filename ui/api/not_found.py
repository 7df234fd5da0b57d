"""What the API does not have: paths that lead nowhere, and methods that a path does not take."""

from fastapi import FastAPI
from fastapi.responses import Response
from starlette.routing import Match, Mount, Route
from starlette.types import Receive, Scope, Send

from ui.api.openapi import DOCUMENT
from ui.http.problem import problem
from ui.http.request import path_of

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def add_missing(app: FastAPI) -> None:
    """Answers what no other route of an app does below /api and /v1; to be added behind all but the page."""
    missing = _Missing(app)
    for path in ("/api", "/api/{rest:path}", "/v1", "/v1/{rest:path}"):
        app.router.routes.append(Route(path, missing, include_in_schema=False))


class _Missing:
    """Asked by every method, also by those that nobody has thought of."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._answer(scope)(scope, receive, send)

    def _answer(self, scope: Scope) -> Response:
        path, method = path_of(scope), scope["method"]
        allowed = ", ".join(self._allowed(scope))
        if not allowed:
            return problem(404, f"There is nothing at {path}: {DOCUMENT} lists what there is.")
        if method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": allowed})
        return problem(405, f"{path} does not take {method}: it takes {allowed}.", {"Allow": allowed})

    def _allowed(self, scope: Scope) -> list[str]:
        """The methods that some route takes at the path of a request."""
        routes = [r for r in self._app.router.routes if not isinstance(r, Mount) and getattr(r, "endpoint", 0) != self]
        asked = ((method, {**scope, "method": method}) for method in _METHODS)
        return [method for method, scope in asked if any(route.matches(scope)[0] is Match.FULL for route in routes)]
