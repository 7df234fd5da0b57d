"""What one person said on a topic, over time: a point for each stretch, in the order of publication."""

from dataclasses import dataclass
from datetime import date

from index.records import ArticleSpan, Query, Scope, Statement
from index.search.statements import StatementHit, resolve_people, search_statements
from index.storage.corpus import Corpus
from qa.extraction.selection import on_topic


@dataclass(frozen=True, slots=True)
class Point(ArticleSpan):
    """Whole sentences in which the person speaks."""

    direct: bool
    """Whether some of it is quoted to the letter."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The points of one person, oldest first, undated ones last."""

    name: str
    """The person as the articles call them; as asked for, when nobody is meant."""
    topic: str
    points: tuple[Point, ...]


def timeline(corpus: Corpus, name: str, topic: str, scope: Scope) -> Timeline:
    """What whoever `name` means said on the topic, or on anything when that is empty, within the scope."""
    people = resolve_people(corpus, name)
    query = Query(f"{name} {topic}", name, topic, intent="said", scope=scope)
    runs = search_statements(corpus, query)
    chosen = on_topic(runs) if topic else runs
    direct: dict[str, list[Statement]] = {}
    for statement in corpus.store.statements.by_speakers([n for person in people for n in person.names], query):
        if statement.kind != "indirect":
            direct.setdefault(statement.article_id, []).append(statement)

    def is_direct(run: StatementHit) -> bool:
        return any(statement.overlaps(run.span) for statement in direct.get(run.article.id, ()))

    points = [Point(run.article, run.start, run.end, is_direct(run)) for run in chosen]
    ordered = sorted(points, key=lambda p: (p.article.published or date.max, p.article.id, p.start))
    return Timeline(people[0].name if people else name, topic, tuple(ordered))
