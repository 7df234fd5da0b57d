"""Whose verb is it: the source of a reporting verb, found from the words around it.

Each rule answers one question a dependency parse would answer; they are tried in order and the first answer holds.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from index.attribution.content import clause_start
from index.attribution.descriptions import is_person_noun, is_speaker_noun
from index.attribution.grammar import Grammar, Source, noun_phrase_after, noun_phrase_before
from index.attribution.lines import DASHES, NAME, QUOTE

_MARKS = frozenset((",", ";", ":", QUOTE))
_MAX_DESCRIPTION = 5  # items from "a" to the noun
_REACH = 60  # items; a subject further away than this is guessed more often wrong than right
_MAX_TITLE_LENGTH = 60  # characters; a quotation as short as this may be the name of a book

SubjectRule = Callable[[Grammar, int, Source | None], Source | None]


def find_subject(grammar: Grammar, left: int, governor: Source | None) -> Source | None:
    """Return the subject of the verb group right of item `left`; `governor` is the source of the clause before it."""
    return _first_answer(grammar, left, governor, SUBJECT_RULES)


def _first_answer(
    grammar: Grammar, left: int, governor: Source | None, rules: Mapping[str, SubjectRule]
) -> Source | None:
    if left < 0:
        return None
    for name, rule in rules.items():
        if name in grammar.rules and (source := rule(grammar, left, governor)):
            return replace(source, rule=name)
    return None


def find_controller(grammar: Grammar, left: int, right: int, governor: Source | None) -> Source | None:
    """Return the subject of an infinitive or participle: "NAME refused to say", "NAME left, saying", "Saying …, NAME".

    `left` is the item before it and `right` the one after it.
    """
    if left < 0:
        return _later_subject(grammar, right)
    noun = _participle_noun(grammar, left)
    if noun >= 0:
        return noun_phrase_before(grammar, noun)
    return governor or nearest_subject(grammar, left) or _before_aside(grammar, left) or _later_subject(grammar, right)


def _participle_noun(grammar: Grammar, left: int) -> int:
    """Return the item of the noun that a participle right of item `left` is about, -1 for none or an infinitive."""
    if grammar.line.kinds[left] in grammar.language["to"]:
        return -1
    if _quoted_as(grammar, left):
        return left - 1
    return left if grammar.is_noun(left) and _is_actor(grammar, left) else -1


def _quoted_as(grammar: Grammar, left: int) -> bool:
    """Return whether a participle is another's speech: "quoted NAME as saying", not "quoted by NAME as saying"."""
    kinds, language = grammar.line.kinds, grammar.language
    if left < 1 or kinds[left] not in language["as"] or kinds[left - 1] != NAME:
        return False
    return left < 2 or kinds[left - 2] not in language["by"]


def _is_actor(grammar: Grammar, at: int) -> bool:
    """Return whether this noun is a participle's subject: "with critics saying", not "a pitch to voters saying"."""
    kinds, language = grammar.line.kinds, grammar.language
    if kinds[at] == NAME or kinds[at] in language["role_nouns"]:
        return True
    source = noun_phrase_before(grammar, at)
    return source is not None and source.first > 0 and kinds[source.first - 1] in language["with"]


def nearest_subject(grammar: Grammar, left: int) -> Source | None:
    """Return the subject of the closest verb before item `left`; a farther name or pronoun precedes a plain noun."""
    found: Source | None = None
    for at in range(left, max(-1, left - _REACH), -1):
        before = grammar.before_verb(at) if grammar.is_finite(at) else -1
        source = _first_answer(grammar, before, None, OWN_SUBJECT_RULES)
        if source and grammar.is_name_or_pronoun(source.head):
            return source
        found = found or source
    return found


def _adjacent(grammar: Grammar, left: int, _governor: Source | None) -> Source | None:
    """Read: NAME said."""
    source = _described(grammar, left) or noun_phrase_before(grammar, left)
    at = source.first - 1 if source else 0
    if at > 2 and grammar.line.kinds[at] in grammar.language["of"] and grammar.line.kinds[at - 1] == ",":
        return _around_aside(grammar, left + 1, ",") or source  # "NAME, 50, of PLACE"
    return source


def _described(grammar: Grammar, left: int) -> Source | None:
    """Return who is told about before the verb: "a man who would not give his name", "a woman holding her child"."""
    starts = (_after_mark(grammar, left), clause_start(grammar, left + 1))
    return next(filter(None, (_told_of(grammar, first, left) for first in starts)), None)


