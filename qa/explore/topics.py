"""What people speak about: the names and nouns that somebody uses often, and others do not."""

import calendar
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from index.people.people import Person
from index.storage.corpus import Corpus
from index.text.keywords import STOP_WORDS

_COMPARED = 50
# What somebody names often is their topic; what others name too still is, only less so.
_OFTEN = 1.5
# A name says more about a speech than a noun does.
_NAMES_COUNT = 1.5
_CALENDAR = frozenset(calendar.month_name) | frozenset(calendar.day_name)
_EMPTY = STOP_WORDS | frozenset(
    """able case course fact good great kind last least long lots many moment most much need next number other part
    people person place point same second side sort start that thing things third time times today tomorrow very want
    week weeks well words work world year years yesterday first best right rest only million billion percent bunch
    couple certain every past result state""".split()
)
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w’-]{2,}(?: [A-Z][\w’-]+)*")
_POSSESSIVE = re.compile(r"’s?$")
# The last word before a light one or a mark: "the highest price of", not "the highest".
_LIGHT = "|".join(sorted(STOP_WORDS))
_NOUN = re.compile(rf"\b(?:the|a|an|this|that|of|for|on) (?:[a-z-]+ )?([a-z]{{4,}})(?= (?:{_LIGHT})\b|[^\w ’-]|$)")

Named = Counter[str]
"""Topic to the number of statements that name it."""


@dataclass(frozen=True, slots=True)
class _TopicCounts:
    """What was read of one state of the store."""

    generation: int
    named: dict[str, Named] = field(default_factory=dict)
    usual: Named = field(default_factory=Counter)
    """Topic to how many of the most quoted people name it."""


class Topics:
    """The topics of those who are quoted in a corpus; read once while nothing changes."""

    def __init__(self, corpus: Corpus) -> None:
        """Nothing is read before it is asked for."""
        self._corpus = corpus
        self._read = _TopicCounts(-1)

    def topics_of(self, people: Sequence[Person], most: int) -> list[tuple[str, ...]]:
        """Up to `most` topics of each person, the most telling first."""
        read = self._level()
        named = self._named(people, read)
        return [_telling(person, counted, read.usual)[:most] for person, counted in zip(people, named, strict=True)]

    def _level(self) -> _TopicCounts:
        generation = self._corpus.store.generation()
        if self._read.generation != generation:
            read = _TopicCounts(generation)
            for counted in self._named(list(islice(self._corpus.people(), _COMPARED)), read):
                read.usual.update(counted.keys())
            self._read = read
        return self._read

    def _named(self, people: Sequence[Person], read: _TopicCounts) -> list[Named]:
        unread = {name: person.name for person in people if person.name not in read.named for name in person.names}
        fresh: dict[str, Named] = {name: Counter() for name in unread.values()}
        for speaker, words in self._corpus.store.statements.texts(list(unread)):
            fresh[unread[speaker]].update(_topics(words))
        read.named.update(fresh)
        return [read.named[person.name] for person in people]


def _topics(words: str) -> set[str]:
    """The names and nouns that a statement is about."""
    names = {_POSSESSIVE.sub("", name) for name in _NAME.findall(words)}
    return {name for name in names if name not in _CALENDAR} | {
        noun for noun in _NOUN.findall(words) if noun not in _EMPTY
    }


def _telling(person: Person, named: Named, usual: Named) -> tuple[str, ...]:
    """Topics by how often this person names them and how few others do; nobody's topic is their own name."""
    own = {word for name in person.names for word in name.split()}

    def weight(topic: str) -> float:
        rare = math.log(1 + _COMPARED / max(1, usual[topic]))
        return math.pow(named[topic], _OFTEN) * rare * (_NAMES_COUNT if topic[0].isupper() else 1)

    return tuple(sorted((t for t in named if own.isdisjoint(t.split())), key=lambda t: (-weight(t), t)))
