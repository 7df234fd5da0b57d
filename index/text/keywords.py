"""What keyword search sees: words out of text, and a question turned into an FTS5 expression.

Scripts written without spaces are indexed character by character and asked for as phrases.
"""

import re
from functools import lru_cache
from pathlib import Path
from threading import Lock

from snowballstemmer import stemmer

from index.text.words import load_words

_NO_SPACE_SCRIPT = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f])"
)
LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
"""What typesetters draw as one sign, nobody types in a question; the last two are a long s and a round one with t."""
_WORD = re.compile(r"\w+(?:['’]\w+)?")
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)

_WORDS = load_words(Path(__file__).parent)
_LIGHT_PHRASE = re.compile(rf"\b(?:{_WORDS.either('keywords', 'taking_place')})\s+place\b", re.IGNORECASE)
STOP_WORDS = _WORDS.set("keywords", "stop_words")
"""Words that say that something is asked, not what."""


def searchable(text: str) -> str:
    """Return `text` as keyword search sees it: a character of a no-space script is a word, a ligature its letters."""
    return _NO_SPACE_SCRIPT.sub(r" \1 ", text.translate(LIGATURES))


def query_terms(text: str) -> list[str]:
    """Return the distinct search terms of a question, in lower case and in order."""
    words = [_POSSESSIVE.sub("", word).casefold() for word in _WORD.findall(_LIGHT_PHRASE.sub(" ", text))]
    distinct = dict.fromkeys(words)
    return [word for word in distinct if word not in STOP_WORDS] or list(distinct)


def match_expression(text: str) -> str:
    """Return an FTS5 MATCH expression that finds any of the text's words; "" when it has none."""
    return " OR ".join('"' + searchable(word).replace('"', "").strip() + '"' for word in query_terms(text))


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the word's stem by the same algorithm (Porter) as the keyword index, in lower case.

    A word that would become a stop word stays whole: "herring" is no form of "her".
    """
    plain = _POSSESSIVE.sub("", word).casefold()
    stemmed = _porter(plain)
    return plain if stemmed in STOP_STEMS and plain not in STOP_WORDS else stemmed


def stems(text: str) -> set[str]:
    """Return the stems of all words of `text`."""
    return {stem(word) for word in _WORD.findall(searchable(text))}


_PORTER = stemmer("porter")
_STEMMING = Lock()
"""The stemmer keeps the word it works on in itself: two threads at once would get parts of each other's words."""


def _porter(word: str) -> str:
    with _STEMMING:
        stemmed: str = _PORTER.stemWord(word)
    return stemmed


STOP_STEMS = frozenset(map(_porter, STOP_WORDS))
"""The stems of the stop words."""
