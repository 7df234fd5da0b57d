"""Adding articles, and what the page must know of it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response

from ui.access.identity import Asking
from ui.adding import Adding
from ui.rim import Rim
from ui.shapes import report_shape

_Name = Annotated[str, Query(min_length=1, max_length=500)]


def routes(asking: Asking, adding: Adding) -> APIRouter:
    """`POST /api/articles?name=FILE` with the document as the body, and `GET /api/page`."""
    routes = APIRouter(route_class=Rim)

    # The document is the body itself: a form would be written to disk before anybody looked at its size.
    @routes.post("/articles")
    async def add(request: Request, name: _Name, collection: str = "") -> Response:
        adding.check(request)
        content = bytearray()
        async for chunk in request.stream():
            content += chunk
            if len(content) > adding.most_bytes:
                raise adding.too_large()
        report = await run_in_threadpool(asking(request).add, name, bytes(content), collection)
        changed = report.added + report.updated
        if report.failures and not changed and not report.unchanged:
            return JSONResponse(report_shape(report) | {"detail": report.failures[0].reason}, 422)
        return JSONResponse(report_shape(report), 201 if changed else 200)

    @routes.get("/page")
    def page(request: Request) -> Response:
        return JSONResponse(
            {
                "adding": adding.allowed,
                "articles": asking(request).counts().articles,
                "most_bytes": adding.most_bytes,
                "most_files": adding.most_files,
            }
        )

    return routes
