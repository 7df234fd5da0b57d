"""Whether a word of a sentence and one of its source mean the same: names, what people are called, pronouns."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from index.text.keywords import STOP_STEMS, stems
from index.text.words import load_words
from qa.verification.alignment.lexicon import name_of, same_name, same_word
from qa.verification.alignment.parse import Token, Tree, parse
from qa.verification.alignment.reading import Reading
from qa.verification.rules.names import is_known_as

_WORDS = load_words(Path(__file__).parent)
_BODIES = _WORDS.set("words", "bodies")
_FIRST = _WORDS.set("pronouns", "first")
_PERSON = _WORDS.set("pronouns", "person")
_THING = _WORDS.set("pronouns", "thing")
_DOERS = frozenset(("nsubj", "nsubjpass", "poss"))
_BACK = 3
"""Sentences before a pronoun in which the thing that it means may stand."""


class References:
    """Who and what is meant in one reading and in another."""

    def __init__(self, said: Reading, source: Reading) -> None:
        """Compare words of `said` with words of `source`."""
        self._said, self._source = said, source
        self._known: dict[tuple[int, int], bool] = {}

    def same(self, mine: Token, other: Token) -> bool:
        """Whether a word of the sentence means no more than a word of the source."""
        key = (mine.at, other.at)
        if key not in self._known:
            self._known[key] = self._is_same(mine, other)
        return self._known[key]

    def is_one(self, mine: Token, other: Token) -> bool:
        """Whether two words that are no pronouns mean the same."""
        names = mine.is_name + other.is_name
        if names == 0 or mine.quantity or other.quantity:
            return same_word(mine, other)
        if names == 1:
            return self._is_called(mine, other)
        return same_name(name_of(self._said.tree, mine), name_of(self._source.tree, other))

    def _is_same(self, mine: Token, other: Token) -> bool:
        if other.is_pronoun or _stands_for_noun(other):
            return self._is_theirs(mine, other)
        if mine.is_pronoun:
            return self._is_mine(mine, other)
        return any(self.is_one(a, b) for a in _also(self._said.tree, mine) for b in _also(self._source.tree, other))

    def _is_mine(self, pronoun: Token, other: Token) -> bool:
        """Whether a pronoun of the sentence means what the source names."""
        named = list(_nouns_before(self._said.tree, pronoun))
        written = pronoun.text.casefold()
        if _has(named, other):
            return True
        if written in _PERSON:
            return _is_any(other, self._said.speakers)
        return other.lemma in _BODIES and any(one.is_name for one in named)

    def _is_theirs(self, mine: Token, pronoun: Token) -> bool:
        """Whether a pronoun of the source means what the sentence names."""
        written = pronoun.text.casefold()
        if mine.is_pronoun:
            return written in _FIRST or _group(mine.text.casefold()) == _group(written)
        if written in _FIRST or written in _PERSON:
            return self._is_person(mine, pronoun, written)
        return written in _THING and _has(self._things_before(pronoun), mine)

    def _is_person(self, mine: Token, pronoun: Token, written: str) -> bool:
        if mine.is_name:
            doers = self._nearest_doer(pronoun) if written in _PERSON else ()
            return _is_any(mine, (*self._source.speakers, *doers))
        if written in _FIRST:
            return mine.lemma in _BODIES
        called = bearers(self._article, mine.text.casefold())
        return len(called) == 1 and any(w.text in called for w in self._source.tree.words[: pronoun.at])

    @property
    def _article(self) -> str:
        return self._source.premise.article.text if self._source.premise else ""

    def _is_called(self, mine: Token, other: Token) -> bool:
        """Whether one is a name and the other what its bearer is called: "Solheim" and "the mayor"."""
        name, role = (mine, other) if mine.is_name else (other, mine)
        if name.text.casefold() == role.text.casefold():
            return True  # which of the two is a name at the head of its sentence
        if role.lemma in _BODIES and mine.is_name:
            return _has((one for one in self._things_before(other, back=1) if one.is_name), mine)
        return role.tag.startswith("NN") and bearers(self._article, role.text.casefold()) == {name.text}

    def _nearest_doer(self, pronoun: Token) -> list[str]:
        """Return who does something last before a pronoun, in its sentence or else in those before."""
        rows = [self._source.tree.words[: pronoun.at], *(t.words for t in reversed(parse(self._source.before)))]
        return next((names[-1:] for row in rows if (names := _doers(row))), [])

    def _things_before(self, pronoun: Token, back: int = _BACK) -> Iterator[Token]:
        yield from _nouns_before(self._source.tree, pronoun)
        for tree in parse(self._source.before[-back:]):
            yield from (w for w in tree.words if w.tag.startswith("NN") or w.tag == "VBG")


def _stands_for_noun(word: Token) -> bool:
    return word.text.casefold() == "one" and word.relation in ("dobj", "pobj", "attr")


def _group(pronoun: str) -> str:
    return next((name for name in ("person", "thing", "first") if pronoun in _WORDS.set("pronouns", name)), pronoun)


def _is_any(name: Token, people: Iterable[str]) -> bool:
    return any(is_known_as(name.text, person) for person in people)


def _doers(words: Iterable[Token]) -> list[str]:
    return [w.text for w in words if w.is_name and w.relation in _DOERS]


def _has(words: Iterable[Token], wanted: Token) -> bool:
    return any(same_word(wanted, word) for word in words)


def _nouns_before(tree: Tree, word: Token) -> Iterator[Token]:
    yield from (one for one in reversed(tree.words[: word.at]) if one.tag.startswith("NN"))


def _also(tree: Tree, word: Token) -> list[Token]:
    """Return a noun and the names that are put beside it: "the chief executive, Philippa Renshaw"."""
    return [word, *(c for c in tree.children(word) if c.relation == "appos" and (c.is_name or word.is_name))]


@lru_cache(maxsize=4096)
def bearers(article: str, role: str) -> frozenset[str]:
    """Return the last names of those whom an article calls so: "Mayor Marit Solheim", "Reiner, the energy minister"."""
    called = re.escape(role)
    before = re.finditer(rf"(?i:\b{called})\s+((?:[A-ZÀ-Þ][\w'’-]+\s?)+)", article)
    after = re.finditer(rf"\b([A-ZÀ-Þ][\w'’-]+), (?:an?|the|its|her|his|who)\b[^,.]{{0,40}}\b{called}\b", article)
    names = [m[1].split()[-1].removesuffix("’s").removesuffix("'s") for m in before]
    return frozenset((*names, *(m[1] for m in after)))


@lru_cache(maxsize=4096)
def is_described(article: str, name: str, words: tuple[str, ...]) -> bool:
    """Whether an article has these words in a sentence that has the name."""
    last = name.rsplit(maxsplit=1)[-1]
    sentences = (frozenset(stems(s)) for s in article.replace("\n", " ").split(". ") if last in s)
    wanted = frozenset(stem for word in words for stem in stems(word)) - STOP_STEMS
    return any(wanted <= sentence for sentence in sentences)
