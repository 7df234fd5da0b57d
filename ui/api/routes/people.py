"""Who is quoted, and what they said."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse

from qa.protocol import Catalogue
from ui.access.identity import CatalogueFactory
from ui.api.openapi import errors
from ui.api.parameters import PageOffset
from ui.api.schemas.library import PeopleSchema, PersonRecordsSchema
from ui.http.request_error import RequestError
from ui.http.route import ProblemRoute

_PersonName = Annotated[str, Query(max_length=500)]
_Limit = Annotated[int, Query(ge=1, le=1000)]


def routes(catalogue_for: CatalogueFactory) -> APIRouter:
    """`GET /api/people` and `GET /api/people/NAME`."""
    routes = APIRouter(prefix="/people", route_class=ProblemRoute, default_response_class=JSONResponse, tags=["people"])

    # As with articles, the page asks by query: a name may hold a slash.
    @routes.get("", operation_id="listPeople", responses=errors(404))
    def people(
        request: Request,
        q: _PersonName = "",
        name: _PersonName = "",
        exact: bool = False,
        limit: _Limit = 50,
        offset: PageOffset = 0,
        nouns: bool = False,
    ) -> PeopleSchema | PersonRecordsSchema:
        """List who is quoted, those quoted most first; with `name`, read what they said.

        `q` are letters of the name, `nouns` adds who has none ("the company"), `exact` takes `name` to the letter.
        `limit` and `offset` count people, and with `name` the statements of each.
        """
        if name:
            return _records(catalogue_for(request), name, limit, offset, exact)
        return PeopleSchema.of(catalogue_for(request).people(limit, offset, like=q, nouns=nouns))

    @routes.get("/{name:path}", operation_id="readPerson", responses=errors(404))
    def records(
        request: Request, name: str, exact: bool = False, limit: _Limit = 50, offset: PageOffset = 0
    ) -> PersonRecordsSchema:
        """Read what everybody said whom a name may mean."""
        return _records(catalogue_for(request), name, limit, offset, exact)

    return routes


def _records(catalogue: Catalogue, name: str, limit: int, offset: int, exact: bool) -> PersonRecordsSchema:
    found = catalogue.person_record(name, limit, offset, exact=exact)
    if not found:
        raise RequestError(
            "Nobody called {name!r} is quoted in the articles: GET /api/people lists who is.",
            "people.not_quoted",
            404,
            name=name,
        )
    return PersonRecordsSchema.of(name, found)
