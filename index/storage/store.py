"""The truth: articles, sentences, statements, passages and their vectors in one SQLite file.

It knows nothing of FAISS, models or questions. An article and all that was derived from it is written in one
transaction.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from index.embedding import Vectors
from index.records import Article, Passage, Query, Sentence, Statement
from index.storage.cached import cached_by_generation
from index.storage.database import Database, Row
from index.storage.filters import filters
from index.storage.passage_store import PASSAGES, PassageStore
from index.storage.schema import SCHEMA, stored_day
from index.storage.statement_store import StatementStore
from index.text.keywords import searchable

FILE_NAME = "onrecord.sqlite3"

_NEXT_GENERATION = (
    "INSERT INTO meta VALUES ('generation', '1') ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1"
)
_ARTICLE = "a.id, a.text, a.title, a.url, a.publisher, a.author, a.published, a.language, a.collection"


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """An article with all that is stored about it, ready to be written in one transaction."""

    article: Article
    sentences: Sequence[Sentence]
    statements: Sequence[Statement]
    passages: Sequence[Passage]
    vectors: Vectors
    """Shape (len(passages), dimension)."""


class Store:
    """The articles of one index; safe to use from many threads."""

    def __init__(self, database: Database, passages: type[PassageStore] = PassageStore) -> None:
        """Read from, and write to, an opened database."""
        self.database = database
        self.statements = StatementStore(database)
        self.passages = passages(database, self.generation)
        self._all_counts = cached_by_generation(lambda: self._count("", ()), self.generation)

    @classmethod
    def open(cls, path: Path) -> "Store":
        """Open the file at `path`, creating it when absent."""
        database = Database.open(path, SCHEMA)
        database.ensure("articles_by_collection", "CREATE INDEX articles_by_collection ON articles (collection)")
        return cls(database)

    def meta(self) -> dict[str, str]:
        """Return what the index says of itself: format, model, dimension, generation."""
        return dict(self.database.read("SELECT key, value FROM meta"))

    def set_meta(self, values: dict[str, str]) -> None:
        """Write several settings at once."""
        with self.database.transaction() as connection:
            connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    def generation(self) -> int:
        """Return a number that grows with every change, by any process."""
        return int(self.meta().get("generation", 0))

    def replace(self, prepared: IndexedArticle) -> None:
        """Store an article in place of the one with its id, if there is one; all or nothing."""
        article = prepared.article
        with self.database.transaction() as connection:
            connection.execute(_NEXT_GENERATION)
            self._delete(connection, article.id)
            key = _insert_article(connection, article)
            connection.executemany(
                "INSERT INTO sentences VALUES (?, ?, ?, ?)",
                [(key, s.start, s.end, s.paragraph) for s in prepared.sentences],
            )
            connection.executemany(
                "INSERT INTO statements VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [(key, s.start, s.end, s.speaker, s.mention, s.cue, s.kind, s.confidence) for s in prepared.statements],
            )
            connection.executemany(
                "INSERT INTO passages VALUES (?, ?, ?, ?, ?)",
                [
                    (p.id, key, p.start, p.end, vector.astype(np.float16).tobytes())
                    for p, vector in zip(prepared.passages, prepared.vectors, strict=True)
                ],
            )
            connection.executemany(
                "INSERT INTO keywords (rowid, title, about, text) VALUES (?, ?, ?, ?)",
                [(p.id, *_keyword_columns(article, p.start, p.end)) for p in prepared.passages],
            )

    def remove(self, article_id: str) -> bool:
        """Delete an article and all that was derived from it; False when there is none of that id."""
        with self.database.transaction() as connection:
            connection.execute(_NEXT_GENERATION)
            return self._delete(connection, article_id)

    def _delete(self, connection: sqlite3.Connection, article_id: str) -> bool:
        article = self.article(article_id)
        if article is None:
            return False
        rows = connection.execute(f"SELECT p.id, p.start, p.end {PASSAGES} WHERE a.id = ?", (article_id,)).fetchall()
        # A contentless FTS5 table forgets a row only when it is told the row's words again.
        connection.executemany(
            "INSERT INTO keywords (keywords, rowid, title, about, text) VALUES ('delete', ?, ?, ?, ?)",
            [(row, *_keyword_columns(article, start, end)) for row, start, end in rows],
        )
        connection.execute("DELETE FROM articles WHERE id = ?", (article_id,))
        return True

    def counts(self, query: Query | None = None) -> tuple[int, int]:
        """How many articles and how many passages are stored; with a query, of those its filters let through."""
        where, values = filters(query) if query else ("", [])
        return self._count(where, values) if where else self._all_counts()

    def _count(self, where: str, values: Sequence[object]) -> tuple[int, int]:
        # Without a condition SQLite counts a table without reading it.
        passages = f"{PASSAGES} WHERE 1{where}" if where else "FROM passages"
        articles = f"FROM articles a WHERE 1{where}" if where else "FROM articles"
        counting = f"SELECT (SELECT count(*) {articles}), (SELECT count(*) {passages})"
        ((articles_held, passages_held),) = self.database.read(counting, [*values, *values])
        return articles_held, passages_held

    def article_ids(self, query: Query) -> set[str]:
        """Ids of the articles that the query's filters let through."""
        where, values = filters(query)
        return {row[0] for row in self.database.read(f"SELECT a.id FROM articles a WHERE 1{where}", values)}

    def latest_publication_date(self) -> date | None:
        """Return the last day of publication among the articles; None when none has a date."""
        return stored_day(self.database.read("SELECT max(published) FROM articles")[0][0])

    def article(self, article_id: str) -> Article | None:
        """Return the article of that id."""
        rows = self.database.read(f"SELECT {_ARTICLE} FROM articles a WHERE a.id = ?", (article_id,))
        return _article(rows[0]) if rows else None

    def articles(self) -> Iterator[Article]:
        """Every article, newest first, undated ones last."""
        order = "a.published IS NULL, a.published DESC, a.id"
        return map(_article, self.database.read(f"SELECT {_ARTICLE} FROM articles a ORDER BY {order}"))

    def sentences(self, article_id: str) -> tuple[Sentence, ...]:
        """Return the sentences of an article, in order."""
        rows = self.database.read(
            "SELECT s.start, s.end, s.paragraph FROM sentences s JOIN articles a ON a.key = s.article"
            " WHERE a.id = ? ORDER BY s.start",
            (article_id,),
        )
        return tuple(Sentence(article_id, *row) for row in rows)


def _insert_article(connection: sqlite3.Connection, article: Article) -> int | None:
    published = article.published.isoformat() if article.published else None
    values = (article.id, article.text, article.title, article.url, article.publisher, article.author, published)
    return connection.execute(
        "INSERT INTO articles (id, text, title, url, publisher, author, published, language, collection, content_hash)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*values, article.language, article.collection, article.content_hash),
    ).lastrowid


def _article(row: Row) -> Article:
    article_id, text, title, url, publisher, author, published, language, collection = row
    return Article(article_id, text, title, url, publisher, author, stored_day(published), language, collection)


def _keyword_columns(article: Article, start: int, end: int) -> tuple[str, str, str]:
    """Title, publisher and date, and the passage's own words, as keyword search sees them."""
    day = article.published
    about = f"{article.publisher} {day:%Y-%m-%d} {day.day} {day:%B %Y}" if day else article.publisher
    return searchable(article.title), searchable(about), searchable(article.text[start:end])
