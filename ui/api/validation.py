"""What is accepted as a question, on every way in."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from index.errors import InputError

MAX_QUESTION_CHARACTERS = 2_000
"""Longer than any question; short enough that nobody sends a book to be embedded."""
SAYS_SOMETHING = r"[^\s\x00-\x20\x85\ufeff]"
"""A regular expression for a character that is more than white space, to whoever reads it: languages differ in \\s."""


def validate_question(question: str) -> str:
    """The question as it is asked: trimmed and encodable. Raises `InputError` when it is empty or too long."""
    # JSON can carry half a surrogate pair ("\ud800"), which no database, log or page can write down.
    trimmed = question.encode("utf-8", "replace").decode("utf-8").strip()
    if not re.search(SAYS_SOMETHING, trimmed):
        raise InputError("The question is empty: ask about something the articles report.")
    if len(question) > MAX_QUESTION_CHARACTERS:
        raise InputError(
            f"The question has {len(question):,} characters and the limit is {MAX_QUESTION_CHARACTERS:,}: "
            "ask for one thing at a time."
        )
    return trimmed


def read_questions(question: str | None, questions: str | None) -> Iterator[dict[str, Any]]:
    """The questions of the command line: the one given, or each line of the file, with id and date where known.

    Raises `InputError`.
    """
    if (question is None) == (questions is None):
        raise InputError('Give either one question in quotation marks ("What did …?") or --questions FILE.jsonl.')
    if question is not None:
        yield {"id": None, "question": validate_question(question), "date": None}
        return
    assert questions is not None
    try:
        lines = Path(questions).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{questions} cannot be read ({error}): give a UTF-8 file of JSON lines.") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _read_line(line, f"{questions}:{number}")


def _read_line(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
        day = str(row.get("date") or "").replace("/", "-")[:10]
        return {
            "id": row.get("id"),
            "question": validate_question(row["question"]),
            "date": date.fromisoformat(day) if day else None,
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f'{where}: not a question ({error}): each line is an object like {{"id": "1", "question": "…", "date": '
            '"2022-03-10"}, the date being optional.'
        ) from error
