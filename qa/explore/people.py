"""The people who are quoted, and the record of what one person said."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.people.names import fold
from index.people.people import Person
from index.records import ArticleSpan, Sentence, Statement
from index.storage.corpus import Corpus
from qa.explore.topics import Topics

_MAX_TOPICS = 4


@dataclass(frozen=True, slots=True)
class PersonSummary:
    """A person who is quoted, and what they speak about more than others do."""

    person: Person
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """A page of the people who are quoted, the most quoted first."""

    entries: tuple[PersonSummary, ...]
    total: int
    """People in all."""


@dataclass(frozen=True, slots=True)
class StatementInContext(ArticleSpan):
    """One statement and the whole sentences that hold it: they say who speaks."""

    statement: Statement

    @property
    def words(self) -> str:
        """Return the statement to the letter."""
        return self.statement.text_in(self.article)


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """What one person is on record with: newest first, what is undated last."""

    entry: PersonSummary
    said: tuple[StatementInContext, ...]


def list_people(
    corpus: Corpus, topics: Topics, limit: int, offset: int = 0, like: str = "", nouns: bool = False
) -> PeoplePage:
    """Return the people whose name holds `like`; with `nouns` also speakers without a name ("company", "police")."""
    wanted = fold(like.strip())
    found = [
        person
        for person in corpus.people()
        if (nouns or _is_name(person)) and any(wanted in fold(name) for name in person.names)
    ]
    return PeoplePage(_summaries(topics, found[offset : offset + limit]), len(found))


def person_records(
    corpus: Corpus, topics: Topics, name: str, limit: int, offset: int = 0, exact: bool = False
) -> tuple[PersonRecord, ...]:
    """Return the record of each person whom `name` may mean; with `exact`, of the one person of that very name.

    `limit` and `offset` count the statements of each.
    """
    entries = _summaries(topics, _people_named(corpus, name, exact))
    return tuple(PersonRecord(entry, _statements_of(corpus, entry.person, limit, offset)) for entry in entries)


def _is_name(person: Person) -> bool:
    return person.name[0].isupper()


def _summaries(topics: Topics, people: Sequence[Person]) -> tuple[PersonSummary, ...]:
    return tuple(
        PersonSummary(person, own) for person, own in zip(people, topics.topics_of(people, _MAX_TOPICS), strict=True)
    )


def _people_named(corpus: Corpus, name: str, exact: bool) -> tuple[Person, ...]:
    if not exact:
        return corpus.people().find(name)
    try:
        return (corpus.people()[name],)
    except KeyError:
        return ()


def _statements_of(corpus: Corpus, person: Person, limit: int, offset: int) -> tuple[StatementInContext, ...]:
    said = []
    article, sentences = None, tuple[Sentence, ...]()
    for statement in corpus.store.statements.latest(person.names, limit, offset):
        if article is None or article.id != statement.article_id:
            article = corpus.store.article(statement.article_id)
            sentences = corpus.store.sentences(statement.article_id)
        if article is not None:
            said.append(StatementInContext(article, *_whole_sentences(statement, sentences), statement))
    return tuple(said)


def _whole_sentences(statement: Statement, sentences: Sequence[Sentence]) -> tuple[int, int]:
    holding = [s for s in sentences if s.overlaps(statement)]
    if not holding:
        return statement.start, statement.end
    return min(statement.start, holding[0].start), max(statement.end, holding[-1].end)
