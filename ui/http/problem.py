"""A fault as a problem detail (RFC 9457): its `detail` is the sentence for whoever can mend it."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi.responses import JSONResponse

MEDIA_TYPE = "application/problem+json"


def problem_shape(status: int, detail: str) -> dict[str, str | int]:
    """The problem as JSON; its type is the status, "about:blank" in the words of the RFC."""
    return {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The response that tells of it."""
    return JSONResponse(problem_shape(status, detail), status, headers, MEDIA_TYPE)
