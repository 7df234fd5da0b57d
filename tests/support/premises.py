"""Premises of sentences, made of a text as an index would hold it."""

from datetime import date

from index.attribution.attribute import attribute
from index.records import MIN_CONFIDENCE, Span
from index.text.chunking import split_sentences
from qa.premise import Premise, premise
from qa.verification.rules.rule import Claim
from tests.support.articles import article

PUBLISHED = date(2025, 2, 6)  # a Thursday


def claim_of(sentence: str, source: str, before: str = "", published: date | None = PUBLISHED) -> Claim:
    """Return the claim that a sentence makes where it cites a text."""
    return Claim(sentence, (premise_of(source, published=published),), before)


def premise_of(
    text: str, title: str = "", start: int = 0, end: int | None = None, published: date | None = PUBLISHED
) -> Premise:
    """The premise that a text, or a stretch of it, is for a sentence that cites it."""
    own = article("a", text, title, published=published, language="en")
    sentences = split_sentences("a", text)
    said = [s for s in attribute(own, sentences) if s.speaker and s.confidence >= MIN_CONFIDENCE]
    return premise(1, own, Span(own.id, start, len(text) if end is None else end), sentences, said)
