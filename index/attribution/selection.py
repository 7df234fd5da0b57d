"""Which of the stretches found in an article are kept, where one stands inside another."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.records import Statement

_MAX_TITLE_LENGTH = 100  # characters
_WORD = re.compile(r"[^\W\d_]{4,}")  # "of" and "the" have no capital in a title


@dataclass(frozen=True, slots=True)
class FoundStatement:
    """A statement, and whether it can stand inside another's."""

    statement: Statement
    is_report: bool
    """Whether a clause of its own reports it with a verb of speech: "NAME denied that"; not "NAME's idea of"."""
    features: tuple[str, ...]
    """How it was found, as `confidence` weighs it."""


def kept(candidates: Iterable[FoundStatement]) -> Iterator[FoundStatement]:
    """Yield the candidates in order of their offsets, without those that only repeat what stands around them.

    Inside another of the same speaker there is none; inside another's, only what a clause of its own reports.
    """
    around: list[FoundStatement] = []
    for candidate in sorted(candidates, key=_order):
        statement = candidate.statement
        while around and around[-1].statement.end < statement.end:
            around.pop()
        if not any(_excludes(outer, candidate) for outer in around):
            around.append(candidate)
            yield candidate


def is_title(statement: Statement, text: str) -> bool:
    """Return whether a quotation is the name of a book or a show: nearly every longer word has a capital."""
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
