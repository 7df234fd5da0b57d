"""Whose verb is it: the source of a reporting verb, found from the words around it.

Each rule answers one question a dependency parse would answer; they are tried in order and the first answer holds.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from index.speakers.language import Language
from index.speakers.lines import NAME, QUOTE, Line

_REACH = 60  # items; a subject further away than this is guessed more often wrong than right
_LONGEST_NOUN_PHRASE = 8
_DASHES = ("—", "–", "--", "-")


@dataclass(frozen=True, slots=True)
class Source:
    """Who reports: items `first` up to `last`, of which `head` decides who is meant."""

    first: int
    last: int
    head: int
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Grammar:
    """A line and the words of its language, asked simple questions."""

    line: Line
    language: Language
    rules: frozenset[str]

    def is_adverb(self, at: int) -> bool:
        """Whether the item only modifies ("repeatedly", "also")."""
        word = self.line.kinds[at]
        return word in self.language["adverbs"] or (word.endswith("ly") and len(word) > 4)

    def is_finite(self, at: int) -> bool:
        """Whether the item looks like a verb that has a subject."""
        word = self.line.kinds[at]
        return word in self.language.finite or (word.endswith("ed") and len(word) > 4)

    def is_noun(self, at: int) -> bool:
        """Whether the item can only be a plain noun or adjective, as far as closed word lists tell."""
        word = self.line.kinds[at]
        return word[0].isalnum() and not self.language.is_function_word(word)

    def before_verb(self, at: int) -> int:
        """Index of the item left of the verb group that ends before `at`: auxiliaries and adverbs are skipped."""
        kinds, auxiliaries = self.line.kinds, self.language["auxiliaries"]
        weekdays = self.language["weekdays"]
        left = at - 1
        while left >= 0 and (
            kinds[left] in auxiliaries
            or self.is_adverb(left)
            or (kinds[left] in self.language["prepositions"] and left + 1 < at and kinds[left + 1] in weekdays)
        ):
            if kinds[left] == "'s" and left and kinds[left - 1] == NAME:
                break
            left -= 1
        return left


SubjectRule = Callable[[Grammar, int, Source | None], Source | None]


def find_subject(grammar: Grammar, left: int, governor: Source | None) -> Source | None:
    """The subject of the verb group right of item `left`; `governor` is the source of the report before it."""
    if left < 0:
        return None
    for name, rule in SUBJECT_RULES.items():
        if name in grammar.rules and (source := rule(grammar, left, governor)):
            return Source(source.first, source.last, source.head, name)
    return None


def noun_phrase_before(grammar: Grammar, last: int) -> Source | None:
    """The noun phrase that ends with item `last`: a pronoun, a name, "a spokesman for NAME"."""
    kinds = grammar.line.kinds
    phrase = _plain_phrase(grammar, last)
    if phrase is None:
        return None
    for _ in range(2):
        at = phrase.first - 1
        if at > 2 and kinds[at] == "of" and kinds[at - 1] == ",":
            # "NAME, 50, of PLACE"
            return _apposition(grammar, last + 1, None, ",") or phrase
        if at < 1 or kinds[at] not in grammar.language["noun_prepositions"]:
            break
        outer = _plain_phrase(grammar, at - 1)
        if outer is None or grammar.line.kinds[outer.first] in grammar.language["subject_pronouns"]:
            break
        phrase = Source(outer.first, phrase.last, outer.head)
    return phrase


def noun_phrase_after(grammar: Grammar, first: int) -> Source | None:
    """The noun phrase that begins with item `first`: "she", "the minister, NAME", "BODY analyst NAME of BODY"."""
    kinds, language = grammar.line.kinds, grammar.language
    if first >= len(kinds):
        return None
    if kinds[first] in language["subject_pronouns"]:
        return Source(first, first + 1, first)
    head = core = -1
    for at in range(first, min(len(kinds), first + _LONGEST_NOUN_PHRASE)):
        if kinds[at] == NAME:
            if not _is_modifier(grammar, at, first + _LONGEST_NOUN_PHRASE):
                if core < 0:
                    return Source(first, at + 1, at)
                named = at + 2 < len(kinds) and kinds[at + 1] == "," and kinds[at + 2] == NAME
                return Source(first, at + 3, at + 2) if named else Source(first, at + 1, core)
            head = at
        elif grammar.is_noun(at) and not grammar.is_finite(at):
            head = at
        elif kinds[at] == "," and head >= 0 and at + 1 < len(kinds) and kinds[at + 1] == NAME:
            return Source(first, at + 2, at + 1)
        elif kinds[at] in language["noun_prepositions"] and head >= 0:
            core = head if core < 0 else core
        elif kinds[at] in language["determiners"] or kinds[at] in language["possessives"]:
            continue
        elif head < 0 or kinds[at] not in language["noun_links"]:
            break
    return Source(first, head + 1, head if core < 0 else core) if head >= 0 else None


def _is_modifier(grammar: Grammar, at: int, end: int) -> bool:
    """Whether the name only describes a noun or name after it: "BODY spokesman NAME", "NAME's lawyer"."""
    kinds = grammar.line.kinds
    if at + 1 >= len(kinds):
        return False
    if kinds[at + 1] == "'s" or kinds[at + 1] in grammar.language["role_nouns"]:
        return True
    following = at + 1
    while following < min(end, len(kinds)) and grammar.is_noun(following) and not grammar.is_finite(following):
        following += 1
    return at + 1 < following < len(kinds) and kinds[following] == NAME


def _plain_phrase(grammar: Grammar, last: int) -> Source | None:
    """A noun phrase without what hangs on it by a preposition."""
    kinds, language = grammar.line.kinds, grammar.language
    if last < 0:
        return None
    if kinds[last] in language["subject_pronouns"]:
        return None if kinds[last] in language["relative_pronouns"] else Source(last, last + 1, last)
    if kinds[last] != NAME and not grammar.is_noun(last):
        return None
    first = last
    while first > 0 and last - first < _LONGEST_NOUN_PHRASE:
        word = kinds[first - 1]
        if word == "that" and kinds[last] == NAME:
            break
        if word == "'s" and first > 1 or word in language["determiners"] or word in language["possessives"]:
            first -= 2 if word == "'s" and kinds[first - 2] == NAME else 1
            if word != "'s":
                break
        elif kinds[last] == NAME and word not in language["role_nouns"]:
            break
        elif word != NAME and (not grammar.is_noun(first - 1) or grammar.is_finite(first - 1)):
            break
        else:
            first -= 1
    return Source(first, last + 1, last)


def _adjacent(grammar: Grammar, left: int, governor: Source | None) -> Source | None:
    """NAME said"""
    return noun_phrase_before(grammar, left)


def _apposition(grammar: Grammar, left: int, governor: Source | None, mark: str = "") -> Source | None:
    """NAME, the minister, said — also with dashes, and with what the subject was doing meanwhile."""
    kinds = grammar.line.kinds
    mark = mark or kinds[left]
    if mark != "," and mark not in _DASHES:
        return None
    fallback: Source | None = None
    for at in range(left - 2, max(0, left - _REACH), -1):
        if kinds[at] != mark:
            continue
        if at == left - 2 and kinds[left - 1] == NAME and grammar.is_noun(at - 1):
            return Source(left - 1, left, left - 1)
        named = kinds[at - 1] == NAME or kinds[at - 1] in grammar.language.pronoun_genders
        if not named and kinds[at - 1] not in grammar.language["role_nouns"]:
            continue
        source = noun_phrase_before(grammar, at - 1) if _is_aside(grammar, at + 1, left) else None
        if kinds[at - 1] != NAME or grammar.line.people[at - 1].is_person:
            return source or fallback
        # A body or a place may itself stand in the aside: "NAME, 30, of PLACE, said".
        fallback = fallback or source
    if fallback is None and mark == "," and left > 0 and kinds[left - 1] == NAME:
        return noun_phrase_before(grammar, left - 1)
    return fallback


def _is_aside(grammar: Grammar, first: int, last: int) -> bool:
    """Whether the items can stand between a subject and its verb: no clause of their own except a relative one."""
    kinds = grammar.line.kinds
    if kinds[first] in ("who", "whose", "which", "where", "and", "when", "as", "while"):
        return True
    for at in range(first, last):
        if kinds[at] in grammar.language["auxiliaries"] and kinds[at] != "'s":
            return any(word in ("who", "which", "that", "whose", "where") for word in kinds[first:at])
    return QUOTE not in kinds[first:last]


def _relative(grammar: Grammar, left: int, governor: Source | None) -> Source | None:
    """NAME, who said"""
    kinds = grammar.line.kinds
    if kinds[left] not in grammar.language["relative_pronouns"]:
        return None
    at = left - 1
    if at > 0 and kinds[at] == ",":
        at -= 1
        aside = _apposition(grammar, at + 1, governor)
        if aside and kinds[aside.head] == NAME and kinds[at] != NAME:
            return aside
    return noun_phrase_before(grammar, at) if at >= 0 else None


def _shared(grammar: Grammar, left: int, governor: Source | None) -> Source | None:
    """NAME came in and said; NAME went on to say; NAME left, saying"""
    if grammar.line.kinds[left] not in grammar.language["conjunctions"] | {","}:
        return None
    return governor or nearest_subject(grammar, left)


def nearest_subject(grammar: Grammar, left: int) -> Source | None:
    """The subject of the closest verb before item `left`."""
    for at in range(left, max(-1, left - _REACH), -1):
        if not grammar.is_finite(at):
            continue
        before = grammar.before_verb(at)
        if before < 0:
            continue
        for name in ("adjacent", "apposition", "relative"):
            if name in grammar.rules and (source := SUBJECT_RULES[name](grammar, before, None)):
                return source
    return None


SUBJECT_RULES: Mapping[str, SubjectRule] = {
    "adjacent": _adjacent,
    "relative": _relative,
    "apposition": _apposition,
    "shared": _shared,
}
