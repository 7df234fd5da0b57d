"""Asking and searching."""

import datetime
import json
from collections.abc import Callable, Generator, Iterator
from typing import Annotated, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from qa.answer import Answer, AnswerSentence, Turn
from ui.access.identity import Asking, identity_of
from ui.asker import ending
from ui.kept import Kept
from ui.live import Live
from ui.order import ScopeOrder
from ui.question import accepted
from ui.rim import Rim
from ui.shapes import Json, answer_shape, citation_shape, passages_shape, sentence_shape

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
    """Server-sent events: each `sentence` once it is checked, each `citation` after the first sentence that has it, and
    `done` with the whole answer.

    `retract` takes back all that was sent, because a chat model failed; the rest follows. `error` ends the stream.
    """


def routes(asking: Asking, kept: Kept) -> APIRouter:
    """`POST /api/ask` and `POST /api/search`."""
    routes = APIRouter(route_class=Rim)

    @routes.post("/ask")
    def ask(request: Request, body: AskRequest) -> Response:
        history = [Turn(accepted(question)) for question in body.history]
        scope, identity = body.scope.scope(), identity_of(request)
        growing = asking(request).growing(accepted(body.question), history, asked=body.date, scope=scope)

        def whole(answer: Answer) -> dict[str, Json]:
            return answer_shape(answer, body.id) | {"answer_id": kept.keep(answer, identity, history, scope)}

        # Both end what is asked of a chat model when the client goes.
        if body.stream:
            return Live(_events(growing, whole), "text/event-stream", _UNBUFFERED, _fault_event)
        return Live(_at_once(growing, whole), "application/json")

    @routes.post("/search")
    def search(request: Request, body: SearchRequest) -> Response:
        question = accepted(body.question)
        hits = asking(request).search(question, body.k, asked=body.date, scope=body.scope.scope())
        return JSONResponse(passages_shape(question, hits, body.id))

    return routes


def _at_once(growing: Iterator[Answer], whole: Callable[[Answer], Json]) -> Generator[str, None, None]:
    with ending(growing):
        *_, answer = growing
    yield json.dumps(whole(answer), ensure_ascii=False, separators=(",", ":"))


def _events(growing: Iterator[Answer], whole: Callable[[Answer], Json]) -> Generator[str, None, None]:
    """What the answer is made of as it is checked, and the whole; what does not stay is taken back in between."""
    sent: tuple[AnswerSentence, ...] = ()
    cited: set[int] = set()
    model = ""
    with ending(growing):
        for answer in growing:
            if sent and (answer.sentences[: len(sent)], answer.model) != (sent, model):
                yield _event("retract", {"sentences": len(sent)})
                sent, cited = (), set()
            for sentence in answer.sentences[len(sent) :]:
                yield _event("sentence", sentence_shape(sentence))
                for citation in answer.citations:
                    if citation.n in sentence.citations and citation.n not in cited:
                        cited.add(citation.n)
                        yield _event("citation", citation_shape(citation))
            sent, model = answer.sentences, answer.model
    yield _event("done", whole(answer))


def _fault_event(sentence: str) -> str:
    return _event("error", {"detail": sentence})


def _event(name: Literal["sentence", "citation", "retract", "done", "error"], data: Json) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"
