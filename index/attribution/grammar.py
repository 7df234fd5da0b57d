"""Small questions about one line, such as whether an item is a noun, and where a noun phrase begins.

The answers stand in for a parser: closed lists of function words and the endings of verbs tell enough of news prose.
"""

from dataclasses import dataclass, replace

from index.attribution.languages.language import Language
from index.attribution.lines import NAME, QUOTE, Line

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
    partners: tuple[int, ...] = ()
    """Other heads: "NAME, NAME and NAME said"."""


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
        word = self.kind_at(at)
        return word in self.language.finite or _is_past_form(word, self.language)

    def is_past(self, at: int) -> bool:
        """Whether the item has the ending of a past form."""
        return _is_past_form(self.kind_at(at), self.language)

    def is_negation(self, word: str) -> bool:
        """Whether the word denies: "never", "didn't"."""
        return word in self.language["negations"] or word.endswith("n't")

    def is_noun(self, at: int) -> bool:
        """Whether the item is a name, or a plain noun or adjective as far as closed word lists tell."""
        word = self.line.kinds[at]
        if word == NAME:
            return True
        return word[0].isalnum() and word not in self.language.function_words and not self.is_adverb(at)

    def is_plain_noun(self, at: int) -> bool:
        """Whether the item is a noun that does not look like a verb."""
        return self.is_noun(at) and not self.is_finite(at)

    def is_somebody(self, at: int) -> bool:
        """Whether the item names, or stands for, a person or a body, and not a place."""
        kind, language = self.line.kinds[at], self.language
        if kind == NAME:
            person = self.line.people[at]
            return person.is_person or person.name not in language["place_words"]
        return kind in language["subject_pronouns"] or kind in language["role_nouns"]

    def is_person(self, at: int) -> bool:
        """Whether the item names a person."""
        person = self.line.people.get(at)
        return person is not None and person.is_person

    def is_name_or_pronoun(self, at: int) -> bool:
        """Whether the item is a name, or a pronoun that can be a subject."""
        return self.kind_at(at) == NAME or self.is_listed(at, "subject_pronouns")

    def kind_at(self, at: int) -> str:
        """Return the kind of the item, or "" outside of the line."""
        kinds = self.line.kinds
        return kinds[at] if 0 <= at < len(kinds) else ""

    def is_listed(self, at: int, *lists: str) -> bool:
        """Whether the item is a word of one of the lists; False outside of the line."""
        kind, words = self.kind_at(at), self.language.words
        return any(kind in words[name] for name in lists)

    def before_verb(self, at: int) -> int:
        """Return the index of the item left of the verb group that ends before `at`, past auxiliaries and adverbs."""
        left = at - 1
        while left >= 0 and not self._is_owner_mark(left):
            before = left - 1 if self._is_helper(left, at) else self._before_moment(left)
            if before == left:
                break
            left = before
        return left

    def _is_owner_mark(self, at: int) -> bool:
        """Whether the item is the ending in "NAME's"."""
        kinds = self.line.kinds
        return at > 0 and kinds[at - 1] == NAME and kinds[at] in self.language["possessive"]

    def _is_helper(self, at: int, verb: int) -> bool:
        """Whether the item belongs to the verb after it: an auxiliary, an adverb, or "on" in "NAME on Monday said"."""
        kinds, language = self.line.kinds, self.language
        if kinds[at] in language["auxiliaries"] or self.is_adverb(at):
            return True
        return kinds[at] in language["prepositions"] and at + 1 < verb and kinds[at + 1] in language["weekdays"]

    def _before_moment(self, last: int) -> int:
        """Return the index of the name or pronoun before "this past week" or "a month later", or `last`."""
        at = last
        while self.is_listed(at, "moments", "weekdays"):
            at -= 1
        return at if self.is_name_or_pronoun(at) else last


def _is_past_form(word: str, language: Language) -> bool:
    return len(word) >= _MIN_INFLECTED_LENGTH and word.endswith(language.past_ending)


def noun_phrase_before(grammar: Grammar, last: int) -> Source | None:
    """Return the noun phrase that ends with item `last`: a pronoun, a name, "a spokesman for NAME"."""
    phrase = _plain_phrase(grammar, last)
    if phrase is None:
        return None
    for _ in range(2):
        outer = _outer_phrase(grammar, phrase)
        if outer is None:
            break
        phrase = outer
    if grammar.is_listed(phrase.first - 1, "of") and grammar.is_listed(phrase.first - 2, "parts"):
        phrase = replace(phrase, first=phrase.first - 2)  # "one of her colleagues"
    return _paired(grammar, phrase)


