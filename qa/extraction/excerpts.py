"""Sentences widened to what a reader needs to understand them: the quotation they are part of, the one they hang on."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from index.records import Article, Sentence
from qa.extraction.compose import Excerpt
from qa.extraction.sentence_form import is_hanging, may_answer

MAX_CHARACTERS = 420
"""An excerpt is widened by the sentence before it up to this."""
_MAX_QUOTATION = 600
"""A longer quotation is not begun."""
_MAX_LIST = 700
"""A list that a sentence announces is shown up to this."""
_MAX_BEFORE = 2
"""So many sentences may stand before the one that answers."""
_QUOTATIONS = (("“", "”"), ("«", "»"), ("``", "''"))
_GERMAN = ("„", "“")


class Surroundings:
    """The sentences of one article, to widen excerpts by."""

    def __init__(self, article: Article, sentences: Sequence[Sentence], known: AbstractSet[str]) -> None:
        """`known` are the stems of the question and of the headline."""
        self._article, self._sentences, self._known = article, sentences, known
        self._starts = [sentence.start for sentence in sentences]
        self._paragraphs = [sentence.paragraph for sentence in sentences]

    def widen(self, piece: Excerpt) -> Excerpt | None:
        """Return the piece with all of its quotation and what it hangs on; None when that is not to be had."""
        first, last = self._at(piece.start), self._at(piece.end - 1)
        first, last = self._begin(first), self._end(last)
        if self._length(first, last) > max(_MAX_QUOTATION, piece.end - piece.start):
            return None
        for step in range(_MAX_BEFORE):
            if not is_hanging(self._text(first), self._known):
                break
            before = self._begin(first - 1) if first else 0
            if not first or not self._may_begin(before, last):
                if not step:
                    return None
                break
            first = before
        return replace(piece, start=self._sentences[first].start, end=self._sentences[last].end)

    def with_list(self, piece: Excerpt) -> Excerpt:
        """Return the piece with the rest of its paragraph, where the list stands that it announces."""
        first, last = self._at(piece.start), self._at(piece.end - 1)
        end = last
        while end + 1 < len(self._sentences) and self._paragraphs[end + 1] == self._paragraphs[last]:
            end += 1
        while end > last and self._length(first, end) > _MAX_LIST:
            end -= 1
        return replace(piece, end=self._sentences[end].end)

    def _may_begin(self, first: int, last: int) -> bool:
        """Whether an excerpt up to the sentence `last` may be widened to begin with `first`."""
        return self._length(first, last) <= MAX_CHARACTERS and may_answer(self._text(first), self._article)

    def _at(self, offset: int) -> int:
        return max(0, bisect_right(self._starts, offset) - 1)

    def _text(self, n: int) -> str:
        return self._sentences[n].text_in(self._article)

    def _length(self, first: int, last: int) -> int:
        return self._sentences[last].end - self._sentences[first].start

    def _begin(self, n: int) -> int:
        """Return the sentence with which the quotation begins that is open where sentence `n` begins, else `n`."""
        first = n
        while self._is_open_before(first) and self._length(first, n) <= _MAX_QUOTATION:
            first -= 1
        return first

    def _end(self, n: int) -> int:
        """Return the sentence with which the quotation ends that is open where sentence `n` ends, else `n`."""
        last = n
        while self._goes_on(last) and self._length(n, last) <= _MAX_QUOTATION:
            last += 1
        return last

    def _goes_on(self, n: int) -> bool:
        """Whether a quotation is open where sentence `n` ends, and its paragraph not at its end."""
        same = n + 1 < len(self._sentences) and self._paragraphs[n + 1] == self._paragraphs[n]
        return same and self._is_open_before(n + 1)

    def _is_open_before(self, n: int) -> bool:
        opening = self._starts[bisect_left(self._paragraphs, self._paragraphs[n])]
        return is_open(self._article.text[opening : self._starts[n]])


def is_open(text: str) -> bool:
    """Whether a quotation that begins in `text` does not end in it; each paragraph opens its quotation anew."""
    marks = _GERMAN if _GERMAN[0] in text else _QUOTATIONS[0]
    paired = any(text.count(opens) > text.count(closes) for opens, closes in (marks, *_QUOTATIONS[1:]))
    return paired or text.count('"') % 2 == 1


def join_overlapping(pieces: Sequence[Excerpt]) -> list[Excerpt]:
    """Return the pieces with those that share words made one, where the first of them stood."""
    joined: list[Excerpt] = []
    for piece in pieces:
        twin = next((n for n, other in enumerate(joined) if other.span.overlaps(piece.span)), None)
        if twin is None:
            joined.append(piece)
        else:
            other = joined[twin]
            speaker = other.speaker if other.speaker == piece.speaker else None
            start, end = min(other.start, piece.start), max(other.end, piece.end)
            joined[twin] = replace(other, start=start, end=end, speaker=speaker)
    return joined
