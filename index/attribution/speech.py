"""Is it speech? What a report covers counts only when somebody is reported to have said, written or thought it.

A clause, a quotation or the object of an opinion is a statement; what is done ("raised two million"), denied to have
been said ("never said that") or only supposed ("if the minister says") is none.
"""

from dataclasses import replace
from typing import Literal

from index.attribution.content import Range, ReportingClause, is_direction
from index.attribution.grammar import Grammar, noun_phrase_after
from index.attribution.lines import NAME, QUOTE
from index.attribution.unsaid import is_void
from index.attribution.verb_class import verb_class

ContentForm = Literal["quote", "that", "question", "to", "clause", "topic", "gerund", "phrase"]

_SHORT_VERBS = ("'s", "'re", "'m", "'ve", "'ll", "'d")
_MIN_CLAUSE_WORDS = 3
_MIN_WORDS = 4
"""An indirect statement of fewer words is a crumb."""
_REACH = 40  # items that are read for the form of a stretch
_NEAR_COMMA = 12
_NEAR = 4  # items from a verb that only tells an attitude to a quotation that belongs to it


def only_speech(grammar: Grammar, report: ReportingClause) -> ReportingClause:
    """Return the report without the sides that are no speech, which are its deeds; `is_void` when nothing is said."""
    if report.is_void or is_void(grammar, report):
        return replace(report, is_void=True)
    if _is_inserted(grammar, report):
        return report
    spoken = _spoken(grammar, report)
    others = (side for side in (report.left, report.right) if side and side not in (spoken.left, spoken.right))
    is_clause_of_own = bool(report.lemma) and report.voice != "participle"
    deeds = tuple(side for side in others if is_clause_of_own and count_words(grammar, side) >= _MIN_WORDS)
    return replace(spoken, deeds=deeds)


def _spoken(grammar: Grammar, report: ReportingClause) -> ReportingClause:
    """Return the report with those of its sides that are speech."""
    if report.rule == "according" and report.right and report.left:
        is_apposition = grammar.is_listed(report.right[0], "apposition_openers")
        report = replace(report, right=None if is_apposition or not is_clause(grammar, report.right) else report.right)
    left, right = (side if side and is_speech(grammar, report, side) else None for side in (report.left, report.right))
    if right and left and not _goes_on(grammar, report, right):
        right = None
    sides = [side for side in (left, right) if side and not (_may_be_crumb(report) and _is_crumb(grammar, side))]
    if not sides and left and right and count_words(grammar, left) + count_words(grammar, right) >= _MIN_WORDS:
        sides = [max(left, right, key=lambda side: count_words(grammar, side))]
    return replace(report, left=left if left in sides else None, right=right if right in sides else None)


def is_speech(grammar: Grammar, report: ReportingClause, items: Range) -> bool:
    """Return whether the items are what somebody says or thinks, by the verb and the form of the words after it."""
    form, language = content_form(grammar, items), grammar.language
    kind = verb_class(grammar, report)
    if form == "quote":
        return _quotes(grammar, report, items)
    if report.left != items and _is_meanwhile(grammar, items):
        return False
    if kind == "none" or form in ("that", "question"):
        return True
    if report.left == items:
        return report.lemma in language["utterances" if form == "topic" else "left_verbs"]
    return _is_reportable(grammar, report, items)


def _is_reportable(grammar: Grammar, report: ReportingClause, items: Range) -> bool:
    """Whether the verb reports what follows it in this form: "announced a strike", not "answered a call"."""
    form, language = content_form(grammar, items), grammar.language
    kind = verb_class(grammar, report)
    if report.lemma in language["sayings"] and (form != "topic" or _has_finite(grammar, items)):
        return True
    if report.voice == "participle" and report.lemma in language["siding"]:
        return False  # "several groups supporting NAME"
    if form in ("phrase", "gerund"):
        is_act = report.lemma in language["acts"] or (kind == "attitude" and form == "phrase")
        return not is_act and _is_judged(grammar, report, items)
    if form == "to":
        return kind in ("resolve", "doing") and report.lemma not in language["acts"]
    if form == "topic":
        is_about = grammar.is_listed(items[0], "about")
        return (kind in ("attitude", "opinion") and is_about) or report.lemma in language["topical"]
    return kind != "doing"


