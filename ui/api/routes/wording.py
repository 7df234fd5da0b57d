"""What the interface says, for the page's scripts."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from ui.api.openapi import OPEN, errors
from ui.api.schemas.access import WordingSchema
from ui.http.language import wording_of
from ui.http.route import ProblemRoute
from ui.render.wording import LANGUAGES


def routes() -> APIRouter:
    """`GET /api/wording`: the catalogue in the language of `lang`, else in the reader's."""
    routes = APIRouter(prefix="/wording", route_class=ProblemRoute, default_response_class=JSONResponse, tags=["page"])
    faults = errors(anywhere=(422, 500))

    @routes.get("", operation_id="readWording", responses=faults, openapi_extra=OPEN)
    def wording(request: Request, response: Response, lang: str = "") -> WordingSchema:  # noqa: ARG001 - see below
        """Read what the interface says, in the language asked for or the browser's."""
        said = wording_of(request)  # reads `lang`
        response.headers.update({"Vary": "Accept-Language", "Cache-Control": "no-cache"})
        return WordingSchema(language=said.language, languages=list(LANGUAGES), catalogue=dict(said.catalogue))

    return routes
