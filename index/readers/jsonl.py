"""JSON lines: one article an object, its text and its fields kept to the character unless they are markup."""

import io
import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from index.errors import InputError
from index.readers.encoding import not_encoded
from index.readers.entry import MAX_CHARACTERS, Entry, entry

# A character may be written with twelve (\ud83d\ude00), and the other fields need some room.
_MAX_LINE_LENGTH = 13 * MAX_CHARACTERS
_NOT_UTF8 = re.compile("[\udc80-\udcff]")  # what "surrogateescape" makes of bytes that are no UTF-8


def read(_name: str, stream: BinaryIO) -> Iterator[Entry]:
    """Yield the articles of a file, read line by line; a bad line is a failure and the next one goes on."""
    wide = stream.read(2) in (b"\xff\xfe", b"\xfe\xff")
    stream.seek(0)
    lines = io.TextIOWrapper(stream, "utf-16" if wide else "utf-8-sig", errors="surrogateescape", newline="\n")
    try:
        for number, line in enumerate(_lines(lines), 1):
            if line.strip():
                yield _entry(line, number, stream.tell())
    except UnicodeDecodeError as error:
        raise not_encoded("utf-16") from error
    finally:
        lines.detach()  # the stream is its opener's to close


def _lines(lines: io.TextIOWrapper) -> Iterator[str]:
    """Yield each line; of one that is too long only the beginning, one character more than allowed."""
    while line := lines.readline(_MAX_LINE_LENGTH + 1):
        yield line
        rest = line
        while len(rest) > _MAX_LINE_LENGTH and not rest.endswith("\n"):
            rest = lines.readline(_MAX_LINE_LENGTH + 1)


def _entry(line: str, number: int, read_bytes: int) -> Entry:
    try:
        fields = _object(line)
    except InputError as error:
        return Entry(error, number, read_bytes)
    return entry(fields, number, read_bytes)


def _object(line: str) -> dict[str, object]:
    if len(line) > _MAX_LINE_LENGTH:
        raise InputError(
            "the line has more than {limit:,} characters: cut its text into articles.",
            "jsonl.too_long",
            limit=_MAX_LINE_LENGTH,
        )
    if _NOT_UTF8.search(line):
        raise InputError(
            "the line is not UTF-8, which JSON lines must be: save the file again as UTF-8.", "jsonl.encoding"
        )
    try:
        row = json.loads(line.rstrip("\r\n").lstrip("\ufeff"))  # files joined together have marks in the middle
    except json.JSONDecodeError as error:
        raise InputError(
            "the line is not JSON ({error} at character {position:,}): write one whole object a line.",
            "jsonl.no_json",
            error=error.msg.removesuffix(" at"),
            position=error.pos + 1,
        ) from error
    except (ValueError, RecursionError) as error:
        raise InputError(
            "the line is JSON too deep or with too long a number: write an object of texts.", "jsonl.too_deep"
        ) from error
    if not isinstance(row, dict):
        raise InputError('the line is no object: write one like {"text": "…"} a line.', "jsonl.no_object")
    return row
