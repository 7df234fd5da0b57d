"""What stands between a verb of speech and the words reported: the day and the hearer."""

from index.attribution.grammar import Grammar, noun_phrase_after
from index.attribution.lines import NAME, QUOTE

_MAX_HEARER = 4  # items of "the local newspaper"


def past_day(grammar: Grammar, first: int) -> int:
    """Return the item after "Tuesday", "on Tuesday" or "late Tuesday" where a clause begins there, or `first`."""
    day = _past(grammar, first + grammar.is_listed(first, "on"), "moments")
    at = _past(grammar, day + 1, "moments")
    return at if grammar.is_listed(day, "weekdays") and _begins_words(grammar, at) else first


def _past(grammar: Grammar, first: int, words: str) -> int:
    """Return the first item from `first` that is not in the list, or is an article too."""
    at = first
    while grammar.is_listed(at, words) and not grammar.is_listed(at, "determiners"):
        at += 1
    return at


def past_hearer(grammar: Grammar, first: int) -> int:
    """Return the item after "reporters", "the court" or "him" where a clause begins there, or `first`."""
    if grammar.is_listed(first, "object_pronouns"):
        return first + 1
    at = first + grammar.is_listed(first, "determiners", "possessives")
    last = min(first + _MAX_HEARER, len(grammar.line))
    end = next((item for item in range(at, last) if not grammar.is_plain_noun(item)), last)
    named = next((item + 1 for item in range(at, end) if grammar.kind_at(item) == NAME), end)
    return named if named > at and _begins_words(grammar, named) else first


def _begins_words(grammar: Grammar, at: int) -> bool:
    """Whether a quotation, a "that" or a clause with a subject of its own begins with the item."""
    if grammar.kind_at(at) == QUOTE or grammar.is_listed(at, "that"):
        return True
    if not grammar.is_name_or_pronoun(at) and not grammar.is_listed(at, "determiners", "possessives"):
        return False
    subject = noun_phrase_after(grammar, at)
    return subject is not None and grammar.is_finite(subject.last)
