"""CSV: a header row with the names of the fields, `text` among them, and one article a row."""

import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from index.article import Failure
from index.errors import InputError
from index.formats.decode import read_text
from index.formats.entry import Entry, article

_DELIMITERS = ",;\t|"


def read(path: Path) -> Iterator[Entry]:
    """The articles of a file; a bad row is a failure and the next one goes on."""
    source = read_text(path)
    csv.field_size_limit(sys.maxsize)
    header = source.lstrip().partition("\n")[0]
    rows = csv.reader(io.StringIO(source, newline=""), delimiter=max(_DELIMITERS, key=header.count))
    names: list[str] = []
    try:
        for row in rows:
            if not any(row):
                continue
            if not names:
                names = _header(row)
                continue
            try:
                fields = dict(zip(names, row, strict=False))
                yield Entry(article(path, fields.get("text"), fields, rows.line_num), rows.line_num)
            except InputError as error:
                yield Entry(Failure(str(path), str(error), rows.line_num), rows.line_num)
    except csv.Error as error:
        raise InputError(f"line {rows.line_num} is not CSV ({error}): check its quotation marks.") from error


def _header(row: list[str]) -> list[str]:
    names = [name.strip().lower() for name in row]
    if "text" not in names:
        raise InputError(f"its first row has no column `text` but {', '.join(names)[:100]}: name the columns there.")
    return names
