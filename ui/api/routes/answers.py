"""An answer that was given: to be exported, and to be judged."""

import json
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from index.storage.feedback import MOST_CHARACTERS, Feedback, Verdict
from ui.access.csrf import require_own_page
from ui.access.identity import Asking, identity_of
from ui.api.openapi import sends, takes
from ui.api.schemas.answers import Answer, Beside
from ui.api.schemas.library import Given
from ui.api.serialize import answer_shape, beside_shape
from ui.http.route import Rim
from ui.render.export import FORMATS
from ui.serving.answer_cache import Kept, KeptAnswer

_Format = Literal["text", "markdown", "html", "json", "bibtex", "ris"]
# A file that somebody opens from here may neither run nor load anything.
_INERT = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_DOCUMENTS = {written.media_type: {"schema": {"type": "string"}} for name, written in FORMATS.items() if name != "json"}


class FeedbackRequest(BaseModel):
    """What a reader says of an answer."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    answer_id: str
    verdict: Verdict
    comment: Annotated[str, Field(max_length=MOST_CHARACTERS)] = ""


def routes(asking: Asking, kept: Kept) -> APIRouter:
    """`GET /api/answers/{id}`, `GET /api/answers/{id}/beside` and `POST /api/feedback`."""
    routes = APIRouter(route_class=Rim, tags=["answers"])

    @routes.get("/answers/{answer_id}", operation_id="exportAnswer", responses=sends(Answer, 404, content=_DOCUMENTS))
    def export(request: Request, answer_id: str, format: _Format = "json", download: bool = False) -> Response:
        """Read an answer again as a document; it is kept for a while, and for whoever asked."""
        answer = found(kept, request, answer_id).answer
        written = FORMATS[format]
        headers = {"Content-Security-Policy": _INERT}
        if download:
            headers["Content-Disposition"] = f'attachment; filename="on-record{written.suffix}"'
        text = written.write(answer, str(request.base_url)).encode("utf-8", "replace")
        return Response(text, media_type=f"{written.media_type}; charset=utf-8", headers=headers)

    @routes.get("/answers/{answer_id}/beside", operation_id="readBesideAnswer", responses=sends(Beside, 404))
    def beside(request: Request, answer_id: str) -> Response:
        """Read what stands beside an answer: questions to ask next, and passages found that it does not use."""
        given = found(kept, request, answer_id)
        return JSONResponse(beside_shape(asking(request).beside(given.answer, given.history, given.scope)))

    @routes.post(
        "/feedback",
        operation_id="giveFeedback",
        status_code=201,
        responses=sends(Given, 403, 404, 413, 415, status=201),
        openapi_extra=takes({"answer_id": "q0Zb3cJ1pT9xW2yk", "verdict": "wrong person"}),
        dependencies=[Depends(require_own_page)],
    )
    def give(request: Request, body: FeedbackRequest) -> Response:
        """Say whether an answer is right; whoever runs the server reads it."""
        asker, judged = asking(request), found(kept, request, body.answer_id)
        feedback = Feedback(
            given=datetime.now(UTC).isoformat(timespec="seconds"),
            verdict=body.verdict,
            comment=body.comment.strip(),
            question=judged.answer.question,
            history=json.dumps([turn.question for turn in judged.history], ensure_ascii=False),
            answer=json.dumps(answer_shape(judged.answer), ensure_ascii=False),
            versions=json.dumps({"onrecord": version("onrecord"), **asker.versions()}),
        )
        return JSONResponse({"id": asker.give(feedback)}, 201)

    return routes


def found(kept: Kept, request: Request, answer_id: str) -> KeptAnswer:
    """The answer of that id; raises 404 when it is forgotten, or was given to somebody else."""
    answer = kept.get(answer_id, identity_of(request))
    if answer is None:
        raise HTTPException(404, "This answer is no longer kept: ask the question again.")
    return answer
