"""Where what is reported begins and ends around its cue.

Before the cue: "QUOTE, NAME said", "it is over, NAME said". After it: "NAME said that it is over", past hearers and
circumstances, up to the clause that begins the next report.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.attribution.cues import Cue
from index.attribution.grammar import Grammar, Source
from index.attribution.lines import NAME, QUOTE, STOPS

Range = tuple[int, int]
"""Items, from the first up to and without the last."""

_MAX_ADDRESSEE_LENGTH = 10
_MAX_ADVERBIAL_LENGTH = 16
_MAX_CLAUSE_LENGTH = 30
_MAX_DESCRIPTION_LENGTH = 4
_OPENING = 3  # a participle so near the start of its line opens it
_MIN_CLAUSE_LENGTH = 4
_NEXT_REPORTS = 8  # a report ends before one of so many after it, or with its line


@dataclass(frozen=True, slots=True)
class ReportingClause:
    """Who reports what in one line, as ranges of items."""

    rule: str
    cue: Range
    source: Source
    left: Range | None = None
    """What is reported before the cue."""
    right: Range | None = None
    """What is reported after it."""
    cut: int = -1
    """Where this report ends the one before it; -1 when it stands inside that one."""

    @property
    def has_own_subject(self) -> bool:
        """Whether the verb begins a clause with a subject of its own."""
        return self.rule in ("adjacent", "apposition", "inverted")


def right_start(grammar: Grammar, cue: Cue) -> int:
    """Where what is reported begins after the cue: hearers and circumstances are passed over."""
    kinds, language = grammar.line.kinds, grammar.language
    at = cue.last
    if "tell" in cue.manners and "say" not in cue.manners:
        return _clause_opener(grammar, at, _MAX_ADDRESSEE_LENGTH, language["clause_openers"]) or at
    if "say" in cue.manners and at < len(kinds) and kinds[at] in language["temporal_words"]:
        opener = _clause_opener(grammar, at, _MAX_ADVERBIAL_LENGTH, language["that"], stops=())
        # "pledged to work with all, NAME insisted that": the word belongs to somebody else's report.
        is_own = not any(kinds[item] == NAME and grammar.is_finite(item + 1) for item in range(at, opener - 1))
        return opener if opener and is_own else at
    return after_comma(grammar, at)


def left_content(grammar: Grammar, cue: Cue, source: Source, right: int) -> Range | None:
    """What is reported before the source: ", NAME said." or QUOTE NAME said."""
    kinds, language = grammar.line.kinds, grammar.language
    before = source.first - 1
    if cue.manners == {"stance"} or before < 0:
        return None
    if kinds[before] == QUOTE or (before and kinds[before] == "," and kinds[before - 1] == QUOTE):
        return (0, before + 1)
    before = _before_description(grammar, source)
    if kinds[before] != "," or cue.voice == "infinitive":
        return None
    rest = kinds[right : right + 2]
    is_set_off = kinds[right - 1] == ","
    if not rest or is_set_off or rest[0] in STOPS or rest in ([NAME], [NAME, "."]):
        return (0, before)
    told = "tell" in cue.manners and not _clause_opener(
        grammar, right, len(kinds), language["clause_openers"], stops=()
    )
    may_end = rest[0] in language["temporal_words"] or told
    return (0, before) if may_end and _is_clause(grammar, before) else None


def _before_description(grammar: Grammar, source: Source) -> int:
    """The item left of the source and of what the source is: ", police chief NAME said"."""
    kinds, before = grammar.line.kinds, source.first - 1
    if kinds[source.first] != NAME and kinds[source.first] not in grammar.language["role_nouns"]:
        return before
    at = before
    while at > 0 and before - at < _MAX_DESCRIPTION_LENGTH and grammar.is_noun(at) and not grammar.is_finite(at):
        at -= 1
    return at if kinds[at] == "," else before


def cut_before(grammar: Grammar, cue: Cue, source: Source) -> int:
    """Where the report before this one ends: at the conjunction, comma or semicolon that begins this one's clause."""
    kinds, language = grammar.line.kinds, grammar.language
    before = source.first - 1
    if cue.voice == "active" and source.rule in ("adjacent", "apposition"):
        if before < 1:
            return -1
        if kinds[before] == ";":
            return before
        joins = kinds[before] in language["conjunctions"]
        if (joins or kinds[before] in language["subordinators"]) and kinds[before - 1] in (",", ";"):
            return before - 1
        return before if joins and kinds[before - 1] == QUOTE else -1
    if cue.voice == "infinitive" or source.rule == "relative":
        return -1
    left = cue.left
    if left > 0 and kinds[left] in language["joins"] and kinds[left - 1] == ",":
        left -= 1
    return left + (kinds[left] == QUOTE) if left > 0 and not grammar.is_noun(left) else -1


