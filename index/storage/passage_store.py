"""Passages as stored, their vectors, and keyword search in them."""

import sys
from collections.abc import Callable, Sequence
from datetime import date

import numpy as np

from index.embedding import Vectors
from index.records import Passage, Query
from index.storage.cached import cached_by_generation
from index.storage.database import Database
from index.storage.filters import filters
from index.storage.schema import BM25, stored_day
from index.text.keywords import match_expression

PASSAGES = "FROM passages p JOIN articles a ON a.key = p.article"
MAX_CACHED_WORDS = 256
_KEYWORDS = "FROM keywords JOIN passages p ON p.id = keywords.rowid JOIN articles a ON a.key = p.article"
_ARTICLES_WITH = (
    "SELECT a.id, n FROM (SELECT p.article AS key, count(*) AS n FROM keywords"
    " JOIN passages p ON p.id = keywords.rowid WHERE keywords MATCH ? GROUP BY p.article) JOIN articles a USING (key)"
)
_BM25 = f"-bm25(keywords, {', '.join(map(str, BM25.values()))})"


class PassageStore:
    """The passages of one index."""

    def __init__(self, database: Database, generation: Callable[[], int]) -> None:
        """Read from `database`, whose articles are the same as long as `generation()` is."""
        self.database = database
        # A question asks for each of its words several times, and conversations stay with their words.
        self.document_frequencies = cached_by_generation(self._document_frequencies, generation, MAX_CACHED_WORDS)
        """Article id to the number of its passages that hold a word (or stand under a title that does)."""

    def ids(self, query: Query | None = None) -> Sequence[int]:
        """Return the ids of all passages; with a query, of those its filters let through."""
        where, values = filters(query) if query else ("", [])
        source = f"{PASSAGES} WHERE 1{where}" if where else "FROM passages p"
        return [row[0] for row in self.database.read(f"SELECT p.id {source}", values)]

    def by_id(self, ids: Sequence[int]) -> dict[int, tuple[Passage, date | None]]:
        """Return passage id to the passage and its article's publication date, for those that still exist."""
        columns = "a.id, p.start, p.end, p.id, a.published"
        rows = self.database.read_in_chunks(f"SELECT {columns} {PASSAGES} WHERE p.id IN", ids)
        return {row[3]: (Passage(*row[:4]), stored_day(row[4])) for row in rows}

    def vectors(self, ids: Sequence[int], dimension: int) -> tuple[list[int], Vectors]:
        """Return the stored vectors of these passages: ids found, and an array of shape (found, dimension)."""
        rows = self.database.read_in_chunks("SELECT id, vector FROM passages WHERE id IN", ids)
        halves = np.frombuffer(b"".join(row[1] for row in rows), dtype=np.float16)
        return [row[0] for row in rows], halves.reshape(-1, dimension).astype(np.float32)

    def keyword_search(self, query: Query, limit: int) -> list[tuple[int, float]]:
        """Return (passage id, BM25) of the passages that share words with the query's text, best first."""
        expression = match_expression(query.text)
        where, values = filters(query)
        if not expression:
            return []
        return self.database.read(
            f"SELECT keywords.rowid, {_BM25} AS score {_KEYWORDS if where else 'FROM keywords'}"
            f" WHERE keywords MATCH ?{where} ORDER BY score DESC, keywords.rowid LIMIT ?",
            (expression, *values, limit),
        )

    def stems_with_prefix(self, beginning: str, alike: Callable[[str], bool]) -> list[str]:
        """Return the stems in the keyword index that begin so and are `alike`."""
        self.database.read("CREATE VIRTUAL TABLE IF NOT EXISTS temp.stems USING fts5vocab('main', 'keywords', 'row')")
        between = (beginning, beginning + chr(sys.maxunicode))
        found = self.database.read("SELECT term FROM temp.stems WHERE term >= ? AND term < ?", between)
        return [term for (term,) in found if alike(term)]

    def _document_frequencies(self, word: str) -> dict[str, int]:
        expression = match_expression(word)
        return dict(self.database.read(_ARTICLES_WITH, (expression,))) if expression else {}
