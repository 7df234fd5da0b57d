"""Example questions made from what is indexed: what those who are quoted most speak about."""

import calendar
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from index.archive import Archive
from index.article import LEAST_CONFIDENCE, Query, Statement
from index.keywords import STOP_WORDS

_PEOPLE = 12
_TOPICS = 3
_CALENDAR = frozenset(calendar.month_name) | frozenset(calendar.day_name)
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w’-]{2,}(?: [A-Z][\w’-]+)*")
_NOUN = re.compile(r"\b(?:the|a|an|this|that|of|for|on) ([a-z]{4,})\b(?! [a-z]+ing)")


def candidates(archive: Archive) -> Iterator[str]:
    """Questions about what the most quoted people name most often, best first, one person after the other."""
    named = (person.name for person in archive.people() if " " in person.name and not person.name.isupper())
    people = list(islice(named, _PEOPLE))
    asked = {name: _questions(archive, name) for name in people}
    for position in range(_TOPICS):
        for name in people:
            if position < len(asked[name]):
                yield asked[name][position]


def _questions(archive: Archive, name: str) -> list[str]:
    topics: Counter[str] = Counter()
    for statement in archive.store.statements_by([name], Query("")):
        if statement.confidence >= LEAST_CONFIDENCE:
            topics.update(_topics(archive, statement))
    own = set(name.split())
    best = sorted((topic for topic in topics if own.isdisjoint(topic.split())), key=lambda t: (-topics[t], t))
    return [f"What did {name} say about {_spoken(topic)}?" for topic in best[:_TOPICS]]


def _topics(archive: Archive, statement: Statement) -> set[str]:
    article = archive.store.article(statement.article_id)
    if article is None:
        return set()
    words = article.text[statement.start : statement.end]
    names = {name for name in _NAME.findall(words) if name not in _CALENDAR}
    return names | {noun for noun in _NOUN.findall(words) if noun not in STOP_WORDS}


def _spoken(topic: str) -> str:
    return topic if topic[0].isupper() else f"the {topic}"
