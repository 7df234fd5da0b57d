"""Reports: a cue, its source, and the stretch of the line that is reported.

Each way of reporting is one rule; where the reported words begin and end is worked out in `contents`.
"""

from collections.abc import Callable, Mapping, Sequence

from index.attribution.content import (
    ReportingClause,
    after_comma,
    clause_start,
    cut_before,
    left_content,
    limited,
    right_start,
)
from index.attribution.cues import Cue, find_cue
from index.attribution.grammar import Grammar, Source, noun_phrase_after
from index.attribution.lines import DASHES, NAME, QUOTE
from index.attribution.subjects import find_controller, find_subject

_MAX_LABEL_LENGTH = 12  # items before a colon
_TO_AGENT = 4  # items between a passive and its "by"
_TO_OWNER = 5  # items between "NAME's" and "claim"

WordRule = Callable[[Grammar, int], ReportingClause | None]


def find_reports(grammar: Grammar) -> list[ReportingClause]:
    """Return every report in a line, in order of their cues."""
    reports: list[ReportingClause] = []
    at = 0
    while at < len(grammar.line):
        report = _report_at(grammar, at, reports)
        if report:
            reports.append(report)
        at = max(at + 1, report.cue[1] if report else 0)
    return [report for report in limited(grammar, reports) if report.left or report.right or _is_open(grammar, report)]


def _is_open(grammar: Grammar, report: ReportingClause) -> bool:
    """Return whether what is reported may stand in the next line: "NAME said:"."""
    return grammar.line.kinds[-1] == ":" or report.cue[1] >= len(grammar.line) - 2


def _report_at(grammar: Grammar, at: int, earlier: Sequence[ReportingClause]) -> ReportingClause | None:
    if cue := find_cue(grammar, at):
        return _verb_report(grammar, cue, earlier)
    for name, rule in WORD_RULES.items():
        if name in grammar.rules and (report := rule(grammar, at)):
            return report
    return None


def _verb_report(grammar: Grammar, cue: Cue, earlier: Sequence[ReportingClause]) -> ReportingClause | None:
    if cue.voice == "passive":
        return _passive(grammar, cue) if "passive" in grammar.rules else None
    if "inverted" in grammar.rules and (report := _inverted(grammar, cue)):
        return report
    governor = _governor(grammar, earlier)
    if cue.voice == "active":
        source = find_subject(grammar, cue.left, governor)
    else:
        source = find_controller(grammar, cue.left, cue.last, governor) if cue.voice in grammar.rules else None
    if source is None or (cue.is_adjective and grammar.line.kinds[source.head] in grammar.language["it"]):
        return None  # "it is clear that" is nobody's opinion
    right = right_start(grammar, cue)
    left = left_content(grammar, cue, source, right)
    rule = source.rule if cue.voice == "active" else cue.voice
    return ReportingClause(
        rule, (cue.first, cue.last), source, left, (right, len(grammar.line)), cut_before(grammar, cue, source)
    )


def _governor(grammar: Grammar, earlier: Sequence[ReportingClause]) -> Source | None:
    """Return the source that a verb without a subject of its own takes: that of the last clause not itself reported.

    Only somebody can speak on: what looks like a report of a thing ("justice issues") is passed over.
    """
    governor: Source | None = None
    for report in earlier:
        is_clause = report.has_own_subject and grammar.is_somebody(report.source.head)
        if is_clause and (governor is None or report.cut >= 0):
            opener = grammar.line.kinds[report.source.first - 1] if report.source.first else ""
            governor = None if opener in grammar.language["subordinators"] else report.source
    return governor


def _inverted(grammar: Grammar, cue: Cue) -> ReportingClause | None:
    """Read: QUOTE, said NAME, the minister."""
    kinds, before = grammar.line.kinds, cue.left
    if cue.voice != "active" or before < 0 or before != cue.first - 1:
        return None
    source = noun_phrase_after(grammar, cue.last)
    # "NAME, who lost, noted that NAME"; and a hearer follows "told", not the teller.
    if source is None or kinds[source.first] in grammar.language["that"] or cue.manners == {"tell"}:
        return None
    after_quote = kinds[before] == QUOTE or (kinds[before] == "," and kinds[before - 1] == QUOTE)
    if not after_quote and not (kinds[before] == "," and _ends_clause(grammar, cue, source)):
        return None
    marks = (at for at in range(source.last, len(kinds)) if kinds[at] in (QUOTE, ":"))
    right = next(((at, len(kinds)) for at in marks), None)
    return ReportingClause("inverted", (cue.first, cue.last), source, (0, before + 1), right)


