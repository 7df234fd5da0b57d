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
    lemma: str = ""
    """The reporting verb, "" when a noun, a phrase or a mark reports."""
    voice: str = ""
    is_void: bool = False
    """Whether nothing is said: "never said that", "if NAME says"."""

    @property
    def has_own_subject(self) -> bool:
        """Whether the verb begins a clause with a subject of its own."""
        return self.rule in ("adjacent", "apposition", "inverted")


def right_start(grammar: Grammar, cue: Cue) -> int:
    """Find where the report after the cue begins, past hearers and circumstances."""
    at = cue.last
    if "tell" in cue.manners and "say" not in cue.manners:
        opener = _clause_opener(grammar, at, _MAX_ADDRESSEE_LENGTH, grammar.language["clause_openers"])
        return opener or at + grammar.is_listed(at, "object_pronouns")
    if "say" in cue.manners and grammar.is_listed(at, "temporal_words"):
        return _past_circumstance(grammar, at)
    return after_comma(grammar, at)


def _past_circumstance(grammar: Grammar, at: int) -> int:
    """Return the "that" after "on Monday" at item `at`, or `at` when the "that" is of another report."""
    opener = _clause_opener(grammar, at, _MAX_ADVERBIAL_LENGTH, grammar.language["that"], stops=())
    # "pledged to work with all, NAME insisted that": the word belongs to somebody else's report.
    kinds = grammar.line.kinds
    is_own = not any(kinds[item] == NAME and grammar.is_finite(item + 1) for item in range(at, opener - 1))
    return opener if opener and is_own else at


def left_content(grammar: Grammar, cue: Cue, source: Source, right: int) -> Range | None:
    """Return what is reported before the source: ", NAME said." or QUOTE NAME said."""
    before = source.first - 1
    if cue.manners == {"stance"} or before < 0:
        return None
    if _follows_quotation(grammar, before):
        return (0, before + 1)
    comma = _before_description(grammar, source)
    return (0, comma) if _is_reported_before(grammar, cue, comma, right) else None


def _follows_quotation(grammar: Grammar, at: int) -> bool:
    """Whether the item is a quotation, or the comma after one."""
    kind = grammar.kind_at(at)
    return kind == QUOTE or (kind == "," and grammar.kind_at(at - 1) == QUOTE)


def _is_reported_before(grammar: Grammar, cue: Cue, comma: int, right: int) -> bool:
    """Whether the cue reports the clause before item `comma`, and not what begins with item `right`."""
    if grammar.line.kinds[comma] != "," or cue.voice == "infinitive":
        return False
    if _ends_clause(grammar, right):
        return True
    may_end = grammar.is_listed(right, "temporal_words") or _only_tells_hearer(grammar, cue, right)
    return may_end and _is_clause(grammar, comma)


def _ends_clause(grammar: Grammar, right: int) -> bool:
    """Whether the cue's clause ends before item `right`, or with a name there: "…, said NAME."."""
    kinds = grammar.line.kinds
    rest = kinds[right : right + 2]
    is_set_off = kinds[right - 1] == ","
    return not rest or is_set_off or rest[0] in STOPS or rest in ([NAME], [NAME, "."])


def _only_tells_hearer(grammar: Grammar, cue: Cue, right: int) -> bool:
    """Whether only a hearer follows the cue: "…, NAME told a newspaper"."""
    openers = grammar.language["clause_openers"]
    return "tell" in cue.manners and not _clause_opener(grammar, right, len(grammar.line), openers, stops=())


def _before_description(grammar: Grammar, source: Source) -> int:
    """Return the item left of the source and of what the source is: ", police chief NAME said"."""
    kinds, before = grammar.line.kinds, source.first - 1
    if kinds[source.first] != NAME and kinds[source.first] not in grammar.language["role_nouns"]:
        return before
    at = before
    while at > max(0, before - _MAX_DESCRIPTION_LENGTH) and grammar.is_plain_noun(at):
        at -= 1
    return at if kinds[at] == "," else before


def cut_before(grammar: Grammar, cue: Cue, source: Source) -> int:
    """Find where the report before this one ends: at the conjunction, comma or semicolon that begins this clause."""
    if cue.voice == "active" and source.rule in ("adjacent", "apposition"):
        return _before_conjunction(grammar, source.first - 1)
    if cue.voice == "infinitive" or source.rule == "relative":
        return -1
    return _before_verb(grammar, cue.left)


