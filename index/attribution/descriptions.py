"""People and bodies who are described and not named: "the mayor", "a spokesman for NAME", "experts", "they".

A description means the person introduced so, or else whom it described before; failing that the speaker is called by
the words themselves.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from index.attribution.grammar import Grammar, Source, noun_phrase_after, noun_phrase_before
from index.attribution.lines import NAME
from index.attribution.mentions import Entity
from index.attribution.referents import NOBODY, Referent, Salience

_APPOSITION_REACH = 9
_PREDICATE_REACH = 5
_GENDER_BY_NOUN = 2
_MAX_WORDS = 9  # of a description that stands for a name
_CLEAR = 0.6
_UNSURE = 0.6  # whom "they" and "it" mean
_EX = "ex-"


@dataclass(slots=True)
class Descriptions:
    """What the article has called people so far."""

    text: str
    introduced: dict[str, Entity] = field(default_factory=dict)
    """Noun → the person last introduced by it."""
    described: dict[str, str] = field(default_factory=dict)
    """Noun → the first words for somebody without a name: "A colleague of NAME"."""
    last: str = ""
    """The words for somebody without a name who was described last."""
    group: str = ""
    """The words that "they" may mean."""
    body: str = ""
    """The words or the name that "it" may mean."""

    def introduce(self, grammar: Grammar, at: int, person: Entity, attention: Salience) -> None:
        """Remember the nouns a person is introduced by: "minister NAME", "NAME, the minister,", "NAME became mayor"."""
        for role in person.roles:
            self.introduced[role] = person
        for noun in _nouns(grammar, at):
            person.roles.add(noun)
            self.introduced[noun] = person
            if gender := grammar.language.noun_genders.get(noun):
                person.genders[gender] += _GENDER_BY_NOUN
        self._introduce_kin(grammar, at, attention)

    def _introduce_kin(self, grammar: Grammar, at: int, attention: Salience) -> None:
        """Remember whose mother, NAME, it is: then "the daughter" is known too."""
        language = grammar.language
        noun = at - 1 - (grammar.kind_at(at - 1) == ",")
        inverse = language.kinship.get(grammar.kind_at(noun))
        if not inverse:
            return
        if gender := _possessor_gender(grammar, noun):
            person = attention.best(gender, (grammar.line.people[at],))[0]
            if person:
                self.introduced.update(dict.fromkeys(inverse, person))

    def observe(self, grammar: Grammar) -> None:
        """Remember who is described as the subject of the line, and which two are named together."""
        line, language = grammar.line, grammar.language
        opening = noun_phrase_after(grammar, 0)
        if (
            opening
            and opening.head != opening.last - 1
            and opening.last < len(line)
            and grammar.is_finite(opening.last)
        ):
            self._describe(grammar, opening)
        for at in range(min(len(line) - 1, _PREDICATE_REACH + 4)):
            kind = line.kinds[at]
            if kind == NAME:
                if grammar.is_finite(at + 1) and _may_be_body(grammar, at):
                    self.body = line.people[at].name
                if at > 1 and line.kinds[at - 1] in language["and"] and line.kinds[at - 2] == NAME:
                    self.group = self.text[line.starts[at - 2] : line.ends[at]]
            elif grammar.is_finite(at + 1) or line.kinds[at + 1] == ",":
                if at and kind in language["clause_openers"]:
                    return
                if phrase := noun_phrase_before(grammar, at):
                    self._describe(grammar, phrase)

    def _describe(self, grammar: Grammar, phrase: Source) -> None:
        kind, language = grammar.line.kinds[phrase.head], grammar.language
        if kind in language["plural_sources"]:
            self.group = words_of(self.text, grammar, phrase)
        elif kind in language["organisation_nouns"]:
            self.body = words_of(self.text, grammar, phrase)
        elif is_person_noun(grammar, phrase.head):
            self.note(grammar, phrase)

    def note(self, grammar: Grammar, phrase: Source) -> None:
        """Remember the words for somebody without a name, if they introduce him: "a farmer", "NAME's chauffeur"."""
        is_definite = grammar.line.kinds[phrase.first] in grammar.language["definite"]
        if is_definite and phrase.head == phrase.last - 1:
            return
        if not is_person_noun(grammar, phrase.head):
            return
        words = words_of(self.text, grammar, phrase)
        self.described[grammar.line.kinds[phrase.head]] = self.last = words

    def meant(
        self, grammar: Grammar, source: Source, attention: Salience, excluded: AbstractSet[Entity], *, is_said: bool
    ) -> Referent:
        """Return whom a description means: a person, or nobody but the words; anything may stand before a "said"."""
        kind, language = grammar.line.kinds[source.head], grammar.language
        if kind in language["plural_pronouns"] or kind in language["it"]:
            words = self.body if kind in language["it"] else self.group
            return Referent(words, "description", clearness=_UNSURE) if words else NOBODY
        is_that = grammar.line.kinds[source.first] in language["that"]
        if is_that or not grammar.is_noun(source.head) or kind in language["no_speakers"]:
            return NOBODY
        if source.last == source.first + 1 == 1 and grammar.kind_at(1) == ":" and kind in language["role_nouns"]:
            return Referent(self.text[grammar.line.starts[0] : grammar.line.ends[0]], "description")
        if (known := self._known(grammar, source, attention, excluded)) is not NOBODY:
            return known
        if not is_speaker_noun(grammar, source.head) and not is_said:
            return NOBODY
        self.note(grammar, source)
        self._remember(grammar, source)
        return Referent(words_of(self.text, grammar, source), "description")

    def _known(self, grammar: Grammar, source: Source, attention: Salience, excluded: AbstractSet[Entity]) -> Referent:
        """Return who was described so before: "the mayor", "the colleague"; nobody when the words are new."""
        kind, language = grammar.line.kinds[source.head], grammar.language
        is_whole = source.head == source.last - 1 and grammar.line.kinds[source.first] in language["definite"]
        if not is_whole or not (kind in self.introduced or is_person_noun(grammar, source.head)):
            return NOBODY
        if person := self._introduced(grammar, source, excluded):
            return Referent(person.name, "role", person)
        if words := self.described.get(kind) or (self.last if kind in language["anybody"] else ""):
            return Referent(words, "description")
        return self._guess(grammar, source, attention, excluded)

    def _introduced(self, grammar: Grammar, source: Source, excluded: AbstractSet[Entity]) -> Entity | None:
        noun = grammar.line.kinds[source.head].removeprefix(_EX)
        person = self.introduced.get(noun)
        return None if person in excluded else person

    def _guess(self, grammar: Grammar, source: Source, attention: Salience, excluded: AbstractSet[Entity]) -> Referent:
        """Return who is on the reader's mind, where a description fits and nobody is introduced by it."""
        noun = grammar.line.kinds[source.head]
        person, clear = attention.best(grammar.language.noun_genders.get(noun, ""), excluded, only_people=True)
        # "the mayor" of a city is not somebody whom the article calls a baker.
        if person is None or clear < _CLEAR:
            return NOBODY
        return Referent(person.name, "guess", person, clear)

    def _remember(self, grammar: Grammar, source: Source) -> None:
        kind, words = grammar.line.kinds[source.head], words_of(self.text, grammar, source)
        if kind in grammar.language["plural_sources"]:
            self.group = words
        elif kind in grammar.language["organisation_nouns"]:
            self.body = words


