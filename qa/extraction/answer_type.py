"""What kind of thing a question asks for, and whether a sentence holds one: a place, a time, a number, a name."""

import re
from pathlib import Path

from qa.words import load_words

_WORDS = load_words(Path(__file__).parent)
_NUMBER = re.compile(rf"\d|\b(?:{_WORDS.either('answer_type', 'numbers')})\b", re.IGNORECASE)
_TIME = re.compile(rf"\b(?:\d{{4}}|{_WORDS.either('answer_type', 'times')}|\d{{1,2}} [ap]\.?m)\b")
_PLACE = re.compile(rf"\b(?:{_WORDS.either('answer_type', 'place_prepositions')}) (?:the )?(?:[\w-]+ ){{0,3}}[A-Z]\w+")
_PERSON = re.compile(r"(?<=[a-z,”\"] )[A-Z][\w’-]+|^[A-Z][\w’-]+ [A-Z]")

_EXPECTED = (
    (
        re.compile(r"^how (?:many|much|old|long|far|often)\b|\bwhat (?:percentage|share|number)\b", re.IGNORECASE),
        _NUMBER,
    ),
    (re.compile(r"^(?:when|what (?:day|year|date))\b", re.IGNORECASE), _TIME),
    (re.compile(r"^(?:where|(?:in |at )?(?:what|which) (?:city|country|place|state))\b", re.IGNORECASE), _PLACE),
    (re.compile(r"^(?:who|whom|whose)\b", re.IGNORECASE), _PERSON),
)


def expected_answer_type(question: str) -> re.Pattern[str] | None:
    """Return what the kind of thing asked for looks like, or None when the question does not say."""
    return next((looked_for for asks, looked_for in _EXPECTED if asks.search(question)), None)


def has_answer_of_type(question: str, sentence: str) -> bool:
    """Whether `sentence` holds the kind of thing that `question` asks for; True when the question does not say."""
    kind = expected_answer_type(question)
    return kind is None or bool(kind.search(sentence))
