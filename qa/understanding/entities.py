"""Whom a question names: people, bodies and roles that the articles quote, anywhere in it, in any case or misspelt."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal

from index.attribution.languages.language import load_language
from index.people.names import NameTokens, is_person_name, is_place, name_tokens
from index.people.people import People, Person
from index.people.roles import Roles, bearers_of
from index.search.representatives import is_of_several
from index.text.words import load_words

_WORDS = load_words(Path(__file__).parent)
_TOKEN = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$", re.IGNORECASE)
_GAP = re.compile(r"\.?\s+")
_MAX_NAME_WORDS = 4
_MAX_WORDS_READ = 80
"""Of a question; longer ones are texts that somebody pasted."""
_MIN_MISSPELT_LENGTH = 5
_MAX_MISSPELT_WORDS = 3
_MIN_OWNER_LENGTH = 3
_MAX_OWNER_WORDS = 3
_OF = _WORDS.set("people", "of")
_ALSO_WORDS = _WORDS.set("people", "also_words")
_DETERMINERS = _WORDS.set("people", "articles") | _WORDS.set("people", "owners")
_FUNCTION_WORDS = frozenset().union(
    *(_WORDS.set(*where) for where in (("asking", "function"), ("asking", "words"), ("reporting", "saying"))),
    _WORDS.set("speech", "verbs"),
    _WORDS.set("speech", "nouns"),
)
QUESTION_WORDS = _FUNCTION_WORDS | _WORDS.set("asking", "kinds")
"""What questions are asked with: no misspelt words of articles."""
TYPED_WORDS: Mapping[str, str] = _WORDS.sections["typed"]
"""What is typed for a word: "abt"."""
_BEFORE_SPEAKERS = _WORDS.set("speech", "helpers") | _WORDS.set("speech", "before_speakers")
_BODY_WORDS = load_language("english")["body_words"]
_TITLES = _WORDS.set("people", "titles")
_PARTICLES = _WORDS.set("people", "name_particles")

EntityKind = Literal["person", "body", "role"]


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a question and where it stands."""

    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        """The word in lower case."""
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class EntityMention:
    """Somebody whom a question names: the words for them, from `first` up to before `last`, and who may be meant."""

    first: int
    last: int
    name: str
    people: tuple[Person, ...]
    kind: EntityKind


@dataclass(frozen=True)
class KnownEntities:
    """What the index holds that a question may refer to."""

    people: People = field(default_factory=lambda: People(()))
    newest: date | None = None
    """The last day of publication, from which "since March" counts back when the articles are older than the engine."""
    roles: Roles = field(default_factory=dict)
    """People by what they are called: "finance minister"."""
    publishers: tuple[str, ...] = ()
    holds: Callable[[str], bool] = lambda _word: True
    """Whether some article holds a word, so that it is not misspelt."""
    introduced: Callable[[str], tuple[Person, ...]] = lambda _description: ()
    """Finds the people whom articles introduce as what a description with a noun for people says."""
    spelt: Callable[[str], str] = lambda question: question
    """Spells a question as the articles do."""

    @cached_property
    def titles(self) -> frozenset[str]:
        """The words that may stand before a name: those of every role, and forms of address."""
        return _TITLES.union(*map(str.split, self.roles))


def words_of(question: str) -> list[Word]:
    """Return the words of a question in order, without the endings of possessives."""
    words = []
    for match in list(_TOKEN.finditer(question))[:_MAX_WORDS_READ]:
        text = _POSSESSIVE.sub("", match.group())
        words.append(Word(text, match.start(), match.start() + len(text)))
    return words


def find_entities(question: str, words: Sequence[Word], known: KnownEntities) -> list[EntityMention]:
    """Return everybody known whom the question names, in order; the longest name counts at each place."""
    found: list[EntityMention] = []
    for mention in _Finder(question, words, known).mentions():
        is_titled = mention.kind == "person" and found and found[-1].kind == "role" and found[-1].last == mention.first
        found.append(replace(mention, first=found.pop().first) if is_titled else mention)
    return found


