"""Whether the server lives and can answer."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from index.errors import OnRecordError
from qa.protocol import Catalogue
from ui.api.openapi import OPEN, errors
from ui.api.schemas.library import LivenessSchema, ReadinessSchema
from ui.http.problem import problem
from ui.http.route import ProblemRoute


def routes(catalogue: Catalogue) -> APIRouter:
    """`GET /api/health/live` and `GET /api/health/ready`."""
    routes = APIRouter(prefix="/health", route_class=ProblemRoute, tags=["health"])
    faults = errors(anywhere=(422, 500, 503))

    @routes.get(
        "/live", operation_id="checkLive", responses={200: {"model": LivenessSchema}, **faults}, openapi_extra=OPEN
    )
    def live() -> Response:
        """Tell that the server lives."""
        return JSONResponse({"status": "live"})

    @routes.get(
        "/ready", operation_id="checkReady", responses={200: {"model": ReadinessSchema}, **faults}, openapi_extra=OPEN
    )
    def ready() -> Response:
        """Tell whether the server can answer."""
        try:
            catalogue.counts()
        except OnRecordError as error:
            return problem(503, str(error))
        return JSONResponse({"status": "ready"})

    return routes
