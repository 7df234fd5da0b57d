"""The same search as a LangChain retriever, so that others can put it in their own chains.

The only file of `index/` that knows langchain.
"""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.archive import Archive
from index.article import Hit, Query
from index.search import search


class OnRecordRetriever(BaseRetriever):
    """Passages of an archive, each with the metadata that it takes to cite it."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    archive: Archive
    k: int = 10
    """Passages at most."""

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:  # noqa: ARG002  # LangChain's signature
        return [_document(hit) for hit in search(self.archive, Query(text=query, topic=query), self.k)]


def _document(hit: Hit) -> Document:
    article = hit.article
    metadata: dict[str, Any] = {
        "article_id": article.id,
        "content_hash": article.content_hash,
        "start": hit.passage.start,
        "end": hit.passage.end,
        "title": article.title,
        "publisher": article.publisher,
        "published": article.published.isoformat() if article.published else None,
        "url": article.url,
        "speakers": list(hit.passage.speakers),
        "score": hit.score,
    }
    return Document(id=f"{article.id}:{hit.passage.start}-{hit.passage.end}", page_content=hit.text, metadata=metadata)
