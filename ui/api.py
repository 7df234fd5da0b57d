"""REST: the same questions over HTTP, with the JSON shapes of `docs/design.md`.

Every fault is answered with `{"detail": sentence}`. Knows nothing of the page.
"""

import datetime
import json
from collections.abc import Callable, Coroutine, Iterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, FastAPI, HTTPException, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response, StreamingResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, Field

from index.errors import OnRecordError
from qa.answer import Answer, Turn
from ui.asker import AskerProtocol
from ui.escape import web_address
from ui.faults import sentence_for
from ui.question import accepted
from ui.reading import paragraphs
from ui.shapes import Json, answer_shape, passages_shape, people_shape, records_shape

_UNBUFFERED = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}  # nginx would hold the stream back


_Limit = Annotated[int, Query(ge=1, le=1000)]
_Offset = Annotated[int, Query(ge=0, le=2**31)]


class SearchRequest(BaseModel):
    """Body of `POST /api/search`."""

    model_config = ConfigDict(extra="forbid")

    question: str
    id: str | int | None = None
    """Comes back with the result, to match the two."""
    date: datetime.date | None = None
    """The day the question was asked, to which "this week" refers."""
    k: Annotated[int, Field(ge=1, le=100)] = 20


class AskRequest(BaseModel):
    """Body of `POST /api/ask`."""

    model_config = ConfigDict(extra="forbid")

    question: str
    id: str | int | None = None
    date: datetime.date | None = None
    history: Annotated[list[str], Field(max_length=50)] = []
    """The questions asked before this one, oldest first."""
    stream: bool = False
    """Server-sent events: each sentence by itself, then the whole answer."""


class _Rim(APIRoute):
    """A route that answers every fault with one sentence."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_with_care(request: Request) -> Response:
            try:
                return await handle(request)
            except HTTPException:
                raise
            except Exception as error:  # noqa: BLE001 - the rim of the API
                return _fault_response(error)

        return handle_with_care


def add_routes(app: FastAPI, asker: AskerProtocol) -> None:
    """Adds the API to an app."""
    for routes in (_questions(asker), _people(asker), _articles(asker), _health(asker)):
        app.include_router(routes)


def _questions(asker: AskerProtocol) -> APIRouter:
    routes = APIRouter(prefix="/api", route_class=_Rim)

    @routes.post("/ask")
    def ask(body: AskRequest) -> Response:
        history = [Turn(accepted(question)) for question in body.history]
        answer = asker.ask(accepted(body.question), history, asked=body.date)
        if body.stream:
            return StreamingResponse(_events(answer, body.id), media_type="text/event-stream", headers=_UNBUFFERED)
        return JSONResponse(answer_shape(answer, body.id))

    @routes.post("/search")
    def search(body: SearchRequest) -> Response:
        question = accepted(body.question)
        return JSONResponse(passages_shape(question, asker.search(question, body.k, asked=body.date), body.id))

    return routes


def _people(asker: AskerProtocol) -> APIRouter:
    routes = APIRouter(prefix="/api/people", route_class=_Rim)

    # As with articles, the page asks by query: a name may hold a slash.
    @routes.get("")
    def people(
        q: str = "", name: str = "", exact: bool = False, limit: _Limit = 50, offset: _Offset = 0, nouns: bool = False
    ) -> Response:
        if name:
            return JSONResponse(_records_shape(asker, name, limit, offset, exact))
        return JSONResponse(people_shape(asker.people(limit, offset, like=q, nouns=nouns)))

    @routes.get("/{name:path}")
    def records(name: str, exact: bool = False, limit: _Limit = 50, offset: _Offset = 0) -> Response:
        return JSONResponse(_records_shape(asker, name, limit, offset, exact))

    return routes


def _articles(asker: AskerProtocol) -> APIRouter:
    routes = APIRouter(prefix="/api/articles", route_class=_Rim)

    # The page asks by query: proxies rewrite a path, and an id may be an address with "//" or ".." in it.
    @routes.get("")
    def article_by_query(id: str, start: int = 0, end: int = 0, hash: str = "") -> Response:
        return JSONResponse(_article_shape(asker, id, start, end, hash))

    @routes.get("/{id:path}")
    def article_by_path(id: str, start: int = 0, end: int = 0, hash: str = "") -> Response:
        return JSONResponse(_article_shape(asker, id, start, end, hash))

    return routes


def _health(asker: AskerProtocol) -> APIRouter:
    routes = APIRouter(prefix="/api/health", route_class=_Rim)

    @routes.get("/live")
    def live() -> dict[str, str]:
        return {"status": "live"}

    @routes.get("/ready")
    def ready() -> Response:
        try:
            counts = asker.counts()
        except OnRecordError as error:
            return JSONResponse({"status": "not ready", "detail": str(error)}, 503)
        return JSONResponse({"status": "ready", "articles": counts.articles, "passages": counts.passages})

    return routes


def _records_shape(asker: AskerProtocol, name: str, limit: int, offset: int, exact: bool) -> dict[str, Json]:
    found = asker.record(name, limit, offset, exact=exact)
    if not found:
        raise HTTPException(404, f"Nobody called {name!r} is quoted in the articles: GET /api/people lists who is.")
    return records_shape(name, found)


def _article_shape(asker: AskerProtocol, article_id: str, start: int, end: int, cited_hash: str) -> dict[str, Json]:
    """An article for reading, `text[start:end]` marked unless the text is another than the one that was cited."""
    article = asker.article(article_id)
    if article is None:
        raise HTTPException(404, f"There is no article {article_id!r} in the index; it may have been removed.")
    changed = not article.content_hash.startswith(cited_hash)
    if changed:
        start = end = 0
    return {
        "article_id": article.id,
        "title": article.title,
        "publisher": article.publisher,
        "author": article.author,
        "published": article.published.isoformat() if article.published else None,
        "language": article.language,
        "content_hash": article.content_hash,
        "link": web_address(article.url),
        "changed": changed,
        "text": article.text,
        "paragraphs": [
            [{"text": segment.text, "marked": segment.marked} for segment in paragraph]
            for paragraph in paragraphs(article, asker.sentences(article_id), start, end)
        ],
    }


def _events(answer: Answer, question_id: Json) -> Iterator[str]:
    whole = answer_shape(answer, question_id)
    for sentence in answer.sentences:
        yield _event("sentence", {"text": sentence.text, "citations": list(sentence.citations)})
    yield _event("answer", whole)


def _event(name: Literal["sentence", "answer"], data: Json) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"


def _fault_response(error: Exception) -> Response:
    if isinstance(error, RequestValidationError):
        return JSONResponse({"detail": _request_fault(error)}, 422)
    return JSONResponse({"detail": sentence_for(error)}, 400 if isinstance(error, OnRecordError) else 500)


def _request_fault(error: RequestValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:])
    if first["type"] == "json_invalid" or not where:
        return 'The body is not a JSON object: send one like {"question": "…"} with Content-Type application/json.'
    return f"The request is not as expected: {where}: {first['msg']}."
