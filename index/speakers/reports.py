"""Reports: a cue, its source, and the stretch of the line that is reported."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.speakers.cues import Cue, find_cue
from index.speakers.lines import NAME, QUOTE
from index.speakers.subjects import (
    Grammar,
    Source,
    find_subject,
    nearest_subject,
    noun_phrase_after,
    noun_phrase_before,
)

Range = tuple[int, int]

_OWN_SUBJECT = ("adjacent", "apposition", "inverted")
_LONGEST_HEARER = 10
_LONGEST_ADVERBIAL = 16
_LONGEST_LABEL = 8
_SHORTEST_CLAUSE = 4
_NEXT_REPORTS = 8
_CLAUSE_OPENERS = ("that", "to", "if", "whether", "how", "why", "what", QUOTE)


@dataclass(frozen=True, slots=True)
class Report:
    """Who reports what in one line, as ranges of items."""

    rule: str
    cue: Range
    source: Source | None
    left: Range | None = None
    """What is reported before the cue."""
    right: Range | None = None
    """What is reported after it."""
    cut: int = -1
    """Where this report ends the one before it; -1 when it stands inside that one."""


def find_reports(grammar: Grammar) -> list[Report]:
    """Every report in a line, in order of their cues."""
    reports: list[Report] = []
    at = 0
    kinds = grammar.line.kinds
    while at < len(kinds):
        report = _report_at(grammar, at, reports)
        if report:
            reports.append(report)
        at = max(at + 1, report.cue[1] if report else 0)
    return [report for report in _limited(grammar, reports) if report.left or report.right or _at_end(grammar, report)]


def _report_at(grammar: Grammar, at: int, earlier: list[Report]) -> Report | None:
    cue = find_cue(grammar, at)
    if cue:
        return _verb_report(grammar, cue, earlier)
    if "according" in grammar.rules and (report := _according(grammar, at)):
        return report
    if "noun" in grammar.rules and (report := _noun(grammar, at)):
        return report
    if "label" in grammar.rules and (report := _label(grammar, at)):
        return report
    return None


def _verb_report(grammar: Grammar, cue: Cue, earlier: list[Report]) -> Report | None:
    if cue.voice == "passive":
        return _passive(grammar, cue) if "passive" in grammar.rules else None
    if "inverted" in grammar.rules and (report := _inverted(grammar, cue)):
        return report
    governor = _governor(grammar, earlier)
    if cue.voice in ("participle", "infinitive"):
        if cue.voice not in grammar.rules:
            return None
        source = _controller(grammar, cue, governor)
    else:
        source = find_subject(grammar, cue.left, governor)
    if source is None:
        return None
    right = _right_start(grammar, cue)
    left = _left_end(grammar, source.first - 1, right, bool(cue.manners - {"stance"}), "tell" in cue.manners)
    cut = _cut(grammar, cue, source)
    return Report(source.rule or cue.voice, (cue.first, cue.last), source, left, (right, len(grammar.line)), cut)


def _governor(grammar: Grammar, earlier: list[Report]) -> Source | None:
    """The source that a verb without its own subject goes on from: that of the last clause not reported itself."""
    governor: Source | None = None
    for report in earlier:
        source = report.source
        if source and report.rule in _OWN_SUBJECT and (governor is None or report.cut >= 0):
            opener = grammar.line.kinds[source.first - 1] if source.first else ""
            governor = None if opener in grammar.language["subordinators"] else source
    return governor


def _controller(grammar: Grammar, cue: Cue, governor: Source | None) -> Source | None:
    """Who is meant by a participle ("NAME left, saying") or an infinitive ("NAME refused to say")."""
    if cue.voice == "participle" and cue.left <= 0:
        return _later_subject(grammar, cue.last)
    if cue.voice == "participle" and grammar.is_noun(cue.left):
        return noun_phrase_before(grammar, cue.left)  # "with NAME saying"
    return (
        governor
        or nearest_subject(grammar, cue.left)
        or _before_aside(grammar, cue.left)
        or _later_subject(grammar, cue.last)
    )


def _before_aside(grammar: Grammar, left: int) -> Source | None:
    """The name before a participle set off by a comma: "NAME, after saying"."""
    kinds = grammar.line.kinds
    while left > 0 and kinds[left] in grammar.language["participle_openers"]:
        left -= 1
    return Source(left - 1, left, left - 1) if left > 0 and kinds[left] == "," and kinds[left - 1] == NAME else None


def _later_subject(grammar: Grammar, first: int) -> Source | None:
    """The subject of a sentence that opens with a participle: "Saying he was tired, NAME left"."""
    kinds = grammar.line.kinds
    for at in range(first, len(kinds) - 2):
        if kinds[at] == "," and (source := noun_phrase_after(grammar, at + 1)) and source.first == at + 1:
            if source.last < len(kinds) and (kinds[source.last] == "," or grammar.is_finite(source.last)):
                return source
    return None


def _inverted(grammar: Grammar, cue: Cue) -> Report | None:
    """QUOTE, said NAME, the minister"""
    kinds = grammar.line.kinds
    before = cue.left
    if cue.voice != "active" or before < 0 or before != cue.first - 1:
        return None
    after_quote = kinds[before] == QUOTE or kinds[before] == "," and kinds[before - 1] == QUOTE
    if not after_quote and not (kinds[before] == "," and _may_be_inverted(grammar, cue)):
        return None
    source = noun_phrase_after(grammar, cue.last)
    if source is None:
        return None
    source = replace(source, rule="inverted")
    right: Range | None = None
    for at in range(source.last, len(kinds)):
        if kinds[at] == QUOTE or kinds[at] == ":":
            right = (at, len(kinds))
            break
    return Report("inverted", (cue.first, cue.last), source, (0, before + 1), right)


def _may_be_inverted(grammar: Grammar, cue: Cue) -> bool:
    """Whether a comma before the verb may end an indirect statement: ", said NAME"."""
    if cue.manners != {"say"}:
        return False
    kinds = grammar.line.kinds
    source = noun_phrase_after(grammar, cue.last)
    if source is None or source.first != cue.last:
        return False
    return source.last == len(kinds) or kinds[source.last] in (",", ".", "in", "on", "of", "who")


def _passive(grammar: Grammar, cue: Cue) -> Report | None:
    """was criticised by NAME"""
    kinds = grammar.line.kinds
    for at in range(cue.last, min(cue.last + 4, len(kinds))):
        if kinds[at] == "by":
            source = noun_phrase_after(grammar, at + 1)
            if source is None or not _is_somebody(grammar, source):
                return None
            left = _clause_start(grammar, cue.first)
            return Report("passive", (cue.first, at + 1), replace(source, rule="passive"), (left, cue.left + 1), (source.last, len(kinds)))
    return None


def _is_somebody(grammar: Grammar, source: Source) -> bool:
    kind = grammar.line.kinds[source.head]
    return kind == NAME or kind in grammar.language["subject_pronouns"] or kind in grammar.language["role_nouns"]


def _according(grammar: Grammar, at: int) -> Report | None:
    """according to NAME"""
    kinds = grammar.line.kinds
    for phrase in grammar.language.according:
        if kinds[at] == phrase[0] and tuple(kinds[at : at + len(phrase)]) == phrase:
            source = noun_phrase_after(grammar, at + len(phrase))
            if source is None:
                return None
            cue = (at, at + len(phrase))
            if at <= 1:
                return Report("according", cue, source, None, (_after_comma(grammar, source.last), len(kinds)))
            is_aside = kinds[at - 1] == "," and source.last < len(kinds) and kinds[source.last] == ","
            right = (source.last, len(kinds)) if is_aside else None
            return Report("according", cue, source, (0 if kinds[at - 1] == "," else _clause_start(grammar, at), at), right)
    return None


def _noun(grammar: Grammar, at: int) -> Report | None:
    """NAME's claim that; his criticism of"""
    kinds, language = grammar.line.kinds, grammar.language
    if kinds[at] not in language["nouns"] or at + 2 >= len(kinds):
        return None
    if kinds[at + 1] in ("from", "by") and kinds[at + 2] == NAME:
        return Report("noun", (at, at + 1), Source(at + 2, at + 3, at + 2), None, (at + 3, len(kinds)))
    is_that = kinds[at + 1] in language["be_forms"] and kinds[at + 2] in ("that", "to")
    if not is_that and kinds[at + 1] not in language["noun_complements"]:
        return None
    for owner in range(at - 1, max(-1, at - 4), -1):
        if kinds[owner] == "'s" and owner and kinds[owner - 1] == NAME:
            return Report("noun", (at, at + 1), Source(owner - 1, owner + 1, owner - 1), None, (at + 1, len(kinds)))
        if kinds[owner] in language["possessives"]:
            return Report("noun", (at, at + 1), Source(owner, owner + 1, owner), None, (at + 1, len(kinds)))
        if not grammar.is_noun(owner):
            break
    return None


