"""What somebody did not say: "declined to comment", "has not spoken about it", "said nothing of it" report no words.

A denial or a refusal to act is still a statement: "did not deny", "refused to pay".
"""

from index.speakers.contents import Report
from index.speakers.grammar import Grammar

_TO_NOTHING = 2  # items from "said" to "nothing": "said almost nothing"


def is_unsaid(grammar: Grammar, report: Report) -> bool:
    """Whether the report tells that nothing was said about its content."""
    kinds, language = grammar.line.kinds, grammar.language
    first, last = report.cue
    if kinds[first] in language["silencing"]:
        return _keeps_quiet(grammar, first + 1)
    if not _is_saying(grammar, first):
        return False
    left = grammar.before_verb(first)
    return _is_negated(grammar, report, left) or _is_refused(grammar, left) or _is_empty(grammar, last)


def _is_saying(grammar: Grammar, at: int) -> bool:
    word, language = grammar.line.kinds[at], grammar.language
    verb = language.verbs.get(word) or language.phrase_verbs.get(word)
    return verb is not None and verb.lemma in language["unsaid"]


def _is_negated(grammar: Grammar, report: Report, left: int) -> bool:
    """Did not say; without saying; neither NAME nor NAME said."""
    kinds, language = grammar.line.kinds, grammar.language
    helpers = set(kinds[max(0, left) : report.cue[0]])
    before_subject = kinds[max(0, report.source.first - 1) : report.source.first]
    is_negated = helpers & language["negations"] or set(before_subject) & language["negations"]
    return bool(is_negated) and not helpers & language["not_negated"]


def _is_refused(grammar: Grammar, left: int) -> bool:
    """Refused to say; has yet to say."""
    kinds, language = grammar.line.kinds, grammar.language
    return left > 0 and kinds[left] in language["to"] and kinds[left - 1] in language["silencing"]


def _keeps_quiet(grammar: Grammar, at: int) -> bool:
    """Whether what is declined from item `at` on is to speak: "declined to publicly comment", "declined comment"."""
    kinds, language = grammar.line.kinds, grammar.language
    while at < len(kinds) and (kinds[at] in language["to"] or grammar.is_adverb(at)):
        at += 1
    return at < len(kinds) and _is_saying(grammar, at)


def _is_empty(grammar: Grammar, last: int) -> bool:
    """Said nothing about; not "said nothing would change"."""
    kinds, language = grammar.line.kinds, grammar.language
    for at in range(last, min(last + _TO_NOTHING, len(kinds))):
        if kinds[at] in language["nothing"]:
            return at + 1 == len(kinds) or kinds[at + 1] in language["after_nothing"]
    return False
