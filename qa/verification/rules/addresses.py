"""Addresses and markup in a sentence: an address must stand in what it cites, to the letter; markup is never prose."""

import re
from collections.abc import Iterable

_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w.+-]+@[\w-]+\.\w+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,24}/\S*"
    r"|\b(?=\w*[a-z])[a-z0-9-]{3,}(?:\.[a-z0-9-]{2,})*\.[a-z]{2,24}\b",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"!?\[[^\]]*\]\s*\(|<\s*/?\s*[a-z!]|\]\s*:|&#?\w+;|```|\b(?:javascript|data)\s*:", re.IGNORECASE)


def unsupported(sentence: str, sources: Iterable[str]) -> list[str]:
    """The addresses of a sentence that stand in no source, and whatever in it is markup, as written."""
    known = list(sources)
    addresses = (match.group().rstrip(".,;:!?)”\"'") for match in _ADDRESS.finditer(sentence))
    unknown = [address for address in addresses if not any(address in source for source in known)]
    return [*unknown, *(match.group() for match in _MARKUP.finditer(sentence))]
