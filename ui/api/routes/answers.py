"""An answer that was given: to be exported, and to be judged."""

import json
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from index.storage.feedback import MAX_CHARACTERS, Feedback, FeedbackVerdict
from ui.access.csrf import require_own_page
from ui.access.identity import EngineFactory, identity_of
from ui.api.export import FORMATS
from ui.api.openapi import errors, example_body, responses
from ui.api.parameters import LanguageText
from ui.api.schemas.answers import AnswerSchema, SuggestionsSchema
from ui.api.schemas.library import FeedbackCreatedSchema
from ui.http.language import wording_of
from ui.http.request_error import RequestError
from ui.http.route import ProblemRoute
from ui.serving.answer_cache import AnswerCache, CachedAnswer

if TYPE_CHECKING:
    _Format = str
else:
    _Format = Literal[tuple(FORMATS)]
# A file that somebody opens from here may neither run nor load anything.
_INERT = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_DOCUMENTS = {written.media_type: {"schema": {"type": "string"}} for name, written in FORMATS.items() if name != "json"}


class FeedbackRequest(BaseModel):
    """What a reader says of an answer."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    answer_id: str
    verdict: FeedbackVerdict
    comment: Annotated[str, Field(max_length=MAX_CHARACTERS)] = ""


def routes(engine_for: EngineFactory, kept: AnswerCache) -> APIRouter:
    """`GET /api/answers/{id}`, `GET /api/answers/{id}/beside` and `POST /api/feedback`."""
    routes = APIRouter(route_class=ProblemRoute, default_response_class=JSONResponse, tags=["answers"])

    @routes.get(
        "/answers/{answer_id}", operation_id="exportAnswer", responses=responses(AnswerSchema, 404, content=_DOCUMENTS)
    )
    def export(
        request: Request,
        answer_id: str,
        format: _Format = "json",
        download: bool = False,
        lang: LanguageText = "",  # noqa: ARG001 - read by `wording_of`
    ) -> Response:
        """Read an answer again as a document; it is kept for a while, and for whoever asked."""
        answer = answer_for(kept, request, answer_id).answer
        written = FORMATS[format]
        headers = {"Content-Security-Policy": _INERT, "Vary": "Accept-Language"}
        if download:
            headers["Content-Disposition"] = f'attachment; filename="on-record{written.suffix}"'
        text = written.write(answer, str(request.base_url), wording_of(request)).encode("utf-8", "replace")
        return Response(text, media_type=f"{written.media_type}; charset=utf-8", headers=headers)

    @routes.get("/answers/{answer_id}/beside", operation_id="readBesideAnswer", responses=errors(404))
    def beside(request: Request, answer_id: str) -> SuggestionsSchema:
        """Read what stands beside an answer: questions to ask next, and passages found that it does not use."""
        given = answer_for(kept, request, answer_id)
        return SuggestionsSchema.of(engine_for(request).answers.suggest(given.answer, given.history, given.scope))

    @routes.post(
        "/feedback",
        operation_id="giveFeedback",
        status_code=201,
        responses=errors(403, 404, 413, 415),
        openapi_extra=example_body({"answer_id": "q0Zb3cJ1pT9xW2yk", "verdict": "wrong person"}),
        dependencies=[Depends(require_own_page)],
    )
    def give(request: Request, body: FeedbackRequest) -> FeedbackCreatedSchema:
        """Say whether an answer is right; whoever runs the server reads it."""
        engine, judged = engine_for(request), answer_for(kept, request, body.answer_id)
        feedback = Feedback(
            given=datetime.now(UTC).isoformat(timespec="seconds"),
            verdict=body.verdict,
            comment=body.comment.strip(),
            question=judged.answer.question,
            history=json.dumps([turn.question for turn in judged.history], ensure_ascii=False),
            answer=json.dumps(AnswerSchema.of(judged.answer).model_dump(), ensure_ascii=False),
            versions=json.dumps({"onrecord": version("onrecord"), **engine.catalogue.provenance()}),
        )
        return FeedbackCreatedSchema(id=engine.editing.add_feedback(feedback))

    return routes


def answer_for(kept: AnswerCache, request: Request, answer_id: str) -> CachedAnswer:
    """Return the answer of that id. Raises 404 when it is forgotten, or was given to another user."""
    answer = kept.get(answer_id, identity_of(request))
    if answer is None:
        raise RequestError("This answer is no longer kept: ask the question again.", "answer.forgotten", 404)
    return answer