def _ends_clause(grammar: Grammar, cue: Cue, source: Source) -> bool:
    """Return whether a comma before the verb may end an indirect statement: ", said NAME."."""
    kinds = grammar.line.kinds
    if cue.manners != {"say"} or not grammar.is_somebody(source.head):
        return False
    rest = kinds[source.last : source.last + 1]
    return not rest or rest[0] in (",", ".") or rest[0] in grammar.language["after_inverted"]


def _passive(grammar: Grammar, cue: Cue) -> ReportingClause | None:
    """Read: was criticised by NAME."""
    kinds = grammar.line.kinds
    for at in range(cue.last, min(cue.last + _TO_AGENT, len(kinds))):
        if kinds[at] in grammar.language["by"]:
            source = noun_phrase_after(grammar, at + 1)
            if source is None or not grammar.is_somebody(source.head):
                return None
            left = (clause_start(grammar, cue.first), cue.left + 1)
            return ReportingClause("passive", (cue.first, at + 1), source, left, (source.last, len(kinds)))
    return None


def _according(grammar: Grammar, at: int) -> ReportingClause | None:
    """Read: according to NAME."""
    kinds = grammar.line.kinds
    phrases = (phrase for phrase in grammar.language.according if kinds[at] == phrase[0])
    last = next((at + len(p) for p in phrases if tuple(kinds[at : at + len(p)]) == p), 0)
    source = noun_phrase_after(grammar, last) if last else None
    if source is None:
        return None
    if kinds[source.last - 1] == NAME and kinds[source.last - 2] in grammar.language["by"]:
        source = Source(source.first, source.last, source.last - 1)  # "according to a report by NAME"
    if at <= 1:
        return ReportingClause("according", (at, last), source, None, (after_comma(grammar, source.last), len(kinds)))
    is_set_off = kinds[at - 1] == ","
    goes_on = is_set_off and source.last < len(kinds) and kinds[source.last] == ","
    left = (0 if is_set_off else clause_start(grammar, at), at)
    return ReportingClause("according", (at, last), source, left, (source.last, len(kinds)) if goes_on else None)


def _noun(grammar: Grammar, at: int) -> ReportingClause | None:
    """Read: NAME's claim that; his criticism of; an allegation from NAME."""
    kinds, language = grammar.line.kinds, grammar.language
    if kinds[at] not in language["nouns"] or at + 2 >= len(kinds):
        return None
    if kinds[at + 1] in language["from"] and kinds[at + 2] == NAME:
        return ReportingClause("noun", (at, at + 1), Source(at + 2, at + 3, at + 2), None, (at + 3, len(kinds)))
    is_that = kinds[at + 1] in language["be_forms"] and kinds[at + 2] in language["that"] | language["to"]
    if not is_that and kinds[at + 1] not in language["noun_complements"]:
        return None
    owner = _owner(grammar, at)
    return ReportingClause("noun", (at, at + 1), owner, None, (at + 1, len(kinds))) if owner else None


def _owner(grammar: Grammar, noun: int) -> Source | None:
    kinds, language = grammar.line.kinds, grammar.language
    for at in range(noun - 1, max(-1, noun - 1 - _TO_OWNER), -1):
        if kinds[at] in language["possessive"] and at and kinds[at - 1] == NAME:
            return Source(at - 1, at + 1, at - 1)
        if kinds[at] in language["possessives"]:
            return Source(at, at + 1, at)
        if not (grammar.is_noun(at) or grammar.is_adverb(at) or kinds[at] in language["degrees"]):
            return None
    return None


def _label(grammar: Grammar, at: int) -> ReportingClause | None:
    """Read: NAME: … at the head of a line; NAME: QUOTE anywhere; NAME on something: … in a headline."""
    kinds = grammar.line.kinds
    if kinds[at] != ":" or not 0 < at < len(kinds) - 1:
        return None
    is_letter = at == 1 and kinds[0] in grammar.language["question_labels"] and grammar.line.raw[0].isupper()
    is_topic = kinds[0] == NAME and at < _MAX_LABEL_LENGTH and not any(map(grammar.is_finite, range(1, at)))
    if kinds[at - 1] == NAME and (at == 1 or kinds[at + 1] == QUOTE):
        head = at - 1
    elif is_letter or is_topic:
        head = 0
    else:
        return None
    return ReportingClause("label", (at, at + 1), Source(head, head + 1, head), None, (at + 1, len(kinds)))


def _signature(grammar: Grammar, at: int) -> ReportingClause | None:
    """Read: QUOTE, and under it: - NAME."""
    kinds = grammar.line.kinds
    if not at or kinds[at - 1] != QUOTE or kinds[at] not in DASHES or kinds[at + 1 : at + 2] != [NAME]:
        return None
    return ReportingClause("signature", (at, at + 1), Source(at + 1, at + 2, at + 1), (0, at))


WORD_RULES: Mapping[str, WordRule] = {"according": _according, "noun": _noun, "label": _label, "signature": _signature}
