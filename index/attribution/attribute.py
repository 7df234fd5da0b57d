"""Sentences in, statements out: who says each stretch of an article.

The way of a sentence: its tokens (`tokens`), quotation marks (`quotations`) and names (`mentions`) become one line of
of items (`lines`); in the line, cues are found (`cues`), their sources (`subjects`) and what is reported (`reports`,
`content`); who a source means is worked out in reading order (`coreference`); quotations that no cue reaches go to the
speaker who goes on (`continuation`). The words of a language are a table (`languages`).
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.attribution.confidence import Evidence, features, probability
from index.attribution.content import Range, ReportingClause
from index.attribution.continuation import AttributedSource, SpeakerTracker
from index.attribution.coreference import Resolver
from index.attribution.grammar import Grammar
from index.attribution.languages.language import Language, load_language
from index.attribution.lines import NAME, QUOTE, STOPS, Line, count_labels, read_lines
from index.attribution.mentions import Entity, EntityTable
from index.attribution.names import find_headlines
from index.attribution.nested import nested_reports
from index.attribution.quotations import find_quotations, outermost
from index.attribution.referents import Referent
from index.attribution.reports import find_reports
from index.attribution.selection import FoundStatement, is_title, kept
from index.attribution.speech import is_own_report, may_be_of_body
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
    return [candidate.statement for candidate in candidates(article, sentences, rules)]


def has_statements(article: Article) -> bool:
    """Return whether statements are looked for in the article's language."""
    return article.language.lower()[:2] in TABLES


def candidates(article: Article, sentences: Sequence[Sentence], rules: frozenset[str] = RULES) -> list[FoundStatement]:
    """Return the statements of the article with how each was found, in order."""
    table = TABLES.get(article.language.lower()[:2])
    if table is None:
        return []
    found = _ArticleAttributor(article, sentences, load_language(table), rules).candidates()
    return list(kept(candidate for candidate in found if not is_title(candidate, article.text)))


