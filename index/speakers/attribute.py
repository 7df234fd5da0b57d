"""Sentences in, statements out: who says each stretch of an article.

The way of a sentence: its words (`words`), quotation marks (`quotations`) and names (`people`) become one short line of
items (`lines`); in the line cues are found (`cues`), their sources (`subjects`) and what is reported (`reports`); who
the source means is worked out in reading order (`resolve`); quotations that no cue reaches go to whoever is speaking
(`carry`).
"""

from collections.abc import Iterator, Sequence

from index.article import Article, Kind, Sentence, Statement
from index.speakers.language import Language, load_language
from index.speakers.lines import NAME, QUOTE, Line, read_lines
from index.speakers.people import Cast, find_headlines
from index.speakers.quotations import find_quotations, outermost
from index.speakers.reports import Range, Report, find_reports
from index.speakers.resolve import NOBODY, Meant, Resolver
from index.speakers.subjects import Grammar
from index.speakers.words import read_words

TABLES = {"en": "english"}
"""Language code → table of its words; other languages get no statements."""

RULES = frozenset(
    "adjacent apposition relative shared participle infinitive inverted passive according noun label adjective partisan phrases "
    "stance object unlisted headline pronoun role carry".split()
)
"""Every rule that can be switched off, to measure what it earns."""


def attribute(article: Article, sentences: Sequence[Sentence], rules: frozenset[str] = RULES) -> list[Statement]:
    """Every stretch of reported speech in the article, in order; nothing for a language without a table.

    Offsets point into `article.text`. The speaker is "" where nobody could be named.
    """
    table = TABLES.get(article.language.lower()[:2] or "en")
    if table is None:
        return []
    return sorted(_statements(article, sentences, load_language(table), rules), key=lambda s: (s.start, -s.end))


def _statements(
    article: Article, sentences: Sequence[Sentence], language: Language, rules: frozenset[str]
) -> Iterator[Statement]:
    text = article.text
    words = read_words(text, language.word_pattern)
    headlines = find_headlines(words, sentences, language) if "headline" in rules else []
    cast = Cast(words, language, headlines)
    quotations = outermost(find_quotations(text))
    resolver = Resolver(cast, language, rules)
    last: tuple[Meant, str, Line] | None = None
    open_quote = False
    for line in read_lines(words, cast.people, quotations, sentences, language.saying):
        grammar = Grammar(line, language, rules)
        reports = find_reports(grammar)
        reported = {at for r in reports for items in (r.left, r.right) if items for at in range(*items)}
        meant = resolver.read(grammar, [report.source for report in reports if report.source], reported)
        covered: set[int] = set()
        for report in reports:
            assert report.source
            who = meant.get(report.source.head, NOBODY)
            mention = text[line.starts[report.source.first] : line.ends[report.source.last - 1]]
            for items in (report.left, report.right):
                if items:
                    covered.update(at for at in line.quotations if items[0] <= at < items[1])
                    yield _statement(article, line, items, report, who, mention)
                    if report.source.partner >= 0:
                        partner = line.people[report.source.partner]
                        yield _statement(article, line, items, report, Meant(partner.name, 0.85, partner), mention)
        loose = [at for at in line.quotations if at not in covered]
        if loose and "carry" in rules:
            for at in loose:
                speaker = _carried(grammar, line, at, reports, meant, last, open_quote, text)
                if speaker and _is_speech(line, at, text):
                    yield _quoted(article, line, at, *speaker)
        if reports:
            report = next((r for r in reversed(reports) if _quotes(line, r)), reports[-1])
            assert report.source
            last = (
                meant.get(report.source.head, NOBODY),
                text[line.starts[report.source.first] : line.ends[report.source.last - 1]],
                line,
            )
        elif not loose:
            last = None if last and line.paragraph - last[2].paragraph > 1 else last
        if line.quotations:
            open_quote = not line.quotations[max(line.quotations)].closed


def _carried(
    grammar: Grammar, line: Line, at: int, reports: list[Report], meant: dict[int, Meant], last: tuple[Meant, str, Line] | None,
    open_quote: bool, text: str
) -> tuple[Meant, str] | None:
    if all(kind == QUOTE or not kind[0].isalnum() for kind in line.kinds):
        if last and (open_quote or line.paragraph == last[2].paragraph or last[2].kinds[-1] == ":" or line.paragraph - last[2].paragraph == 1):
            return last[0], last[1]
        return None
    if not reports and at > 1 and line.kinds[at - 1] == ":":
        named = next((before for before in range(at - 2, -1, -1) if before in line.people), None)
        if named is not None:
            person = line.people[named]
            return Meant(person.name, 0.6, person), text[line.starts[named] : line.ends[named]]
    source = None
    for report in reports:
        if report.cue[0] < at or source is None:
            source = report.source
    source = source
    if source is None:
        return None
    return meant.get(source.head, NOBODY), text[line.starts[source.first] : line.ends[source.last - 1]]


def _quotes(line: Line, report: Report) -> bool:
    return any(items and items[0] <= at < items[1] for items in (report.left, report.right) for at in line.quotations)


def _is_speech(line: Line, at: int, text: str) -> bool:
    """Whether a quotation is somebody's words rather than a title or a term: a sentence, or alone in its line."""
    if all(kind == QUOTE or not kind[0].isalnum() for kind in line.kinds):
        return True
    quotation = line.quotations[at]
    return text[quotation.start : quotation.end].count(" ") >= 4


def _quoted(article: Article, line: Line, at: int, who: Meant, mention: str) -> Statement:
    return Statement(
        article.id, line.starts[at], line.ends[at], who.speaker, mention, "", "direct", round(who.confidence * 0.8, 2)
    )


def _statement(article: Article, line: Line, items: Range, report: Report, who: Meant, mention: str) -> Statement:
    start, end = line.starts[items[0]], line.ends[items[1] - 1]
    cue = article.text[line.starts[report.cue[0]] : line.ends[report.cue[1] - 1]]
    return Statement(article.id, start, end, who.speaker, mention, cue, _kind(line, items), round(who.confidence, 2))


def _kind(line: Line, items: Range) -> Kind:
    kinds = line.kinds[items[0] : items[1]]
    if QUOTE not in kinds:
        return "indirect"
    plain = any(kind == NAME or kind[0].isalnum() for kind in kinds if kind != QUOTE)
    return "mixed" if plain else "direct"
