"""Whether a written sentence is one that reports anything: not a scrap of words, and not about whoever writes it."""

import re
from collections.abc import Iterator, Sequence

from index.attribution.quotations import find_quotations, outermost

_MIN_WORDS = 4
_MAX_LENGTH = 700
"""Characters; of a longer sentence the network would not read the end."""
_WORD = re.compile(r"[^\W_]+")
_PROMPT = re.compile(r"\b(?:passages?|citations?)\b", re.IGNORECASE)
"""What an answer is made from; a reader never saw it."""
_MYSELF = re.compile(r"\b(?:I|me|my|myself|mine)\b")


def malformed(sentence: str, sources: Sequence[str]) -> Iterator[str]:
    """What is wrong with it, a sentence of ours each."""
    words = {word.casefold() for word in _PROMPT.findall(sentence)}
    if any(all(word not in source.casefold() for source in sources) for word in words):
        yield "It speaks of what it was written from."
    if len(_WORD.findall(sentence)) < _MIN_WORDS:
        yield "It is too short to say anything."
    if len(sentence) > _MAX_LENGTH:
        yield "It is too long to be weighed."
    outside = sentence
    for quotation in reversed(outermost(find_quotations(sentence))):
        outside = outside[: quotation.start] + outside[quotation.end :]
    if _MYSELF.search(outside):
        yield "It speaks of whoever writes it."
