"""Text into words: what is a name, a quotation or a cue is decided by others."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_MARKUP = r"<[^<>]{1,400}>"
_POSSESSIVE = r"['’](?:s|d|ll|ve|re|m)\b"
_WORD = rf"[^\W_]+(?:[-‐‑&][^\W_]+|(?!{_POSSESSIVE})['’][^\W_]+|(?<=\d)[.,]\d+)*"
_INITIALS = r"(?:[A-Z]\.){2,}|\b[A-Z]\.(?=\s)"
_MARK = r"''|``|--|\.\.\.|[^\w\s]"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words and punctuation marks of a text, as parallel lists."""

    raw: list[str]
    lower: list[str]
    """Lower case, with typewriter apostrophes."""
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        """How many words and marks there are."""
        return len(self.raw)


def word_pattern(abbreviations: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds the next word or mark; `abbreviations` ("Mr.") keep their full stop."""
    listed = "|".join(sorted(map(re.escape, abbreviations), key=len, reverse=True))
    shortened = rf"\b(?:{listed})(?!\w)|" if listed else ""
    return re.compile(rf"(?P<markup>{_MARKUP})|{shortened}{_INITIALS}|{_POSSESSIVE}|{_WORD}|{_MARK}")


def tokenize(text: str, pattern: re.Pattern[str]) -> Tokens:
    """The words of `text` in order; left-over markup (`<b>`) is passed over."""
    found = [match for match in pattern.finditer(text) if match.lastgroup != "markup"]
    raw = [match.group() for match in found]
    return Tokens(
        raw,
        [word.lower().replace("’", "'") for word in raw],
        [match.start() for match in found],
        [match.end() for match in found],
    )
