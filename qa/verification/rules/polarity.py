"""Sentences that turn around what they cite: a "not" more or less, an opposite, a "will" for a "may".

Each is laid beside the sentence of its premises that shares most words with it. Only plain cases count: the word that
is turned around must stand in both, or its opposite in the other. What is subtler is left to `meaning`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from index.people.names import fold
from index.text.keywords import STOP_WORDS, stem
from index.text.words import load_words
from qa.verification.rules.rule import Claim

_TABLE = load_words(Path(__file__).parent)
_WORD = re.compile(r"[^\W_]+(?:[_'-][^\W_]+)*|[,;:.“”\"()]")
_MARKS = frozenset(',;:.“”"()')
_JOINED = (
    (re.compile(r"\b(can)not\b"), r"\1 not"),
    (re.compile(r"n[’']t\b"), " not"),
    (re.compile(r"\bno one\b"), "nobody"),
)
_PHRASES = ((re.compile(r"\bat least\b"), "at_least"), (re.compile(r"\b(?:at most|no more than|up to)\b"), "at_most"))
_HEAD_WITHIN = 4
_BEFORE, _BEHIND = 10, 4
_NEAR = 0.5
"""Share of a sentence's content words that a source must have for the two to be about the same."""
_LIGHT = STOP_WORDS | _TABLE.set("light", "words")


@dataclass(frozen=True, slots=True)
class LemmatizedText:
    """A sentence as lemmas and marks, in order."""

    lemmas: tuple[str, ...]

    def heads(self) -> Iterator[str]:
        """Yield what each negator negates: the next content word, before any punctuation mark."""
        negators, light = _words("negation", "negators"), _light()
        for at, word in enumerate(self.lemmas):
            if word in negators:
                head = self._head(at)
                if head and head not in light and self.lemmas[at + 1] not in _words("negation", "harmless"):
                    yield head

    def _head(self, at: int) -> str | None:
        """Return the first content word after a position, within the same phrase."""
        for word in self.lemmas[at + 1 : at + 1 + _HEAD_WITHIN]:
            if word in _MARKS:
                return None
            if word not in _light() and not word.isdigit():
                return word
        return None

    def is_negated(self, lemma: str) -> bool:
        """Whether a word that turns around stands near some place where the lemma does."""
        turning = _words("negation", "negators") | _words("negation", "denials")
        places = [n for n, word in enumerate(self.lemmas) if word == lemma]
        around = ((*self.lemmas[max(0, n - _BEFORE) : n], *self.lemmas[n + 1 : n + _BEHIND]) for n in places)
        return any(turning & set(words) for words in around)

    def before(self, preposition: str) -> str | None:
        """Return what a preposition is followed by."""
        return self._head(self.lemmas.index(preposition))


def unsupported(claim: Claim) -> list[str]:
    """Return the words of a sentence that say the contrary of the source nearest to it, as lemmas."""
    said = read(claim.sentence)
    content = set(said.lemmas) - _light() - _MARKS
    sources = [read(text) for premise in claim.premises for text in premise.sentences]
    shares = [len(content & set(source.lemmas)) for source in sources]
    best = max(shares, default=0)
    if best < _NEAR * len(content):
        return []
    nearest = [source for source, share in zip(sources, shares, strict=True) if share == best]
    faults = [[*_negated(said, s, sources), *_opposed(said, s, sources), *_surer(said, s)] for s in nearest]
    return min(faults, key=len)


def _negated(said: LemmatizedText, source: LemmatizedText, sources: Sequence[LemmatizedText]) -> Iterator[str]:
    """Yield words that are negated here and in no source, then those that are negated in every source but not here."""
    for head in said.heads():
        if head in source.lemmas and not any(_negations(head, sources)):
            yield head
    for head in source.heads():
        if head in said.lemmas and not said.is_negated(head) and all(_negations(head, sources)):
            yield head


def _negations(head: str, sources: Sequence[LemmatizedText]) -> Iterator[bool]:
    """Yield, for each source that has the word, whether it negates it."""
    return (source.is_negated(head) for source in sources if head in source.lemmas)


def _opposed(said: LemmatizedText, source: LemmatizedText, sources: Sequence[LemmatizedText]) -> Iterator[str]:
    everywhere = {lemma for other in sources for lemma in other.lemmas}
    for word in said.lemmas:
        for mine, theirs in _poles().get(word, ()):
            found = [o for o in source.lemmas if o in theirs and o not in said.lemmas]
            if not found or mine & (everywhere if word not in _around() else set(source.lemmas)):
                continue
            if word in _around() and said.before(word) != source.before(found[0]):
                continue
            if said.is_negated(word) == source.is_negated(found[0]):
                yield word


def _surer(said: LemmatizedText, source: LemmatizedText) -> Iterator[str]:
    """Verbs that are certain here and only possible there."""
    possible, certain = _words("modality", "possible"), _words("modality", "certain")
    for at, word in enumerate(said.lemmas):
        if word in certain:
            head = next((w for w in said.lemmas[at + 1 : at + 4] if w not in _light() and w not in certain), None)
            for place in (n for n, other in enumerate(source.lemmas) if other == head):
                before = set(source.lemmas[max(0, place - 4) : place])
                if before & possible and not before & certain:
                    yield word


@lru_cache(maxsize=4096)
def read(text: str) -> LemmatizedText:
    """Return a sentence as lemmas; "cannot" and "isn't" are two words."""
    plain = fold(text.replace("’", "'"))
    for pattern, new in (*_JOINED, *_PHRASES):
        plain = pattern.sub(new, plain)
    return LemmatizedText(tuple(lemma(word) for word in _WORD.findall(plain)))


@lru_cache(maxsize=50_000)
def lemma(word: str) -> str:
    """Return the stem of a folded word's base form."""
    return stem(_irregular().get(word, word))


@cache
def _irregular() -> dict[str, str]:
    forms = _TABLE.words("forms", "irregular")
    return dict(zip(forms[::2], forms[1::2], strict=True))


@cache
def _words(section: str, name: str) -> frozenset[str]:
    return frozenset(lemma(word) for word in _TABLE.words(section, name))


@cache
def _light() -> frozenset[str]:
    return frozenset(lemma(word) for word in _LIGHT)


@cache
def _around() -> frozenset[str]:
    return _words("poles_of_prepositions", "words")


@cache
def _poles() -> dict[str, list[tuple[frozenset[str], frozenset[str]]]]:
    """For each word, its own pole and the opposite one."""
    found: dict[str, list[tuple[frozenset[str], frozenset[str]]]] = {}
    for sides in _TABLE.sections["poles"].values():
        one, other = (frozenset(lemma(word) for word in side.split()) for side in sides)
        for mine, theirs in ((one, other), (other, one)):
            for word in mine - theirs:
                found.setdefault(word, []).append((mine, theirs))
    return found
