"""An answer that was given: to be exported, and to be judged."""

import json
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from index.feedback import MOST_CHARACTERS, Feedback, Verdict
from ui.access.identity import Asking, identity_of
from ui.export import FORMATS
from ui.kept import Kept, KeptAnswer
from ui.origin import require_same_origin
from ui.rim import Rim
from ui.shapes import answer_shape, beside_shape

_Format = Literal["text", "markdown", "html", "json", "bibtex", "ris"]
# A file that somebody opens from here may neither run nor load anything.
_INERT = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


class FeedbackRequest(BaseModel):
    """Body of `POST /api/feedback`."""

    model_config = ConfigDict(extra="forbid")

    answer_id: str
    verdict: Verdict
    comment: Annotated[str, Field(max_length=MOST_CHARACTERS)] = ""


def routes(asking: Asking, kept: Kept) -> APIRouter:
    """`GET /api/answers/{id}`, `GET /api/answers/{id}/beside` and `POST /api/feedback`."""
    routes = APIRouter(route_class=Rim)

    @routes.get("/answers/{answer_id}")
    def export(request: Request, answer_id: str, format: _Format = "json", download: bool = False) -> Response:
        answer = found(kept, request, answer_id).answer
        written = FORMATS[format]
        headers = {"Content-Security-Policy": _INERT}
        if download:
            headers["Content-Disposition"] = f'attachment; filename="on-record{written.suffix}"'
        text = written.write(answer, str(request.base_url)).encode("utf-8", "replace")
        return Response(text, media_type=f"{written.media_type}; charset=utf-8", headers=headers)

    @routes.get("/answers/{answer_id}/beside")
    def beside(request: Request, answer_id: str) -> Response:
        given = found(kept, request, answer_id)
        return JSONResponse(beside_shape(asking(request).beside(given.answer, given.history, given.scope)))

    @routes.post("/feedback", dependencies=[Depends(require_same_origin)])
    def give(request: Request, body: FeedbackRequest) -> Response:
        asker, judged = asking(request), found(kept, request, body.answer_id)
        feedback = Feedback(
            given=datetime.now(UTC).isoformat(timespec="seconds"),
            verdict=body.verdict,
            comment=body.comment.encode("utf-8", "replace").decode().strip(),
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
