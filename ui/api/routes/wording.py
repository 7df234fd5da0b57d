"""What the interface says, for the page's scripts."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from ui.api.openapi import OPEN, errors
from ui.api.schemas.library import WordingSchema
from ui.http.route import ProblemRoute
from ui.render.wording import LANGUAGES, negotiate_language


def routes() -> APIRouter:
    """`GET /api/wording`: the catalogue in the language of `lang`, else in the reader's."""
    routes = APIRouter(prefix="/wording", route_class=ProblemRoute, tags=["page"])
    responses = {200: {"model": WordingSchema}, **errors(anywhere=(422, 500))}

    @routes.get("", operation_id="readWording", responses=responses, openapi_extra=OPEN)
    def wording(request: Request, lang: str = "") -> Response:
        """Read what the interface says, in the language asked for or the browser's."""
        said = negotiate_language(lang, request.headers.get("accept-language"))
        shape = {"language": said.language, "languages": LANGUAGES, "catalogue": said.catalogue}
        return JSONResponse(shape, headers={"Vary": "Accept-Language", "Cache-Control": "no-cache"})

    return routes