def _after_mark(grammar: Grammar, left: int) -> int:
    """Return the item after the last comma, colon or quotation before item `left`."""
    marks = (at for at in range(left, -1, -1) if grammar.line.kinds[at] in _MARKS)
    return next(marks, -1) + 1


def _told_of(grammar: Grammar, first: int, left: int) -> Source | None:
    """Return the description that begins with item `first`, if all up to item `left` tells about it."""
    if not grammar.is_listed(first, "determiners"):
        return None
    nouns = (at for at in range(first + 1, min(left - 1, first + _MAX_DESCRIPTION)) if is_person_noun(grammar, at))
    noun = next(nouns, -1)
    return Source(first, noun + 1, noun) if noun > 0 and _is_told_of(grammar, noun + 1, left) else None


def _is_told_of(grammar: Grammar, first: int, last: int) -> bool:
    """Whether the items up to `last` tell about the noun before them, with no comma and no quotation among them."""
    kinds = grammar.line.kinds
    is_opened = grammar.is_listed(first, "relative_pronouns") or kinds[first].endswith("ing")
    return is_opened and _MARKS.isdisjoint(kinds[first : last + 1])


def _relative(grammar: Grammar, left: int, _governor: Source | None) -> Source | None:
    """Read: NAME, who said."""
    kinds = grammar.line.kinds
    if kinds[left] not in grammar.language["relative_pronouns"] or not left:
        return None
    at = left - 1
    if at > 0 and kinds[at] == ",":
        return _name_around_aside(grammar, at) or _who(grammar, noun_phrase_before(grammar, at - 1))
    return _who(grammar, noun_phrase_before(grammar, at))


def _who(grammar: Grammar, phrase: Source | None) -> Source | None:
    """Return the person in the phrase, where what it hangs on is none: "a rebuke from NAME of PLACE, who said"."""
    if phrase is None or is_speaker_noun(grammar, phrase.head):
        return phrase
    person = next(filter(grammar.is_person, range(phrase.head + 1, phrase.last)), -1)
    return phrase if person < 0 else Source(person, phrase.last, person)


def _name_around_aside(grammar: Grammar, comma: int) -> Source | None:
    """Return the name before an aside that ends at the comma, unless the aside itself ends with a name."""
    kinds = grammar.line.kinds
    aside = _who(grammar, _around_aside(grammar, comma, ","))
    is_described = kinds[comma - 1] != NAME or _is_description(grammar, comma - 1)
    return aside if aside and kinds[aside.head] == NAME and is_described else None


def _is_description(grammar: Grammar, last: int) -> bool:
    """Return whether the name that ends an aside only says what somebody is: "NAME, a Utah Republican,"."""
    phrase = noun_phrase_before(grammar, last)
    return phrase is not None and phrase.first < last and grammar.kind_at(phrase.first - 1) == ","


def _apposition(grammar: Grammar, left: int, _governor: Source | None) -> Source | None:
    """Read: NAME, the minister, said; also with dashes, and with what the subject was doing meanwhile."""
    mark = grammar.line.kinds[left]
    if mark == QUOTE and _is_title(grammar, left):
        return _around_aside(grammar, left + 1, ",")  # NAME, author of "TITLE," said: the comma stands inside the marks
    source = _around_aside(grammar, left, mark) if mark == "," or mark in DASHES else None
    return _with_partner(grammar, source) if source else None


def _with_partner(grammar: Grammar, source: Source) -> Source:
    """Return the source with who is described before it: "NAME, a fisherman, and NAME, a swimmer,"."""
    comma = source.head - 2
    is_joined = source.first == source.head and grammar.is_listed(comma + 1, "and")
    other = _around_aside(grammar, comma, ",") if is_joined and grammar.kind_at(comma) == "," else None
    is_pair = other is not None and grammar.is_person(other.head) and _opens_clause(grammar, other.first)
    return replace(source, first=other.first, partners=(other.head,)) if other and is_pair else source


def _opens_clause(grammar: Grammar, at: int) -> bool:
    """Whether nothing but a quotation, or "both", stands before the item."""
    before = at - 1 - grammar.is_listed(at - 1, "both")
    return before < 0 or QUOTE in grammar.line.kinds[max(0, before - 1) : before + 1]


def _shared(grammar: Grammar, left: int, governor: Source | None) -> Source | None:
    """Read: NAME came in and said."""
    if grammar.line.kinds[left] not in grammar.language["conjunctions"] | {","}:
        return None
    return governor or nearest_subject(grammar, left)


