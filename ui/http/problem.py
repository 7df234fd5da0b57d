"""Errors as problem details (RFC 9457); `detail` is the sentence for the reader who can act on it."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi.responses import JSONResponse

MEDIA_TYPE = "application/problem+json"


def problem_shape(status: int, detail: str) -> dict[str, str | int]:
    """Return the problem as JSON; its type is the status, "about:blank" in the words of the RFC."""
    return {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Return the response with a problem's details."""
    return JSONResponse(problem_shape(status, detail), status, headers, MEDIA_TYPE)
