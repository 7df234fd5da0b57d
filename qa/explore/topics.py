"""What people speak about: the names and nouns that a person uses often, and others do not."""

import calendar
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from index.people.people import Person
from index.storage.cached import cached_by_generation
from index.storage.corpus import Corpus
from index.text.keywords import STOP_WORDS
from index.text.words import load_words

_WORDS = load_words(Path(__file__).parent)
_MAX_COMPARED = 50
"""Of the most quoted people, whose topics tell how usual a topic is."""
# What a person names often is their topic; what others name too still is, only less so.
_FREQUENCY_EXPONENT = 1.5
# A name says more about a speech than a noun does.
_NAME_WEIGHT = 1.5
_CALENDAR = frozenset(calendar.month_name) | frozenset(calendar.day_name)
_EMPTY = STOP_WORDS | _WORDS.set("topics", "empty")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w’-]{2,}(?: [A-Z][\w’-]+)*")
_POSSESSIVE = re.compile(r"’s?$")
# The last word before a stop word or a mark: "the highest price of", not "the highest".
_STOP_WORD = "|".join(sorted(STOP_WORDS))
_DETERMINER = _WORDS.either("topics", "determiners")
_NOUN = re.compile(rf"\b(?:{_DETERMINER}) (?:[a-z-]+ )?([a-z]{{4,}})(?= (?:{_STOP_WORD})\b|[^\w ’-]|$)")

TopicCounts = Counter[str]
"""Topic to the number of statements that name it, or of people who do."""


@dataclass(frozen=True, slots=True)
class _TopicIndex:
    """The topics read so far of one state of the store."""

    by_person: dict[str, TopicCounts] = field(default_factory=dict)
    """The person's name to the topics of their statements."""
    people_naming: TopicCounts = field(default_factory=Counter)
    """Topic to how many of the most quoted people name it."""


class Topics:
    """The topics of the people quoted in a corpus, read once while nothing changes; safe to share between threads."""

    def __init__(self, corpus: Corpus) -> None:
        """Read nothing yet."""
        self._corpus = corpus
        self._index = cached_by_generation(self._read_index, corpus.store.generation)

    def topics_of(self, people: Sequence[Person], limit: int) -> list[tuple[str, ...]]:
        """Return up to `limit` topics of each person, the most telling first."""
        index = self._index()
        counts = self._counts_of(people, index)
        return [
            _telling_topics(person, own, index.people_naming)[:limit]
            for person, own in zip(people, counts, strict=True)
        ]

    def _read_index(self) -> _TopicIndex:
        index = _TopicIndex()
        for counts in self._counts_of(list(islice(self._corpus.people(), _MAX_COMPARED)), index):
            index.people_naming.update(counts.keys())
        return index

    def _counts_of(self, people: Sequence[Person], index: _TopicIndex) -> list[TopicCounts]:
        """Return the topics that each person names, reading the statements of those not in the index yet."""
        unread = {name: person.name for person in people if person.name not in index.by_person for name in person.names}
        fresh: dict[str, TopicCounts] = {name: Counter() for name in unread.values()}
        for speaker, words in self._corpus.store.statements.texts(list(unread)):
            fresh[unread[speaker]].update(_topics_in(words))
        index.by_person.update(fresh)
        return [index.by_person[person.name] for person in people]


def _topics_in(words: str) -> set[str]:
    """Return the names and nouns that a statement is about."""
    names = {_POSSESSIVE.sub("", name) for name in _NAME.findall(words)}
    return {name for name in names if name not in _CALENDAR} | {
        noun for noun in _NOUN.findall(words) if noun not in _EMPTY
    }


def _telling_topics(person: Person, counts: TopicCounts, people_naming: TopicCounts) -> tuple[str, ...]:
    """Return topics by how often this person names them and how few others do; a person's own name is none."""
    own_name = {word for name in person.names for word in name.split()}

    def weight(topic: str) -> float:
        rarity = math.log(1 + _MAX_COMPARED / max(1, people_naming[topic]))
        return math.pow(counts[topic], _FREQUENCY_EXPONENT) * rarity * (_NAME_WEIGHT if topic[0].isupper() else 1)

    topics = (topic for topic in counts if own_name.isdisjoint(topic.split()))
    return tuple(sorted(topics, key=lambda topic: (-weight(topic), topic)))
