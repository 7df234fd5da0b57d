"""Adding articles, and what the page must know of it."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response

from index.sources.files import SUFFIXES
from ui.access.identity import EngineFactory, Identity, Right, identity_of
from ui.access.uploads import UploadPolicy
from ui.api.openapi import errors, responses
from ui.api.schemas.access import PageSchema
from ui.api.schemas.library import IngestReportSchema
from ui.http.language import wording_of
from ui.http.problem import MEDIA_TYPE, problem_shape
from ui.http.request_error import RequestError
from ui.http.route import ProblemRoute

_FileName = Annotated[str, Query(min_length=1, max_length=500, description="Of the file; its ending tells the format.")]
_Collection = Annotated[
    str, Query(max_length=500, description="Where the articles go; without it, where the document says.")
]
_DOCUMENT: dict[str, Any] = {
    "requestBody": {
        "description": f"The document itself: {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}.",
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


def routes(engine_for: EngineFactory, adding: UploadPolicy, *, signs_in: bool) -> APIRouter:
    """`POST /api/articles?name=FILE` with the document as the body, and `GET /api/page`.

    `signs_in` says whether readers sign in here, at `/sign-in`.
    """
    routes = APIRouter(route_class=ProblemRoute, default_response_class=JSONResponse)

    # The document is the body itself: a form would be written to disk before anybody looked at its size.
    @routes.post(
        "/articles",
        tags=["articles"],
        operation_id="addDocument",
        status_code=201,
        responses=responses(
            IngestReportSchema, 403, 413, 415, status=201, description="Something was added or updated."
        )
        | {200: {"model": IngestReportSchema, "description": "All of it was there already."}},
        openapi_extra=_DOCUMENT,
    )
    async def add(request: Request, name: _FileName, collection: _Collection = "") -> Response:
        """Add the articles of one document, or correct those that are there."""
        addable = _addable(adding.check(request), collection)
        _require_document(request)
        adding.check_size(request)
        content = bytearray()
        async for chunk in request.stream():
            content += chunk
            if len(content) > adding.max_bytes:
                raise adding.too_large()
        report = await run_in_threadpool(engine_for(request).editing.add, name, bytes(content), collection, addable)
        sent, changed = IngestReportSchema.of(report, wording_of(request)).model_dump(), report.added + report.updated
        if report.failures and not changed and not report.unchanged:
            fault = problem_shape(422, sent["failures"][0]["reason"])
            return JSONResponse({**fault, **sent}, 422, media_type=MEDIA_TYPE)
        return JSONResponse(sent, 201 if changed else 200)

    @routes.get("/page", tags=["page"], operation_id="readPage", responses=errors())
    def page(request: Request) -> PageSchema:
        """Read what the page must know before it offers to add articles, or to sign in or out."""
        identity = identity_of(request)
        return PageSchema(
            user=identity.name,
            sign_in=signs_in,
            adding=adding.allows(identity),
            articles=engine_for(request).catalogue.counts().articles,
            most_bytes=adding.max_bytes,
            most_files=adding.max_files,
        )

    return routes


def _addable(identity: Identity, collection: str) -> frozenset[str] | None:
    """Return the collections that a user may add to. Raises 403 where there is none, or not the one they name."""
    addable = identity.collections(Right.ADD)
    if collection and not identity.may(Right.ADD, collection):
        raise RequestError(
            "You may not add to the collection {collection!r}: GET /api/v1/me lists what you may do.",
            "upload.not_yours",
            403,
            collection=collection,
        )
    if addable == frozenset():
        raise RequestError(
            "You may not add to any collection: GET /api/v1/me lists what you may do.", "upload.nowhere", 403
        )
    return addable


def _require_document(request: Request) -> None:
    if request.headers.get("content-type", "").strip().lower().startswith("multipart/"):
        raise RequestError(
            "The body is a form: send the document itself, as `curl --data-binary @FILE` does.", "upload.form", 415
        )
