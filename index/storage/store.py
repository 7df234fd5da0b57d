"""The truth: articles, sentences, passages and their vectors in one SQLite file, with keyword search.

It knows nothing of FAISS, models or questions. An article and all that was derived from it is written in one
transaction.
"""

import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from index.embedding import Vectors
from index.records import Article, Passage, Query, Sentence, Statement
from index.storage.cached import cached_by_generation
from index.storage.database import Database, Row
from index.storage.filters import filters, placeholders
from index.text.keywords import match_expression, segment_cjk

FILE_NAME = "onrecord.sqlite3"
FORMAT = "2"
TOKENIZER = "porter unicode61 remove_diacritics 2"
"""Of keyword search, as FTS5 names it."""

_SCHEMA = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES ('format', '{FORMAT}');
CREATE TABLE articles (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, text TEXT NOT NULL, title TEXT NOT NULL, url TEXT NOT NULL,
    publisher TEXT NOT NULL, author TEXT NOT NULL, published TEXT, language TEXT NOT NULL, collection TEXT NOT NULL,
    content_hash TEXT NOT NULL);
CREATE INDEX articles_by_date ON articles (published);
CREATE TABLE sentences (
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE, start INTEGER NOT NULL, end INTEGER NOT NULL,
    paragraph INTEGER NOT NULL, PRIMARY KEY (article, start)) WITHOUT ROWID;
CREATE TABLE statements (
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE, start INTEGER NOT NULL, end INTEGER NOT NULL,
    speaker TEXT NOT NULL, mention TEXT NOT NULL, cue TEXT NOT NULL, kind TEXT NOT NULL, confidence REAL NOT NULL);
CREATE INDEX statements_by_article ON statements (article, start);
CREATE INDEX statements_by_speaker ON statements (speaker);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, vector BLOB NOT NULL);
CREATE INDEX passages_by_article ON passages (article);
CREATE VIRTUAL TABLE keywords USING fts5 (
    title, about, text, content='', tokenize='{TOKENIZER}');