def may_be_of_body(grammar: Grammar, report: ReportingClause, items: Range) -> bool:
    """Return whether the items can be what a body or somebody without a name says; most that these do is no speech."""
    form, kind = content_form(grammar, items), verb_class(grammar, report)
    if form in ("quote", "that", "question") or kind == "none":
        return True
    is_told = any(report.lemma in grammar.language[name] for name in ("speech_objects", "naming", "telling"))
    return is_told or (form == "clause" and kind in ("utterance", "attitude"))


def _quotes(grammar: Grammar, report: ReportingClause, items: Range) -> bool:
    """Whether a quotation among the items belongs to the cue: at their head, or in what the verb can report."""
    kinds = grammar.line.kinds
    if verb_class(grammar, report) in ("none", "utterance") or report.left == items:
        return True
    if QUOTE in kinds[items[0] : items[0] + _NEAR]:
        return True
    before = (items[0], kinds.index(QUOTE, *items))
    return is_speech(grammar, replace(report, left=None, right=before), before)


def is_own_report(grammar: Grammar, report: ReportingClause, items: Range) -> bool:
    """Return whether a clause with a verb of speech reports the items, so that they may stand in another's words."""
    is_quoted = report.voice == "participle" and grammar.is_listed(report.cue[0] - 1, "as")  # "quoted NAME as saying"
    if not report.has_own_subject and report.rule != "according" and not is_quoted:
        return False
    form = content_form(grammar, items)
    kind = verb_class(grammar, report)
    return kind in ("utterance", "attitude", "none") and form in ("quote", "that", "clause", "question")


def _is_judged(grammar: Grammar, report: ReportingClause, items: Range) -> bool:
    """Whether a plain noun after the verb can be what is said: "announced a strike", "called it a shame"."""
    kinds, language = grammar.line.kinds, grammar.language
    first, last = items
    is_pronoun = kinds[first] in language["object_pronouns"] or kinds[first] in language["demonstratives"]
    if report.lemma not in language["naming"]:
        bare = is_pronoun and verb_class(grammar, report) == "utterance"
        return not bare and report.lemma not in language["clausal"]
    # What it is called comes after the thing itself.
    if not is_pronoun and not grammar.is_listed(first, "determiners", "possessives"):
        return True
    at = first + 1
    while (not is_pronoun and at < last and grammar.is_plain_noun(at)) or grammar.is_listed(at, "possessive"):
        at += 1
    return at < last and (grammar.is_noun(at) or grammar.is_listed(at, "determiners", "degrees"))


def content_form(grammar: Grammar, items: Range) -> ContentForm:
    """Return what the items are, judged by their first words."""
    kinds, language = grammar.line.kinds, grammar.language
    first, last = items
    if QUOTE in kinds[first:last]:
        return "quote"
    if grammar.is_listed(first, "weekdays") and last - first > 1:
        first += 1  # "promised Monday to begin"
    opener = kinds[first]
    if opener in language["that"] and not _is_demonstrative(grammar, first):
        return "that"
    if opener in language["question_words"]:
        return "question"
    if opener in language["to"]:
        return "topic" if is_direction(grammar, first) else "to"
    if (opener in language["prepositions"] or opener in language["temporal_words"]) and not _has_short_verb(
        grammar, first
    ):
        return "clause" if _has_comma_clause(grammar, items) else "topic"
    plain: ContentForm = "gerund" if opener.endswith("ing") else "phrase"
    return "clause" if is_clause(grammar, items) else plain


def is_clause(grammar: Grammar, items: Range) -> bool:
    """Return whether the items begin with a subject and its verb."""
    kinds, language = grammar.line.kinds, grammar.language
    first, last = items[0], min(items[1], items[0] + _REACH)
    if _has_short_verb(grammar, first):
        return True
    for at in range(first + 1, last):
        word = kinds[at]
        if grammar.is_finite(at):
            is_noun = grammar.is_listed(at - 1, "determiners", "possessives", "possessive")
            is_verb_of_pronoun = at == first + 1 and grammar.is_listed(first, "subject_pronouns")
            if is_verb_of_pronoun or (not is_noun and not _is_past_participle(grammar, at)):
                return True
        if word in language["conjunctions"] or word in language["complementizers"] or word == ";":
            return False
        if word == "," and grammar.is_listed(at + 1, "subject_pronouns"):
            return False
    return False


def _has_short_verb(grammar: Grammar, first: int) -> bool:
    """Whether the items open with a pronoun and a shortened verb: "there's", "it's", "they've"."""
    is_subject = grammar.is_listed(first, "subject_pronouns", "it", "expletives")
    return is_subject and grammar.kind_at(first + 1) in _SHORT_VERBS


