"""Articles, as they are read."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import ConfigDict, Field

from ui.access.identity import Asking
from ui.asker import AskerProtocol
from ui.escape import web_address
from ui.order import ScopeQuery
from ui.reading import Span, paragraphs, place
from ui.rim import Rim
from ui.shapes import Json, library_shape

_Offset = Annotated[int, Query(ge=0, le=2**31)]
_Also = Annotated[list[str], Query(max_length=100, default_factory=list)]


class _Asked(ScopeQuery):
    """The query of `GET /api/articles`: one article, or a list."""

    model_config = ConfigDict(extra="forbid")

    id: str | None = None
    start: Annotated[int, Field(ge=0, le=2**31)] = 0
    end: Annotated[int, Field(ge=0, le=2**31)] = 0
    hash: str = ""
    also: Annotated[list[str], Field(max_length=100, default_factory=list)]
    q: Annotated[str, Field(max_length=500)] = ""
    limit: Annotated[int, Field(ge=0, le=1000)] = 50
    offset: Annotated[int, Field(ge=0, le=2**31)] = 0


def routes(asking: Asking) -> APIRouter:
    """`GET /api/articles` (a list), `GET /api/articles?id=…` and `GET /api/articles/ID`.

    `start`, `end` and `hash` are those of a citation link; `also` ("120-180", may be repeated) are other stretches of
    the article as it was cited, to be marked more faintly.
    """
    routes = APIRouter(prefix="/articles", route_class=Rim)

    # The page asks by query: proxies rewrite a path, and an id may be an address with "//" or ".." in it.
    @routes.get("")
    def articles(request: Request, asked: Annotated[_Asked, Query()]) -> Response:
        if asked.id is not None:
            cited = (asked.start, asked.end)
            return JSONResponse(_article_shape(asking(request), asked.id, cited, asked.hash, asked.also))
        listed = asking(request).library(asked.limit, asked.offset, like=asked.q, scope=asked.scope())
        return JSONResponse(library_shape(listed))

    @routes.get("/{id:path}")
    def article_by_path(
        request: Request, id: str, also: _Also, start: _Offset = 0, end: _Offset = 0, hash: str = ""
    ) -> Response:
        return JSONResponse(_article_shape(asking(request), id, (start, end), hash, also))

    return routes


def _article_shape(asker: AskerProtocol, article_id: str, cited: Span, linked: str, also: list[str]) -> dict[str, Json]:
    article = asker.article(article_id)
    if article is None:
        raise HTTPException(404, f"There is no article {article_id!r} in the index; it may have been removed.")
    sentences = asker.sentences(article_id)
    start, end, found = place(article, sentences, *cited, linked)
    others = [_span(stretch) for stretch in also] if found == "same" else []
    return {
        "article_id": article.id,
        "title": article.title,
        "publisher": article.publisher,
        "author": article.author,
        "published": article.published.isoformat() if article.published else None,
        "language": article.language,
        "collection": article.collection,
        "content_hash": article.content_hash,
        "link": web_address(article.url),
        "changed": found != "same",
        "found": found,
        "text": article.text,
        "paragraphs": [
            [{"text": segment.text, "mark": segment.mark} for segment in paragraph]
            for paragraph in paragraphs(article, sentences, (start, end), others)
        ],
    }


def _span(stretch: str) -> Span:
    start, _, end = stretch.partition("-")
    if not (start.isdecimal() and end.isdecimal()):
        raise HTTPException(422, f"{stretch!r} is no stretch of an article: write START-END, as in 120-180.")
    return int(start), int(end)
