"""Where the reports of one line end: before the next report, without what only tells when or how it was said."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.attribution.content import MIN_CLAUSE_LENGTH, Range, ReportingClause, clause_start
from index.attribution.grammar import Grammar, noun_phrase_after
from index.attribution.lines import DASHES, NAME, QUOTE

_OPENING = 3  # a participle so near the start of its line opens it
_NEXT_REPORTS = 8  # a report ends before one of so many after it, or with its line


def limited(grammar: Grammar, reports: Sequence[ReportingClause]) -> Iterator[ReportingClause]:
    """Yield the reports with their ranges ended where the next one begins, and trimmed."""
    begin = 0
    for number, report in enumerate(reports):
        end = _end(grammar, report, reports[number + 1 : number + 1 + _NEXT_REPORTS])
        yield _between(grammar, report, begin, end)
        if report.left:
            begin = max(report.cue[1], report.source.last)


def _between(grammar: Grammar, report: ReportingClause, begin: int, end: int) -> ReportingClause:
    """Return the report with what is left of its ranges from item `begin` up to before item `end`."""
    right = _trimmed(grammar, report.right[0], min(report.right[1], end)) if report.right else None
    if right and _is_in_relative(grammar, report, right[0]) and "," in grammar.line.kinds[slice(*right)]:
        right = (right[0], grammar.line.kinds.index(",", *right))
    if right and grammar.line.kinds[right[0]] == QUOTE and _is_told_on(grammar, right[0] + 1):
        right = (right[0], right[0] + 1)
    if right and (_is_relative(grammar, report) or report.lemma in grammar.language["naming"]):
        right = _before_main_verb(grammar, right)
    left = _trimmed(grammar, max(begin, report.left[0]), report.left[1]) if report.left else None
    kinds = grammar.line.kinds
    if left and left[1] - left[0] > MIN_CLAUSE_LENGTH and kinds[left[0]] == NAME and kinds[left[0] + 1] in DASHES:
        left = (left[0] + 2, left[1])  # "LISBON — The harvest is early"
    if left and kinds[left[1] - 1] == QUOTE and left[1] - left[0] > 1 and kinds[left[1] - 2] == ":":
        left = (left[1] - 1, left[1])  # "She was surprised: “It made sense,” she said"
    if left and begin and QUOTE in kinds[left[0] : left[1]]:
        # What stands between two quotations of one sentence tells of the first speaker.
        left = (kinds.index(QUOTE, left[0], left[1]), left[1])
    if left:
        return replace(report, left=left, right=_beside_left(grammar, report, right))
    if "object" in grammar.rules and (not right or _is_circumstance(grammar, right)):
        left = _object(grammar, report)
    return replace(report, left=left, right=right)


def _is_relative(grammar: Grammar, report: ReportingClause) -> bool:
    """Whether the report is a clause about its source: "NAME, who warned", "the nurse who in May had warned"."""
    return report.rule == "relative" or grammar.is_listed(report.source.last, "relative_pronouns")


def _is_in_relative(grammar: Grammar, report: ReportingClause, verb: int) -> bool:
    """Whether the report stands in a clause about the noun before it: "the plan, which NAME says is dead, is alive"."""
    before = report.source.first - 1
    is_about = report.has_own_subject and grammar.is_listed(before, "clause_pronouns")
    return is_about and (grammar.is_finite(verb) or grammar.kind_at(before - 1) == ",")


def _is_told_on(grammar: Grammar, at: int) -> bool:
    """Whether the article goes on after a quotation with a clause of its own: "NAME said QUOTE, and the hall rose"."""
    first = at + (grammar.kind_at(at) == ",")
    first += grammar.is_listed(first, "conjunctions")
    is_clause = first > at and not grammar.is_listed(first, "that")
    subject = noun_phrase_after(grammar, first) if is_clause else None
    return subject is not None and subject.last < len(grammar.line) and grammar.is_finite(subject.last)


def _before_main_verb(grammar: Grammar, items: Range) -> Range:
    """Return what a relative clause reports: "NAME, who joked about it, could see"."""
    kinds = grammar.line.kinds
    for at in range(items[0] + 1, items[1] - 1):
        if kinds[at] in (",", QUOTE) and _is_verb_after(grammar, at, items[1]):
            return (items[0], at + (kinds[at] == QUOTE))
    return items


def _is_verb_after(grammar: Grammar, at: int, last: int) -> bool:
    """Whether a verb without a subject follows the comma, or the quotation and a conjunction, at item `at`."""
    verb = at + 1 + grammar.is_listed(at + 1, "conjunctions")
    follows = grammar.line.kinds[at] == "," or verb > at + 1
    return follows and verb < last and grammar.is_finite(verb)


def _beside_left(grammar: Grammar, report: ReportingClause, right: Range | None) -> Range | None:
    """Return what is reported after the cue beside what is before it, or None when it only tells when or how."""
    if not right or report.rule == "inverted" or grammar.kind_at(report.cue[1]) == ",":
        return right
    return None if _is_circumstance(grammar, right) else right


def _end(grammar: Grammar, report: ReportingClause, following: Sequence[ReportingClause]) -> int:
    """Find where a report ends: at the next clause, unless that clause is itself part of what is reported."""
    if _opens_line(grammar, report):
        return report.source.first - 1  # "Quoting NAME, NAME said"
    if report.rule == "label":
        return len(grammar.line)  # whatever is said in a turn is its speaker's
    for other in following:
        if _is_main_clause(grammar, report, other):
            return other.source.first - 1
        is_around = other.has_own_subject and other.left and other.left[0] <= report.cue[0] < other.left[1] - 2
        if is_around and other.left and grammar.kind_at(report.cue[1]) not in grammar.language["that"]:
            return other.left[1]  # "NAME offered to sell, NAME said"
        if (cut := _cut_by(report, other)) > 0:
            return cut
    return len(grammar.line)


def _opens_line(grammar: Grammar, report: ReportingClause) -> bool:
    """Whether a participle opens the line and its subject comes after a comma: "Quoting NAME, NAME said"."""
    if report.rule != "participle" or report.cue[0] > _OPENING:
        return False
    return report.source.first > report.cue[1] and grammar.line.kinds[report.source.first - 1] == ","


def _cut_by(report: ReportingClause, other: ReportingClause) -> int:
    """Return where the other report begins a clause of its own and so ends this one, or 0."""
    is_same = other.source.head == report.source.head
    if other.cut > report.cue[0]:
        return other.cut if other.has_own_subject or is_same else 0
    # "a man who asked not to be named said"
    return other.cue[0] if is_same and report.rule == "relative" and other.has_own_subject else 0


def _is_main_clause(grammar: Grammar, report: ReportingClause, other: ReportingClause) -> bool:
    """Whether the other report is what a subordinate clause leads to: "While NAME praised it, NAME called it"."""
    kinds, opener, comma = grammar.line.kinds, report.source.first - 1, other.source.first - 1
    if opener < 0 or kinds[opener] not in grammar.language["subordinators"]:
        return False
    return other.has_own_subject and other.cue[0] > report.cue[0] and comma > 0 and kinds[comma] == ","


def _object(grammar: Grammar, report: ReportingClause) -> Range | None:
    """Return what is reported when it comes before its clause: "the deal, which NAME opposed", "as NAME noted"."""
    before = report.source.first - 1
    if not report.has_own_subject or before <= 0:
        return None
    if not grammar.is_noun(before) and not grammar.is_listed(before, "object_openers"):
        return None
    nouns = (at for at in range(before, 0, -1) if grammar.is_noun(at) or grammar.line.kinds[at] == QUOTE)
    noun = next(nouns, 0)
    return _trimmed(grammar, clause_start(grammar, noun), noun + 1)


def _is_circumstance(grammar: Grammar, items: Range) -> bool:
    """Whether the items only tell when, where or how it was said."""
    kinds = grammar.line.kinds
    return kinds[items[0]] in grammar.language["temporal_words"] and QUOTE not in kinds[items[0] : items[1]]


def _trimmed(grammar: Grammar, first: int, last: int) -> Range | None:
    """Return the range without punctuation at its ends, or None when nothing is left."""
    kinds = grammar.line.kinds
    while first < last and not _is_word(kinds[first], (NAME, QUOTE, "$", "#", "@")):
        first += 1
    while last > first and not _is_word(kinds[last - 1], (NAME, QUOTE, "%", "'s")):
        last -= 1
    return (first, last) if last > first else None


def _is_word(kind: str, others: tuple[str, ...]) -> bool:
    """Whether the kind begins with a letter or digit or is one of the others."""
    return kind[0].isalnum() or kind in others
