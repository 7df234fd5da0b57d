"""An article as it is laid out for reading: paragraphs, cut where the cited stretch starts and ends.

The cutting is done here and not in the browser: our offsets count characters, JavaScript's count UTF-16 units, and
one emoji before the cited sentence would shift the mark.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from index.article import Article, Sentence


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one paragraph that is marked throughout, or not at all."""

    text: str
    marked: bool


def paragraphs(
    article: Article, sentences: Sequence[Sentence], start: int = 0, end: int = 0
) -> tuple[tuple[Segment, ...], ...]:
    """The article's paragraphs in order, with `article.text[start:end]` marked; only white space is left out."""
    return tuple(_segments(article.text, first, last, start, end) for first, last in _spans(article, sentences))


def _spans(article: Article, sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
    spans = []
    for _, group in groupby(sentences, key=lambda sentence: sentence.paragraph):
        members = tuple(group)
        spans.append((members[0].start, members[-1].end))
    return spans or [(0, len(article.text))]


def _segments(text: str, first: int, last: int, start: int, end: int) -> tuple[Segment, ...]:
    opens = min(max(start, first), last)
    closes = min(max(end, opens), last)
    pieces = ((text[first:opens], False), (text[opens:closes], True), (text[closes:last], False))
    return tuple(Segment(piece, marked) for piece, marked in pieces if piece)
