"""What readers say of answers, kept in the index beside the articles that the answers came from."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Literal, get_args

from index.errors import InputError
from index.storage.database import Database
from index.storage.filters import placeholders

FeedbackVerdict = Literal["good", "wrong person", "not in the source", "missing something"]
VERDICTS: tuple[FeedbackVerdict, ...] = get_args(FeedbackVerdict)
MAX_CHARACTERS = 4_000
"""Of a comment."""

# Not part of the index's schema: an index made before there was feedback gets the table with the first of it.
_TABLE = """
CREATE TABLE IF NOT EXISTS feedback (
    id INTEGER PRIMARY KEY, given TEXT NOT NULL, verdict TEXT NOT NULL, comment TEXT NOT NULL, question TEXT NOT NULL,
    history TEXT NOT NULL, answer TEXT NOT NULL, versions TEXT NOT NULL)
"""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What one reader says of one answer."""

    given: str
    """When: ISO 8601, UTC."""
    verdict: FeedbackVerdict
    comment: str
    question: str
    history: str
    """The questions before it, as a JSON list."""
    answer: str
    """The answer as it was shown, as JSON."""
    versions: str
    """Of On Record, the index's format, its model and its generation, as a JSON object."""
    id: int = 0
    """1-based number within the index; 0 before it is stored."""


_STORED = tuple(field.name for field in fields(Feedback) if field.name != "id")
_COLUMNS = ", ".join(_STORED)


def add_feedback(database: Database, feedback: Feedback) -> int:
    """Store a reader's feedback and return its number.

    Raises `InputError` for an unknown verdict or too long a comment.
    """
    if feedback.verdict not in VERDICTS:
        raise InputError(
            "{verdict!r} is no verdict: give one of {known}.",
            "feedback.verdict",
            verdict=feedback.verdict,
            known=", ".join(VERDICTS),
        )
    if len(feedback.comment) > MAX_CHARACTERS:
        raise InputError(
            "The comment has {length:,} characters and the limit is {limit:,}.",
            "feedback.too_long",
            length=len(feedback.comment),
            limit=MAX_CHARACTERS,
        )
    values = [getattr(feedback, name) for name in _STORED]
    with database.transaction() as connection:
        connection.execute(_TABLE)
        stored = connection.execute(f"INSERT INTO feedback ({_COLUMNS}) VALUES ({placeholders(values)})", values)
        return int(stored.lastrowid or 0)


def list_feedback(database: Database) -> Iterator[Feedback]:
    """Yield all feedback of an index, oldest first."""
    if database.read("SELECT 1 FROM sqlite_master WHERE name = 'feedback'"):
        for row in database.read(f"SELECT {_COLUMNS}, id FROM feedback ORDER BY id"):
            yield Feedback(*row)
