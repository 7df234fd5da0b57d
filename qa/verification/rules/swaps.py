"""Names and numbers that stand where a source has others: "Reiner told Voss" beside "Voss told Reiner".

Only for sentences that keep to the wording of a source; in those every change of a name or a number shows. The two are
laid beside each other with every name and every number read alike, and then those that met are compared.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from qa.verification.rules.dates import without_days
from qa.verification.rules.names import is_known_as
from qa.verification.rules.rule import Claim

_WORD = re.compile(r"[^\W_]+(?:[-.,’'](?=[^\W_])[^\W_]+)*|[,;:]")
_ALIKE, _SAME_BUILD = 0.6, 0.8
"""Shares of the sentence's words that stand in the source in the same order: to be compared at all; to be built alike,
so that names cannot have changed places with the verb ("was told by")."""
_SHORT = 4
"""Words at most that are exchanged at once; where more differ, they have not been exchanged but rewritten."""
_NAME, _NUMBER = "<name>", "<number>"


@dataclass(frozen=True, slots=True)
class _AlignedWords:
    """A sentence, its names one item each."""

    items: tuple[str, ...]
    """The words in lower case; every name and every number is the same item."""
    written: tuple[str, ...]


def unsupported(claim: Claim) -> list[str]:
    """Return the names and numbers of a sentence that take the place of others in the source whose wording it keeps."""
    found: list[list[str]] = []
    for premise in claim.premises:
        for text in premise.sentences:
            said, source = _read(claim.sentence, text), _read(text, claim.sentence)
            matcher = SequenceMatcher(None, said.items, source.items, autojunk=False)
            alike = sum(block.size for block in matcher.get_matching_blocks()) / max(1, len(said.items))
            if alike >= _ALIKE:
                same_build = alike >= _SAME_BUILD and said.items.count("by") == source.items.count("by")
                found.append(list(_met(said, source, matcher, same_build=same_build)))
    return min(found, key=len, default=[])


def _met(
    said: _AlignedWords, source: _AlignedWords, matcher: SequenceMatcher[str], *, same_build: bool
) -> Iterator[str]:
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal" and same_build:
            for n, k in zip(range(a, b), range(c, d), strict=True):
                yield from _other(said, [n], source, [k])
        elif kind == "replace" and max(b - a, d - c) <= _SHORT:
            yield from _other(said, range(a, b), source, range(c, d))


def _other(said: _AlignedWords, mine: Sequence[int], source: _AlignedWords, theirs: Sequence[int]) -> Iterator[str]:
    """Yield the names and numbers among mine, if theirs has names or numbers too and none of them is the same."""
    for item, same in ((_NAME, is_known_as), (_NUMBER, _same_digits)):
        own, others = _of_kind(item, said, mine), _of_kind(item, source, theirs)
        if own and others and not _have_one_in_common(own, others, same):
            yield from own


def _of_kind(item: str, words: _AlignedWords, places: Sequence[int]) -> list[str]:
    """Return what is written at those of the places that hold this item."""
    return [words.written[n] for n in places if words.items[n] == item]


def _have_one_in_common(own: Sequence[str], others: Sequence[str], same: Callable[[str, str], bool]) -> bool:
    return any(same(one, other) or same(other, one) for one in own for other in others)


@lru_cache(maxsize=1024)
def _read(text: str, beside: str) -> _AlignedWords:
    """Return a sentence as items; its first word is a name only if it stands as one elsewhere."""
    words = _WORD.findall(without_days(text))
    elsewhere = {*words[1:], *_WORD.findall(beside)[1:]}
    items: list[str] = []
    written: list[str] = []
    for n, word in enumerate(words):
        item = _NUMBER if word[0].isdigit() else word.casefold()
        if word[0].isupper() and (n or word in elsewhere):
            if items and items[-1] == _NAME:
                written[-1] += f" {word}"
                continue
            item = _NAME
        items.append(item)
        written.append(word)
    return _AlignedWords(tuple(items), tuple(written))


def _same_digits(one: str, other: str) -> bool:
    return re.findall(r"\d+", one) == re.findall(r"\d+", other)
