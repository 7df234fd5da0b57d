"""What is accepted as a question, on every way in."""

import re

from index.errors import InputError

MAX_QUESTION_CHARACTERS = 2_000
"""Longer than any question; short enough that nobody sends a book to be embedded."""
SAYS_SOMETHING = r"[^\s\x00-\x20\x85\ufeff]"
"""A regular expression for a character that is more than white space, to whoever reads it: languages differ in \\s."""


def validate_question(question: str) -> str:
    """Return the question as it is asked: trimmed and encodable. Raises `InputError` when it is empty or too long."""
    # JSON can carry half a surrogate pair ("\ud800"), which no database, log or page can write down.
    trimmed = question.encode("utf-8", "replace").decode("utf-8").strip()
    if not re.search(SAYS_SOMETHING, trimmed):
        raise InputError("The question is empty: ask about something the articles report.", "question.empty")
    if len(question) > MAX_QUESTION_CHARACTERS:
        raise InputError(
            "The question has {length:,} characters and the limit is {limit:,}: ask for one thing at a time.",
            "question.too_long",
            length=len(question),
            limit=MAX_QUESTION_CHARACTERS,
        )
    return trimmed
