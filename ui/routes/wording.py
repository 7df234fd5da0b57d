"""What the interface says, for the page's scripts."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from ui.rim import Rim
from ui.wording import LANGUAGES, spoken


def routes() -> APIRouter:
    """`GET /api/wording`: the catalogue in the language of `lang`, else in the reader's."""
    routes = APIRouter(prefix="/wording", route_class=Rim)

    @routes.get("")
    def wording(request: Request, lang: str = "") -> Response:
        said = spoken(lang, request.headers.get("accept-language"))
        shape = {"language": said.language, "languages": LANGUAGES, "catalogue": said.catalogue}
        return JSONResponse(shape, headers={"Vary": "Accept-Language", "Cache-Control": "no-cache"})

    return routes