def _outer_phrase(grammar: Grammar, phrase: Source) -> Source | None:
    """Return the phrase with the noun that it hangs on by a preposition, or None when it hangs on none."""
    kinds, language = grammar.line.kinds, grammar.language
    at = phrase.first - 1
    if at < 1 or kinds[at] not in language["noun_prepositions"]:
        return None
    outer = _plain_phrase(grammar, at - 1) if grammar.is_plain_noun(at - 1) or kinds[at - 1] == NAME else None
    if outer is None or kinds[outer.first] in language["subject_pronouns"]:
        return None
    if grammar.is_listed(outer.first - 1, "auxiliaries"):
        return None  # "was built by NAME"
    # "Secretary of State NAME": a title, not somebody who belongs to NAME.
    is_title = grammar.line.raw[outer.head] in language["titles"] and kinds[phrase.head] == NAME
    return Source(outer.first, phrase.last, phrase.head if is_title else outer.head)


def _paired(grammar: Grammar, phrase: Source) -> Source:
    """Return the phrase with the name that a conjunction joins to it."""
    kinds = grammar.line.kinds
    at = phrase.first - 1
    is_joined = grammar.is_listed(at, "pairing")
    if grammar.is_listed(at - 1, "well"):
        at, is_joined = at - 2, True  # "NAME as well as NAME"
    if grammar.kind_at(at - 1) != NAME or not is_joined:
        return phrase
    if grammar.is_listed(at - 2, "of"):
        return _paired_with_phrase(grammar, phrase, at - 1)
    if kinds[phrase.head] == NAME:
        partners = _listed_names(kinds, at - 1)
        return Source(partners[-1], phrase.last, phrase.head, partners=partners)
    return Source(at - 1, phrase.last, at - 1)  # "NAME and his lawyers"


def _paired_with_phrase(grammar: Grammar, phrase: Source, last: int) -> Source:
    """Return the phrase with one that ends with a name after "of": "NAME of PLACE and NAME"."""
    other = _outer_phrase(grammar, Source(last, last + 1, last))
    if other is None:
        return phrase
    if grammar.is_person(phrase.head):
        return Source(other.first, phrase.last, phrase.head, partners=tuple(filter(grammar.is_person, [other.head])))
    return Source(other.first, phrase.last, other.head)


def _listed_names(kinds: list[str], last: int) -> tuple[int, ...]:
    """Return the items of the names that end a list: "NAME, NAME"."""
    found = [last]
    while found[-1] > 1 and kinds[found[-1] - 2 : found[-1]] == [NAME, ","]:
        found.append(found[-1] - 2)
    return tuple(found)


def noun_phrase_after(grammar: Grammar, first: int) -> Source | None:
    """Return the noun phrase that begins with item `first`: "she", "the minister, NAME", "BODY analyst NAME"."""
    if grammar.is_listed(first, "subject_pronouns"):
        return Source(first, first + 1, first)
    end = min(len(grammar.line), first + _MAX_NOUN_PHRASE_LENGTH)
    noun = next((at for at in range(first, end) if not _precedes_noun(grammar, first, at)), end)
    return _phrase_from_noun(grammar, first, noun, end) if noun < end and _may_head(grammar, first, noun) else None


def _precedes_noun(grammar: Grammar, first: int, at: int) -> bool:
    """Whether the item can stand before the noun of a phrase: "one of the pilots", "a visibly tired NAME"."""
    if grammar.is_listed(at, "determiners", "possessives"):
        return True
    is_part = grammar.is_listed(at, "of") and grammar.is_listed(at - 1, "parts")
    return at > first and (is_part or grammar.is_adverb(at))


def _may_head(grammar: Grammar, first: int, at: int) -> bool:
    """Whether the item can be the first noun of a phrase; what looks like a verb only at its head or before a name."""
    is_participle = grammar.is_past(at) and grammar.kind_at(at + 1) == NAME  # "a tired NAME"
    return grammar.is_noun(at) if at == first or is_participle else grammar.is_plain_noun(at)


