"""REST: the same questions over HTTP, as `docs/api.md` tells it. Knows nothing of the page."""

from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException as AnyHTTPException

from qa.protocol import AskerProtocol
from ui.access.identity import Asking
from ui.access.settings import Settings
from ui.access.uploads import Adding
from ui.api.not_found import add_missing
from ui.api.openapi import add_document
from ui.api.routes import (
    access,
    answers,
    articles,
    completions,
    health,
    people,
    questions,
    statements,
    timeline,
    wording,
)
from ui.api.routes import uploads as adding_routes
from ui.http.route import fault_response
from ui.serving.answer_cache import Kept


def add_routes(
    app: FastAPI, asker: AskerProtocol, asking: Asking, kept: Kept, adding: Adding, *, signs_in: bool = False
) -> None:
    """Adds the API to an app, as `/api/v1` and, for whoever wants the newest, as `/api`.

    Nothing but the health checks is given the asker that sees every article. `kept` are the answers given lately,
    which the page shares; `signs_in` says whether readers sign in at `/sign-in`.
    """
    for routes in (
        questions.routes(asking, kept),
        answers.routes(asking, kept),
        people.routes(asking),
        statements.routes(asking),
        timeline.routes(asking),
        adding_routes.routes(asking, adding, signs_in=signs_in),
        articles.routes(asking, adding),
        access.routes(asking),
        wording.routes(),
        health.routes(asker),
    ):
        app.include_router(routes, prefix="/api/v1")
        app.include_router(routes, prefix="/api", include_in_schema=False)
    app.include_router(completions.routes(asking, kept), prefix="/v1", include_in_schema=False)


def complete(app: FastAPI, settings: Settings | None) -> None:
    """Describes the API of an app that has all its routes but the page, and answers for what is not there."""

    async def told(_: Request, error: Exception) -> Response:
        return fault_response(error)

    for fault in (AnyHTTPException, Exception):  # of routes without a rim, and of what stands around them all
        app.add_exception_handler(fault, told)
    add_document(app, settings)
    add_missing(app)