MAX_OF_DEED = 0.4
"""Confidence that what somebody does is somebody's words, at most."""


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
        self._lines = list(read_lines(words, cast.people, outer, sentences, language.saying))
        count_labels(self._lines, language.finite | language["first_person"])
        self._is_transcript = any(line.label_count > 1 for line in self._lines)
        inner = [quotation for quotation in quotations if quotation not in outermost_ones]
        self._inner = nested_reports(article.text, words, cast, (outer, inner), sentences, language, rules)
        self._named_at = [words.starts[at] for at in sorted(cast.people)]
        self._named = [cast.people[at][1] for at in sorted(cast.people)]
        self._resolver = Resolver(article.text, language, rules, self._named_between, cast.doubtful)
        self._floor = SpeakerTracker(article.text)

    def _named_between(self, start: int, end: int) -> set[Entity]:
        """Return who is named between two offsets."""
        return set(self._named[bisect_left(self._named_at, start) : bisect_left(self._named_at, end)])

    def candidates(self) -> Iterator[FoundStatement]:
        """Yield every stretch that a report, a label or a quotation makes somebody's."""
        heard: list[Heard] = []
        withdrawn = -1  # paragraph of a correction: what it quotes was not said so
        for line in self._lines:
            if line.kinds[0] in self._language["corrections"] and line.paragraph != withdrawn:
                withdrawn = line.paragraph if _is_notice(line) else withdrawn
            if line.paragraph == withdrawn:
                continue
            voices = self._voices(Grammar(line, self._language, self._rules))
            heard.append((line, voices))
            yield from self._reported(line, voices)
            self._floor.observe(line, voices)
        for line, voice in continued_turns(heard) if "turn" in self._rules else ():
            yield self._candidate(line, (0, _before_stop(line)), voice, is_turn=True)
        for line, items, report, voice in self._inner if "inner" in self._rules else ():
            yield self._candidate(line, items, voice, report, is_nested=True)

    def _reported(
        self, line: Line, voices: Sequence[tuple[ReportingClause, AttributedSource]]
    ) -> Iterator[FoundStatement]:
        """Yield what the reports of a line cover, and the quotations that none of them does."""
        covered: set[int] = set()
        for report, voice in voices:
            yield from self._deeds(line, report, voice)
            for items in filter(None, (report.left, report.right)):
                covered.update(at for at in line.quotations if items[0] <= at < items[1])
                if report.is_void or not self._may_say(line, report, voice, items):
                    continue
                yield self._candidate(line, items, voice, report)
                for partner in report.source.partners:
                    yield self._candidate(line, items, _partner(line, partner, voice), report)
        for at in line.quotations.keys() - covered if "carry" in self._rules else ():
            if speaker := self._floor.speaker(line, at, voices):
                yield self._candidate(line, (at, at + 1), speaker)

    def _deeds(self, line: Line, report: ReportingClause, voice: AttributedSource) -> Iterator[FoundStatement]:
        """Yield what a person is only told to do or to stand for: never sure, and found when nothing else is."""
        person = voice.meant.person
        if person is None or not person.is_person:
            return
        for items in report.deeds:
            found = self._candidate(line, items, voice, report)
            sure = min(found.statement.confidence, MAX_OF_DEED)
            yield replace(found, statement=replace(found.statement, confidence=sure), is_deed=True)

    def _may_say(self, line: Line, report: ReportingClause, voice: AttributedSource, items: Range) -> bool:
        person = voice.meant.person
        if person is not None and person.is_person:
            return True
        return may_be_of_body(Grammar(line, self._language, self._rules), report, items)

    def _voices(self, grammar: Grammar) -> list[tuple[ReportingClause, AttributedSource]]:
        """Return the reports of a line, each with its speaker."""
        reports = find_reports(grammar)
        meant = self._resolver.read(grammar, reports)
        return [(report, self._voice(grammar.line, report, meant[report.source.head])) for report in reports]

    def _voice(self, line: Line, report: ReportingClause, meant: Referent) -> AttributedSource:
        start, end = line.starts[report.source.first], line.ends[report.source.last - 1]
        return AttributedSource(meant, self._article.text[start:end])

    def _candidate(
        self,
        line: Line,
        items: Range,
        voice: AttributedSource,
        report: ReportingClause | None = None,
        *,
        is_nested: bool = False,
        is_turn: bool = False,
    ) -> FoundStatement:
        text, grammar = self._article.text, Grammar(line, self._language, self._rules)
        start, end = line.starts[items[0]], line.ends[items[1] - 1]
        cue = text[line.starts[report.cue[0]] : line.ends[report.cue[1] - 1]] if report else ""
        kind, person = _kind(line, items), voice.meant.person
        continues = person is not None and person is self._floor.last_speaker
        names_speaker = person is not None and person in self._named_between(start, end)
        found = features(
            Evidence(
                grammar, items, voice, report, kind, is_nested, is_turn, self._is_transcript, continues, names_speaker
            )
        )
        sure = round(probability(found), 2)
        statement = Statement(self._article.id, start, end, voice.meant.speaker, voice.mention, cue, kind, sure)
        return FoundStatement(statement, report is not None and is_own_report(grammar, report, items), found)


def _is_notice(line: Line) -> bool:
    """Whether the line begins as a correction does: "Correction:", "Editor's note:", "Correction, 5 March:"."""
    return ":" in line.kinds[1:8] or line.kinds[1:2] in (["—"], ["–"])


def _partner(line: Line, at: int, voice: AttributedSource) -> AttributedSource:
    person = line.people[at]
    return replace(voice, meant=replace(voice.meant, speaker=person.name, person=person))


def _before_stop(line: Line) -> int:
    """Where the content of a whole sentence ends: before its full stop, as that of a report does."""
    return len(line) - (len(line) > 1 and line.kinds[-1] in STOPS)


def _kind(line: Line, items: Range) -> StatementKind:
    """Direct when there is nothing but quotation, mixed when there are other words too."""
    kinds = line.kinds[items[0] : items[1]]
    if QUOTE not in kinds:
        return "indirect"
    return "mixed" if any(kind == NAME or kind[0].isalnum() for kind in kinds if kind != QUOTE) else "direct"
