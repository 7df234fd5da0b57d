"""Who says what, across articles: statements to list and filter, and the speakers of passages that were found."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.records import EVERYTHING, Hit, Query, Scope, Span, Statement
from index.storage.articles import LIKE_MARKS
from index.storage.database import Row
from index.storage.filters import filters, placeholders
from index.storage.schema import stored_day
from index.storage.statement_store import COLUMNS, STATEMENTS, SURE, WORDS
from index.storage.store import Store

_SURE = f"{STATEMENTS} WHERE {SURE}"
_LISTED = f"SELECT {COLUMNS}, {WORDS}, a.title, a.publisher, a.published, a.url, a.collection, a.content_hash"
_NEWEST_FIRST = "ORDER BY a.published IS NULL, a.published DESC, a.id, s.start, s.end, s.speaker"


@dataclass(frozen=True, slots=True)
class ListedStatement:
    """One statement, its words, and the article that it stands in."""

    statement: Statement
    words: str
    title: str
    publisher: str
    published: date | None
    url: str
    collection: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class StatementFilter:
    """Which statements are listed; everything left empty means all."""

    speakers: Sequence[str] | None = None
    """Names as stored; None for everybody's."""
    article_id: str | None = None
    like: str = ""
    """Words that the statement holds, letters of either case."""
    scope: Scope = EVERYTHING


def list_statements(
    store: Store, wanted: StatementFilter, limit: int, offset: int = 0
) -> tuple[tuple[ListedStatement, ...], int]:
    """List some of the statements that are surely somebody's, newest first, and how many there are in all."""
    where, values = filters(Query("", scope=wanted.scope))
    if wanted.speakers is not None:
        where += f" AND s.speaker IN ({placeholders(wanted.speakers)})"
        values += wanted.speakers
    if wanted.article_id is not None:
        where += " AND a.id = ?"
        values.append(wanted.article_id)
    for word in wanted.like.split():
        where += f" AND {WORDS} LIKE ? ESCAPE '\\'"
        values.append(f"%{word.translate(LIKE_MARKS)}%")
    total = store.database.read(f"SELECT count(*) {_SURE}{where}", values)[0][0]
    rows = store.database.read(f"{_LISTED} {_SURE}{where} {_NEWEST_FIRST} LIMIT ? OFFSET ?", [*values, limit, offset])
    return tuple(_stated(row) for row in rows), total


def annotate_speakers(store: Store, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Return the same hits; each passage names who surely speaks in it, in order, after whom it was found for."""
    speaking: defaultdict[str, list[tuple[Span, str]]] = defaultdict(list)
    if articles := {hit.article.id for hit in hits}:
        found = store.database.read(
            f"SELECT a.id, s.start, s.end, s.speaker {_SURE} AND a.id IN ({placeholders(articles)})"
            " ORDER BY a.id, s.start",
            list(articles),
        )
        for *span, speaker in found:
            speaking[span[0]].append((Span(*span), speaker))
    return tuple(_spoken(hit, speaking[hit.article.id]) for hit in hits)


def _spoken(hit: Hit, said: Sequence[tuple[Span, str]]) -> Hit:
    passage = hit.passage
    here = (speaker for span, speaker in said if span.overlaps(passage))
    return replace(hit, passage=replace(passage, speakers=tuple(dict.fromkeys((*passage.speakers, *here)))))


def _stated(row: Row) -> ListedStatement:
    *statement, words, title, publisher, published, url, collection, content_hash = row
    day = stored_day(published)
    return ListedStatement(Statement(*statement), words, title, publisher, day, url, collection, content_hash)
