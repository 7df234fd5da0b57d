"""Who is quoted, and what they said."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import JSONResponse, Response

from ui.asker import AskerProtocol
from ui.rim import Rim
from ui.shapes import Json, people_shape, records_shape

_Limit = Annotated[int, Query(ge=1, le=1000)]
_Offset = Annotated[int, Query(ge=0, le=2**31)]


def routes(asker: AskerProtocol) -> APIRouter:
    """`GET /api/people` and `GET /api/people/NAME`."""
    routes = APIRouter(prefix="/api/people", route_class=Rim)

    # As with articles, the page asks by query: a name may hold a slash.
    @routes.get("")
    def people(
        q: str = "", name: str = "", exact: bool = False, limit: _Limit = 50, offset: _Offset = 0, nouns: bool = False
    ) -> Response:
        if name:
            return JSONResponse(_records_shape(asker, name, limit, offset, exact))
        return JSONResponse(people_shape(asker.people(limit, offset, like=q, nouns=nouns)))

    @routes.get("/{name:path}")
    def records(name: str, exact: bool = False, limit: _Limit = 50, offset: _Offset = 0) -> Response:
        return JSONResponse(_records_shape(asker, name, limit, offset, exact))

    return routes


def _records_shape(asker: AskerProtocol, name: str, limit: int, offset: int, exact: bool) -> dict[str, Json]:
    found = asker.record(name, limit, offset, exact=exact)
    if not found:
        raise HTTPException(404, f"Nobody called {name!r} is quoted in the articles: GET /api/people lists who is.")
    return records_shape(name, found)
