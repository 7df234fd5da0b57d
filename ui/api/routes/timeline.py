"""What one person said, over time."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from pydantic import Field

from index.errors import InputError
from ui.access.identity import CatalogueFactory
from ui.api.openapi import errors
from ui.api.parameters import NameText, ScopeQuery
from ui.api.schemas.answers import TimelineSchema
from ui.api.validation import SAYS_SOMETHING
from ui.http.route import ProblemRoute

# Said in the document only: the route refuses with a sentence of its own.
_NAMED: dict[str, Any] = {"minLength": 1, "pattern": SAYS_SOMETHING}


class _TimelineParameters(ScopeQuery):
    """The query of `GET /api/timeline`."""

    name: Annotated[NameText, Field(json_schema_extra=_NAMED)]
    """Whose words."""
    topic: NameText = ""
    """On what; without it, on anything."""


def routes(catalogue_for: CatalogueFactory) -> APIRouter:
    """`GET /api/timeline?name=…&topic=…`."""
    routes = APIRouter(
        prefix="/timeline", route_class=ProblemRoute, default_response_class=JSONResponse, tags=["people"]
    )

    @routes.get("", operation_id="readTimeline", responses=errors(400))
    def timeline(request: Request, asked: Annotated[_TimelineParameters, Query()]) -> TimelineSchema:
        """Read what one person said on a topic, oldest first."""
        name, topic = asked.name.strip(), asked.topic.strip()
        if not re.search(SAYS_SOMETHING, name):
            raise InputError("Whose words? Name a person, as in name=Lavrov.", "timeline.nobody")
        return TimelineSchema.of(catalogue_for(request).timeline(name, topic, asked.scope()))

    return routes
