"""Which of the stretches found in an article are kept, where one stands inside another."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.records import Statement

_MAX_TITLE_LENGTH = 100  # characters
_MIN_TITLE_WORD = 4  # letters; "of" and "the" have no capital in a title
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement, and whether it can stand inside another's."""

    statement: Statement
    is_report: bool
    """Whether a clause of its own reports it with a verb of speech: "NAME denied that"; not "NAME's idea of"."""
    features: tuple[str, ...]
    """How it was found, as `confidence` weighs it."""


def kept(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield the candidates in order of their offsets, without those that only repeat what stands around them.

    Inside another of the same speaker there is none; inside another's, only what a clause of its own reports.
    """
    around: list[Candidate] = []
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
    words = [word for word in _WORD.findall(text, statement.start, statement.end) if len(word) >= _MIN_TITLE_WORD]
    return len(words) > 1 and all(word[0].isupper() and not word.isupper() for word in words)


def _order(candidate: Candidate) -> tuple[int, int, float]:
    statement = candidate.statement
    return statement.start, -statement.end, -statement.confidence


def _excludes(outer: Candidate, inner: Candidate) -> bool:
    one, other = outer.statement, inner.statement
    if (one.start, one.end) == (other.start, other.end):
        return one.speaker == other.speaker or one.mention != other.mention or one.cue != other.cue
    return one.speaker == other.speaker or not inner.is_report
