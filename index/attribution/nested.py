"""Reports inside a quotation: "My father told me, 'Never sell,'" NAME said.

The words in the inner marks are the inner speaker's. The quotation is read a second time as if its marks were none;
what is found counts only when cue, source and content all stand between them.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from index.attribution.content import Range, ReportingClause
from index.attribution.continuation import AttributedSource
from index.attribution.descriptions import is_person_noun, words_of
from index.attribution.grammar import Grammar, Source
from index.attribution.languages.language import Language
from index.attribution.lines import NAME, QUOTE, Line, read_lines
from index.attribution.mentions import Entity, EntityTable
from index.attribution.quotations import Quotation
from index.attribution.referents import NOBODY, Referent
from index.attribution.reports import find_reports
from index.attribution.speech import is_own_report
from index.attribution.tokens import Tokens
from index.records import Sentence

_RULES = ("adjacent", "inverted", "apposition", "relative", "shared", "according")
_POINTS = frozenset(",.:;")

NestedReport = tuple[Line, Range, ReportingClause, AttributedSource]


def nested_reports(
    text: str,
    words: Tokens,
    cast: EntityTable,
    quotations: tuple[Sequence[Quotation], Sequence[Quotation]],
    sentences: Sequence[Sentence],
    language: Language,
    rules: frozenset[str],
) -> Iterator[NestedReport]:
    """Yield what is reported inside the outermost of the `quotations` (outermost, inner), with who says it."""
    outer, inner = quotations
    if not outer:
        return
    starts = [quotation.start for quotation in outer]
    for line in read_lines(words, cast.people, inner, sentences, language.saying):
        around = outer[max(0, bisect_right(starts, line.ends[-1]) - 1)]
        if around.end <= line.starts[0] or line.ends[-1] <= starts[0]:
            continue
        for report in find_reports(Grammar(line, language, rules)):
            holder = outer[max(0, bisect_right(starts, line.starts[report.cue[0]]) - 1)]
            if report.rule in _RULES and _within(line, holder, (report.source.first, report.source.last)):
                yield from _contents(text, line, language, holder, report)


def _contents(
    text: str, line: Line, language: Language, holder: Quotation, report: ReportingClause
) -> Iterator[NestedReport]:
    grammar = Grammar(line, language, frozenset())
    mention = text[line.starts[report.source.first] : line.ends[report.source.last - 1]]
    meant = _meant(text, grammar, report.source)
    for items in filter(None, (report.left, report.right)):
        first, last = _content(text, line, holder, items)
        if last <= first or not is_own_report(grammar, report, (first, last)):
            continue  # "NAME and I offer our condolences"
        if meant is not NOBODY or line.kinds[first:last] == [QUOTE]:
            yield line, (first, last), report, AttributedSource(meant, mention)


def _meant(text: str, grammar: Grammar, source: Source) -> Referent:
    person = _named_person(grammar.line, source.head)
    if person:
        return Referent(person.name, "name", person)
    return Referent(words_of(text, grammar, source), "description") if _is_described(grammar, source) else NOBODY


def _is_described(grammar: Grammar, source: Source) -> bool:
    """Whether the words are for somebody: "the cook", "my doctor"; not "it", and no day."""
    kinds, language = grammar.line.kinds, grammar.language
    is_owned = grammar.is_listed(source.first, "determiners", "possessives") and grammar.is_plain_noun(source.head)
    is_noun = is_person_noun(grammar, source.head) or is_owned
    return is_noun and kinds[source.head] not in language["no_speakers"] | language["things"]


def _named_person(line: Line, at: int) -> Entity | None:
    person = line.people.get(at)
    return person if line.kinds[at] == NAME and person and person.is_person else None


def _content(text: str, line: Line, holder: Quotation, items: Range) -> Range:
    """Return the words among the items within the quotation; a quotation that is a whole sentence comes alone."""
    first, last = _trimmed(line, holder, items)
    if line.kinds[first : first + 1] == [QUOTE] and line.kinds[first + 1 : first + 2] not in ([","], []):
        last = first + 1  # "he said ‘never’ and then he hung up"
    if first < last and line.kinds[first] == QUOTE and text[line.ends[first] - 2] in ".!?":
        last = first + 1
    return first, last


def _trimmed(line: Line, holder: Quotation, items: Range) -> Range:
    """Return the items from the first to the last that is a word within the quotation."""
    within = [
        at
        for at in range(*items)
        if holder.start < line.starts[at] and line.ends[at] < holder.end and line.kinds[at] not in _POINTS
    ]
    return (within[0], within[-1] + 1) if within else (items[0], items[0])


def _within(line: Line, holder: Quotation, items: Range) -> bool:
    return holder.start <= line.starts[items[0]] and line.ends[items[1] - 1] <= holder.end
