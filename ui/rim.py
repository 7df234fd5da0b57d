"""The rim of the API: whatever goes wrong in a route is answered with `{"detail": sentence}`."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRoute

from index.errors import OnRecordError
from ui.faults import sentence_for


class Rim(APIRoute):
    """A route that answers every fault with one sentence."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler of the route, with the rim around it."""
        handle = super().get_route_handler()

        async def handle_with_care(request: Request) -> Response:
            try:
                return await handle(request)
            except HTTPException:
                raise
            except Exception as error:  # noqa: BLE001 - the rim of the API
                return fault_response(error)

        return handle_with_care


def fault_response(error: Exception) -> Response:
    """The sentence and the status with which a fault is answered."""
    if isinstance(error, RequestValidationError):
        return JSONResponse({"detail": _request_fault(error)}, 422)
    return JSONResponse({"detail": sentence_for(error)}, 400 if isinstance(error, OnRecordError) else 500)


def _request_fault(error: RequestValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:])
    if first["type"] == "json_invalid" or not where:
        return 'The body is not a JSON object: send one like {"question": "…"} with Content-Type application/json.'
    return f"The request is not as expected: {where}: {first['msg']}."
