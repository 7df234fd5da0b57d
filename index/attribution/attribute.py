"""Sentences in, statements out: who says each stretch of an article.

The way of a sentence: its tokens (`tokens`), quotation marks (`quotations`) and names (`mentions`) become one line of
of items (`lines`); in the line, cues are found (`cues`), their sources (`subjects`) and what is reported (`reports`,
`content`); who a source means is worked out in reading order (`coreference`); quotations that no cue reaches go to the
speaker who goes on (`continuation`). The words of a language are a table (`languages`).
"""

from collections.abc import Iterator, Sequence

from index.attribution.content import Range, ReportingClause
from index.attribution.continuation import AttributedSource, SpeakerTracker
from index.attribution.coreference import Referent, Resolver
from index.attribution.grammar import Grammar
from index.attribution.languages.language import Language, load_language
from index.attribution.lines import NAME, QUOTE, STOPS, Line, read_lines
from index.attribution.mentions import EntityTable, find_headlines
from index.attribution.nested import nested_reports
from index.attribution.quotations import find_quotations, outermost
from index.attribution.reports import find_reports
from index.attribution.tokens import tokenize
from index.attribution.transcripts import Heard, continued_turns
from index.records import Article, Sentence, Statement, StatementKind

TABLES = {"": "english", "en": "english"}
"""Language code → table of its words; articles in other languages get no statements."""

RULES = frozenset(
    {
        *("adjacent", "relative", "apposition", "shared", "participle", "infinitive", "inverted", "passive"),
        *(
            "according",
            "noun",
            "label",
            "signature",
            "phrases",
            "stance",
            "unlisted",
            "adjective",
            "object",
        ),
        *("headline", "pronoun", "role", "carry", "turn", "inner"),
    }
)
"""Every rule that can be switched off, to measure what it earns."""


def attribute(article: Article, sentences: Sequence[Sentence], rules: frozenset[str] = RULES) -> list[Statement]:
    """Every stretch of reported speech in the article, in order of its offsets into `article.text`.

    The speaker is "" where nobody could be named. An article in a language without a table has no statements.
    """
    table = TABLES.get(article.language.lower()[:2])
    if table is None:
        return []
    found = _ArticleAttributor(article, sentences, load_language(table), rules).statements()
    return sorted(found, key=lambda statement: (statement.start, -statement.end))


class _ArticleAttributor:
    """Reads one article from top to bottom."""

    def __init__(
        self, article: Article, sentences: Sequence[Sentence], language: Language, rules: frozenset[str]
    ) -> None:
        self._article = article
        self._language = language
        self._rules = rules
        words = tokenize(article.text, language.word_pattern)
        headlines = find_headlines(words, sentences, language) if "headline" in rules else []
        cast = EntityTable(words, language, headlines)
        quotations = find_quotations(article.text)
        outer = outermost(quotations)
        outermost_ones = set(outer)
        self._lines = read_lines(words, cast.people, outer, sentences, language.saying)
        inner = [quotation for quotation in quotations if quotation not in outermost_ones]
        self._inner = nested_reports(article.text, words, cast, (outer, inner), sentences, language, rules)
        self._resolver = Resolver(language, rules)
        self._floor = SpeakerTracker(article.text)

    def statements(self) -> Iterator[Statement]:
        heard: list[Heard] = []
        for line in self._lines:
            voices = self._voices(Grammar(line, self._language, self._rules))
            heard.append((line, voices))
            yield from self._reported(line, voices)
            self._floor.observe(line, voices)
        for line, voice in continued_turns(heard) if "turn" in self._rules else ():
            yield self._statement(line, (0, _before_stop(line)), voice, None)
        for line, items, report, voice in self._inner if "inner" in self._rules else ():
            yield self._statement(line, items, voice, report.cue)

    def _reported(self, line: Line, voices: Sequence[tuple[ReportingClause, AttributedSource]]) -> Iterator[Statement]:
        """Yield what the reports of a line cover, and the quotations that none of them does."""
        covered: set[int] = set()
        for report, voice in voices:
            for items in filter(None, (report.left, report.right)):
                covered.update(at for at in line.quotations if items[0] <= at < items[1])
                yield self._statement(line, items, voice, report.cue)
                if report.source.partner >= 0:
                    yield self._statement(line, items, self._partner(line, report, voice), report.cue)
        for at in line.quotations.keys() - covered if "carry" in self._rules else ():
            if speaker := self._floor.speaker(line, at, voices):
                yield self._statement(line, (at, at + 1), speaker, None)

    def _voices(self, grammar: Grammar) -> list[tuple[ReportingClause, AttributedSource]]:
        """Return the reports of a line, each with its speaker."""
        reports = find_reports(grammar)
        meant = self._resolver.read(grammar, reports)
        return [(report, self._voice(grammar.line, report, meant[report.source.head])) for report in reports]

    def _voice(self, line: Line, report: ReportingClause, meant: Referent) -> AttributedSource:
        start, end = line.starts[report.source.first], line.ends[report.source.last - 1]
        return AttributedSource(meant, self._article.text[start:end])

    def _partner(self, line: Line, report: ReportingClause, voice: AttributedSource) -> AttributedSource:
        person = line.people[report.source.partner]
        return AttributedSource(Referent(person.name, voice.meant.confidence, person), voice.mention)

    def _statement(self, line: Line, items: Range, voice: AttributedSource, cue: Range | None) -> Statement:
        text, starts, ends = self._article.text, line.starts, line.ends
        return Statement(
            self._article.id,
            starts[items[0]],
            ends[items[1] - 1],
            voice.meant.speaker,
            voice.mention,
            text[starts[cue[0]] : ends[cue[1] - 1]] if cue else "",
            _kind(line, items),
            round(voice.meant.confidence, 2),
        )


def _before_stop(line: Line) -> int:
    """Where the content of a whole sentence ends: before its full stop, as that of a report does."""
    return len(line) - (len(line) > 1 and line.kinds[-1] in STOPS)


def _kind(line: Line, items: Range) -> StatementKind:
    """Direct when there is nothing but quotation, mixed when there are other words too."""
    kinds = line.kinds[items[0] : items[1]]
    if QUOTE not in kinds:
        return "indirect"
    return "mixed" if any(kind == NAME or kind[0].isalnum() for kind in kinds if kind != QUOTE) else "direct"
