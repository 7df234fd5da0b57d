"""Who is quoted, and what they said."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import JSONResponse, Response

from ui.access.identity import Asking
from ui.asker import AskerProtocol
from ui.rim import Rim
from ui.shapes import Json, people_shape, records_shape

_Limit = Annotated[int, Query(ge=1, le=1000)]
_Offset = Annotated[int, Query(ge=0, le=2**31)]


def routes(asking: Asking) -> APIRouter:
    """`GET /api/people` and `GET /api/people/NAME`."""
    routes = APIRouter(prefix="/people", route_class=Rim)

    # As with articles, the page asks by query: a name may hold a slash.
    @routes.get("")
    def people(
        request: Request,
        q: str = "",
        name: str = "",
        exact: bool = False,
        limit: _Limit = 50,
        offset: _Offset = 0,
        nouns: bool = False,
    ) -> Response:
        if name:
            return JSONResponse(_records_shape(asking(request), name, limit, offset, exact))
        return JSONResponse(people_shape(asking(request).people(limit, offset, like=q, nouns=nouns)))

    @routes.get("/{name:path}")
    def records(request: Request, name: str, exact: bool = False, limit: _Limit = 50, offset: _Offset = 0) -> Response:
        return JSONResponse(_records_shape(asking(request), name, limit, offset, exact))

    return routes


def _records_shape(asker: AskerProtocol, name: str, limit: int, offset: int, exact: bool) -> dict[str, Json]:
    found = asker.record(name, limit, offset, exact=exact)
    if not found:
        raise HTTPException(404, f"Nobody called {name!r} is quoted in the articles: GET /api/people lists who is.")
    return records_shape(name, found)
