"""Asking and searching."""

import datetime
import json
from collections.abc import Iterator
from typing import Annotated, Literal

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from qa.answer import Answer, Turn
from ui.asker import AskerProtocol
from ui.kept import Kept
from ui.order import ScopeOrder
from ui.question import accepted
from ui.rim import Rim
from ui.shapes import Json, answer_shape, passages_shape

_UNBUFFERED = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}  # nginx would hold the stream back


class SearchRequest(BaseModel):
    """Body of `POST /api/search`."""

    model_config = ConfigDict(extra="forbid")

    question: str
    id: str | int | None = None
    """Comes back with the result, to match the two."""
    date: datetime.date | None = None
    """The day the question was asked, to which "this week" refers."""
    k: Annotated[int, Field(ge=1, le=100)] = 20
    scope: ScopeOrder = ScopeOrder()


class AskRequest(BaseModel):
    """Body of `POST /api/ask`."""

    model_config = ConfigDict(extra="forbid")

    question: str
    id: str | int | None = None
    date: datetime.date | None = None
    history: Annotated[list[str], Field(max_length=50)] = []
    """The questions asked before this one, oldest first."""
    scope: ScopeOrder = ScopeOrder()
    """The part of the articles that is asked."""
    stream: bool = False
    """Server-sent events: each sentence by itself, then the whole answer."""


def routes(asker: AskerProtocol, kept: Kept) -> APIRouter:
    """`POST /api/ask` and `POST /api/search`."""
    routes = APIRouter(prefix="/api", route_class=Rim)

    @routes.post("/ask")
    def ask(body: AskRequest) -> Response:
        history = [Turn(accepted(question)) for question in body.history]
        answer = asker.ask(accepted(body.question), history, asked=body.date, scope=body.scope.scope())
        whole = answer_shape(answer, body.id) | {"answer_id": kept.keep(answer, history, body.scope.scope())}
        if body.stream:
            return StreamingResponse(_events(answer, whole), media_type="text/event-stream", headers=_UNBUFFERED)
        return JSONResponse(whole)

    @routes.post("/search")
    def search(body: SearchRequest) -> Response:
        question = accepted(body.question)
        hits = asker.search(question, body.k, asked=body.date, scope=body.scope.scope())
        return JSONResponse(passages_shape(question, hits, body.id))

    return routes


def _events(answer: Answer, whole: Json) -> Iterator[str]:
    for sentence in answer.sentences:
        yield _event("sentence", {"text": sentence.text, "citations": list(sentence.citations)})
    yield _event("answer", whole)


def _event(name: Literal["sentence", "answer"], data: Json) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"