"""

_NEXT_GENERATION = (
    "INSERT INTO meta VALUES ('generation', '1') ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1"
)
_ARTICLE = "a.id, a.text, a.title, a.url, a.publisher, a.author, a.published, a.language, a.collection"
_STATEMENT = "a.id, s.start, s.end, s.speaker, s.mention, s.cue, s.kind, s.confidence"
_STATEMENTS = "FROM statements s JOIN articles a ON a.key = s.article"
_PASSAGES = "FROM passages p JOIN articles a ON a.key = p.article"
_KEYWORDS = "FROM keywords JOIN passages p ON p.id = keywords.rowid JOIN articles a ON a.key = p.article"
_ARTICLES_WITH = (
    "SELECT a.id, n FROM (SELECT p.article AS key, count(*) AS n FROM keywords"
    " JOIN passages p ON p.id = keywords.rowid WHERE keywords MATCH ? GROUP BY p.article) JOIN articles a USING (key)"
)
MAX_CACHED_WORDS = 256
# BM25 weights of title, about (publisher and date) and text: benchmarks/LOG.md, "Keyword weights".
_BM25 = "-bm25(keywords, 0.5, 0.5, 1.0)"


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

    limited = False
    """Whether there are articles that cannot be seen through it."""

    def __init__(self, path: Path) -> None:
        """Open the file at `path`, creating it when absent."""
        self.database = Database(path, _SCHEMA)
        self.database.ensure("articles_by_collection", "CREATE INDEX articles_by_collection ON articles (collection)")
        # A question asks for each of its words several times, and conversations stay with their words.
        self._document_frequencies = cached_by_generation(self._count_articles_with, self.generation, MAX_CACHED_WORDS)

    def meta(self) -> dict[str, str]:
        """What the index says of itself: format, model, dimension, generation."""
        return dict(self.database.read("SELECT key, value FROM meta"))

    def set_meta(self, values: dict[str, str]) -> None:
        """Write several settings at once."""
        with self.database.transaction() as connection:
            connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    def generation(self) -> int:
        """A number that grows with every change, whoever makes it."""
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
        rows = connection.execute(f"SELECT p.id, p.start, p.end {_PASSAGES} WHERE a.id = ?", (article_id,)).fetchall()
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
        passages = f"{_PASSAGES} WHERE 1{where}" if where else "FROM passages"
        # Without a condition SQLite counts a table without reading it.
        articles = f"FROM articles a WHERE 1{where}" if where else "FROM articles"
        counting = f"SELECT (SELECT count(*) {articles}), (SELECT count(*) {passages})"
        ((articles_held, passages_held),) = self.database.read(counting, [*values, *values])
        return articles_held, passages_held

    def article_ids(self, query: Query) -> set[str]:
        """Ids of the articles that the query's filters let through."""
        where, values = filters(query)
        return {row[0] for row in self.database.read(f"SELECT a.id FROM articles a WHERE 1{where}", values)}

    def latest_publication_date(self) -> date | None:
        """The last day of publication among the articles; None when none has a date."""
        return stored_day(self.database.read("SELECT max(published) FROM articles")[0][0])

    def article(self, article_id: str) -> Article | None:
        """The article of that id."""
        rows = self.database.read(f"SELECT {_ARTICLE} FROM articles a WHERE a.id = ?", (article_id,))
        return _article(rows[0]) if rows else None

    def articles(self) -> Iterator[Article]:
        """Every article, newest first, undated ones last."""
        order = "a.published IS NULL, a.published DESC, a.id"
        return map(_article, self.database.read(f"SELECT {_ARTICLE} FROM articles a ORDER BY {order}"))

    def sentences(self, article_id: str) -> tuple[Sentence, ...]:
        """The sentences of an article, in order."""
        rows = self.database.read(
            "SELECT s.start, s.end, s.paragraph FROM sentences s JOIN articles a ON a.key = s.article"
            " WHERE a.id = ? ORDER BY s.start",
            (article_id,),
        )
        return tuple(Sentence(article_id, *row) for row in rows)

    def statements(self, article_id: str) -> tuple[Statement, ...]:
        """Who says what in an article, in order."""
        rows = self.database.read(f"SELECT {_STATEMENT} {_STATEMENTS} WHERE a.id = ? ORDER BY s.start", (article_id,))
        return tuple(Statement(*row) for row in rows)

    def speakers(self, least_confidence: float = 0.0) -> list[tuple[str, int, int]]:
        """Everybody who is quoted or paraphrased: name, key of an article, number of statements there."""
        return self.database.read(
            "SELECT speaker, article, count(*) FROM statements WHERE speaker != '' AND confidence >= ?"
            " GROUP BY speaker, article",
            (least_confidence,),
        )

    def speakers_by_mention(self, description: str) -> list[str]:
        """The speakers who are called so ("the minister") in some article."""
        rows = self.database.read(
            "SELECT DISTINCT speaker FROM statements WHERE speaker != '' AND mention = ? COLLATE NOCASE", (description,)
        )
        return [row[0] for row in rows]

    def statements_by_speaker(self, speakers: Sequence[str], query: Query) -> list[Statement]:
        """What these speakers say in the articles that the query's filters let through."""
        where, values = filters(query)
        rows = self.database.read(
            f"SELECT {_STATEMENT} {_STATEMENTS} WHERE s.speaker IN ({placeholders(speakers)}){where}"
            " ORDER BY a.id, s.start",
            (*speakers, *values),
        )
        return [Statement(*row) for row in rows]

    def latest_statements(
        self, speakers: Sequence[str], least_confidence: float, limit: int, offset: int = 0
    ) -> list[Statement]:
        """What these speakers say, by article: the newest first, undated ones last."""
        rows = self.database.read(
            f"SELECT {_STATEMENT} {_STATEMENTS} WHERE s.speaker IN ({placeholders(speakers)}) AND s.confidence >= ?"
            " ORDER BY a.published IS NULL, a.published DESC, a.id, s.start LIMIT ? OFFSET ?",
            (*speakers, least_confidence, limit, offset),
        )
        return [Statement(*row) for row in rows]

    def statement_texts(self, speakers: Sequence[str], least_confidence: float) -> list[tuple[str, str]]:
        """Speaker and words of all that these speakers say."""
        words = "substr(a.text, s.start + 1, s.end - s.start)"
        return self._in_chunks(
            f"SELECT s.speaker, {words} {_STATEMENTS} WHERE s.confidence >= ? AND s.speaker IN",
            speakers,
            (least_confidence,),
        )

    def passages(self, ids: Sequence[int]) -> dict[int, tuple[Passage, date | None]]:
        """Passage id to the passage and its article's publication date, for those that still exist."""
        rows = self._in_chunks(f"SELECT a.id, p.start, p.end, p.id, a.published {_PASSAGES} WHERE p.id IN", ids)
        return {row[3]: (Passage(*row[:4]), stored_day(row[4])) for row in rows}

    def passage_ids(self, query: Query | None = None) -> Sequence[int]:
        """Ids of all passages; with a query, of those its filters let through."""
        where, values = filters(query) if query else ("", [])
        source = f"{_PASSAGES} WHERE 1{where}" if where else "FROM passages p"
        return [row[0] for row in self.database.read(f"SELECT p.id {source}", values)]

    def vectors(self, ids: Sequence[int], dimension: int) -> tuple[list[int], Vectors]:
        """The stored vectors of these passages: ids found, and an array of shape (found, dimension)."""
        rows = self._in_chunks("SELECT id, vector FROM passages WHERE id IN", ids)
        halves = np.frombuffer(b"".join(row[1] for row in rows), dtype=np.float16)
        return [row[0] for row in rows], halves.reshape(-1, dimension).astype(np.float32)

    def keyword_search(self, query: Query, limit: int) -> list[tuple[int, float]]:
        """(passage id, BM25) of the passages that share words with the query's text, best first."""
        expression = match_expression(query.text)
        where, values = filters(query)
        if not expression:
            return []
        return self.database.read(
            f"SELECT keywords.rowid, {_BM25} AS score {_KEYWORDS if where else 'FROM keywords'}"
            f" WHERE keywords MATCH ?{where} ORDER BY score DESC, keywords.rowid LIMIT ?",
            (expression, *values, limit),
        )

    def document_frequencies(self, word: str) -> dict[str, int]:
        """Article id to the number of its passages that hold the word (or stand under a title that does)."""
        return self._document_frequencies(word)

    def _count_articles_with(self, word: str) -> dict[str, int]:
        expression = match_expression(word)
        return dict(self.database.read(_ARTICLES_WITH, (expression,))) if expression else {}

    def stems_with_prefix(self, beginning: str, alike: Callable[[str], bool]) -> list[str]:
        """The stems in the keyword index that begin so and are `alike`."""
        self.database.read("CREATE VIRTUAL TABLE IF NOT EXISTS temp.stems USING fts5vocab('main', 'keywords', 'row')")
        between = (beginning, beginning + chr(sys.maxunicode))
        found = self.database.read("SELECT term FROM temp.stems WHERE term >= ? AND term < ?", between)
        return [term for (term,) in found if alike(term)]

    def _in_chunks(
        self, sql: str, ids: Sequence[object], before: tuple[object, ...] = (), size: int = 500
    ) -> list[Row]:
        """Rows of `sql` (which ends in IN) for these ids, some at a time: SQLite limits the number of bound values.

        `before` are the values bound before the ids.
        """
        chunks = (ids[i : i + size] for i in range(0, len(ids), size))
        return [
            row for chunk in chunks for row in self.database.read(f"{sql} ({placeholders(chunk)})", (*before, *chunk))
        ]


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


def stored_day(stored: str | None) -> date | None:
    """A day of publication as it stands in a table; None where none is known."""
    return date.fromisoformat(stored) if stored else None


def _keyword_columns(article: Article, start: int, end: int) -> tuple[str, str, str]:
    """Title, publisher and date, and the passage's own words, as keyword search sees them."""
    day = article.published
    about = f"{article.publisher} {day:%Y-%m-%d} {day.day} {day:%B %Y}" if day else article.publisher
    return segment_cjk(article.title), segment_cjk(about), segment_cjk(article.text[start:end])
