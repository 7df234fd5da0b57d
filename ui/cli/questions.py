"""The questions that a command asks: the one it is given, or those of a file."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from index.errors import InputError
from ui.api.validation import validate_question


@dataclass(frozen=True, slots=True)
class CommandQuestion:
    """A question, with the id and the day it was asked on where its line in a file has them."""

    question: str
    id: Any = None
    day: date | None = None


def read_questions(question: str | None, file: str | None) -> Iterator[CommandQuestion]:
    """Yield the question that is given, or that of each line of a file. Raises `InputError`."""
    if (question is None) == (file is None):
        raise InputError(
            'Give either one question in quotation marks ("What did …?") or --questions FILE.jsonl.', "question.which"
        )
    if question is not None:
        yield CommandQuestion(validate_question(question))
    if file is not None:
        for number, line in enumerate(_lines(file), 1):
            if line.strip():
                yield _read_line(line, f"{file}:{number}")


def _lines(file: str) -> list[str]:
    try:
        return Path(file).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            "{file} cannot be read ({error}): give a UTF-8 file of JSON lines.",
            "question.unreadable",
            file=file,
            error=error,
        ) from error


def _read_line(line: str, where: str) -> CommandQuestion:
    try:
        row = json.loads(line)
        day = str(row.get("date") or "").replace("/", "-")[:10]
        asked = date.fromisoformat(day) if day else None
        return CommandQuestion(validate_question(row["question"]), row.get("id"), asked)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            '{where}: not a question ({error}): each line is an object like {{"id": "1", "question": "…", "date": '
            '"2022-03-10"}}, the date being optional.',
            "question.no_line",
            where=where,
            error=error,
        ) from error
