"""Quotations that no cue reaches: they go to whoever has the floor.

A line of nothing but quotation goes on from the speaker before it; a quotation in a sentence that reports something
else goes to the source of that report.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.attribution.content import ReportingClause
from index.attribution.lines import QUOTE, Line
from index.attribution.mentions import Entity
from index.attribution.referents import Referent

_MIN_SPACES = 2  # in a quotation that is speech and not a title or a term


@dataclass(frozen=True, slots=True)
class AttributedSource:
    """Somebody speaking: who is meant, and the words for it in the article."""

    meant: Referent
    mention: str
    carries: int = 0
    """How many times the words went to the speaker before, for want of one of their own."""

    def carried(self) -> "AttributedSource":
        """Return the same source for words that name none."""
        return replace(self, carries=self.carries + 1)


class SpeakerTracker:
    """Who is speaking, from line to line."""

    def __init__(self, text: str) -> None:
        """Nobody has spoken yet in the article of this text."""
        self._text = text
        self._voice: AttributedSource | None = None
        self._paragraph = 0
        self._is_open = False

    @property
    def last_speaker(self) -> Entity | None:
        """Who spoke last, if a person or body is known."""
        return self._voice.meant.person if self._voice else None

    def speaker(
        self, line: Line, at: int, voices: Sequence[tuple[ReportingClause, AttributedSource]]
    ) -> AttributedSource | None:
        """Return the speaker of the quotation at item `at`, or None when that is not safe to say."""
        if _is_only_quotation(line):
            near = line.paragraph - self._paragraph <= 1
            return self._voice.carried() if self._voice and (near or self._is_open) else None
        if self._text.count(" ", line.starts[at], line.ends[at]) < _MIN_SPACES:
            return None
        earlier = [voice for report, voice in voices if report.cue[0] < at]
        if earlier or voices:
            return (earlier[-1] if earlier else voices[0][1]).carried()
        return self._before_colon(line, at) or self._going_on(line)

    def observe(self, line: Line, voices: Sequence[tuple[ReportingClause, AttributedSource]]) -> None:
        """Remember who spoke last in a line: who is quoted in it, before who only reports."""
        announced = self._before_colon(line, len(line))
        quoting = [voice for report, voice in voices if _quotes(line, report)]
        speaking = [announced, *(voice for _, voice in voices), *quoting]
        if voice := speaking[-1]:
            self._voice, self._paragraph = voice, line.paragraph
        if line.quotations:
            self._is_open = not line.quotations[max(line.quotations)].closed

    def _going_on(self, line: Line) -> AttributedSource | None:
        """Return the last speaker, if the line is in the same paragraph and names no speaker of its own."""
        return self._voice.carried().carried() if self._voice and line.paragraph == self._paragraph else None

    def _before_colon(self, line: Line, at: int) -> AttributedSource | None:
        """Return the last name before a colon and a quotation: "Here is NAME in 1992: QUOTE"."""
        return self._last_named(line, at) if at > 1 and line.kinds[at - 1] == ":" else None

    def _last_named(self, line: Line, at: int) -> AttributedSource | None:
        """Return whoever is named last before item `at`."""
        named = max((before for before in line.people if before < at), default=-1)
        if named < 0:
            return None
        person = line.people[named]
        return AttributedSource(
            Referent(person.name, "name", person), self._text[line.starts[named] : line.ends[named]], carries=1
        )


def _is_only_quotation(line: Line) -> bool:
    return all(kind == QUOTE or not kind[0].isalnum() for kind in line.kinds)


def _quotes(line: Line, report: ReportingClause) -> bool:
    return any(items and items[0] <= at < items[1] for items in (report.left, report.right) for at in line.quotations)
