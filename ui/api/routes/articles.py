"""Articles, as they are read."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import ConfigDict, Field

from index.records import Article as Stored
from index.records import Offsets
from qa.protocol import Catalogue
from ui.access.identity import EngineFactory, Right
from ui.access.uploads import UploadPolicy
from ui.api.openapi import errors
from ui.api.parameters import NameText, PageOffset, ScopeQuery
from ui.api.schemas.library import ArticleSchema, ArticlesSchema
from ui.http.request_error import RequestError
from ui.http.route import ProblemRoute
from ui.render.article import locate_citation, paragraphs

_STRETCH = re.compile("[0-9]{1,10}-[0-9]{1,10}")
# Said in the document only: `_span` refuses with a sentence of its own.
_PATTERN: dict[str, Any] = {"pattern": f"^{_STRETCH.pattern}$"}
_Stretches = list[Annotated[str, Field(json_schema_extra=_PATTERN)]]
_Also = Annotated[_Stretches, Query(max_length=100, default_factory=list)]
_DELETED = errors(403, 404) | {204: {"description": "It is deleted."}}


class _ArticleParameters(ScopeQuery):
    """The query of `GET /api/articles`: one article, or a list."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    id: str | None = None
    """One article instead of a list."""
    start: Annotated[int, Field(ge=0, le=2**31)] = 0
    end: Annotated[int, Field(ge=0, le=2**31)] = 0
    """With `start`, what is marked as cited."""
    hash: str = ""
    """Of a citation's link: tells whether the text is still the one that was cited."""
    also: Annotated[_Stretches, Field(max_length=100, default_factory=list)]
    """Other stretches, marked more faintly; may be repeated."""
    q: NameText = ""
    """Words of the title or the publisher."""
    limit: Annotated[int, Field(ge=0, le=1000)] = 50
    offset: Annotated[int, Field(ge=0, le=2**31)] = 0


def routes(engine_for: EngineFactory, adding: UploadPolicy) -> APIRouter:
    """`GET /api/articles` (a list), `GET /api/articles?id=…` and `GET /api/articles/ID`; `DELETE` with an id.

    `start`, `end` and `hash` are those of a citation link; `also` ("120-180", may be repeated) are other stretches of
    the article as it was cited, to be marked more faintly.
    """
    routes = APIRouter(
        prefix="/articles", route_class=ProblemRoute, default_response_class=JSONResponse, tags=["articles"]
    )

    # The page asks by query: proxies rewrite a path, and an id may be an address with "//" or ".." in it.
    @routes.get("", operation_id="listArticles", responses=errors(404))
    def articles(request: Request, asked: Annotated[_ArticleParameters, Query()]) -> ArticlesSchema | ArticleSchema:
        """List articles, newest first; with `id`, read one."""
        if asked.id is not None:
            cited = (asked.start, asked.end)
            return _read(engine_for(request).catalogue, asked.id, cited, asked.hash, asked.also)
        listed = engine_for(request).catalogue.list_articles(
            asked.limit, asked.offset, like=asked.q, scope=asked.scope()
        )
        return ArticlesSchema.of(listed)

    @routes.get("/{id:path}", operation_id="readArticle", responses=errors(404))
    def article_by_path(
        request: Request, id: str, also: _Also, start: PageOffset = 0, end: PageOffset = 0, hash: str = ""
    ) -> ArticleSchema:
        """Read an article. An id with a slash in it is better sent to `GET /articles?id=`."""
        return _read(engine_for(request).catalogue, id, (start, end), hash, also)

    @routes.delete("", operation_id="deleteArticle", status_code=204, responses=_DELETED)
    def delete(request: Request, id: str) -> Response:
        """Delete an article and all that was derived from it; whoever may administer its collection may."""
        return _delete(engine_for, adding, request, id)

    @routes.delete("/{id:path}", operation_id="deleteArticleByPath", status_code=204, responses=_DELETED)
    def delete_by_path(request: Request, id: str) -> Response:
        """Delete an article. An id with a slash in it is better sent to `DELETE /articles?id=`."""
        return _delete(engine_for, adding, request, id)

    return routes


def _delete(engine_for: EngineFactory, adding: UploadPolicy, request: Request, article_id: str) -> Response:
    identity, engine = adding.check(request, "deleted"), engine_for(request)
    article = _found(engine.catalogue, article_id)
    if not identity.may(Right.ADMINISTER, article.collection):
        raise RequestError(
            "You may not delete from the collection {collection!r}: GET /api/v1/me lists what you may do.",
            "article.not_yours",
            403,
            collection=article.collection,
        )
    engine.editing.remove(article_id)
    return Response(status_code=204)


def _found(catalogue: Catalogue, article_id: str) -> Stored:
    article = catalogue.article(article_id)
    if article is None:
        raise RequestError(
            "There is no article {id!r} in the index; it may have been removed.", "article.unknown", 404, id=article_id
        )
    return article


def _read(catalogue: Catalogue, article_id: str, cited: Offsets, linked: str, also: list[str]) -> ArticleSchema:
    article = _found(catalogue, article_id)
    sentences = catalogue.sentences(article_id)
    start, end, found = locate_citation(article, sentences, *cited, linked)
    others = [_span(stretch) for stretch in also] if found == "same" else []
    return ArticleSchema.of(article, paragraphs(article, sentences, (start, end), others), found)


def _span(stretch: str) -> Offsets:
    start, _, end = stretch.partition("-")
    if not _STRETCH.fullmatch(stretch):
        raise RequestError(
            "{stretch!r} is no stretch of an article: write START-END, as in 120-180.",
            "article.no_stretch",
            422,
            stretch=stretch,
        )
    return int(start), int(end)
