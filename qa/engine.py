"""An opened corpus that answers, lists and is edited, for readers of all of its collections or of some."""

from functools import lru_cache

from index.storage.corpus import Corpus
from index.storage.restricted_store import restricted_corpus
from qa.ask import CorpusAnswers
from qa.catalogue import CorpusCatalogue
from qa.editing import CorpusEditing
from qa.explore.topics import Topics
from qa.generation.models import ModelRouting

_MAX_RESTRICTED = 64
"""Sets of collections whose people, topics and word counts are kept in memory."""


class AnswerEngine:
    """An `Engine` over an opened corpus; safe to share between threads."""

    def __init__(
        self, corpus: Corpus, models: ModelRouting | None = None, editing: CorpusEditing | None = None
    ) -> None:
        """Answer from this corpus; `models` write the answers from the collections that they may read.

        `editing` writes to the corpus with all articles where this one shows some of them.
        """
        topics = Topics(corpus)
        self.corpus = corpus
        self.answers = CorpusAnswers(corpus, models or ModelRouting(), topics)
        self.catalogue = CorpusCatalogue(corpus, topics)
        self.editing = editing or CorpusEditing(corpus, corpus.store.article)
        self._restricted = lru_cache(maxsize=_MAX_RESTRICTED)(self._restrict)

    def readable_by(self, collections: frozenset[str] | None) -> "AnswerEngine":
        """Return the same over the articles of these collections alone, as if there were no others; None for all."""
        return self if collections is None else self._restricted(collections)

    def _restrict(self, collections: frozenset[str]) -> "AnswerEngine":
        corpus = restricted_corpus(self.corpus, collections)
        return AnswerEngine(corpus, self.answers.models, self.editing.restricted_to(corpus.store.article))
