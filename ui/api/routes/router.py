"""REST: the same questions over HTTP, as `docs/api.md` tells it. Knows nothing of the page."""

from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException as AnyHTTPException
from starlette.requests import HTTPConnection

from qa.protocol import Answers, Catalogue, Engine
from ui.access.identity import EngineFactory
from ui.access.settings import Settings
from ui.access.uploads import UploadPolicy
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
from ui.http.language import wording_of
from ui.http.route import error_response
from ui.serving.answer_cache import AnswerCache


def add_routes(
    app: FastAPI,
    engine: Engine,
    engine_for: EngineFactory,
    kept: AnswerCache,
    adding: UploadPolicy,
    *,
    signs_in: bool = False,
) -> None:
    """Add the API to an app, as `/api/v1` and, for clients of the newest version, as `/api`.

    Nothing but the health checks is given the engine that sees every article. `kept` are the answers given lately,
    which the page shares; `signs_in` says whether readers sign in at `/sign-in`.
    """

    def answers_for(request: HTTPConnection) -> Answers:
        return engine_for(request).answers

    def catalogue_for(request: HTTPConnection) -> Catalogue:
        return engine_for(request).catalogue

    for routes in (
        questions.routes(answers_for, kept),
        answers.routes(engine_for, kept),
        people.routes(catalogue_for),
        statements.routes(catalogue_for),
        timeline.routes(catalogue_for),
        adding_routes.routes(engine_for, adding, signs_in=signs_in),
        articles.routes(engine_for, adding),
        access.routes(catalogue_for),
        wording.routes(),
        health.routes(engine.catalogue),
    ):
        app.include_router(routes, prefix="/api/v1")
        app.include_router(routes, prefix="/api", include_in_schema=False)
    app.include_router(completions.routes(answers_for, kept), prefix="/v1", include_in_schema=False)


def finish_routes(app: FastAPI, settings: Settings | None) -> None:
    """Describe the API of an app that has all its routes but the page, and answer for paths that are not there."""

    async def respond(request: Request, error: Exception) -> Response:
        return error_response(error, wording_of(request))

    for fault in (AnyHTTPException, Exception):  # of routes without a rim, and of what stands around them all
        app.add_exception_handler(fault, respond)
    add_document(app, settings)
    add_missing(app)