def _label(grammar: Grammar, at: int) -> Report | None:
    """NAME: … at the head of a line; NAME: QUOTE anywhere; NAME on something: … in a headline"""
    kinds = grammar.line.kinds
    if kinds[at] != ":" or at + 1 >= len(kinds) or not at:
        return None
    source = -1
    if kinds[at - 1] == NAME and (at == 1 or kinds[at + 1] == QUOTE):
        source = at - 1
    elif at == 1 and kinds[0] in grammar.language["question_labels"] and grammar.line.raw[0].isupper():
        source = 0
    elif kinds[0] == NAME and at < _LONGEST_LABEL and not any(grammar.is_finite(word) for word in range(1, at)):
        source = 0
    if source < 0:
        return None
    return Report("label", (at, at + 1), Source(source, source + 1, source), None, (at + 1, len(kinds)))


def _right_start(grammar: Grammar, cue: Cue) -> int:
    """Where what is reported begins after the cue: hearers and circumstances are passed over."""
    kinds, language = grammar.line.kinds, grammar.language
    at = cue.last
    if "tell" in cue.manners and "say" not in cue.manners:
        return _first_of(grammar, at, _LONGEST_HEARER, (",", ";")) or at
    if "say" in cue.manners and at < len(kinds) and kinds[at] in language["temporal_words"]:
        return _first_of(grammar, at, _LONGEST_ADVERBIAL, openers=("that", QUOTE)) or at
    return _after_comma(grammar, at)


