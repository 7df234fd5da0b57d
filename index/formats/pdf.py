"""PDF: the pages' text, lines joined into paragraphs; a scan without text is refused."""

import re
from collections.abc import Iterator
from pathlib import Path

from index.errors import InputError
from index.formats.entry import Entry, article

_HYPHENATED = re.compile(r"(?<=[a-zà-öø-ÿ])[-\u00ad]\n(?=[a-zà-öø-ÿ])")
_WRAPPED = re.compile(r"(?<=[^\n.!?:”\"’])\n(?=\S)|(?<=[.!?:”\"’])\n(?=[a-zà-öø-ÿ])")
_MANY_BREAKS = re.compile(r"\n{3,}")


def read(path: Path) -> Iterator[Entry]:
    """The one article of a PDF file."""
    from pypdf import PdfReader  # late: only this format needs it

    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError("the PDF is locked with a password: save it without one.")
        text = "\n\n".join(page.extract_text() for page in reader.pages)
        about = reader.metadata
        fields = {"title": about.title, "author": about.author} if about else {}
    except (InputError, OSError):
        raise
    except Exception as error:  # a foreign parser over hostile input raises what it likes
        raise InputError(f"the PDF is broken ({type(error).__name__}): save or print it to PDF again.") from error
    if not text.strip():
        raise InputError("the PDF holds no text: it may be a scan; run OCR over it first.")
    yield Entry(article(path, _paragraphs(text), fields))


def _paragraphs(text: str) -> str:
    """Lines that were wrapped for the page joined again; a blank line, or a line that ends a sentence, stays."""
    unwrapped = _HYPHENATED.sub(
        "", "\n".join(line.rstrip() for line in text.encode("utf-8", "replace").decode().splitlines())
    )
    return _MANY_BREAKS.sub("\n\n", _WRAPPED.sub(" ", unwrapped)).strip()
