"""Which of the stretches found in an article are kept, where one stands inside another."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.records import Statement

_MAX_TITLE_LENGTH = 100  # characters
_EXCLAIMED = (",", "!", "?")
_MAX_NESTED = 8  # statements before a place that may reach beyond it
_WORD = re.compile(r"\b(?!(?:and|for|the)\b)[^\W\d_]{3,}")  # "of" and "the" have no capital in a title


@dataclass(frozen=True, slots=True)
class FoundStatement:
    """A statement, and whether it can stand inside another's."""

    statement: Statement
    is_report: bool
    """Whether a clause of its own reports it with a verb of speech: "NAME denied that"; not "NAME's idea of"."""
    features: tuple[str, ...]
    """How it was found, as `confidence` weighs it."""
    is_deed: bool = False
    """Whether it tells what somebody does, and no words."""


def kept(candidates: Iterable[FoundStatement]) -> Iterator[FoundStatement]:
    """Yield the candidates in order of their offsets, without those that only repeat what stands around them.

    Inside another of the same speaker there is none; inside another's, only what a clause of its own reports.
    """
    every = sorted(candidates, key=_order)
    said = list(_outermost(candidate for candidate in every if not candidate.is_deed))
    deeds = (candidate for candidate in every if candidate.is_deed and not _near(said, candidate))
    yield from sorted((*said, *_outermost(deeds)), key=_order)


def _outermost(candidates: Iterable[FoundStatement]) -> Iterator[FoundStatement]:
    around: list[FoundStatement] = []
    for candidate in candidates:
        statement = candidate.statement
        while around and around[-1].statement.end < statement.end:
            around.pop()
        if not any(_excludes(outer, candidate) for outer in around):
            around.append(candidate)
            yield candidate


def _near(said: Sequence[FoundStatement], deed: FoundStatement) -> bool:
    """Return whether one of the statements, in order, overlaps the deed: of the few before its end."""
    last = bisect_left(said, deed.statement.end, key=lambda found: found.statement.start)
    return any(found.statement.overlaps(deed.statement) for found in said[max(0, last - _MAX_NESTED) : last])


def is_title(found: FoundStatement, text: str) -> bool:
    """Return whether a quotation is the name of a book or a show: nearly every longer word has a capital."""
    statement = found.statement
    if found.is_report and text[statement.end - 2 : statement.end - 1] in _EXCLAIMED:
        return False  # “Make Marsh Great!” NAME said
    if statement.kind != "direct" or statement.end - statement.start > _MAX_TITLE_LENGTH:
        return False
    words = _WORD.findall(text, statement.start, statement.end)
    return len(words) > 1 and all(map(str.istitle, words))


def _order(candidate: FoundStatement) -> tuple[int, int, float]:
    statement = candidate.statement
    return statement.start, -statement.end, -statement.confidence


def _excludes(outer: FoundStatement, inner: FoundStatement) -> bool:
    one, other = outer.statement, inner.statement
    if (one.start, one.end) == (other.start, other.end):
        return one.speaker == other.speaker or one.mention != other.mention or one.cue != other.cue
    return one.speaker == other.speaker or not inner.is_report