def _first_of(
    grammar: Grammar, first: int, reach: int, stops: tuple[str, ...] = (), openers: tuple[str, ...] = _CLAUSE_OPENERS
) -> int:
    """The first item from `first` that begins a clause or a quotation, or 0."""
    kinds = grammar.line.kinds
    for at in range(first, min(first + reach, len(kinds))):
        if kinds[at] in stops:
            return 0
        if kinds[at] in openers:
            return at
        if kinds[at] == ":":
            return at + 1
    return 0


def _after_comma(grammar: Grammar, at: int) -> int:
    kinds = grammar.line.kinds
    while at < len(kinds) and kinds[at] in (",", ":"):
        at += 1
    return at


def _left_end(grammar: Grammar, before: int, right: int, is_saying: bool, is_telling: bool) -> Range | None:
    """What is reported before the source: ", NAME said." or QUOTE NAME said."""
    kinds = grammar.line.kinds
    if not is_saying or before < 0:
        return None
    if kinds[before] == QUOTE or before and kinds[before] == "," and kinds[before - 1] == QUOTE:
        return (0, before + 1)
    if kinds[before] != ",":
        return None
    rest = right >= len(kinds) or kinds[right] in (".", "!", "?")
    if rest is False and kinds[right] == NAME and (right + 1 == len(kinds) or kinds[right + 1] == "."):
        rest = True
    aside = kinds[right - 1] == ","
    if rest or aside:
        return (0, before)
    adverbial = kinds[right] in grammar.language["temporal_words"]
    hearer = _first_of(grammar, right, len(kinds)) == 0
    return (0, before) if (adverbial or hearer and is_telling) and _is_clause(grammar, 0, before) else None


def _is_clause(grammar: Grammar, first: int, last: int) -> bool:
    """Whether the items can be a sentence of their own."""
    kinds, language = grammar.line.kinds, grammar.language
    if kinds[first] in language["subordinators"] or kinds[first] in language["prepositions"]:
        return False
    return last - first >= _SHORTEST_CLAUSE


