"""PDF: the lines of the pages, joined into paragraphs; a scan without text is refused."""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from index.errors import InputError
from index.readers.dates import date_in_name
from index.readers.encoding import MAX_BYTES, size_of
from index.readers.entry import MAX_CHARACTERS, Entry, article
from index.readers.pdf_columns import in_reading_order, without_running_heads
from index.readers.pdf_layout import PdfLine, headline, paragraphs

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_TITLE_CHARACTERS = 300
# What programs write where a title should be: nothing, the name of the file or of themselves.
_NO_TITLE = re.compile(
    r"\(?(?:untitled|anonymous|unspecified)\)?|document\d*"
    r"|\S*[\d_]\S*|layout \d+"
    r"|(?:microsoft (?:word|powerpoint|excel)|powerpoint presentation)\b.*"
    r"|.*\.(?:docx?|odt|rtf|pdf|indd|qxp|tex|html?|pptx?|xlsx?|txt)|https?:.*|[\W\d_]*",
    re.IGNORECASE,
)
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")  # what fonts without a map of characters may give
_NO_AUTHOR = re.compile(r"\(?(?:user|admin|administrator|owner|author|unknown|anonymous)\)?|[\W\d_]*", re.IGNORECASE)


def read(name: str, stream: BinaryIO) -> Iterator[Entry]:
    """Yield the one article of a PDF file, dated by its name; raises `InputError` when it is locked or empty."""
    size = size_of(stream)
    if size > MAX_BYTES:
        raise InputError(
            "the PDF has {size:,} bytes and the limit is {limit:,}: cut it into articles.",
            "pdf.too_large",
            size=size,
            limit=MAX_BYTES,
        )
    text, title, author = _extracted(stream)
    if not text:
        raise InputError("the PDF holds no text: it may be a scan; run OCR over it first.", "pdf.no_text")
    yield Entry(article({"text": text, "title": title, "author": author, "date": date_in_name(name)}))


def _extracted(stream: BinaryIO) -> tuple[str, str, str]:
    """Return text, title and author."""
    from pypdf import PdfReader  # late: only this format needs it
    from pypdf.errors import DependencyError, FileNotDecryptedError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it logs, the failure below says once
    try:
        reader = PdfReader(stream)
        if reader.is_encrypted and not reader.decrypt(""):
            raise _locked()
        pages = without_running_heads(_pages(reader))
        title, author = _described(reader)
        return paragraphs(pages), title or headline(pages), author
    except (InputError, OSError):
        raise
    except (DependencyError, FileNotDecryptedError) as error:
        raise _locked() from error
    except Exception as error:  # a foreign parser over hostile input raises what it likes
        raise InputError("the PDF is broken: save or print it to PDF again.", "pdf.broken") from error


def _described(reader: "PdfReader") -> tuple[str, str]:
    """Return what a file says of its title and its author."""
    about = reader.metadata
    return (_sane(about.title, _NO_TITLE), _sane(about.author, _NO_AUTHOR)) if about else ("", "")


def _locked() -> InputError:
    return InputError("the PDF is encrypted: save it without a password.", "pdf.locked")


def _pages(reader: "PdfReader") -> list[list[PdfLine]]:
    pages: list[list[PdfLine]] = []
    characters = 0
    for page in reader.pages:
        pages.append(in_reading_order(_lines(page)))
        characters += sum(len(line.text) for line in pages[-1])
        if characters > MAX_CHARACTERS:
            raise InputError(
                "its text has more than {limit:,} characters: cut it into articles.",
                "pdf.too_long",
                limit=MAX_CHARACTERS,
            )
    return pages


def _lines(page: "PageObject") -> list[PdfLine]:
    """Return the lines of a page in the order they are drawn."""
    lines: list[list[PdfLine]] = [[]]

    def visit(run: str, matrix: list[float], text_matrix: list[float], _font: object, size: float) -> None:
        place = _place(matrix, text_matrix, size)
        first, *others = [PdfLine(piece, *place) for piece in run.split("\n")]
        lines[-1].append(first)
        lines.extend([other] for other in others)

    page.extract_text(visitor_text=visit)
    return [line for line in map(_line, filter(None, lines)) if line.text]


def _line(drawn: list[PdfLine]) -> PdfLine:
    """Return the line that was drawn in parts, placed where the first of them is."""
    parts = tuple(part for part in drawn if part.text.strip())
    text = _clean("".join(part.text for part in drawn))
    return replace(parts[0] if parts else drawn[0], text=text, parts=parts)


def _place(matrix: list[float], text_matrix: list[float], size: float) -> tuple[float, float, float]:
    """Return left edge, height above the page's foot, and size of the letters, in points."""
    a, b, c, d, e, f = matrix
    x, y = text_matrix[4], text_matrix[5]
    return x * a + y * c + e, x * b + y * d + f, abs(size * text_matrix[3] * d)


def _clean(text: str) -> str:
    """Return the text as one line, with U+FFFD for characters that cannot be stored."""
    return " ".join(_UNSTORABLE.sub("\ufffd", text).split())


def _sane(value: object, refused: re.Pattern[str]) -> str:
    """Return a field of the metadata as one line; "" when it matches `refused` or is too long."""
    text = _clean(value) if isinstance(value, str) else ""
    return "" if len(text) > _TITLE_CHARACTERS or refused.fullmatch(text) else text
