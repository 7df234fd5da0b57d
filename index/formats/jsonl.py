"""JSON lines: one article an object, its text kept to the character."""

import json
from collections.abc import Iterator
from pathlib import Path

from index.article import Failure
from index.errors import InputError
from index.formats.entry import Entry, article


def read(path: Path) -> Iterator[Entry]:
    """The articles of a file, read line by line; a bad line is a failure and the next one goes on."""
    done = 0
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            done += len(line)
            if not line.strip():
                continue
            try:
                fields = _object(line)
                yield Entry(article(path, fields.get("text"), fields, number), number, done)
            except InputError as error:
                yield Entry(Failure(str(path), str(error), number), number, done)


def _object(line: bytes) -> dict[str, object]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError("the line is not UTF-8: JSON lines must be; save the file again as UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"the line is not JSON ({error}): write one object a line.") from error
    if not isinstance(row, dict):
        raise InputError('the line is no object: write one like {"text": "…"} a line.')
    return row