def _cut(grammar: Grammar, cue: Cue, source: Source) -> int:
    """Where the report before this one ends: at the conjunction, comma or semicolon that begins this one's clause."""
    kinds, language = grammar.line.kinds, grammar.language
    if source.rule in ("adjacent", "apposition") and source.last > 0:
        before = source.first - 1
        if before >= 0 and (kinds[before] in language["conjunctions"] or kinds[before] in language["subordinators"]):
            if before and kinds[before - 1] in (",", ";"):
                return before - 1
            return before if before and kinds[before - 1] == QUOTE and kinds[before] in language["conjunctions"] else -1
        return before if before >= 0 and kinds[before] == ";" else -1
    if cue.voice == "infinitive" or source.rule == "relative":
        return -1
    left = cue.left
    if left > 0 and kinds[left] in ("and", "but", "or", "while", "by") and kinds[left - 1] == ",":
        left -= 1
    return left if left > 0 and not grammar.is_noun(left) else -1


def _clause_start(grammar: Grammar, at: int) -> int:
    kinds = grammar.line.kinds
    for start in range(at - 1, max(-1, at - 30), -1):
        if kinds[start] in (",", ";", ":", "that", "and", "but"):
            return start + 1
    return 0


def _limited(grammar: Grammar, reports: list[Report]) -> Iterator[Report]:
    """The reports with their ranges ended where the next one begins, and trimmed."""
    begin = 0
    for number, report in enumerate(reports):
        end = _end(grammar, report, reports[number + 1 : number + 1 + _NEXT_REPORTS])
        right = _trimmed(grammar, report.right[0], min(report.right[1], end)) if report.right else None
        left = _trimmed(grammar, max(begin, report.left[0]), report.left[1]) if report.left else None
        if report.left:
            begin = max(report.cue[1], report.source.last if report.source else 0)
        is_aside = grammar.line.kinds[report.cue[1] : report.cue[1] + 1] == [","]
        if left and right and report.rule != "inverted" and not is_aside and _is_adverbial(grammar, right):
            right = None
        if left is None and (right is None or _is_adverbial(grammar, right)) and "object" in grammar.rules:
            left = _object(grammar, report) or left
        yield replace(report, left=left, right=right if right else None)


def _object(grammar: Grammar, report: Report) -> Range | None:
    """What is reported when it stands before its clause: "the trade deal, which NAME opposed", "as NAME noted"."""
    kinds = grammar.line.kinds
    before = report.source.first - 1 if report.source and report.rule in ("adjacent", "apposition") else -1
    if before <= 0 or not (grammar.is_noun(before) or kinds[before] in ("which", "that", "what", "whom", "as", NAME)):
        return None
    while before > 0 and not grammar.is_noun(before):
        before -= 1
    return _trimmed(grammar, _clause_start(grammar, before), before + 1)


def _end(grammar: Grammar, report: Report, following: list[Report]) -> int:
    """Where a report ends: at the next clause, unless that clause is itself part of what is reported."""
    for other in following:
        own = other.rule in _OWN_SUBJECT
        if other.cut > report.cue[0] and (own or _same_source(report, other)):
            return other.cut
    return len(grammar.line)


def _same_source(report: Report, other: Report) -> bool:
    return bool(report.source and other.source and report.source.head == other.source.head)


def _is_adverbial(grammar: Grammar, items: Range) -> bool:
    """Whether the items only tell when, where or how it was said."""
    kinds = grammar.line.kinds
    return kinds[items[0]] in grammar.language["temporal_words"] and QUOTE not in kinds[items[0] : items[1]]


def _trimmed(grammar: Grammar, first: int, last: int) -> Range | None:
    kinds = grammar.line.kinds
    while first < last and not (kinds[first][0].isalnum() or kinds[first] in (NAME, QUOTE, "$", "#", "@")):
        first += 1
    while last > first and not (kinds[last - 1][0].isalnum() or kinds[last - 1] in (NAME, QUOTE, "%", "'s")):
        last -= 1
    return (first, last) if last > first else None


def _at_end(grammar: Grammar, report: Report) -> bool:
    """Whether what is reported may stand in the next line: "NAME said:"."""
    kinds = grammar.line.kinds
    return kinds[-1] == ":" or report.cue[1] >= len(kinds) - 2