OWN_SUBJECT_RULES: Mapping[str, SubjectRule] = {
    "adjacent": _adjacent,
    "relative": _relative,
    "apposition": _apposition,
}
SUBJECT_RULES: Mapping[str, SubjectRule] = {**OWN_SUBJECT_RULES, "shared": _shared}


def _around_aside(grammar: Grammar, right: int, mark: str) -> Source | None:
    """Return the noun phrase before an aside that ends with the `mark` at item `right`."""
    kinds, language = grammar.line.kinds, grammar.language
    fallback: Source | None = None
    for at in range(right - 2, max(0, right - _REACH), -1):
        if kinds[at] != mark:
            continue
        if _names_the_noun(grammar, at, right):
            phrase = noun_phrase_before(grammar, at - 1)
            return Source(phrase.first if phrase else at + 1, right, at + 1)
        is_name = kinds[at - 1] == NAME
        if not is_name and kinds[at - 1] not in language.pronoun_genders and not is_speaker_noun(grammar, at - 1):
            continue
        source = noun_phrase_before(grammar, at - 1) if _is_aside(grammar, at + 1, right) else None
        if source and not is_name and source.first and not grammar.is_listed(source.first, "definite", "possessives"):
            source = None  # "NAME, a docker, a diver and a monk, said"
        if grammar.line.people[at - 1].is_person if is_name else not _is_body_noun(grammar, at - 1):
            return source or fallback
        # A body or a place may itself stand in the aside: "NAME, 30, of PLACE, said", "NAME of the union, which …, said".
        fallback = fallback or source
    if fallback is None and mark == "," and right > 0 and kinds[right - 1] == NAME:
        return noun_phrase_before(grammar, right - 1)
    return fallback


def _is_body_noun(grammar: Grammar, at: int) -> bool:
    return is_speaker_noun(grammar, at) and not is_person_noun(grammar, at)


def _names_the_noun(grammar: Grammar, comma: int, right: int) -> bool:
    """Return whether an aside names the person before it: "the minister, NAME,"; "a lawyer for NAME, NAME,"."""
    kinds, people = grammar.line.kinds, grammar.line.people
    name, before = comma + 1, comma - 1
    is_whole = name == right - 1
    if kinds[name] != NAME or not (is_whole or kinds[name + 1] in grammar.language["name_links"]):
        return False
    if kinds[before] != NAME:
        return grammar.is_noun(before) and (is_whole or people[name].is_person)
    phrase = noun_phrase_before(grammar, before)
    hangs = phrase is not None and phrase.head != before
    return is_whole and people[name].is_person and (hangs or not people[before].is_person)


def _is_title(grammar: Grammar, at: int) -> bool:
    """Return whether the quotation at item `at` may be the name of a book or a show."""
    quotation = grammar.line.quotations[at]
    return quotation.end - quotation.start <= _MAX_TITLE_LENGTH


def _is_aside(grammar: Grammar, first: int, last: int) -> bool:
    """Return whether the items can come between a subject and its verb: no clause except a relative one."""
    kinds, language = grammar.line.kinds, grammar.language
    if kinds[first] in language["aside_openers"]:
        return True
    for at in range(first, last):
        if kinds[at] in language["auxiliaries"] and kinds[at] not in language["possessive"]:
            return any(word in language["clause_pronouns"] for word in kinds[first:at])
    return _quotes_only_titles(grammar, first, last)


def _quotes_only_titles(grammar: Grammar, first: int, last: int) -> bool:
    return all(_is_title(grammar, at) for at in grammar.line.quotations if first <= at < last)


def _before_aside(grammar: Grammar, left: int) -> Source | None:
    """Return the name before a participle set off by a comma: "NAME, after saying"."""
    kinds = grammar.line.kinds
    while left > 0 and kinds[left] in grammar.language["participle_openers"]:
        left -= 1
    return Source(left - 1, left, left - 1) if left > 0 and kinds[left] == "," and kinds[left - 1] == NAME else None


def _later_subject(grammar: Grammar, first: int) -> Source | None:
    """Return the subject of a sentence that opens with a participle: "Saying he was tired, NAME left"."""
    kinds = grammar.line.kinds
    for at in range(first, min(first + _REACH, len(kinds) - 2)):
        source = noun_phrase_after(grammar, at + 1) if kinds[at] == "," else None
        if source and _may_begin_predicate(grammar, source.last):
            return source
    return None


def _may_begin_predicate(grammar: Grammar, at: int) -> bool:
    return at < len(grammar.line) and (grammar.line.kinds[at] == "," or grammar.is_finite(at))
