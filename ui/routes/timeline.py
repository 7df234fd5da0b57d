"""What one person said, over time."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import Field

from index.errors import InputError
from ui.access.identity import Asking
from ui.order import ScopeQuery
from ui.rim import Rim
from ui.shapes import timeline_shape

_Text = Annotated[str, Field(max_length=500)]


class _Drawn(ScopeQuery):
    """The query of `GET /api/timeline`."""

    name: _Text
    topic: _Text = ""


def routes(asking: Asking) -> APIRouter:
    """`GET /api/timeline?name=…&topic=…`."""
    routes = APIRouter(prefix="/timeline", route_class=Rim)

    @routes.get("")
    def timeline(request: Request, asked: Annotated[_Drawn, Query()]) -> Response:
        name, topic = asked.name.strip(), asked.topic.strip()
        if not name:
            raise InputError("Whose words? Name a person, as in name=Lavrov.")
        return JSONResponse(timeline_shape(asking(request).timeline(name, topic, asked.scope())))

    return routes
