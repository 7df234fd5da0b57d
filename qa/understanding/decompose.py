"""A question that needs several searches, into its parts: at most four, by the form of the question."""

import re
from pathlib import Path

from index.text.keywords import STOP_WORDS
from index.text.words import load_words
from qa.understanding.standalone import proper_names

MAX_PARTS = 4

_WORDS = load_words(Path(__file__).parent)
_ASKS = rf"(?:{_WORDS.either('asking', 'part')})"
_QUESTION = re.compile(rf"{_ASKS}\s+\S+\s+\S", re.IGNORECASE)
"""A piece that asks something by itself: an asking word and two more."""
_SAME_THING = re.compile(rf"\b(?:{_WORDS.either('people', 'same_thing')})\b", re.IGNORECASE)
_NEXT = re.compile(rf"(?:\?\s+(?=\w)|[,;]?\s+and\s+(?={_ASKS}\s+\w+\s+\w))", re.IGNORECASE)
_IS_EMPTY = STOP_WORDS | {"against"}
_OF_SEVERAL = re.compile(
    r"^(?P<head>(?:what|why|how|when)\s+(?:did|do|does|have|has)\s+)(?P<who>.+?)"
    rf"(?P<tail>\s+(?:each\s+)?(?:{_WORDS.either('reporting', 'of_each')})\b.*)$",
    re.IGNORECASE,
)
_LIST = re.compile(r"\s*(?:,\s*(?:and\s+)?|\s+and\s+|\s+or\s+)\s*")


def decompose(question: str) -> tuple[str, ...]:
    """Return the questions that a question consists of, in order; only itself where it is one, or has too many.

    "What did Voss and Reiner say about the guarantee?" is two; so is "Who resigned, and why did the bank wait?".
    """
    asked = list(dict.fromkeys(part for piece in _pieces(question) for part in _of_each(piece)))
    return tuple(asked) if 1 < len(asked) <= MAX_PARTS else (question,)


def _pieces(question: str) -> list[str]:
    """Return the questions one after the other; two about the same thing, joined by "and", are one search."""
    pieces = [piece.strip(" ,;") for piece in _NEXT.split(question.strip()) if piece.strip(" ,;?")]
    if len(pieces) < 2 or not all(_QUESTION.match(piece) for piece in pieces):
        return [question]
    if any(_IS_EMPTY.issuperset(piece.lower().rstrip("?").split()) for piece in pieces):
        return [question]  # "who is for and who is against the bridge"
    if question.count("?") < len(pieces) and any(_SAME_THING.search(piece) for piece in pieces[1:]):
        return [question]
    return [f"{piece[0].upper()}{piece[1:].rstrip('?. ')}?" for piece in pieces]


def _of_each(question: str) -> list[str]:
    match = _OF_SEVERAL.match(question.strip())
    people = _LIST.split(match["who"]) if match else []
    if not match or len(people) < 2 or not all(map(_is_name, people)):
        return [question]
    tail = re.sub(r"^\s+each\b", "", match["tail"], flags=re.IGNORECASE)
    return [f"{match['head']}{person}{tail}" for person in people]


def _is_name(words: str) -> bool:
    """Whether all of it is a name, but for a small "the" before it."""
    bare = re.sub(r"^the\s+", "", words)
    return proper_names(f"by {bare}") == [bare]
