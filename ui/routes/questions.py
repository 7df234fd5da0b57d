"""Asking and searching."""

import datetime
import json
from collections.abc import Callable, Generator, Iterator
from typing import Annotated, Literal

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from qa.answer import Answer, AnswerSentence, Turn
from ui.asker import AskerProtocol, ending
from ui.kept import Kept
from ui.live import Live
from ui.order import ScopeOrder
from ui.question import accepted
from ui.rim import Rim
from ui.shapes import Json, answer_shape, passages_shape, sentence_shape

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
    """Server-sent events: each `sentence` once it is checked, and the whole `answer` last.

    `retract` takes back all sentences sent so far, because a chat model failed; others follow. `fault` ends the stream.
    """


def routes(asker: AskerProtocol, kept: Kept) -> APIRouter:
    """`POST /api/ask` and `POST /api/search`."""
    routes = APIRouter(prefix="/api", route_class=Rim)

    @routes.post("/ask")
    def ask(body: AskRequest) -> Response:
        history = [Turn(accepted(question)) for question in body.history]
        scope = body.scope.scope()
        growing = asker.growing(accepted(body.question), history, asked=body.date, scope=scope)

        def whole(answer: Answer) -> dict[str, Json]:
            return answer_shape(answer, body.id) | {"answer_id": kept.keep(answer, history, scope)}

        # Both end what is asked of a chat model when the client goes.
        if body.stream:
            return Live(_events(growing, whole), "text/event-stream", _UNBUFFERED, _fault_event)
        return Live(_at_once(growing, whole), "application/json")

    @routes.post("/search")
    def search(body: SearchRequest) -> Response:
        question = accepted(body.question)
        hits = asker.search(question, body.k, asked=body.date, scope=body.scope.scope())
        return JSONResponse(passages_shape(question, hits, body.id))

    return routes


def _at_once(growing: Iterator[Answer], whole: Callable[[Answer], Json]) -> Generator[str, None, None]:
    with ending(growing):
        *_, answer = growing
    yield json.dumps(whole(answer), ensure_ascii=False, separators=(",", ":"))


def _events(growing: Iterator[Answer], whole: Callable[[Answer], Json]) -> Generator[str, None, None]:
    """Each sentence once it is checked, and the whole answer; those that do not stay are taken back in between."""
    sent: tuple[AnswerSentence, ...] = ()
    model = ""
    with ending(growing):
        for answer in growing:
            if sent and (answer.sentences[: len(sent)], answer.model) != (sent, model):
                yield _event("retract", {"sentences": len(sent)})
                sent = ()
            for sentence in answer.sentences[len(sent) :]:
                yield _event("sentence", sentence_shape(sentence))
            sent, model = answer.sentences, answer.model
    yield _event("answer", whole(answer))


def _fault_event(sentence: str) -> str:
    return _event("fault", {"detail": sentence})


def _event(name: Literal["sentence", "retract", "answer", "fault"], data: Json) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"
