"""The form of a sentence: prose that reports something, without markup, of no address that its sources lack."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from index.attribution.quotations import find_quotations, outermost
from index.text.words import load_words
from qa.verification.rules.rule import Claim

_WORDS = load_words(Path(__file__).parent)
_MIN_WORDS = 4
_MAX_LENGTH = 700
"""Characters; of a longer sentence the network would not read the end."""
_WORD = re.compile(r"[^\W_]+")
_PROMPT = re.compile(rf"\b(?:{_WORDS.either('form', 'prompt')})\b", re.IGNORECASE)
"""What an answer is made from; a reader never saw it."""
_MYSELF = re.compile(rf"\b(?:{_WORDS.either('form', 'myself')})\b")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w.+-]+@[\w-]+\.\w+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,24}/\S*"
    r"|\b(?=\w*[a-z])[a-z0-9-]{3,}(?:\.[a-z0-9-]{2,})*\.[a-z]{2,24}\b",
    re.IGNORECASE,
)
# Symbols that are no money, and what is no character.
_SIGNS = frozenset(("So", "Sk", "Sm", "Cf", "Cn", "Co", "Cs"))
_TYPED = frozenset("*_~^|\\`#{}")
_COMMENT = re.compile(r"\([!?\s]*[!?][!?\s]*\)|\[sic\]|\(sic\)|!|\?\?")
_MARKUP = re.compile(r"!?\[[^\]]*\]\s*\(|<\s*/?\s*[a-z!]|\]\s*:|&#?\w+;|```|\b(?:javascript|data)\s*:", re.IGNORECASE)


def unsupported(claim: Claim) -> Iterator[str]:
    """Yield what of a sentence is no prose, speaks of the sentence's making, or is an address that no source has."""
    yield from _words_about_itself(claim)
    if len(_WORD.findall(claim.sentence)) < _MIN_WORDS or len(claim.sentence) > _MAX_LENGTH:
        yield claim.sentence
    yield from _addresses(claim)
    markup = [match.group() for match in _MARKUP.finditer(claim.sentence)]
    yield from markup or _stray_marks(claim)


def _words_about_itself(claim: Claim) -> Iterator[str]:
    """Words about what it was written from, unless a source has them, and about who writes it, outside quotations."""
    for word in dict.fromkeys(_PROMPT.findall(claim.sentence)):
        if all(word.casefold() not in source.casefold() for source in claim.texts):
            yield word
    outside = claim.sentence
    for quotation in reversed(outermost(find_quotations(claim.sentence))):
        outside = outside[: quotation.start] + outside[quotation.end :]
    yield from _MYSELF.findall(outside)


def _stray_marks(claim: Claim) -> Iterator[str]:
    """Yield marks that comment or mean nothing, such as emoji and "(!)", unless a source has them."""
    written = "".join(claim.texts)
    signs = (c for c in claim.sentence if unicodedata.category(c) in _SIGNS or c in _TYPED)
    yield from dict.fromkeys(sign for sign in signs if sign not in written and sign != "°")
    yield from (match.group() for match in _COMMENT.finditer(claim.sentence) if match.group() not in written)


def _addresses(claim: Claim) -> Iterator[str]:
    for match in _ADDRESS.finditer(claim.sentence):
        address = match.group().rstrip(".,;:!?)”\"'")
        if not any(address in source for source in claim.texts):
            yield address
