"""Whether the server lives and can answer."""

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse

from index.errors import OnRecordError
from qa.protocol import Catalogue
from ui.api.openapi import OPEN, errors
from ui.api.schemas.access import LivenessSchema, ReadinessSchema
from ui.http.language import wording_of
from ui.http.route import ProblemRoute


def routes(catalogue: Catalogue) -> APIRouter:
    """`GET /api/health/live` and `GET /api/health/ready`."""
    routes = APIRouter(prefix="/health", route_class=ProblemRoute, default_response_class=JSONResponse, tags=["health"])
    faults = errors(anywhere=(422, 500, 503))

    @routes.get("/live", operation_id="checkLive", responses=faults, openapi_extra=OPEN)
    def live() -> LivenessSchema:
        """Tell that the server lives."""
        return LivenessSchema(status="live")

    @routes.get("/ready", operation_id="checkReady", responses=faults, openapi_extra=OPEN)
    def ready(request: Request) -> ReadinessSchema:
        """Tell whether the server can answer."""
        try:
            catalogue.counts()
        except OnRecordError as error:
            raise HTTPException(503, wording_of(request).error(error)) from error
        return ReadinessSchema(status="ready")

    return routes
