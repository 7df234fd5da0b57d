"""The same search as a LangChain retriever, so that others can put it in their own chains; how, in `docs/langchain.md`.

The only file of `index/` that knows langchain.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, PositiveInt

from index.embedding import DEFAULT_MODEL, Embedder
from index.errors import InputError
from index.records import EVERYTHING, Hit, Query, Scope, Span, Statement
from index.search.search import merge_results, search
from index.search.statements import search_statements
from index.storage.corpus import Corpus


class OnRecordRetriever(BaseRetriever):
    """Passages of a corpus, each with the metadata that it takes to cite it; safe to share between threads.

    `ainvoke` and `abatch` search in another thread, so that the event loop goes on meanwhile.
    """

    # A misspelt setting, or a scope of the wrong types, would otherwise search in all articles, or in none.
    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid", revalidate_instances="always")

    corpus: Corpus
    k: PositiveInt = 10
    """Passages at most."""
    scope: Scope = EVERYTHING
    """The part of the articles that is searched; with a person, only sentences in which they speak."""

    @classmethod
    def open(cls, folder: str | Path, *, k: int = 10, scope: Scope = EVERYTHING, model: str = DEFAULT_MODEL) -> Self:
        """Return a retriever of the index in `folder`, which is never created here.

        Raises `InputError` when no index is there, `CorpusError` when it was made with another model or format.
        """
        path = Path(folder).expanduser()
        if not Corpus.exists(path):
            raise InputError("There is no index in {folder}: add articles to it first.", "corpus.none", folder=path)
        return cls(corpus=Corpus.open(path, Embedder(model)), k=k, scope=scope)

    def said_by(self, person: str) -> Self:
        """Return a copy limited to one person's words; a name of two people means both, an unknown one nobody."""
        return self.model_copy(update={"scope": replace(self.scope, person=person)})

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:  # noqa: ARG002  # LangChain's signature
        return [_document(self.corpus, hit) for hit in self._hits(query)]

    def _hits(self, text: str) -> tuple[Hit, ...]:
        """Return passages for the text; where a person is chosen, what they say on it, and nothing that others say."""
        query = Query(text, self.scope.person or None, topic=text, scope=self.scope)
        if query.speaker:
            return merge_results(search_statements(self.corpus, query), (), self.k)
        return search(self.corpus, query, self.k)


def _document(corpus: Corpus, hit: Hit) -> Document:
    article, passage = hit.article, hit.passage
    statements = corpus.store.statements.of_article(article.id)
    metadata: dict[str, Any] = {
        "article_id": article.id,
        "content_hash": article.content_hash,
        "start": passage.start,
        "end": passage.end,
        "sentences": [
            {"start": s.start, "end": s.end, "speakers": _speakers(statements, s)}
            for s in corpus.store.sentences(article.id)
            if passage.contains(s)
        ],
        "speakers": list(dict.fromkeys((*passage.speakers, *_speakers(statements, passage)))),
        "title": article.title,
        "publisher": article.publisher,
        "author": article.author,
        "published": article.published.isoformat() if article.published else "",
        "url": article.url,
        "collection": article.collection,
        "score": hit.score,
    }
    return Document(id=f"{article.id}:{passage.start}-{passage.end}", page_content=hit.text, metadata=metadata)


def _speakers(statements: Sequence[Statement], span: Span) -> list[str]:
    """Return who speaks in a stretch of the article, in order."""
    return list(dict.fromkeys(s.speaker for s in statements if s.overlaps(span)))
