"""Nicknames in quotation marks inside a name: Robert “Bob” Hallam."""

from collections.abc import Sequence

_MARKS = {"“": "”", '"': '"', "‘": "’", "'": "'", "„": "“", "«": "»", "''": "''", "``": "''"}
_MAX_WORDS = 3  # of a nickname


def nickname_end(raw: Sequence[str], at: int) -> int:
    """Return the index after the nickname in marks at word `at` that a surname follows, or `at` when there is none."""
    closing = _MARKS.get(raw[at])
    last = min(at + 3 + _MAX_WORDS, len(raw) - 1)
    end = next((end for end in range(at + 2, last) if raw[end] == closing), -1)
    is_between = end > 0 and raw[at + 1][0].isupper() and raw[end + 1][0].isupper()
    return end + 1 if is_between else at


def without_nicknames(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a name without a nickname and its marks."""
    closing = ""
    kept = []
    for word in words:
        if closing:
            closing = "" if word == closing else closing
        elif word in _MARKS:
            closing = _MARKS[word]
        else:
            kept.append(word)
    return tuple(kept)
