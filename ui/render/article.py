"""An article as it is laid out for reading: paragraphs, cut where cited stretches start and end.

The cutting is done here and not in the browser: our offsets count characters, JavaScript's count UTF-16 units, and
one emoji before the cited sentence would shift the mark.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

from index.records import Article, Offsets, Sentence
from ui.render.layout import quote_hash, split_hash

Mark = Literal["cited", "also", ""]
"""The stretch that was asked for; another one that the same answer cites; neither."""
Place = tuple[int, int, Literal["same", "moved", "gone"]]
"""Offsets in the article as it is now, and whether the words stand where they were cited."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one paragraph that is marked in one way throughout."""

    text: str
    mark: Mark


def locate_citation(article: Article, sentences: Sequence[Sentence], start: int, end: int, linked: str) -> Place:
    """Where the words of a link (`layout.citation_link`) stand now; nowhere when the article has lost them."""
    content, quote = split_hash(linked)
    if article.content_hash.startswith(content):
        return start, end, "same"
    for first in sentences if quote else ():
        if quote_hash(article.text[first.start : first.start + end - start]) == quote:
            return first.start, first.start + end - start, "moved"
    return 0, 0, "gone"


def paragraphs(
    article: Article, sentences: Sequence[Sentence], cited: Offsets = (0, 0), also: Sequence[Offsets] = ()
) -> tuple[tuple[Segment, ...], ...]:
    """Return the article's paragraphs in order, with the cited stretches marked; only white space is left out."""
    return tuple(_segments(article.text, first, last, cited, also) for first, last in _spans(article, sentences))


def _spans(article: Article, sentences: Sequence[Sentence]) -> list[Offsets]:
    spans = []
    for _, group in groupby(sentences, key=lambda sentence: sentence.paragraph):
        members = tuple(group)
        spans.append((members[0].start, members[-1].end))
    return spans or [(0, len(article.text))]


def _segments(text: str, first: int, last: int, cited: Offsets, also: Sequence[Offsets]) -> tuple[Segment, ...]:
    cuts = {first, last}.union(min(max(offset, first), last) for span in (cited, *also) for offset in span)
    return tuple(Segment(text[a:b], _mark(a, b, cited, also)) for a, b in pairwise(sorted(cuts)))


def _mark(start: int, end: int, cited: Offsets, also: Sequence[Offsets]) -> Mark:
    if cited[0] <= start and end <= cited[1]:
        return "cited"
    return "also" if any(a <= start and end <= b for a, b in also) else ""
