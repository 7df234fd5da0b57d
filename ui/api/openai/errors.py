"""Faults as OpenAI's API tells them, for the clients that know no other form."""

import json
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRoute
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import InputError
from ui.http.language import wording_of
from ui.http.problem import MEDIA_TYPE
from ui.http.request import path_of
from ui.http.route import error_response
from ui.http.value_error import invalid_request
from ui.render.wording import ENGLISH, Wording

_CODES = {401: "invalid_api_key", 429: "rate_limit_exceeded"}
_KEPT = ("retry-after", "www-authenticate")


_NO_OBJECT = InputError(
    'The body is not a JSON object: send one like {"model": "on-record", "messages": […]}.', "completion.no_object"
)


class OpenAIRoute(APIRoute):
    """A route that answers every fault with one sentence in OpenAI's shape."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler of the route, with its errors answered."""
        handle = super().get_route_handler()

        async def handle_with_care(request: Request) -> Response:
            try:
                return await handle(request)
            except Exception as error:  # noqa: BLE001 - the rim of the API
                return openai_error_response(error, wording_of(request))

        return handle_with_care


def openai_error_response(error: Exception, wording: Wording = ENGLISH) -> Response:
    """Return the response of a fault."""
    if isinstance(error, RequestValidationError):
        return _request_fault(error, wording)
    response = error_response(error, wording)
    return _translated(response.status_code, response.headers, bytes(response.body))


def openai_error(
    status: int,
    message: str,
    *,
    param: str | None = None,
    code: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a fault with the parameter it lies in and the code that programs know it by, where there are any."""
    return JSONResponse(openai_error_body(message, status, param=param, code=code), status, headers)


def openai_error_body(
    message: str, status: int = 500, *, param: str | None = None, code: str | None = None
) -> dict[str, dict[str, str | None]]:
    """Return a fault as JSON, for a stream that has begun."""
    kind = "server_error" if status >= 500 else "invalid_request_error"
    return {"error": {"message": message, "type": kind, "param": param, "code": code or _CODES.get(status)}}


def _request_fault(error: RequestValidationError, wording: Wording) -> Response:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:])
    if first["type"] == "json_invalid" or not where:
        return openai_error(400, wording.error(_NO_OBJECT))
    fault = invalid_request(where, first)
    return openai_error(400, wording.error(fault), param=where)


class OpenAIErrorMiddleware:
    """Tells what the layers around the routes refuse (`ui.http.problem`) in OpenAI's shape, below one path."""

    def __init__(self, app: ASGIApp, below: str) -> None:
        """Everything that is not `below` the path passes as it is."""
        self.app, self.below = app, below

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and its answer back."""
        if scope["type"] != "http" or not path_of(scope).startswith(self.below):
            await self.app(scope, receive, send)
            return
        begun: Message | None = None
        body = b""

        async def tell(message: Message) -> None:
            nonlocal begun, body
            if message["type"] == "http.response.start" and _is_problem(message):
                begun = message
            elif begun is None:
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body"):
                    response = _translated(begun["status"], Headers(raw=begun["headers"]), body)
                    await response(scope, receive, send)

        await self.app(scope, receive, tell)


def _is_problem(message: Message) -> bool:
    return Headers(raw=message["headers"]).get("content-type", "").startswith(MEDIA_TYPE)


def _translated(status: int, headers: Headers, problem: bytes) -> Response:
    kept = {name: headers[name] for name in _KEPT if name in headers}
    return openai_error(status, str(json.loads(problem)["detail"]), headers=kept)
