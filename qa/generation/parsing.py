"""What a chat model writes, as it comes, into sentences and the numbers they cite.

A sentence is given when the next one has begun, so that numbers behind its full stop are still its own.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.text.chunking import sentence_spans

_MARK = re.compile(
    r"\s*(?:[\[【]|(?P<round>\())(?:(?:passages?|sources?|nos?\.?|n)[ =:]*)?"
    r"(?P<numbers>\d{1,3}(?:\s*(?:,|;|and|&|[-–])\s*(?:n=)?\d{1,3})*)(?(round)\)(?=\s*(?:[.!?]|$))|[\]】])",
    re.IGNORECASE,
)
_UNFINISHED = re.compile(r"[\[【(][^\]】)]{0,20}$")
_RANGE = re.compile(r"(\d+)(?:\s*[-–]\s*(\d+))?")
_LISTED = re.compile(r"^\s*(?:[-*•]|#+|\d{1,2}[.)])\s+")
_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)\*(?=\w)|(?<=[\w.,!?”\"])\*(?!\w)")
_WIDEST = 10
_MAX_LENGTH = 2_000
"""Characters without the end of a sentence; more is no prose."""


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """One sentence as the model wrote it."""

    text: str
    """Its words, without numbers in brackets and marks of Markdown."""
    cited: tuple[int, ...]
    """The numbers that it gives, each once, whether or not there are such passages."""


def parse_draft(pieces: Iterable[str]) -> Iterator[DraftSentence]:
    """Yield the sentences of a text that comes in pieces, each as soon as it is complete."""
    held = ""
    for piece in pieces:
        held += piece
        ends = _ends(held)
        if not ends and len(held) > _MAX_LENGTH:
            ends = [len(held)]
        for start, end in zip([0, *ends], ends, strict=False):
            yield from _written(held[start:end])
        held = held[ends[-1] :] if ends else held
    ends = [*_ends(held), len(held)]
    for start, end in zip([0, *ends], ends, strict=False):
        yield from _written(held[start:end])


def _ends(text: str) -> list[int]:
    """Where the sentences begin that follow the first: all before them is whole."""
    blanked = text
    for mark in (_MARK, _UNFINISHED):
        blanked = mark.sub(lambda match: " " * len(match.group()), blanked)
    return [start for start, _, _ in sentence_spans(blanked)[1:]]


def _written(raw: str) -> Iterator[DraftSentence]:
    numbers: dict[int, None] = {}
    for match in _MARK.finditer(raw):
        for first, last in _RANGE.findall(match["numbers"]):
            through = range(int(first), int(last or first) + 1)
            numbers |= dict.fromkeys(through if len(through) <= _WIDEST else (int(first),))
    text = _plain(_MARK.sub("", raw))
    if any(c.isalnum() for c in text):
        yield DraftSentence(text, tuple(numbers))


def _plain(text: str) -> str:
    seen = "".join(c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join(_EMPHASIS.sub("", _LISTED.sub("", seen)).split())