def _is_inserted(grammar: Grammar, report: ReportingClause) -> bool:
    """Whether the clause parts a subject from its verb: "Time, NAME added, was on their side"."""
    if not report.left or not report.right or not report.has_own_subject:
        return False
    before, after = grammar.kind_at(report.left[1]), grammar.kind_at(report.right[0] - 1)
    return before == after == "," and grammar.is_finite(report.right[0]) and verb_class(grammar, report) == "utterance"


def _may_be_crumb(report: ReportingClause) -> bool:
    """Whether a few words may be no speech; before "says NAME", as in a headline, they are."""
    return (bool(report.lemma) and report.rule != "inverted") or report.rule == "according"


def _is_crumb(grammar: Grammar, items: Range) -> bool:
    """Whether the items are few words and no clause, as "it was shut" is and "he said" is not."""
    kinds, language = grammar.line.kinds, grammar.language
    if count_words(grammar, items) >= _MIN_WORDS or QUOTE in kinds[items[0] : items[1]]:
        return False
    is_that = kinds[items[0]] in language["that"] and items[1] - items[0] > 2
    return not is_that and (_is_saying(grammar, items) or not is_clause(grammar, items))


def _is_saying(grammar: Grammar, items: Range) -> bool:
    """Whether the items are only "he said"."""
    is_verb = grammar.line.kinds[items[1] - 1] in grammar.language.saying
    return is_verb and items[1] - items[0] < _MIN_CLAUSE_WORDS


def count_words(grammar: Grammar, items: Range) -> int:
    """Return how many words the items are; a quotation counts as many."""
    first, last = items[0], min(items[1], items[0] + _REACH)
    return sum(kind in (NAME, QUOTE) or kind[0].isalnum() for kind in grammar.line.kinds[first:last])


def _is_past_participle(grammar: Grammar, at: int) -> bool:
    """Whether a form in -ed only modifies: "the named man", "a report published in May"."""
    if not grammar.is_past(at) or grammar.kind_at(at) in grammar.language.finite - grammar.language.verbs.keys():
        return False
    return grammar.is_listed(at - 1, "determiners", "possessives") or grammar.is_listed(at + 1, "prepositions", "by")


def _is_demonstrative(grammar: Grammar, at: int) -> bool:
    """Whether a "that" only points: "said that", "wrote that on Monday"."""
    after = grammar.kind_at(at + 1)
    return after in ("", ".", ",") or after in grammar.language["weekdays"]


def _has_comma_clause(grammar: Grammar, items: Range) -> bool:
    """Whether a clause follows after "on Monday,": the circumstance is part of what is said."""
    kinds = grammar.line.kinds
    if is_clause(grammar, items) and kinds[items[0]] in grammar.language["clause_prepositions"]:
        return True
    return _has_clause_after_comma(grammar, items)


def _has_clause_after_comma(grammar: Grammar, items: Range) -> bool:
    first, last = items
    commas = (at for at in range(first, min(last - 2, first + _NEAR_COMMA)) if grammar.kind_at(at) == ",")
    return any(is_clause(grammar, (comma + 1, last)) for comma in commas)


def _is_meanwhile(grammar: Grammar, items: Range) -> bool:
    """Whether the items are only a clause that tells what went on meanwhile: "said as she opened the bridge"."""
    subject = noun_phrase_after(grammar, items[0] + 1) if grammar.is_listed(items[0], "meanwhile") else None
    if subject is None or not grammar.is_finite(subject.last):
        return False
    is_one_phrase = not any(grammar.is_listed(at, "determiners") for at in range(subject.first + 1, subject.last))
    return is_one_phrase and not _has_clause_after_comma(grammar, items)


def _goes_on(grammar: Grammar, report: ReportingClause, items: Range) -> bool:
    """Whether what stands after an inserted "NAME said" goes on with what stood before it."""
    kinds, language = grammar.line.kinds, grammar.language
    if QUOTE in kinds[items[0] : items[1]]:
        return True
    opener = items[0]
    if kinds[opener].endswith("ing"):
        return False  # "NAME added, reflecting his advantage"
    starts = grammar.is_finite(opener) or kinds[opener] in language["conjunctions"]
    if report.left and kinds[opener - 1] == "," and not _has_finite(grammar, report.left):
        return True  # "The debts, she said, come to"
    return starts or (count_words(grammar, items) > _MIN_CLAUSE_WORDS and _has_finite(grammar, items))


def _has_finite(grammar: Grammar, items: Range) -> bool:
    return any(map(grammar.is_finite, range(items[0], min(items[1], items[0] + _REACH))))