def _may_be_body(grammar: Grammar, at: int) -> bool:
    """Whether "it" may mean the name at item `at`: no place ("the depot at NAME"), and nobody known for a person."""
    person, language = grammar.line.people[at], grammar.language
    if not person.is_person:
        return not grammar.is_listed(at - 1, "locatives")
    return not person.gender and not language["neuter_possessives"].isdisjoint(grammar.line.kinds[at:])


def _possessor_gender(grammar: Grammar, noun: int) -> str:
    """Return the gender that "her" or "his" before the noun tells, or ""."""
    genders = grammar.language.possessive_genders
    return genders.get(grammar.kind_at(noun - 1)) or genders.get(grammar.kind_at(noun - 2), "")


def words_of(text: str, grammar: Grammar, source: Source) -> str:
    """Return the words of a description as a speaker's name: "the ministry of health", "experts"."""
    line = grammar.line
    last = min(source.last, source.first + _MAX_WORDS)
    words = " ".join(text[line.starts[source.first] : line.ends[last - 1]].split())
    first = line.kinds[source.first]
    is_plain = first in grammar.language["determiners"] or first in grammar.language["plural_sources"]
    return words[0].lower() + words[1:] if is_plain else words


def is_person_noun(grammar: Grammar, at: int) -> bool:
    """Whether the item is a noun for one person, as far as word lists and endings tell."""
    word, language = grammar.line.kinds[at].removeprefix(_EX), grammar.language
    if word in language["role_nouns"] or word in language.noun_genders or word in language["anybody"]:
        return True
    return grammar.is_plain_noun(at) and language.is_person_noun(word)


def is_speaker_noun(grammar: Grammar, at: int) -> bool:
    """Whether the item is a noun for somebody or some body: "experts", "the ministry"."""
    kind, language = grammar.line.kinds[at], grammar.language
    if kind in language["plural_sources"] or kind in language["organisation_nouns"] or is_person_noun(grammar, at):
        return True
    return kind.endswith("s") and language.is_person_noun(kind.removesuffix("s"))


def _nouns(grammar: Grammar, at: int) -> list[str]:
    """Return the nouns by which the name at item `at` is introduced."""
    line, language = grammar.line, grammar.language
    before = at - 1 - (grammar.kind_at(at - 1) == ",")
    is_owned = grammar.is_listed(before - 1, "possessives") or grammar.is_listed(before - 2, "possessives")
    is_noun = before >= 0 and (is_person_noun(grammar, before) or (is_owned and grammar.is_plain_noun(before)))
    found = [line.kinds[before]] if is_noun and line.kinds[before] != NAME else []
    after = line.kinds[at + 1 : at + _APPOSITION_REACH]
    # What begins with a past form tells what somebody did, not who it is: "NAME, pulled from the water by a king".
    if (after[:1] == [","] and after[1:2] and not grammar.is_finite(at + 2)) or (
        after[:1] and (after[0] in language["becoming"] or after[0] in language["be_forms"])
    ):
        first = at + 2
    else:
        return found
    for item in range(first, min(at + _APPOSITION_REACH, len(line))):
        kind = line.kinds[item]
        if kind in (",", ".", NAME) or kind in language["relative_pronouns"] or kind in language["prepositions"]:
            break
        if is_person_noun(grammar, item):
            found.append(kind)
    return found
