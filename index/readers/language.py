"""The language of an article that does not say it: English or unknown, all that the stages after this need."""

import re
from pathlib import Path

from index.text.words import load_words

_ENGLISH = load_words(Path(__file__).parent).set("language", "common")
_ENOUGH = 0.15
_MIN_SHARE = 0.075  # the least of 2,500 English news texts had 0.081; German, Spanish and Norwegian ones have less
_PLAINLY = 0.2  # no other language has so much of them
_MIN_WORDS = 40
_SAMPLE_CHARACTERS = 4_000
_WORD = re.compile(r"[^\W\d_]+")


def detect_language(text: str) -> str:
    """Return "en" for English, "" for anything else."""
    return "en" if _english_share(_words(text)) >= _ENOUGH else ""


def is_plainly_foreign(text: str) -> bool:
    """Return whether a text is long enough to say that it is not English, whatever it says of itself."""
    words = _words(text)
    return len(words) >= _MIN_WORDS and _english_share(words) < _MIN_SHARE


def is_plainly_english(text: str) -> bool:
    """Return whether a text is long enough to say that it is English, whatever it says of itself."""
    words = _words(text)
    return len(words) >= _MIN_WORDS and _english_share(words) >= _PLAINLY


def _words(text: str) -> list[str]:
    return _WORD.findall(text[:_SAMPLE_CHARACTERS].lower())


def _english_share(words: list[str]) -> float:
    return sum(word in _ENGLISH for word in words) / len(words) if words else 0.0
