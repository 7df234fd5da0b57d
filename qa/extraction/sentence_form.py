"""What a sentence must be to stand in an answer, and whether it can be understood by itself."""

import re
from collections.abc import Set as AbstractSet
from pathlib import Path

from index.records import Article
from index.text.keywords import searchable, stem
from index.text.words import load_words

_WORDS = load_words(Path(__file__).parent)
_ENDED = re.compile(r"[.!…。！।][\"'”’»›“)\]\s]*$")
_MIN_WORDS = 3
# "-- Ida Berg, on …", "Related:Ferry lost", and a caption after its credit: "Ole Strand/AP The ferry …".
_LINK = re.compile(r"-- |[^!?:]{2,40}:[A-Z]|(?:[A-Z][\w.’'-]+ ){1,3}[A-Z][\w.’'-]+/[A-Z]\w+")
_BANNER = re.compile(
    rf"^\W*(?:{'|'.join(map(re.escape, _WORDS.words('banner', 'beginnings')))})"
    rf"|{'|'.join(map(re.escape, _WORDS.words('banner', 'phrases')))}",
    re.IGNORECASE,
)
_CAPTION = re.compile(rf", (?:{'|'.join(_WORDS.words('banner', 'in_pictures'))}),")
_LEAD = rf"^[\"'“‘«(]*(?:(?:{_WORDS.either('hanging', 'connectives')}),? )?"
_PRONOUN = re.compile(rf"{_LEAD}(?:{_WORDS.either('hanging', 'pronouns')})\b", re.IGNORECASE)
_SAID_PRONOUN = re.compile(rf"[\"”’»][,.]? (?:{_WORDS.either('hanging', 'personal')})\b")
_DEFINITE = re.compile(rf"{_LEAD}[Tt]he ((?:[a-z][\w’'-]*,? ){{1,4}})")
_TITLE_WORDS = 2
"""So many words may stand between "The" and a name: "The old captain Ida Berg"."""
_EXPLAINED = _WORDS.set("hanging", "explained_by")
_DISTINCT = _WORDS.set("hanging", "distinct")


def is_statement(text: str) -> bool:
    """Whether a sentence states something: no question, heading, caption, banner, link or number of a list."""
    if not _ENDED.search(text) or len(searchable(text).split()) < _MIN_WORDS:
        return False
    return not _BANNER.search(text) and not _LINK.match(text) and not _CAPTION.search(text)


def may_answer(text: str, article: Article) -> bool:
    """Whether a sentence of an article may stand in an answer: a statement, and not the headline again."""
    return text != article.title and is_statement(text)


def is_hanging(text: str, known: AbstractSet[str]) -> bool:
    """Whether who or what a sentence is about stands before it: "He …", "The deal …".

    `known` are the stems of the question and of the headline: what they name needs no sentence before.
    """
    if _PRONOUN.match(text) or _SAID_PRONOUN.search(text):
        return True
    definite = _DEFINITE.match(text)
    if definite is None:
        return False
    words = definite[1].replace(",", "").split()
    named = len(words) <= _TITLE_WORDS and text[definite.end() :][:1].isupper()
    return not named and not _is_explained(words, known)


def _is_explained(words: list[str], known: AbstractSet[str]) -> bool:
    """Whether the words after "The" say themselves what they mean, or the question or the headline does."""
    if not _EXPLAINED.isdisjoint(words[:3]) or words[0] in _DISTINCT:
        return True
    return any(stem(word) in known for word in words[:2])
