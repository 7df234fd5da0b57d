"""CSV: a header row with the names of the fields, `text` among them, and one article a row."""

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from index.errors import InputError
from index.readers.encoding import check_is_text, encoding_of, not_encoded
from index.readers.entry import MAX_CHARACTERS, Entry, entry

_DELIMITERS = ",;\t|"
_HEADER_CHARACTERS = 100_000


def read(_name: str, stream: BinaryIO) -> Iterator[Entry]:
    """Yield the articles of a file, read row by row; a bad row is a failure and the next one goes on.

    Raises `InputError` when the header names no `text`, and when the file is no text.
    """
    # A bound, so that a quotation mark that is never closed does not swallow a file of any size.
    csv.field_size_limit(MAX_CHARACTERS + 1)
    encoding = encoding_of(stream)
    stream.seek(0)
    lines = io.TextIOWrapper(stream, encoding, newline="")
    try:
        delimiter = _delimiter(lines)
        for number, row in _rows(lines, delimiter):
            yield _entry(row, number, stream.tell())
    except UnicodeDecodeError as error:
        raise not_encoded(encoding) from error
    finally:
        lines.detach()  # the stream is its opener's to close


CsvRow = dict[str, object] | InputError


def _rows(lines: io.TextIOWrapper, delimiter: str) -> Iterator[tuple[int, CsvRow]]:
    """Yield the 1-based line where each row begins, with its cells by name or its fault."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    names: list[str] = []
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, InputError("the row is not CSV ({error}): check its quotation marks.", "csv.row", error=error)
            continue
        if not any(map(str.strip, cells)):
            continue
        if names:
            yield line, _by_name(names, cells)
        else:
            names = _names(cells)


def _by_name(names: list[str], cells: list[str]) -> CsvRow:
    if any(map(str.strip, cells[len(names) :])):
        return InputError(
            "the row has {cells} cells and the header {columns}: put a text that holds the delimiter in "
            "quotation marks.",
            "csv.cells",
            cells=len(cells),
            columns=len(names),
        )
    return dict(zip(names, cells, strict=False))


def _entry(row: CsvRow, line: int, read_bytes: int) -> Entry:
    return Entry(row, line, read_bytes) if isinstance(row, InputError) else entry(row, line, read_bytes)


def _names(cells: list[str]) -> list[str]:
    return [name.strip().lower() for name in cells]


def _delimiter(lines: io.TextIOWrapper) -> str:
    """Return the delimiter with which the header has a column `text`, and most columns; rewind the stream."""
    header = ""
    while not header.strip() and (line := lines.readline(_HEADER_CHARACTERS)):
        header = line
    check_is_text(header)
    lines.seek(0)
    columns = {delimiter: _names(next(csv.reader([header], delimiter=delimiter), [])) for delimiter in _DELIMITERS}
    named = [delimiter for delimiter in _DELIMITERS if "text" in columns[delimiter]]
    if header.strip() and not named:
        widest = max(_DELIMITERS, key=lambda delimiter: len(columns[delimiter]))
        found = ", ".join(columns[widest])[:100]
        raise InputError(
            "its first row names no column `text` but {found}: name the columns there.", "csv.header", found=found
        )
    return max(named, key=lambda delimiter: len(columns[delimiter]), default=",")
