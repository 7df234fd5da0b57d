"""Whom a sentence gives words to: it must be whoever says them where they are cited.

The sentence is read by the same rules as an article (`index/speakers`). The sentences of its premises that share most
words with what it reports must be those in which that speaker speaks.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from index.attribution.attribute import attribute
from index.attribution.languages.language import load_language
from index.people.names import may_corefer, name_tokens, phonetic_keys
from index.records import Article, Span, Statement
from index.text.chunking import split_sentences
from index.text.keywords import STOP_STEMS, stems
from index.text.words import load_words
from qa.premise import Premise
from qa.verification.rules.rule import Claim

_ENGLISH = load_language("english")
_AS_GOOD = 0.6
"""So near to the best match, a sentence may be what is reported too."""
_LOOSE = load_words(Path(__file__).parent).set("speakers", "loose_verbs")
"""Verbs of speech that often report none; they count only with quotation marks."""


def unsupported(claim: Claim) -> list[str]:
    """Return those to whom a sentence gives words that its premises do not show them to say."""
    said = list(_said_in(claim.sentence, claim.before))
    right = {words for speaker, words in said if _says(speaker, _words(words), claim.premises)}
    return [speaker for speaker, words in said if speaker[:1].isupper() and words not in right]


def _says(speaker: str, words: frozenset[str], premises: Sequence[Premise]) -> bool:
    """Whether the speaker speaks in a sentence nearest to the words, or alone is named in one where nobody does."""
    return any(_speaks_in(speaker, premise, span) for premise, span in _nearest(words, premises))


def _nearest(words: frozenset[str], premises: Sequence[Premise]) -> list[tuple[Premise, Span]]:
    """Return the sentences that share most of the words; none when none of the words stands in what is cited."""
    places = [(premise, span) for premise in premises for span in premise.spans]
    shares = [len(words & frozenset(stems(span.text_in(premise.article)))) for premise, span in places]
    least = max(1, max(shares) * _AS_GOOD)
    return [place for place, share in zip(places, shares, strict=True) if share >= least]


def _speaks_in(speaker: str, premise: Premise, span: Span) -> bool:
    """Whether the speaker speaks in a sentence, or is named in it where nobody does."""
    heard = [s.speaker for s in premise.statements if s.speaker and s.overlaps(span)]
    if heard:
        return any(is_one(speaker, name) for name in heard)
    named = phonetic_keys(span.text_in(premise.article).split())
    return bool(phonetic_keys(name_tokens(speaker)[-1:]) & named)


def is_one(one: str, other: str) -> bool:
    """Whether two names may be the same speaker's; a body is known by any word of its name."""
    first, second = name_tokens(one), name_tokens(other)
    return (
        may_corefer(first, second)
        or (len(first) > 1 and phonetic_keys(second) <= phonetic_keys(first))
        or (bool(second) and len(second) > 1 and phonetic_keys(first) <= phonetic_keys(second))
    )


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    every = frozenset(stems(text))
    return every - STOP_STEMS or every  # "there is nothing up there"


def _said_in(sentence: str, before: str) -> Iterator[tuple[str, str]]:
    """Yield speaker and words of each outermost statement of a sentence."""
    shift = len(before) + 1 if before else 0
    reported = [s for s in attributed(f"{before} {sentence}" if before else sentence) if _is_speech(s)]
    for said in reported:
        within = any(other.contains(said) and _longer(other, said) for other in reported)
        if said.start >= shift and not within:
            yield said.speaker, sentence[said.start - shift : said.end - shift]


def _longer(one: Statement, other: Statement) -> bool:
    return one.end - one.start > other.end - other.start


def _is_speech(statement: Statement) -> bool:
    """Whether it is surely words that are reported, not an attitude or a deed."""
    if statement.kind != "indirect":
        return True
    verbs = [verb for word in statement.cue.lower().split() if (verb := _ENGLISH.verbs.get(word))]
    if not verbs:
        return statement.cue.lower().startswith("according")
    return any(verb.manners & {"say", "tell"} and verb.lemma not in _LOOSE for verb in verbs)


@lru_cache(maxsize=512)
def attributed(text: str) -> tuple[Statement, ...]:
    """Return the statements of a text that is no article, those whose speaker is known."""
    found = attribute(Article("", text, language="en"), split_sentences("", text))
    return tuple(s for s in found if s.speaker)
