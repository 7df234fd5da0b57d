"""A question into its parts, in whatever form it is typed: whose words are asked for, and on what.

No pattern of the whole question: the people whom the index knows are found in it, words that ask, link and report are
known by lists, and what is left is the topic. Whoever stands where a speaker stands ("X said", "X's view", "quotes by
X", "X on …") is the speaker.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from index.people.names import fold, name_tokens
from index.records import Edge
from index.text.words import load_words
from qa.understanding.entities import EntityMention, KnownEntities, Word, find_entities, is_certain, words_of

_WORDS = load_words(Path(__file__).parent)
_FUNCTION = _WORDS.set("asking", "function")
_NO_CONTENT = _FUNCTION | {"according"}
_ASKS = _WORDS.set("asking", "words")
_HELPERS = _WORDS.set("speech", "helpers")
_BETWEEN = _HELPERS | _WORDS.set("speech", "between")
_ABOUT = _WORDS.set("asking", "about")
_ON, _BY = _WORDS.set("speech", "topic"), _WORDS.set("speech", "by")
_WHO = _WORDS.set("people", "clause")
_VERBS = (_WORDS.set("reporting", "saying") | _WORDS.set("speech", "verbs")) - {"state"}  # a noun in most questions
_NOUNS = _WORDS.set("speech", "nouns")
_QUALIFIERS = _WORDS.set("speech", "qualifiers")
_LATEST, _FIRST = (
    re.compile(rf"\b(?:{_WORDS.either('speech', name)})\b", re.IGNORECASE) for name in ("latest", "first")
)
_ARTICLES = _WORDS.set("people", "articles")
_MAX_KEYWORDS = 9
_MIN_SCORE = {"person": 1.0, "role": 1.5, "body": 2.0}


def _is_acronym(word: str) -> bool:
    return word.isupper() and len(word) > 1


@dataclass(frozen=True)
class Parts:
    """The words of a question and what they do in it."""

    question: str
    known: KnownEntities
    words: Sequence[Word] = field(init=False)
    entities: Sequence[EntityMention] = field(init=False)

    def __post_init__(self) -> None:
        """Read the words, and find who is named."""
        words = words_of(self.question)
        object.__setattr__(self, "words", words)
        object.__setattr__(self, "entities", find_entities(self.question, words, self.known))

    @cached_property
    def speaker(self) -> EntityMention | None:
        """Whose words are asked for, if anybody's."""
        scores = {entity: self._score(entity) for entity in self.entities}
        best = max(scores, key=lambda entity: (scores[entity], -entity.first), default=None)
        return best if best and scores[best] >= _MIN_SCORE[best.kind] else None

    @cached_property
    def has_speech(self) -> bool:
        """Whether a word for speaking or for somebody's words is in the question."""
        return any(self._is_speech(at) for at in range(len(self.words)))

    @cached_property
    def has_noun(self) -> bool:
        """Whether a noun for somebody's words is in the question."""
        return any(self._is(at, _NOUNS) and self._is_speech(at) for at in range(len(self.words)))

    @cached_property
    def is_keywords(self) -> bool:
        """Whether the question is a few words without a verb that asks."""
        asks = any(word.lower in _ASKS | _HELPERS for word in self.words)
        return not asks and len(self.words) <= _MAX_KEYWORDS

    @property
    def edge(self) -> Edge:
        """Whether only the newest or the oldest of somebody's words are asked for."""
        if _LATEST.search(self.question):
            return "latest"
        return "first" if _FIRST.search(self.question) else ""

    @property
    def topic(self) -> str:
        """What is left without the speaker and the words that ask: what the words should be about."""
        return self.without((self.speaker,) if self.speaker else ())

    def without(self, left_out: Sequence[EntityMention]) -> str:
        """Return the words that say what the question is about, without some of those it names."""
        dropped = {at for entity in left_out for at in range(entity.first, self._end_of_clause(entity.last))}
        held = {at for entity in self.entities for at in range(entity.first, entity.last)} - dropped
        kept = [at for at in range(len(self.words)) if at not in dropped and (at in held or self._is_content(at))]
        pieces: list[str] = []
        for n, at in enumerate(kept):
            linked = n > 0 and all(self._links(between, dropped) for between in range(kept[n - 1] + 1, at))
            start = self.words[kept[n - 1]].end if linked else self.words[at].start
            piece = self.question[start : self.words[at].end]
            pieces.append(piece if linked or not pieces else f" {piece}")
        return " ".join("".join(pieces).split())

    def entity_of(self, text: str) -> EntityMention | None:
        """Return who is named by a stretch of the question, articles and titles aside; None for anything more."""
        inner = Parts(text, self.known)
        whole = len(inner.entities) == 1 and not inner.without(inner.entities)
        return inner.entities[0] if whole else None

    def _score(self, entity: EntityMention) -> float:
        """Rate an entity as the speaker: by the words beside it, from -3 to 3."""
        before, after = self._before(entity.first), self._after(entity.last)
        about = self._is(before, _ABOUT)
        if (self._is(after, _VERBS) and not self._is(before, _ABOUT - {"for"})) or self._owns_words(entity, before):
            return 3.0
        if self._is(entity.last, _NOUNS) and self._opens(entity) and not self._is(before, _HELPERS):
            return 2.5
        if about and self._is(before, frozenset(("of",))) and self._noun_within(before - 3, 3):
            return 2.0
        if about or self._is(before, _VERBS):
            return -3.0
        return self._score_of_place(entity, before)

    def _owns_words(self, entity: EntityMention, before: int) -> bool:
        """Whether words are the entity's: "Lavrov's view", "quotes by Lavrov", "according to Lavrov"."""
        if self._is_owner(entity) and self._noun_within(entity.last, 3):
            return True
        return self._is(before, _BY) or self._accords(before)

    def _score_of_place(self, entity: EntityMention, before: int) -> float:
        """Rate an entity by where it stands, when no word beside it tells."""
        if self._is(before, _HELPERS) and self.has_noun and self._is_question_before(before):
            return 2.0
        if not is_certain(entity) or not self._opens(entity):
            return 0.0
        if self._is(entity.last, _ON if entity.kind == "role" else _ABOUT):
            return 1.5
        return 1.0 if self.is_keywords and (self._has_topic(entity) or self._is(before, _NOUNS)) else 0.0

    def _has_topic(self, entity: EntityMention) -> bool:
        return bool(self.without((entity,)))

    def _is_question_before(self, at: int) -> bool:
        return all(not self._is_content(n) or self._is(n, _NOUNS) for n in range(at))

    def _opens(self, entity: EntityMention) -> bool:
        """Whether nothing but asking words stand before the entity."""
        return not any(self._is_content(at) for at in range(entity.first))

    def _is_owner(self, entity: EntityMention) -> bool:
        last = self.words[entity.last - 1]
        is_bare = last.lower.endswith("s") and fold(last.text) not in name_tokens(entity.people[0].name)
        return is_bare or self.question[last.end : last.end + 1] in ("'", "’")

    def _noun_within(self, first: int, reach: int) -> bool:
        return any(self._is(at, _NOUNS) for at in range(max(0, first), min(first + reach, len(self.words))))

    def _accords(self, at: int) -> bool:
        return self._is(at, frozenset(("to",))) and self._is(at - 1, frozenset(("according",)))

    def _before(self, first: int) -> int:
        at = first - 1
        while self._is(at, _ARTICLES):
            at -= 1
        return at

    def _after(self, last: int) -> int:
        """Return the word after an entity and the clause that says who it is: "NAME, who led the study, said"."""
        at = self._end_of_clause(last)
        while self._is(at, _BETWEEN):
            at += 1
        return at

    def _end_of_clause(self, last: int) -> int:
        """Return the word after a clause that says who is named before it, or the word itself where there is none."""
        if not (self._is(last, _WHO) and self._is_after_comma(last)):
            return last
        return next((n for n in range(last + 1, len(self.words)) if self._is_after_comma(n)), last)

    def _is_after_comma(self, at: int) -> bool:
        return at > 0 and "," in self.question[self.words[at - 1].end : self.words[at].start]

    def _is(self, at: int, words: frozenset[str]) -> bool:
        return 0 <= at < len(self.words) and self.words[at].lower in words

    def _is_speech(self, at: int) -> bool:
        return self._is(at, _VERBS | _NOUNS) and not any(e.first <= at < e.last for e in self.entities)

    def _is_content(self, at: int) -> bool:
        word = self.words[at]
        if _is_acronym(word.text) and not self.question.isupper():
            return True  # "US" is a country
        if word.lower in _NO_CONTENT:
            return False
        is_qualifier = word.lower in _QUALIFIERS and (self._noun_within(at + 1, 2) or self._is_edge_of_nothing(at))
        return not (self._is_speech(at) or is_qualifier)

    def _is_edge_of_nothing(self, at: int) -> bool:
        """Whether "last" is of no noun of the topic: "the last thing", "who spoke first"."""
        is_edge = _LATEST.fullmatch(self.words[at].text) or _FIRST.fullmatch(self.words[at].text)
        return bool(is_edge) and (at + 1 == len(self.words) or self._is(at + 1, _FUNCTION))

    def _links(self, at: int, dropped: set[int]) -> bool:
        """Whether the word may stay between two words of the topic: "state of the union"."""
        return at not in dropped and self.words[at].lower in _FUNCTION - _ASKS and not self._is_speech(at)
