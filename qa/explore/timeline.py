"""What one person said on a topic, over time: a point for each run of sentences, in the order of publication."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.people.people import Person
from index.records import ArticleSpan, Query, Scope, Statement
from index.search.statements import resolve_people, search_statements
from index.storage.corpus import Corpus
from qa.extraction.selection import on_topic


@dataclass(frozen=True, slots=True)
class Point(ArticleSpan):
    """A run of whole sentences in which the person speaks."""

    direct: bool
    """Whether some of it is quoted to the letter."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The points of one person, oldest first, undated ones last."""

    name: str
    """The person as the articles call them; as asked for, when no person is meant."""
    topic: str
    points: tuple[Point, ...]


def timeline(corpus: Corpus, name: str, topic: str, scope: Scope) -> Timeline:
    """Return what the people meant by `name` said on the topic, or on anything when that is empty, within the scope."""
    people = resolve_people(corpus, name)
    query = Query(f"{name} {topic}", name, topic, intent="said", scope=scope)
    runs = search_statements(corpus, query)
    quoted = _direct_statements(corpus, people, query)
    points = [
        Point(run.article, run.start, run.end, any(s.overlaps(run.span) for s in quoted[run.article.id]))
        for run in (on_topic(runs) if topic else runs)
    ]
    ordered = sorted(points, key=lambda p: (p.article.published or date.max, p.article.id, p.start))
    return Timeline(people[0].name if people else name, topic, tuple(ordered))


def _direct_statements(corpus: Corpus, people: Sequence[Person], query: Query) -> defaultdict[str, list[Statement]]:
    """Return the statements of these people that are quoted to the letter, by article id."""
    statements: defaultdict[str, list[Statement]] = defaultdict(list)
    for statement in corpus.store.statements.by_speakers([n for person in people for n in person.names], query):
        if statement.kind != "indirect":
            statements[statement.article_id].append(statement)
    return statements
