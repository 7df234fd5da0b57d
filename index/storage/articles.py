"""What is in an index, without its texts: articles to browse, and what they can be narrowed down by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.records import Query, Scope
from index.storage.filters import filters
from index.storage.schema import stored_day
from index.storage.store import Store

LIKE_MARKS = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})
"""What stands for itself in a pattern of LIKE, where "\\" escapes."""
_FACETS = ("collection", "publisher")


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """One article as it stands in a list."""

    id: str
    title: str
    publisher: str
    published: date | None
    collection: str
    content_hash: str
    people: int
    """How many are quoted in it."""


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """Some of the articles, newest first, and how many there are of what."""

    articles: tuple[ArticleSummary, ...]
    total: int
    collections: tuple[tuple[str, int], ...]
    """Name and number of articles, the largest first."""
    publishers: tuple[tuple[str, int], ...]
    oldest: date | None
    newest: date | None


def list_articles(store: Store, scope: Scope, limit: int, offset: int = 0, like: str = "") -> ArticlePage:
    """Return the articles of the scope whose title or publisher holds every word of `like`, letters of either case."""
    where, values = filters(Query("", scope=scope))
    for word in like.split():
        where += " AND (a.title LIKE ? ESCAPE '\\' OR a.publisher LIKE ? ESCAPE '\\')"
        values += [f"%{word.translate(LIKE_MARKS)}%"] * 2
    read = store.database.read
    total, oldest, newest = read(
        f"SELECT count(*), min(a.published), max(a.published) FROM articles a WHERE 1{where}", values
    )[0]
    rows = read(
        "SELECT a.id, a.title, a.publisher, a.published, a.collection, a.content_hash,"
        " (SELECT count(DISTINCT speaker) FROM statements s WHERE s.article = a.key AND speaker != '')"
        f" FROM articles a WHERE 1{where} ORDER BY a.published IS NULL, a.published DESC, a.id LIMIT ? OFFSET ?",
        [*values, limit, offset],
    )
    collections, publishers = (_facet(store, column, where, values) for column in _FACETS)
    articles = tuple(
        ArticleSummary(i, title, publisher, stored_day(day), *rest) for i, title, publisher, day, *rest in rows
    )
    return ArticlePage(articles, total, collections, publishers, stored_day(oldest), stored_day(newest))


def _facet(store: Store, column: str, where: str, values: Sequence[object]) -> tuple[tuple[str, int], ...]:
    rows = store.database.read(
        f"SELECT a.{column}, count(*) AS n FROM articles a WHERE a.{column} != ''{where}"
        f" GROUP BY a.{column} ORDER BY n DESC, a.{column}",
        values,
    )
    return tuple((name, number) for name, number in rows)


def list_publishers(store: Store) -> tuple[str, ...]:
    """Return the publishers of the articles, by name."""
    rows = store.database.read("SELECT DISTINCT publisher FROM articles WHERE publisher != '' ORDER BY publisher")
    return tuple(row[0] for row in rows)
