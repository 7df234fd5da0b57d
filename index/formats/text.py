"""Plain text: the whole file is the article; a short first line before a blank one is its title."""

from collections.abc import Iterator
from pathlib import Path

from index.formats.decode import read_text
from index.formats.entry import Entry, article

_TITLE_CHARACTERS = 200


def read(path: Path) -> Iterator[Entry]:
    """The one article of a text file."""
    text = read_text(path)
    yield Entry(article(path, text, {"title": title(text)}))


def title(text: str) -> str:
    """The first line, when it is short and a blank line follows it; else nothing."""
    first, *rest = text.lstrip().splitlines()[:2] or [""]
    return first.strip() if len(first) <= _TITLE_CHARACTERS and rest and not rest[0].strip() else ""
