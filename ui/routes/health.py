"""Whether the server lives and can answer."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from index.errors import OnRecordError
from ui.asker import AskerProtocol
from ui.rim import Rim


def routes(asker: AskerProtocol) -> APIRouter:
    """`GET /api/health/live` and `GET /api/health/ready`."""
    routes = APIRouter(prefix="/health", route_class=Rim)

    @routes.get("/live")
    def live() -> dict[str, str]:
        return {"status": "live"}

    @routes.get("/ready")
    def ready() -> Response:
        try:
            asker.counts()
        except OnRecordError as error:
            return JSONResponse({"status": "not ready", "detail": str(error)}, 503)
        return JSONResponse({"status": "ready"})

    return routes
