"""Words of a question that no article holds, into the words of articles that were probably meant.

A word that the embedding model knows as a whole is a word, whoever types it; so is a name in capitals, which may be
somebody's whom no article names. What is left is compared with the words of the articles that begin alike.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from rapidfuzz.distance import OSA

from index.records import Passage, Query
from index.storage.cached import cached_by_generation
from index.storage.corpus import Corpus
from index.text.keywords import stem

_WORD = re.compile(r"(?<![\w.@/-])[a-z]{5,}(?![\w@/])(?!\.\w)")
_SHORT = re.compile(r"(?<![\w.@/-])[a-z]{2,4}(?![\w@/.])")
_NOTHING: Mapping[str, str] = MappingProxyType({})
_MIN_LENGTH_OF_TWO = 8
"""In a word as long as this two letters may be wrong, in a shorter one only one."""
_MAX_LENGTH = 40
_MAX_WORDS = 12
_MAX_CACHED = 500
_PASSAGES_READ = 3
_BRITISH = re.compile(r"(i|y)s(e[drs]?|ing|ation)$")
_ENDING = re.compile(r"(?:ers?|es|s|ed|ing|ly)$")
_LETTERS = re.compile(r"[^\W\d_]+")


class Spelling:
    """Spells questions as the articles do; safe to share between threads."""

    def __init__(self, corpus: Corpus, asking: Collection[str] = (), typed: Mapping[str, str] = _NOTHING) -> None:
        """Take words from the articles of this corpus, and those that questions are asked with.

        `typed` gives the word for what is typed instead of it: "abt".
        """
        self._corpus, self._asking, self._typed = corpus, frozenset(asking), typed
        self._meant = cached_by_generation(self._find, corpus.store.generation, _MAX_CACHED)

    def corrected(self, question: str) -> str:
        """Return the question with its misspelt words in lower case as the articles, or the model, spell them."""
        left = _MAX_WORDS
        if question.isupper():
            return question

        def mend(match: re.Match[str]) -> str:
            nonlocal left
            left -= 1
            return self._meant(match.group()) if left >= 0 else match.group()

        return _WORD.sub(mend, _SHORT.sub(self._full, question))

    def _full(self, match: re.Match[str]) -> str:
        short = match.group()
        return self._typed[short] if short in self._typed and not self._holding(short) else short

    def _find(self, word: str) -> str:
        """Return the word that was probably meant; the word itself when it is one, or nothing is near."""
        if len(word) > _MAX_LENGTH or self._is_word(word) or self._holding(word):
            return word
        most = 2 if len(word) >= _MIN_LENGTH_OF_TWO else 1
        return min(self._near(word, most), key=lambda other: self._rank(word, other), default=word)

    def _rank(self, word: str, other: str) -> tuple[int, bool, int, str]:
        return OSA.distance(word, other), other not in self._asking, -self._holding(other), other

    def _is_word(self, word: str) -> bool:
        known = self._corpus.embedder.words
        american = _BRITISH.sub(r"\1z\2", word)
        if word in self._asking or not known.isdisjoint((word, american, american.replace("our", "or"))):
            return True
        return any(not known.isdisjoint((base, f"{base}e")) for base in _ENDING.split(american)[:1])

    def _holding(self, word: str) -> int:
        """Return in how many articles a word stands."""
        return len(self._corpus.store.passages.document_frequencies(word))

    def _near(self, word: str, most: int) -> set[str]:
        """Return the words of articles, and those that ask, of which at most so many letters are typed otherwise."""
        stemmed, length = stem(word), most + 1  # a stem may lose another letter than the word

        def alike(other: str) -> bool:
            return OSA.distance(stemmed, other, score_cutoff=length) <= length

        stems = self._corpus.store.passages.stems_with_prefix(word[0], alike)
        written = {form for found in stems for form in self._forms(found)}
        known = filter(self._holding, _alike(word, self._corpus.embedder.words, most))
        return {*_alike(word, written | self._asking, most), *known}

    def _forms(self, stemmed: str) -> set[str]:
        """Return the words around a stem where articles have it."""
        passages = self._corpus.store.passages
        found = passages.by_id([i for i, _ in passages.keyword_search(Query(stemmed), _PASSAGES_READ)])
        texts = (self._text(passage) for passage, _ in found.values())
        return {word for text in texts for word in _LETTERS.findall(text.lower())}

    def _text(self, passage: Passage) -> str:
        article = self._corpus.store.article(passage.article_id)
        return passage.text_in(article) if article else ""


def _alike(word: str, others: Iterable[str], most: int) -> list[str]:
    """Return those that begin with the same letter and differ by at most so many letters."""
    near = (other for other in others if other[0] == word[0])
    return [other for other in near if OSA.distance(word, other, score_cutoff=most) <= most]
