"""The tables of an index's file, and how its values are written in them."""

from datetime import date

FORMAT = "2"
TOKENIZER = "porter unicode61 remove_diacritics 2"
"""Of keyword search, as FTS5 names it."""

SCHEMA = f"""
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

BM25 = {"title": 0.5, "about": 0.5, "text": 1.0}
"""What a word in each column of keyword search counts: benchmarks/LOG.md, "Keyword weights"."""


def stored_day(stored: str | None) -> date | None:
    """Return a day of publication as it is stored; None where none is known."""
    return date.fromisoformat(stored) if stored else None
