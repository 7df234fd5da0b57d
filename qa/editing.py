"""Changes to a corpus: articles are added and deleted, and what readers say of answers is stored."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Self

from index.ingest import IngestReport
from index.records import Article
from index.sources.upload import ingest_upload
from index.storage.corpus import Corpus
from index.storage.feedback import Feedback, add_feedback


@dataclass(frozen=True, slots=True)
class CorpusEditing:
    """An `Editing` of an opened corpus; safe to share between threads."""

    corpus: Corpus
    """With every article: it is written to."""
    readable: Callable[[str], Article | None]
    """Returns the articles that can be deleted."""
    _adding: Lock = field(default_factory=Lock)

    def restricted_to(self, readable: Callable[[str], Article | None]) -> Self:
        """Return the same where only `readable` articles can be deleted; all copies add one document at a time."""
        return replace(self, readable=readable)

    def add(
        self, name: str, content: bytes, collection: str = "", addable: frozenset[str] | None = None
    ) -> IngestReport:
        """Add one document's articles to the `addable` collections. Additions are serialized, questions not blocked."""
        with self._adding:
            return ingest_upload(self.corpus, name, content, collection, addable)

    def remove(self, article_id: str) -> bool:
        """Delete an article and all that was derived from it; False when no readable one has that id."""
        return self.readable(article_id) is not None and self.corpus.store.remove(article_id)

    def add_feedback(self, feedback: Feedback) -> int:
        """Store what a reader says of an answer and return its number."""
        return add_feedback(self.corpus.store.database, feedback)
