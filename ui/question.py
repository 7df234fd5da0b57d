"""What is accepted as a question, on every way in."""

from index.errors import InputError

MAXIMUM_CHARACTERS = 2_000
"""Longer than any question; short enough that nobody sends a book to be embedded."""


def accepted(question: str) -> str:
    """The question as it is asked: trimmed and encodable. Raises `InputError` when it is empty or too long."""
    # JSON can carry half a surrogate pair ("\ud800"), which no database, log or page can write down.
    trimmed = question.encode("utf-8", "replace").decode("utf-8").strip()
    if not trimmed:
        raise InputError("The question is empty: ask about something the articles report.")
    if len(trimmed) > MAXIMUM_CHARACTERS:
        raise InputError(
            f"The question has {len(trimmed):,} characters and the limit is {MAXIMUM_CHARACTERS:,}: "
            "ask for one thing at a time."
        )
    return trimmed