def _before_conjunction(grammar: Grammar, at: int) -> int:
    """Return where the clause ends that item `at`, a semicolon or a conjunction, closes, or -1."""
    if at < 1:
        return -1
    word, previous = grammar.line.kinds[at], grammar.line.kinds[at - 1]
    if word == ";" or (previous == QUOTE and word in grammar.language["conjunctions"]):
        return at
    begins_clause = previous in (",", ";") and grammar.is_listed(at, "conjunctions", "subordinators")
    return at - 1 if begins_clause else -1


def _before_verb(grammar: Grammar, left: int) -> int:
    """Return where the clause ends that comes before the verb group right of item `left`, or -1."""
    kinds = grammar.line.kinds
    if left > 0 and kinds[left] in grammar.language["joins"] and kinds[left - 1] == ",":
        left -= 1
    return left + (kinds[left] == QUOTE) if left > 0 and not grammar.is_noun(left) else -1


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
    left = _trimmed(grammar, max(begin, report.left[0]), report.left[1]) if report.left else None
    if left and begin and QUOTE in grammar.line.kinds[left[0] : left[1]]:
        # What stands between two quotations of one sentence tells of the first speaker.
        left = (grammar.line.kinds.index(QUOTE, left[0], left[1]), left[1])
    if left:
        return replace(report, left=left, right=_beside_left(grammar, report, right))
    if "object" in grammar.rules and (not right or _is_circumstance(grammar, right)):
        left = _object(grammar, report)
    return replace(report, left=left, right=right)


def _beside_left(grammar: Grammar, report: ReportingClause, right: Range | None) -> Range | None:
    """Return what is reported after the cue beside what is before it, or None when it only tells when or how."""
    if not right or report.rule == "inverted" or grammar.kind_at(report.cue[1]) == ",":
        return right
    return None if _is_circumstance(grammar, right) else right


def clause_start(grammar: Grammar, at: int) -> int:
    """Return the first item of the clause that holds item `at`."""
    kinds = grammar.line.kinds
    for start in range(at - 1, max(-1, at - _MAX_CLAUSE_LENGTH), -1):
        if kinds[start] in (",", ";", ":") or kinds[start] in grammar.language["clause_starts"]:
            return start + 1
    return 0


def after_comma(grammar: Grammar, at: int) -> int:
    """Return the next item that is neither comma nor colon."""
    kinds = grammar.line.kinds
    while at < len(kinds) and kinds[at] in (",", ":"):
        at += 1
    return at


def _clause_opener(
    grammar: Grammar, first: int, reach: int, openers: frozenset[str], stops: tuple[str, ...] = (",", ";")
) -> int:
    """Return the first item from `first` that begins a clause or a quotation, or 0."""
    kinds = grammar.line.kinds
    for at in range(first, min(first + reach, len(kinds))):
        if kinds[at] in stops:
            return 0
        if kinds[at] == ":":
            return at + 1
        if kinds[at] == QUOTE or (kinds[at] in openers and not is_direction(grammar, at)):
            return at
    return 0


def is_direction(grammar: Grammar, at: int) -> bool:
    """Whether a "to" leads to a place or person and not to a verb: "the keys to the archive"."""
    is_to = grammar.kind_at(at) in grammar.language["to"]
    return is_to and (
        grammar.kind_at(at + 1) == NAME or grammar.is_listed(at + 1, "determiners", "possessives", "object_pronouns")
    )


def _is_clause(grammar: Grammar, last: int) -> bool:
    """Whether the line up to item `last` can be a sentence of its own."""
    opener, language = grammar.line.kinds[0], grammar.language
    return (
        last >= _MIN_CLAUSE_LENGTH
        and opener not in language["subordinators"]
        and opener not in language["prepositions"]
    )


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
        if _is_cut_by(report, other):
            return other.cut
    return len(grammar.line)


def _opens_line(grammar: Grammar, report: ReportingClause) -> bool:
    """Whether a participle opens the line and its subject comes after a comma: "Quoting NAME, NAME said"."""
    if report.rule != "participle" or report.cue[0] > _OPENING:
        return False
    return report.source.first > report.cue[1] and grammar.line.kinds[report.source.first - 1] == ","


def _is_cut_by(report: ReportingClause, other: ReportingClause) -> bool:
    """Whether the other report begins a clause of its own and so ends this one."""
    is_next = other.has_own_subject or other.source.head == report.source.head
    return is_next and other.cut > report.cue[0]


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
    while before > 0 and not grammar.is_noun(before) and grammar.line.kinds[before] != QUOTE:
        before -= 1
    return _trimmed(grammar, clause_start(grammar, before), before + 1)


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