def _phrase_from_noun(grammar: Grammar, first: int, noun: int, end: int) -> Source:
    """Return the noun phrase from item `first` up to before `end` at most, whose first noun is item `noun`."""
    kinds, language = grammar.line.kinds, grammar.language
    head, core = noun, -1  # `core` is the noun before the first preposition
    for at in range(noun, end):
        kind = kinds[at]
        if kind == NAME and not _is_modifier(grammar, at, end):
            return _named(grammar, first, at, core)
        if at == noun or grammar.is_plain_noun(at):
            head = at
        elif kinds[at : at + 2] == [",", NAME]:
            return Source(first, at + 2, at + 1)
        elif kind in language["noun_prepositions"]:
            core = head if core < 0 else core
        elif not grammar.is_listed(at, "determiners", "possessives", "noun_links"):
            break
    return Source(first, head + 1, head if core < 0 else core)


def _named(grammar: Grammar, first: int, at: int, core: int) -> Source:
    """Return a phrase that reaches a name: the name is meant, unless it hangs on a noun ("a lawyer for NAME")."""
    kinds = grammar.line.kinds
    hangs = core >= 0 and not (grammar.is_noun(at - 1) and grammar.line.people[at].is_person)
    if not hangs:
        return _with_second(grammar, Source(first, at + 1, at))
    if kinds[at + 1 : at + 3] == [",", NAME]:  # "a lawyer for NAME, NAME"
        return Source(first, at + 3, at + 2)
    return Source(first, at + 1, core)


def _with_second(grammar: Grammar, source: Source) -> Source:
    """Return the source with the person whom "and" joins to it, before the end of the clause: "said NAME and NAME"."""
    second = source.last + 1
    if not grammar.is_listed(second - 1, "and") or grammar.kind_at(second + 1) not in ("", ".", ","):
        return source
    is_pair = grammar.is_person(source.head) and grammar.is_person(second)
    return replace(source, last=second + 1, partners=(second,)) if is_pair else source


def _is_modifier(grammar: Grammar, at: int, end: int) -> bool:
    """Whether the name only describes a noun or name after it: "BODY spokesman NAME", "NAME's lawyer"."""
    kinds = grammar.line.kinds
    is_body = not grammar.line.people[at].is_person
    if grammar.is_listed(at + 1, "possessive", "role_nouns"):
        return True
    if is_body and grammar.is_listed(at + 1, "organisation_nouns", "plural_sources"):
        return True  # "the Jordanian government"
    following = at + 1
    while following < end and kinds[following] != NAME and grammar.is_plain_noun(following):
        following += 1
    return following > at + 1 and NAME in (grammar.kind_at(following), _after_comma(grammar, following))


def _after_comma(grammar: Grammar, at: int) -> str:
    """Return the kind of the item after item `at` if that is a comma, or ""."""
    return grammar.kind_at(at + 1) if grammar.kind_at(at) == "," else ""


def _plain_phrase(grammar: Grammar, last: int) -> Source | None:
    """Return a noun phrase without what hangs on it by a preposition."""
    if last < 0:
        return None
    if grammar.is_listed(last, "subject_pronouns"):
        return None if grammar.is_listed(last, "relative_pronouns") else Source(last, last + 1, last)
    return Source(_phrase_start(grammar, last), last + 1, last) if grammar.is_noun(last) else None


def _phrase_start(grammar: Grammar, last: int) -> int:
    """Return the first item of the noun phrase whose last noun is item `last`."""
    kinds, language = grammar.line.kinds, grammar.language
    first = last
    while first > max(0, last - _MAX_NOUN_PHRASE_LENGTH):
        word = kinds[first - 1]
        if word in language["possessive"] and first > 1:
            first -= 2
        elif grammar.is_listed(first - 1, "determiners", "possessives"):
            # "said that NAME": before a name, the word begins a clause.
            return first if word in language["that"] and kinds[last] == NAME else first - 1
        elif _describes(grammar, first - 1, last):
            first -= 1
        elif word == QUOTE and kinds[last] != NAME and grammar.is_listed(first - 2, "determiners"):
            first -= 2  # the “Avatar” star
        else:
            break
    return first


def _describes(grammar: Grammar, at: int, noun: int) -> bool:
    """Whether the item can stand in a phrase before the noun: before a name, only a role can ("minister NAME")."""
    kinds = grammar.line.kinds
    language = grammar.language
    if kinds[at] == NAME and kinds[noun] == NAME and not grammar.line.people[at].is_person:
        return kinds[at + 1] in language["role_nouns"]  # "BODY analyst NAME"
    may_precede = kinds[noun] != NAME or grammar.is_listed(at, "role_nouns", "ages")
    return may_precede and grammar.is_plain_noun(at)
