"""Plain text: the whole file is the article; a short first line before a blank one is its title."""

from collections.abc import Iterator
from pathlib import Path

from index.readers.dates import date_in_name
from index.readers.encoding import read_text
from index.readers.entry import Entry, article, id_from_path

_TITLE_CHARACTERS = 200


def read(path: Path) -> Iterator[Entry]:
    """The one article of a text file, dated by its name; raises `InputError`."""
    text = read_text(path)
    yield Entry(article({"text": text, "title": title(text), "date": date_in_name(path)}, id_from_path(path)))


def title(text: str) -> str:
    """The first line, when it is short and a blank line follows it; else nothing."""
    first, _, rest = text.lstrip().replace("\r\n", "\n").replace("\r", "\n").partition("\n")
    blank_follows = rest and not rest.partition("\n")[0].strip()
    return first.strip() if len(first) <= _TITLE_CHARACTERS and blank_follows else ""
