"""What one person said, over time."""

import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response

from index.article import Scope
from index.errors import InputError
from ui.asker import AskerProtocol
from ui.rim import Rim
from ui.shapes import timeline_shape

_Text = Annotated[str, Query(max_length=500)]
_Names = Annotated[list[str], Query(max_length=100, default_factory=list)]


def routes(asker: AskerProtocol) -> APIRouter:
    """`GET /api/timeline?name=…&topic=…`."""
    routes = APIRouter(prefix="/api/timeline", route_class=Rim)

    @routes.get("")
    def timeline(
        name: _Text,
        collection: _Names,
        publisher: _Names,
        topic: _Text = "",
        since: datetime.date | None = None,
        until: datetime.date | None = None,
    ) -> Response:
        if not name.strip():
            raise InputError("Whose words? Name a person, as in name=Lavrov.")
        scope = Scope(tuple(collection), tuple(publisher), "", since, until)
        return JSONResponse(timeline_shape(asker.timeline(name.strip(), topic.strip(), scope)))

    return routes
