"""The API's OpenAPI document: the routes as FastAPI describes them, with their faults and who may send a request."""

import json
import re
from typing import Any

from fastapi import FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse, RedirectResponse, Response

from ui.access.settings import Settings
from ui.api.schemas.answers import ProblemSchema, RetractionSchema
from ui.http.problem import MEDIA_TYPE, problem_shape

VERSION = "1.0.0"
"""Of the API, not of On Record: the first number changes when a program must change with it."""
DOCUMENT = "/api/v1/openapi.json"
Responses = dict[int | str, dict[str, Any]]
OPEN: dict[str, Any] = {"security": []}
"""Of a route that answers whoever asks, where others want a token."""

_ABOUT = """Chat with a collection of news articles: every answer in the articles' own words, cited to the sentence.

Every fault is a problem detail (RFC 9457) whose `detail` says what is wrong, where, and what to do about it. Offsets
count characters (code points) of an article's text. `docs/api.md` begins with examples.
"""
_TAGS = {
    "answers": "Ask, and do something with the answer.",
    "articles": "What is in the collections: browse, read, add, delete.",
    "people": "Who is quoted, and what they said.",
    "access": "Who you are, and what you may do.",
    "page": "What On Record's own page needs; it may change within v1.",
    "health": "For whoever watches over the server.",
}
_FAULTS = {
    400: "It is understood, and cannot be done: a question that is empty, a name that is missing.",
    401: "Nobody is signed in, or the token is not valid.",
    403: "You may not do this.",
    404: "There is nothing of that id or name that you may read.",
    413: "The body is too large.",
    415: "The body is of another kind than the route takes.",
    422: "The request is not as described here: a member is missing, unknown, or of another type.",
    429: "Too many requests: come again later.",
    500: "Something went wrong; the server's log says what.",
    503: "The server cannot answer now: it is too busy, or its index cannot be opened.",
}
_ANYWHERE = (401, 422, 429, 500, 503)
_AGAIN = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}
_HEADERS = {
    401: {"WWW-Authenticate": {"description": "How to sign in.", "schema": {"type": "string"}}},
    429: _AGAIN,
    503: _AGAIN,
}
_TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "Signed by the portal that the server trusts; see docs/portal.md.",
}


def responses(model: Any, *faults: int, status: int = 200, **more: Any) -> Responses:
    """Return the responses of a route: its own, and its faults beside those of every route."""
    return {status: {"model": model, **more}, **errors(*faults)}


def errors(*faults: int, anywhere: tuple[int, ...] = _ANYWHERE) -> Responses:
    """Return the faults of a route."""
    return {status: _fault(status) for status in sorted({*faults, *anywhere})}


def example_body(example: dict[str, Any]) -> dict[str, Any]:
    """Return the description of a JSON body, by an example."""
    return {"requestBody": {"content": {"application/json": {"example": example}}}}


def add_document(app: FastAPI, settings: Settings | None) -> None:
    """Add the document to an app; also at /openapi.json, where tools look for it."""
    written: dict[str, Any] = {}

    @app.get(DOCUMENT, include_in_schema=False)
    def document(request: Request) -> Response:
        if not written:
            written.update(_document(app, settings))
        return JSONResponse(written | {"servers": [{"url": request.scope.get("root_path", "").rstrip("/") or "/"}]})

    @app.get("/openapi.json", include_in_schema=False)
    def elsewhere(request: Request) -> Response:
        return RedirectResponse(request.scope.get("root_path", "").rstrip("/") + DOCUMENT)


def _document(app: FastAPI, settings: Settings | None) -> dict[str, Any]:
    tags = [{"name": name, "description": about} for name, about in _TAGS.items()]
    made = get_openapi(title=app.title, version=VERSION, description=_ABOUT, routes=app.routes, tags=tags)
    schemas = made["components"]["schemas"]
    for model in (ProblemSchema, RetractionSchema):
        schemas[model.__name__] = model.model_json_schema()
    # FastAPI's own shape of a fault, which no route here has.
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    if settings and settings.tokens:
        _add_security(made, settings)
    return _renamed(made)


def _add_security(document: dict[str, Any], settings: Settings) -> None:
    document["components"]["securitySchemes"] = {"token": _TOKEN}
    # A page of our own has a cookie instead, and behind a proxy that signs people in nothing is needed.
    others = settings.anonymous or settings.proxy
    document["security"] = [{"token": []}, {}] if others else [{"token": []}]


def _renamed(document: dict[str, Any]) -> dict[str, Any]:
    """Name each model without the suffix that tells it from the record which it is built of."""
    written: dict[str, Any] = json.loads(re.sub(r'\b([A-Z]\w*)Schema"', r'\1"', json.dumps(document)))
    return written


def _fault(status: int) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{ProblemSchema.__name__}"}
    example = problem_shape(status, _FAULTS[status])
    said = {"description": _FAULTS[status], "content": {MEDIA_TYPE: {"schema": schema, "example": example}}}
    return said | ({"headers": _HEADERS[status]} if status in _HEADERS else {})
