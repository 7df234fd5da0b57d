"""Text into words: what is a name, a quotation or a cue is decided by others."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words and punctuation marks of a text, as parallel lists."""

    raw: list[str]
    lower: list[str]
    """Lower case, with typewriter apostrophes."""
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        """Return the number of words and marks."""
        return len(self.raw)


def tokenize(text: str, pattern: re.Pattern[str]) -> Tokens:
    """Return the words of `text` in order, without left-over markup (`<b>`)."""
    found = [match for match in pattern.finditer(text) if match.lastgroup != "markup"]
    raw = list(map(re.Match[str].group, found))
    return Tokens(
        raw,
        [word.lower().replace("’", "'") for word in raw],
        list(map(re.Match[str].start, found)),
        list(map(re.Match[str].end, found)),
    )
