"""A corpus restricted to some of its collections: everything derived from the rows is derived from readable rows alone.

Word statistics too: scores made with those of all articles would tell how often a word is in what may not be read
(Büttcher and Clarke, "A Security Model for Full-Text File System Search in Multi-User Environments", FAST 2005).
"""

import math
from collections.abc import Callable, Sequence

from index.records import Query
from index.storage.cached import cached_by_generation
from index.storage.corpus import Corpus
from index.storage.database import Database
from index.storage.passage_store import MAX_CACHED_WORDS, PassageStore
from index.storage.restricted_database import restricted_database
from index.storage.schema import BM25
from index.storage.store import Store
from index.text.keywords import query_terms, searchable

_K1, _B = 1.2, 0.75
"""Of BM25, as FTS5 has them."""
_MIN_IDF = 1e-6
_OFTEN = f"sum(CASE v.col {' '.join(f'WHEN {column!r} THEN {weight}' for column, weight in BM25.items())} END)"
_LENGTHS = "JOIN passages p ON p.id = v.doc JOIN keywords_docsize d ON d.id = v.doc"


class RestrictedPassageStore(PassageStore):
    """The readable passages, and keyword search that knows of no others."""

    def __init__(self, database: Database, generation: Callable[[], int]) -> None:
        """Read from a restricted `database`, whose articles are the same as long as `generation()` is."""
        super().__init__(database, generation)
        self._occurrences = cached_by_generation(self._find_occurrences, generation, MAX_CACHED_WORDS)
        self._readable = cached_by_generation(self._find_readable, generation)
        self._words = cached_by_generation(self._count_words, generation)

    def ids(self, query: Query | None = None) -> Sequence[int]:
        """Ids of the readable passages; with a query, of those its filters let through."""
        if query is None or not query.filtered:
            return self._readable()
        return super().ids(query)

    def keyword_search(self, query: Query, limit: int) -> list[tuple[int, float]]:
        """(passage id, BM25) of the readable passages that share words with the query's text, best first."""
        passages = len(self._readable())
        if not passages:
            return []
        average = self._words() / passages
        scores: dict[int, float] = {}
        for word in query_terms(query.text):
            found = self._occurrences(word)
            idf = max(_MIN_IDF, math.log((passages - len(found) + 0.5) / (len(found) + 0.5)))
            for passage, often, length in found:
                worth = often * (_K1 + 1) / (often + _K1 * (1 - _B + _B * length / average))
                scores[passage] = scores.get(passage, 0.0) + idf * worth
        let_through = set(super().ids(query)) if query.filtered else scores.keys()
        best = sorted((i for i in scores if i in let_through), key=lambda i: (-scores[i], i))
        return [(i, scores[i]) for i in best[:limit]]

    def stems_with_prefix(self, beginning: str, alike: Callable[[str], bool]) -> list[str]:
        """Return the stems in readable passages that begin so and are `alike`."""
        stands = "SELECT 1 FROM temp.instances v JOIN passages p ON p.id = v.doc WHERE v.term = ? LIMIT 1"
        return [stem for stem in super().stems_with_prefix(beginning, alike) if self.database.read(stands, (stem,))]

    def _find_readable(self) -> Sequence[int]:
        return super().ids()

    def _count_words(self) -> int:
        total = "SELECT coalesce(sum(words_in(d.sz)), 0) FROM passages p JOIN keywords_docsize d ON d.id = p.id"
        return int(self.database.read(total)[0][0])

    def _find_occurrences(self, word: str) -> list[tuple[int, float, int]]:
        """Each readable passage that holds the word: how often, weighed by column, and its length in words."""
        tokens = self._tokens(word)
        if len(tokens) == 1:
            found = f"SELECT v.doc, {_OFTEN}, words_in(d.sz) FROM temp.instances v {_LENGTHS}"
            return self.database.read(f"{found} WHERE v.term = ? GROUP BY v.doc", tokens)
        return self._find_phrase(tokens) if tokens else []

    def _find_phrase(self, tokens: Sequence[str]) -> list[tuple[int, float, int]]:
        """Return the same for a word that is indexed as several ("l’eau"): they must follow one another."""
        places = f"SELECT v.doc, v.col, v.offset, words_in(d.sz) FROM temp.instances v {_LENGTHS} WHERE v.term = ?"
        first, *others = (self.database.read(places, (token,)) for token in tokens)
        follows = [{(doc, col, offset - n) for doc, col, offset, _ in rows} for n, rows in enumerate(others, 1)]
        often: dict[tuple[int, int], float] = {}
        for doc, col, offset, length in first:
            if all((doc, col, offset) in places for places in follows):
                often[doc, length] = often.get((doc, length), 0.0) + BM25[col]
        return [(doc, number, length) for (doc, length), number in often.items()]

    def _tokens(self, word: str) -> tuple[str, ...]:
        """Return the word as the keyword index has it."""
        self.database.read("DELETE FROM temp.asked")
        self.database.read("INSERT INTO temp.asked VALUES (?)", (searchable(word),))
        return tuple(term for (term,) in self.database.read("SELECT term FROM temp.asked_words ORDER BY offset"))


def restricted_corpus(corpus: Corpus, collections: frozenset[str]) -> Corpus:
    """Return the corpus as a reader of these collections alone sees it.

    It shares the model, and the vectors of all passages, which are searched among the readable ones only.
    """
    store = Store(restricted_database(corpus.store.database, collections), RestrictedPassageStore)
    return Corpus(corpus.folder, store, corpus.synced_vectors, corpus.embedder)
