"""The record: who is quoted, and what one person is on record with."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.people.names import folded
from index.people.people import Person
from index.records import LEAST_CONFIDENCE, Article, Sentence, Statement
from index.storage.corpus import Archive
from qa.explore.topics import Topics

_TOPICS = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody who is quoted, and what they speak about more than others do."""

    person: Person
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Roll:
    """Some of those who are quoted, those quoted most first."""

    entries: tuple[Entry, ...]
    total: int
    """How many there are in all."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One statement where it stands."""

    statement: Statement
    article: Article
    start: int
    end: int
    """Offsets of the whole sentences that hold the statement."""

    @property
    def words(self) -> str:
        """The statement to the letter."""
        return self.article.text[self.statement.start : self.statement.end]

    @property
    def sentence(self) -> str:
        """The whole sentences that hold it, to the letter: they say who speaks."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Record:
    """What one person is on record with: newest first, what is undated last."""

    entry: Entry
    said: tuple[Spoken, ...]


def roll(archive: Archive, topics: Topics, limit: int, offset: int = 0, like: str = "", nouns: bool = False) -> Roll:
    """Those who are quoted, whose name holds `like`; with `nouns` also who has no name ("company", "police")."""
    wanted = folded(like.strip())
    found = [
        person
        for person in archive.people()
        if (nouns or _is_name(person)) and any(wanted in folded(name) for name in person.names)
    ]
    return Roll(_entries(topics, found[offset : offset + limit]), len(found))


def records(
    archive: Archive, topics: Topics, name: str, limit: int, offset: int = 0, exact: bool = False
) -> tuple[Record, ...]:
    """What everybody is on record with whom `name` may mean; with `exact`, the one person who goes by that name.

    `limit` and `offset` count the statements of each.
    """
    entries = _entries(topics, _meant(archive, name, exact))
    return tuple(Record(entry, _said(archive, entry.person, limit, offset)) for entry in entries)


def _is_name(person: Person) -> bool:
    return person.name[0].isupper()


def _entries(topics: Topics, people: Sequence[Person]) -> tuple[Entry, ...]:
    return tuple(Entry(person, own) for person, own in zip(people, topics.of(people, _TOPICS), strict=True))


def _meant(archive: Archive, name: str, exact: bool) -> tuple[Person, ...]:
    if not exact:
        return archive.people().named(name)
    try:
        return (archive.people()[name],)
    except KeyError:
        return ()


def _said(archive: Archive, person: Person, limit: int, offset: int) -> tuple[Spoken, ...]:
    said = []
    article, sentences = None, tuple[Sentence, ...]()
    for statement in archive.store.newest_statements(person.names, LEAST_CONFIDENCE, limit, offset):
        if article is None or article.id != statement.article_id:
            article = archive.store.article(statement.article_id)
            sentences = archive.store.sentences(statement.article_id)
        if article is not None:
            said.append(Spoken(statement, article, *_whole(statement, sentences)))
    return tuple(said)


def _whole(statement: Statement, sentences: Sequence[Sentence]) -> tuple[int, int]:
    holding = [s for s in sentences if s.start < statement.end and s.end > statement.start]
    if not holding:
        return statement.start, statement.end
    return min(statement.start, holding[0].start), max(statement.end, holding[-1].end)
