"""What one person said, over time."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import Field

from index.errors import InputError
from ui.access.identity import Asking
from ui.api.openapi import sends
from ui.api.parameters import Name, ScopeQuery
from ui.api.schemas.answers import TimelinePoints
from ui.api.serialize import timeline_shape
from ui.api.validation import SAYS_SOMETHING
from ui.http.route import Rim

# Said in the document only: the route refuses with a sentence of its own.
_NAMED: dict[str, Any] = {"minLength": 1, "pattern": SAYS_SOMETHING}


class _Drawn(ScopeQuery):
    """The query of `GET /api/timeline`."""

    name: Annotated[Name, Field(json_schema_extra=_NAMED)]
    """Whose words."""
    topic: Name = ""
    """On what; without it, on anything."""


def routes(asking: Asking) -> APIRouter:
    """`GET /api/timeline?name=…&topic=…`."""
    routes = APIRouter(prefix="/timeline", route_class=Rim, tags=["people"])

    @routes.get("", operation_id="readTimeline", responses=sends(TimelinePoints, 400))
    def timeline(request: Request, asked: Annotated[_Drawn, Query()]) -> Response:
        """Read what one person said on a topic, oldest first."""
        name, topic = asked.name.strip(), asked.topic.strip()
        if not re.search(SAYS_SOMETHING, name):
            raise InputError("Whose words? Name a person, as in name=Lavrov.")
        return JSONResponse(timeline_shape(asking(request).timeline(name, topic, asked.scope())))

    return routes