class _Finder:
    """Looks for names from left to right."""

    def __init__(self, question: str, words: Sequence[Word], known: KnownEntities) -> None:
        self._question, self._words, self._known = question, words, known

    def mentions(self) -> Iterator[EntityMention]:
        at = 0
        while at < len(self._words):
            mention = next(filter(None, (self._mention(at, last) for last in self._ends(at))), None)
            if mention:
                mention = self._of_whom(mention)
                yield mention
            at = mention.last if mention else at + 1

    def _ends(self, first: int) -> Iterator[int]:
        """Yield where a name that begins at the word may end, the longest first."""
        last = first + 1
        while last < min(first + _MAX_NAME_WORDS, len(self._words)) and self._joined(last):
            last += 1
        yield from range(last, first, -1)

    def _joined(self, at: int) -> bool:
        """Whether only a space, or the stop of an initial, parts the word from the one before it."""
        return bool(_GAP.fullmatch(self._question[self._words[at - 1].end : self._words[at].start]))

    def _mention(self, first: int, last: int) -> EntityMention | None:
        words = self._words[first:last]
        if not _may_be_name([word.lower for word in words]):
            return None
        name = self._question[words[0].start : words[-1].end]
        for role in dict.fromkeys((name, name.removesuffix("s"))):  # "the mayors view"
            if bearers := bearers_of(role, self._known.roles):
                return EntityMention(first, last, role, bearers, "role")
        people = self._named(words, name)
        if not people and (bearers := self._introduced(name, words)):
            return EntityMention(first, last, name, bearers, "role" if _is_person_noun(words[-1]) else "body")
        kind: EntityKind = "person" if any(map(_is_certain, people)) else "body"
        return EntityMention(self._with_role(first), last, name, people, kind) if people else None

    def _introduced(self, role: str, words: Sequence[Word]) -> tuple[Person, ...]:
        """Return who is introduced so: of a role anywhere, of a body where a speaker stands, as looking is slow."""
        may_be = _is_person_noun(words[-1]) or (self._may_speak(words[0]) and is_of_several(role))
        return self._known.introduced(role) if may_be else ()

    def _may_speak(self, first: Word) -> bool:
        """Whether a word, or an article before it, opens the question or stands behind one that asks for somebody."""
        before = [word.lower for word in self._words if word.end <= first.start]
        while before and before[-1] in _DETERMINERS:
            before.pop()
        return not before or before[-1] in _BEFORE_SPEAKERS

    def _of_whom(self, mention: EntityMention) -> EntityMention:
        """Return the mention of a role with what it is a role of: "the chairman of merrow bank"."""
        if mention.kind != "role" or not self._links(mention.last):
            return mention
        for last in range(min(mention.last + _MAX_OWNER_WORDS + 1, len(self._words)), mention.last + 1, -1):
            name = self._question[self._words[mention.first].start : self._words[last - 1].end]
            between = {word.lower for word in self._words[mention.last + 1 : last]}
            people = self._known.introduced(name) if between.isdisjoint(_FUNCTION_WORDS) else ()
            if people:
                return EntityMention(mention.first, last, name, people, "role")
        return mention

    def _links(self, at: int) -> bool:
        return at < len(self._words) and self._words[at].lower in _OF

    def _named(self, words: Sequence[Word], name: str) -> tuple[Person, ...]:
        tokens = name_tokens(name)
        if len(words) == 1 and words[0].text.islower() and words[0].lower in _ALSO_WORDS:
            return tuple(
                person for person in self._known.people.named(tokens) if person.name.islower()
            )  # "the company"
        if len(tokens) > 1 or len(words) == 1:
            people = self._known.people.named(tokens)
            return people or self._otherwise(words, tokens, name)
        return self._known.people.named(tokens)  # a title and a surname

    def _otherwise(self, words: Sequence[Word], tokens: tuple[str, ...], name: str) -> tuple[Person, ...]:
        """Return who is meant by a first name alone, initials, or a name that is misspelt."""
        people = self._known.people
        found = people.of_first_name(tokens[0]) or people.of_initials(name) if len(words) == 1 else ()
        return found or self._owning(tokens) or self._misspelt(words, tokens)

    def _owning(self, tokens: tuple[str, ...]) -> tuple[Person, ...]:
        """Return who is meant by a possessive that is typed without its apostrophe: "solheims view"."""
        owner = tokens[-1].removesuffix("s")
        may_be = owner != tokens[-1] and len(owner) > _MIN_OWNER_LENGTH
        return self._known.people.named((*tokens[:-1], owner)) if may_be else ()

    def _misspelt(self, words: Sequence[Word], tokens: tuple[str, ...]) -> tuple[Person, ...]:
        is_long = len(words[-1].text) >= _MIN_MISSPELT_LENGTH
        may_be = is_long and len(words) < _MAX_MISSPELT_WORDS and not self._known.holds(words[-1].lower)
        return self._known.people.misspelt(tokens) if may_be else ()

    def _with_role(self, first: int) -> int:
        """Return the first word of the roles right before a name: "finance minister petra voss"."""
        start = first
        while start > 0 and self._joined(start) and self._is_role_word(start - 1):
            start -= 1
        return start

    def _is_role_word(self, at: int) -> bool:
        return self._words[at].lower in self._known.titles


def _is_person_noun(word: Word) -> bool:
    return load_language("english").is_person_noun(word.lower)


def _may_be_name(words: Sequence[str]) -> bool:
    """Whether words in lower case may be a name: none asks or reports, and particles stand only inside."""
    ends = {words[0], words[-1]}
    return ends.isdisjoint(_FUNCTION_WORDS | _DETERMINERS) and (_FUNCTION_WORDS - _PARTICLES).isdisjoint(words)


def _is_certain(person: Person) -> bool:
    """Whether somebody is meant, not a body: of a known first name, or of a full name that looks like a person's."""
    return any(is_person_name(words) or _may_be_person(words) for words in map(name_tokens, person.names))


def _may_be_person(words: NameTokens) -> bool:
    return len(words) > 1 and not _BODY_WORDS & set(words) and not any(map(is_place, words))


def is_certain(mention: EntityMention) -> bool:
    """Whether somebody, rather than a body or a place, is certainly meant."""
    return mention.kind != "body"
