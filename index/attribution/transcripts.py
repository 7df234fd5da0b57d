"""Transcripts: after "NAME:" everything is that person's until the next label.

In its own paragraph a turn always goes on; into the paragraphs below it only where another label follows soon, as in
an interview, and nobody is reported there to have said something.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.attribution.content import ReportingClause
from index.attribution.continuation import AttributedSource
from index.attribution.lines import NAME, QUOTE, Line

_MAX_GAP_LENGTH = 8  # paragraphs from one label to the next in a transcript

Heard = tuple[Line, Sequence[tuple[ReportingClause, AttributedSource]]]
"""A line and the reports in it."""


@dataclass(frozen=True, slots=True)
class _Label:
    """Where a turn begins."""

    at: int
    paragraph: int
    voice: AttributedSource


def continued_turns(heard: Sequence[Heard]) -> Iterator[tuple[Line, AttributedSource]]:
    """Yield every line that continues the turn of a label before it, with the speaker of the turn."""
    labels = list(_labels(heard))
    for label, following in zip(labels, [*labels[1:], None], strict=False):
        if label.voice.meant.speaker:
            between = heard[label.at + 1 : following.at if following else len(heard)]
            for line in _turn(between, label, _is_transcript(label, following)):
                yield line, label.voice


def _is_transcript(label: _Label, following: _Label | None) -> bool:
    """Return whether the next label follows soon."""
    return following is not None and following.paragraph - label.paragraph <= _MAX_GAP_LENGTH


def _turn(between: Sequence[Heard], label: _Label, is_transcript: bool) -> Iterator[Line]:
    """Yield the lines without quotations that continue the label's turn, of those before the next label."""
    for line, voices in between:
        is_below = line.paragraph != label.paragraph
        if is_below and (not is_transcript or _ends_turn(line, voices)):
            return
        if any(report.rule == "label" for report, _ in voices[:1]):
            return  # “NAME: QUOTE” is a turn itself
        if not line.quotations:
            yield line


def _ends_turn(line: Line, voices: Sequence[tuple[ReportingClause, AttributedSource]]) -> bool:
    """Return whether a paragraph has a label of its own, or tells who said something."""
    return line.label_count > 0 or _reports_somebody(line, voices)


def _labels(heard: Sequence[Heard]) -> Iterator[_Label]:
    """Yield the labels at the head of a line, except before a quotation, which is a turn itself."""
    for at, (line, voices) in enumerate(heard):
        if voices and _opens_turn(line, voices[0][0]):
            yield _Label(at, line.paragraph, voices[0][1])


def _opens_turn(line: Line, report: ReportingClause) -> bool:
    return report.rule == "label" and report.source.first == 0 and line.kinds[report.cue[1]] != QUOTE


def _reports_somebody(line: Line, voices: Sequence[tuple[ReportingClause, AttributedSource]]) -> bool:
    """Return whether the line reports who said something, as no speaker in a transcript does of himself."""
    return any(QUOTE in line.kinds and line.kinds[report.source.head] == NAME for report, _ in voices)
