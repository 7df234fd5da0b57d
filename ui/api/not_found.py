"""What the API does not have: paths that lead nowhere, and methods that a path does not take."""

from fastapi import FastAPI
from fastapi.responses import Response
from starlette.requests import HTTPConnection
from starlette.routing import Match, Mount, Route
from starlette.types import Receive, Scope, Send

from ui.api.openapi import DOCUMENT
from ui.http.language import wording_of
from ui.http.request import path_of
from ui.http.request_error import RequestError
from ui.http.route import error_response

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
            fault = RequestError(
                "There is nothing at {path}: {document} lists what there is.",
                "request.no_path",
                404,
                path=path,
                document=DOCUMENT,
            )
            return error_response(fault, wording_of(HTTPConnection(scope)))
        if method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": allowed})
        fault = RequestError(
            "{path} does not take {method}: it takes {allowed}.",
            "request.other_method",
            405,
            {"Allow": allowed},
            path=path,
            method=method,
            allowed=allowed,
        )
        return error_response(fault, wording_of(HTTPConnection(scope)))

    def _allowed(self, scope: Scope) -> list[str]:
        """Return the methods that some route takes at the path of a request."""
        return [method for method in _METHODS if self._is_taken({**scope, "method": method})]

    def _is_taken(self, scope: Scope) -> bool:
        routes = self._app.router.routes
        others = (r for r in routes if not isinstance(r, Mount) and getattr(r, "endpoint", 0) != self)
        return any(route.matches(scope)[0] is Match.FULL for route in others)
