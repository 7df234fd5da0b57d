"""Who is named in an article: runs of capitalised words, gathered into one record for each person or body.

Knows nothing of speech. A name is read the same way wherever it stands, inside quotations too.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index.attribution.languages.language import Language
from index.attribution.tokens import Tokens
from index.records import Sentence

_MAX_NAME_LENGTH = 5
_MAX_BEARERS = 20  # of one name in one article
_MAX_HEADLINE_LENGTH = 30
_MIN_HEADLINE_LENGTH = 4


@dataclass(slots=True, eq=False)
class Entity:
    """Somebody or some body named in the article."""

    name: str
    """The fullest form used."""
    is_person: bool
    genders: Counter[str] = field(default_factory=Counter)
    """Evidence for "male" and "female"."""
    roles: set[str] = field(default_factory=set)
    """Nouns the article calls the person by ("minister")."""
    count: int = 0
    speaks: bool = False
    """Whether a reporting verb has had the person for its subject."""

    @property
    def gender(self) -> str:
        """One of "male", "female", and "" when the article does not tell."""
        male, female = self.genders["male"], self.genders["female"]
        return "" if male == female else "male" if male > female else "female"


@dataclass(frozen=True, slots=True)
class NameMention:
    """A run of capitalised words: where it stands, and how it divides into titles and the name proper."""

    first: int
    """Index of its first word, titles included."""
    last: int
    """Index after its last word."""
    titles: tuple[str, ...]
    parts: tuple[str, ...]
    """The name proper, without suffixes; empty when there are only titles ("President")."""


class EntityTable:
    """Everybody named in one article, and the way from a name as written to the person meant."""

    def __init__(self, words: Tokens, language: Language, headlines: Sequence[range] = ()) -> None:
        """Read every name in `words`; in `headlines`, where every word has a capital, only names read elsewhere."""
        self._language = language
        self._by_name: dict[str, Entity] = {}
        self._by_part: dict[str, list[Entity]] = {}
        self.people: dict[int, tuple[NameMention, Entity]] = {}
        names = list(read_names(words, language, headlines))
        self._known_surnames = {
            name.parts[-1] for name in names if len(name.parts) > 1 and name.parts[0] in language.name_genders
        }
        for name in names:
            if len(name.parts) > 1:
                self._register(name)
        for name in names:
            if name.parts:
                person = self._person(name)
                person.count += 1
                self._learn(person, name)
                self.people[name.first] = (name, person)

        for headline in headlines:
            self._read_headline(words, headline)

    def _read_headline(self, words: Tokens, headline: range) -> None:
        at = headline.start
        while at < headline.stop:
            for length in range(min(_MAX_NAME_LENGTH, headline.stop - at), 0, -1):
                parts = tuple(words.raw[at : at + length])
                person = self._by_name.get(" ".join(parts))
                if person is None and length == 1 and (bearers := self._by_part.get(parts[0])):
                    person = max(bearers, key=lambda bearer: bearer.count)
                if person:
                    self.people[at] = (NameMention(at, at + length, (), parts), person)
                    at += length - 1
                    break
            at += 1

    def _register(self, name: NameMention) -> Entity:
        """Return the person of a full name, which a shorter form or an initial may already have registered."""
        key = " ".join(part for part in name.parts if not part.endswith("."))
        plain = f"{name.parts[0]} {name.parts[-1]}"
        person = self._by_name.get(key) or self._by_name.get(plain)
        if person is None:
            person = Entity(" ".join(name.parts), self._is_person(name))
            self._by_name[plain] = person
            for part in {name.parts[0], name.parts[-1]} if person.is_person else ():
                bearers = self._by_part.setdefault(part, [])
                if len(bearers) < _MAX_BEARERS:
                    bearers.append(person)
        elif len(" ".join(name.parts)) > len(person.name):
            person.name = " ".join(name.parts)
        self._by_name[key] = person
        return person

    def _person(self, name: NameMention) -> Entity:
        if len(name.parts) > 1:
            return self._register(name)
        part = name.parts[0]
        bearers = self._by_part.get(part)
        if bearers:
            return max(bearers, key=lambda person: self._fit(person, name))
        if part not in self._by_name:
            self._by_name[part] = Entity(part, self._is_person(name))
        return self._by_name[part]

    def _fit(self, person: Entity, name: NameMention) -> tuple[bool, bool, int]:
        """Rate how well a one-word name fits a person: gender of the title, then surname, then frequency."""
        genders = {self._language.title_genders[t] for t in name.titles if t in self._language.title_genders}
        return (not genders or person.gender in genders, person.name.split()[-1] == name.parts[0], person.count)

    def _is_person(self, name: NameMention) -> bool:
        language, parts = self._language, name.parts
        if any(title in language["family_titles"] for title in name.titles):
            return True
        if language["organisation_words"].intersection(parts):
            return False
        if len(parts) > 1 and parts[0] in language.name_genders:
            return True
        places = language["place_words"]
        if parts[0] in places | language["demonyms"] or parts[-1] in places or any(map(_is_acronym, parts)):
            return False
        is_known_family = len(parts) > 1 and parts[-1] in self._known_surnames  # "Team Brandt"
        return bool(name.titles) or (len(parts) > 1 and not is_known_family) or parts[0] in language.name_genders

    def _learn(self, person: Entity, name: NameMention) -> None:
        """Learn gender and roles from first name and titles."""
        language = self._language
        if len(name.parts) > 1 and (gender := language.name_genders.get(name.parts[0], "")) in ("male", "female"):
            person.genders[gender] += 1
        for title in name.titles:
            if title in language.title_genders:
                person.genders[language.title_genders[title]] += 3
                person.is_person = True
            role = language.title_roles.get(title, title.lower())
            if role in language["role_nouns"]:
                person.roles.add(role)


def _is_acronym(part: str) -> bool:
    return len(part) > 1 and part.isupper() and "." not in part


def find_headlines(words: Tokens, sentences: Sequence[Sentence], language: Language) -> list[range]:
    """Return the words of every sentence in which nearly every word but "of" and "the" has a capital."""
    found: list[range] = []
    at = 0
    for sentence in sentences:
        first = at = bisect_left(words.starts, sentence.start, at)
        at = bisect_left(words.starts, sentence.end, at)
        if at - first > _MAX_HEADLINE_LENGTH:
            continue
        content = [
            word
            for word, lower in zip(words.raw[first:at], words.lower[first:at], strict=True)
            if word[0].isalpha() and lower not in language.function_words
        ]
        if len(content) >= _MIN_HEADLINE_LENGTH and sum(word[0].isupper() for word in content) > 0.8 * len(content):
            found.append(range(first, at))
    return found


def read_names(words: Tokens, language: Language, headlines: Sequence[range] = ()) -> Iterator[NameMention]:
    """Yield runs of capitalised words, without what only begins a sentence."""
    titles, particles, not_names = language["titles"], language["particles"], language["not_names"]
    raw, total = words.raw, len(words)
    plain = {word for word in raw if word.islower()}
    proper = {raw[at] for at in range(1, total) if raw[at][0].isupper() and raw[at - 1].islower()}
    after = {headline.start: headline.stop for headline in headlines}
    at = 0
    while at < total:
        if at in after:
            at = after[at]
            continue
        word = raw[at]
        begins = not at or not raw[at - 1][0].isalnum()
        # A capital at the head of a sentence tells nothing: "Outside" is no name where "outside" is a word.
        is_name_too = not begins and word in language["names_too"] and at + 1 < total and raw[at + 1][0].isupper()
        if (
            not word[0].isupper()
            or (word in not_names and not is_name_too)
            or (begins and word not in titles and word not in proper and _is_plain(words.lower[at], plain, language))
        ):
            at += 1
            continue
        end = at + 1
        # Two characters between two words: the first ends a headline or a paragraph.
        while (
            end < total
            and words.starts[end] - words.ends[end - 1] < 2
            and (
                (raw[end][0].isupper() and raw[end] not in not_names)
                or (
                    raw[end] in particles
                    and end + 1 < total
                    and raw[end + 1][0].isupper()
                    and raw[end - 1] not in titles
                )
            )
        ):
            end += 1
        yield from _divide(raw, at, end, language)
        at = end


def _is_plain(word: str, plain: set[str], language: Language) -> bool:
    if word in plain or word in language.function_words or word in language["plural_sources"]:
        return True
    if word in language.verbs or word in language.finite:
        return True
    return word in language["role_nouns"] or word.removesuffix("s") in language["role_nouns"]


def _divide(raw: Sequence[str], first: int, end: int, language: Language) -> Iterator[NameMention]:
    """Divide a run into what precedes the name, its titles, the name proper."""
    titles, genders = language["titles"], language.name_genders
    last = end
    while end - first > 1 and raw[end - 1] in language["suffixes"]:
        end -= 1
    start = first
    for at in range(first, end):
        if raw[at] in titles and raw[at] not in genders and at + 1 < end:
            start = at + 1
    if start == first:
        known = [at for at in range(first, end - 1) if raw[at] in genders]
        organised = any(raw[at] in language["organisation_words"] for at in range(first, end))
        if known and not organised:
            start = known[0]
        elif not organised:
            while start + 2 < end and raw[start] in language["demonyms"] | language["place_words"]:
                start += 1
    parts = tuple(raw[start : min(end, start + _MAX_NAME_LENGTH)])
    if parts[-1] in titles - language["organisation_words"] and parts[0] not in genders:
        return
    yield NameMention(first, last, tuple(raw[first:start]), parts)
