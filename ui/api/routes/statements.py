"""Who says what, across the articles."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from pydantic import Field

from ui.access.identity import CatalogueFactory
from ui.api.openapi import errors
from ui.api.parameters import NameText, ScopeQuery
from ui.api.schemas.library import StatementsSchema
from ui.http.route import ProblemRoute


class _StatementParameters(ScopeQuery):
    """The query of `GET /api/statements`."""

    person: NameText = ""
    """Whose: everybody whom the name may mean."""
    article: str | None = None
    """The id of the one article they stand in."""
    q: NameText = ""
    """Words that each holds."""
    limit: Annotated[int, Field(ge=0, le=1000)] = 50
    offset: Annotated[int, Field(ge=0, le=2**31)] = 0


def routes(catalogue_for: CatalogueFactory) -> APIRouter:
    """`GET /api/statements`."""
    routes = APIRouter(
        prefix="/statements", route_class=ProblemRoute, default_response_class=JSONResponse, tags=["people"]
    )

    @routes.get("", operation_id="listStatements", responses=errors())
    def statements(request: Request, asked: Annotated[_StatementParameters, Query()]) -> StatementsSchema:
        """List who says what: each statement with its speaker, its place, and how sure the attribution is."""
        scope = replace(asked.scope(), person=asked.person.strip())
        listed, total = catalogue_for(request).statements(
            asked.limit, asked.offset, article_id=asked.article, like=asked.q, scope=scope
        )
        return StatementsSchema.of(listed, total)

    return routes
