"""Small questions about one line, such as whether an item is a noun, and where a noun phrase begins.

The answers stand in for a parser: closed lists of function words and the endings of verbs tell enough of news prose.
"""

from dataclasses import dataclass

from index.attribution.languages.language import Language
from index.attribution.lines import NAME, Line

_MAX_NOUN_PHRASE_LENGTH = 8
_MIN_INFLECTED_LENGTH = 5  # letters; "red" and "fly" are no inflected words


@dataclass(frozen=True, slots=True)
class Source:
    """Who reports: items `first` up to `last`, of which `head` decides who is meant."""

    first: int
    last: int
    head: int
    rule: str = ""
    """The subject rule that found it."""
    partner: int = -1
    """A second head: "NAME and NAME said"."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """A line and the words of its language."""

    line: Line
    language: Language
    rules: frozenset[str]
    """Names of the rules that are switched on."""

    def is_adverb(self, at: int) -> bool:
        """Whether the item only modifies ("repeatedly", "also")."""
        word = self.line.kinds[at]
        language = self.language
        return word in language["adverbs"] or (
            len(word) >= _MIN_INFLECTED_LENGTH and word.endswith(language.adverb_ending)
        )

    def is_finite(self, at: int) -> bool:
        """Whether the item looks like a verb that has a subject."""
        word = self.line.kinds[at]
        return word in self.language.finite or self.is_past(at)

    def is_past(self, at: int) -> bool:
        """Whether the item has the ending of a past form."""
        word = self.line.kinds[at]
        return len(word) >= _MIN_INFLECTED_LENGTH and word.endswith(self.language.past_ending)

    def is_noun(self, at: int) -> bool:
        """Whether the item is a name, or a plain noun or adjective as far as closed word lists tell."""
        word = self.line.kinds[at]
        if word == NAME:
            return True
        return word[0].isalnum() and word not in self.language.function_words and not self.is_adverb(at)

    def is_somebody(self, at: int) -> bool:
        """Whether the item names, or stands for, a person or a body, and not a place."""
        kind, language = self.line.kinds[at], self.language
        if kind == NAME:
            person = self.line.people[at]
            return person.is_person or person.name not in language["place_words"]
        return kind in language["subject_pronouns"] or kind in language["role_nouns"]

    def before_verb(self, at: int) -> int:
        """Index of the item left of the verb group that ends before `at`: auxiliaries and adverbs are skipped."""
        kinds, language = self.line.kinds, self.language
        left = at - 1
        while left >= 0:
            is_day = (
                kinds[left] in language["prepositions"] and left + 1 < at and kinds[left + 1] in language["weekdays"]
            )
            if kinds[left] in language["possessive"] and left and kinds[left - 1] == NAME:
                break
            is_helper = is_day or kinds[left] in language["auxiliaries"] or self.is_adverb(left)
            before = left - 1 if is_helper else self._before_moment(left)
            if before == left:
                break
            left = before
        return left

    def _before_moment(self, last: int) -> int:
        """Index of the name or pronoun before "this past week" or "a month later", or `last` when there is none."""
        kinds, language, at = self.line.kinds, self.language, last
        while at >= 0 and (kinds[at] in language["moments"] or kinds[at] in language["weekdays"]):
            at -= 1
        is_subject = at >= 0 and (kinds[at] == NAME or kinds[at] in language["subject_pronouns"])
        return at if is_subject else last


def noun_phrase_before(grammar: Grammar, last: int) -> Source | None:
    """The noun phrase that ends with item `last`: a pronoun, a name, "a spokesman for NAME"."""
    kinds, language = grammar.line.kinds, grammar.language
    phrase = _plain_phrase(grammar, last)
    if phrase is None:
        return None
    for _ in range(2):
        at = phrase.first - 1
        if at < 1 or kinds[at] not in language["noun_prepositions"]:
            break
        outer = _plain_phrase(grammar, at - 1)
        if outer is None or kinds[outer.first] in language["subject_pronouns"]:
            break
        if outer.first and kinds[outer.first - 1] in language["auxiliaries"]:
            break  # "was built by NAME"
        # "Secretary of State NAME": a title, not somebody who belongs to NAME.
        is_title = grammar.line.raw[outer.head] in language["titles"] and kinds[phrase.head] == NAME
        phrase = Source(outer.first, phrase.last, phrase.head if is_title else outer.head)
    at = phrase.first - 1
    if at > 0 and kinds[at] in language["pairing"] and kinds[at - 1] == NAME:
        if kinds[phrase.head] == NAME:
            return Source(at - 1, phrase.last, phrase.head, partner=at - 1)
        return Source(at - 1, phrase.last, at - 1)  # "NAME and his lawyers"
    return phrase


def noun_phrase_after(grammar: Grammar, first: int) -> Source | None:
    """The noun phrase that begins with item `first`: "she", "the minister, NAME", "BODY analyst NAME of BODY"."""
    kinds, language = grammar.line.kinds, grammar.language
    if first >= len(kinds):
        return None
    if kinds[first] in language["subject_pronouns"]:
        return Source(first, first + 1, first)
    head = core = -1  # `core` is the noun before the first preposition
    end = min(len(kinds), first + _MAX_NOUN_PHRASE_LENGTH)
    for at in range(first, end):
        kind = kinds[at]
        if kind == NAME and not _is_modifier(grammar, at, end):
            return _named(grammar, first, at, core)
        if kind == NAME or (grammar.is_noun(at) and (at == first or not grammar.is_finite(at))):
            head = at
        elif kind == "," and head >= 0 and kinds[at + 1 : at + 2] == [NAME]:
            return Source(first, at + 2, at + 1)
        elif kind in language["noun_prepositions"] and head >= 0:
            core = head if core < 0 else core
        elif kind in language["determiners"] or kind in language["possessives"]:
            continue
        elif head < 0 or kind not in language["noun_links"]:
            break
    return Source(first, head + 1, head if core < 0 else core) if head >= 0 else None


def _named(grammar: Grammar, first: int, at: int, core: int) -> Source:
    """A phrase that reaches a name: the name is meant, unless it hangs on a noun ("a lawyer for NAME")."""
    kinds = grammar.line.kinds
    hangs = core >= 0 and not (grammar.is_noun(at - 1) and grammar.line.people[at].is_person)
    if not hangs:
        return Source(first, at + 1, at)
    if kinds[at + 1 : at + 3] == [",", NAME]:  # "a lawyer for NAME, NAME"
        return Source(first, at + 3, at + 2)
    return Source(first, at + 1, core)


def _is_modifier(grammar: Grammar, at: int, end: int) -> bool:
    """Whether the name only describes a noun or name after it: "BODY spokesman NAME", "NAME's lawyer"."""
    kinds = grammar.line.kinds
    if at + 1 >= len(kinds):
        return False
    if kinds[at + 1] in grammar.language["possessive"] or kinds[at + 1] in grammar.language["role_nouns"]:
        return True
    following = at + 1
    while following < end and kinds[following] != NAME:
        if not grammar.is_noun(following) or grammar.is_finite(following):
            break
        following += 1
    if at + 1 == following:
        return False
    return kinds[following : following + 1] == [NAME] or kinds[following : following + 2] == [",", NAME]


def _plain_phrase(grammar: Grammar, last: int) -> Source | None:
    """A noun phrase without what hangs on it by a preposition."""
    kinds, language = grammar.line.kinds, grammar.language
    if last < 0:
        return None
    if kinds[last] in language["subject_pronouns"]:
        return None if kinds[last] in language["relative_pronouns"] else Source(last, last + 1, last)
    if not grammar.is_noun(last):
        return None
    first = last
    while first > 0 and last - first < _MAX_NOUN_PHRASE_LENGTH:
        word = kinds[first - 1]
        if word in language["possessive"] and first > 1:
            first -= 2 if kinds[first - 2] == NAME else 1
            continue
        if word in language["determiners"] or word in language["possessives"]:
            # "said that NAME": before a name, the word begins a clause.
            return Source(first if word in language["that"] and kinds[last] == NAME else first - 1, last + 1, last)
        if kinds[last] == NAME and word not in language["role_nouns"]:
            break
        if word != NAME and (not grammar.is_noun(first - 1) or grammar.is_finite(first - 1)):
            break
        first -= 1
    return Source(first, last + 1, last)