def limited(grammar: Grammar, reports: Sequence[ReportingClause]) -> Iterator[ReportingClause]:
    """The reports with their ranges ended where the next one begins, and trimmed."""
    kinds = grammar.line.kinds
    begin = 0
    for number, report in enumerate(reports):
        end = _end(grammar, report, reports[number + 1 : number + 1 + _NEXT_REPORTS])
        right = _trimmed(grammar, report.right[0], min(report.right[1], end)) if report.right else None
        left = _trimmed(grammar, max(begin, report.left[0]), report.left[1]) if report.left else None
        if report.left:
            begin = max(report.cue[1], report.source.last)
        is_set_off = kinds[report.cue[1] : report.cue[1] + 1] == [","]
        if left and right and report.rule != "inverted" and not is_set_off and _is_circumstance(grammar, right):
            right = None
        if "object" in grammar.rules and not left and (not right or _is_circumstance(grammar, right)):
            left = _object(grammar, report)
        yield replace(report, left=left, right=right)


def clause_start(grammar: Grammar, at: int) -> int:
    """The first item of the clause that holds item `at`."""
    kinds = grammar.line.kinds
    for start in range(at - 1, max(-1, at - _MAX_CLAUSE_LENGTH), -1):
        if kinds[start] in (",", ";", ":") or kinds[start] in grammar.language["clause_starts"]:
            return start + 1
    return 0


def after_comma(grammar: Grammar, at: int) -> int:
    """The next item that is neither comma nor colon."""
    kinds = grammar.line.kinds
    while at < len(kinds) and kinds[at] in (",", ":"):
        at += 1
    return at


def _clause_opener(
    grammar: Grammar, first: int, reach: int, openers: frozenset[str], stops: tuple[str, ...] = (",", ";")
) -> int:
    """The first item from `first` that begins a clause or a quotation, or 0."""
    kinds = grammar.line.kinds
    for at in range(first, min(first + reach, len(kinds))):
        if kinds[at] in stops:
            return 0
        if kinds[at] == ":":
            return at + 1
        if kinds[at] == QUOTE or kinds[at] in openers:
            return at
    return 0


def _is_clause(grammar: Grammar, last: int) -> bool:
    """Whether the line up to item `last` can be a sentence of its own."""
    opener, language = grammar.line.kinds[0], grammar.language
    return (
        last >= _MIN_CLAUSE_LENGTH
        and opener not in language["subordinators"]
        and opener not in language["prepositions"]
    )


def _end(grammar: Grammar, report: ReportingClause, following: Sequence[ReportingClause]) -> int:
    """Where a report ends: at the next clause, unless that clause is itself part of what is reported."""
    opens = report.rule == "participle" and report.cue[0] <= _OPENING
    if opens and report.source.first > report.cue[1] and grammar.line.kinds[report.source.first - 1] == ",":
        return report.source.first - 1  # "Quoting NAME, NAME said"
    for other in () if report.rule == "label" else following:  # whatever is said in a turn is its speaker's
        if _is_main_clause(grammar, report, other):
            return other.source.first - 1
        is_next = other.has_own_subject or other.source.head == report.source.head
        if is_next and other.cut > report.cue[0]:
            return other.cut
    return len(grammar.line)


def _is_main_clause(grammar: Grammar, report: ReportingClause, other: ReportingClause) -> bool:
    """Whether the other report is what a subordinate clause leads to: "While NAME praised it, NAME called it"."""
    kinds, opener, comma = grammar.line.kinds, report.source.first - 1, other.source.first - 1
    if opener < 0 or kinds[opener] not in grammar.language["subordinators"]:
        return False
    return other.has_own_subject and other.cue[0] > report.cue[0] and comma > 0 and kinds[comma] == ","


def _object(grammar: Grammar, report: ReportingClause) -> Range | None:
    """What is reported when it stands before its clause: "the trade deal, which NAME opposed", "as NAME noted"."""
    kinds = grammar.line.kinds
    before = report.source.first - 1
    if not report.has_own_subject or before <= 0:
        return None
    if not grammar.is_noun(before) and kinds[before] not in grammar.language["object_openers"]:
        return None
    while before > 0 and not grammar.is_noun(before):
        before -= 1
    return _trimmed(grammar, clause_start(grammar, before), before + 1)


def _is_circumstance(grammar: Grammar, items: Range) -> bool:
    """Whether the items only tell when, where or how it was said."""
    kinds = grammar.line.kinds
    return kinds[items[0]] in grammar.language["temporal_words"] and QUOTE not in kinds[items[0] : items[1]]


def _trimmed(grammar: Grammar, first: int, last: int) -> Range | None:
    """The range without punctuation at its ends, or None when nothing is left."""
    kinds = grammar.line.kinds
    while first < last and not (kinds[first][0].isalnum() or kinds[first] in (NAME, QUOTE, "$", "#", "@")):
        first += 1
    while last > first and not (kinds[last - 1][0].isalnum() or kinds[last - 1] in (NAME, QUOTE, "%", "'s")):
        last -= 1
    return (first, last) if last > first else None
