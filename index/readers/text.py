"""Plain text: the whole file is the article; a short first line before a blank one is its title.

Markup that was left in it is taken out. A page that somebody saved with the ending .txt is read as one.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from index.errors import InputError
from index.readers import html
from index.readers.dates import date_in_name
from index.readers.encoding import read_text
from index.readers.entry import Entry, article
from index.readers.markup import plain_text

_TITLE_CHARACTERS = 200
_HEAD_BYTES = 1_000
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)


def read(name: str, stream: BinaryIO) -> Iterator[Entry]:
    """Yield the one article of a text file, dated by its name; raises `InputError`."""
    head = stream.read(_HEAD_BYTES)
    stream.seek(0)
    if head.startswith(b"%PDF-"):
        raise InputError("the file is a PDF, not plain text: give it the ending .pdf.", "document.pdf")
    yield from html.read(name, stream) if _PAGE.match(head) else _article(name, stream)


def _article(name: str, stream: BinaryIO) -> Iterator[Entry]:
    text = plain_text(read_text(stream))
    yield Entry(article({"text": text, "title": title(text), "date": date_in_name(name)}))


def title(text: str) -> str:
    """Return the first line when it is short and a blank line follows it, else ""."""
    first, _, rest = text.lstrip().replace("\r\n", "\n").replace("\r", "\n").partition("\n")
    blank_follows = rest and not rest.partition("\n")[0].strip()
    return first.strip() if len(first) <= _TITLE_CHARACTERS and blank_follows else ""
