"""Whether what a sentence means is carried: what the network makes of it beside the words of its premises."""

import math
import re
from collections.abc import Iterator, Sequence

from index.attribution.quotations import find_quotations
from index.text.keywords import STOP_STEMS, stems
from qa.premise import Premise, resolve_pronouns
from qa.verification.network import Example, entailment_model
from qa.verification.rules.dates import written as written_days

ROOM = 1000
"""Characters of its premises that a sentence is laid beside at most; of more, the sentences nearest to it."""
_WORD = re.compile(r"\w+")
# Chosen on the samples' paraphrases and QAGS-XSum, so that one half is the line: benchmarks/LOG.md, "The check".
_SHARE, _BIAS = 4.0, 2.2
_MANY, _FEW = 0.65, 15.0


def entailment_probability(sentences: Sequence[tuple[str, Sequence[Premise]]]) -> list[float]:
    """How likely it is, 0 to 1, that each sentence means nothing that its premises do not say.

    The sentences have passed the checks to the letter: what was found there in another form is not asked about again.
    What the network makes of them counts together with the share of their words that stand in the premises.
    """
    pairs = [(premise_text(sentence, premises), sentence) for sentence, premises in sentences]
    logits = entailment_model().logits(
        [Example(tuple(texts), sentence, already_verified_spans(sentence, texts)) for texts, sentence in pairs]
    )
    shares = [_share_of_words(sentence, premises) for sentence, premises in sentences]
    return [_likely(logit, share) for logit, share in zip(logits, shares, strict=True)]


def _likely(logit: float, share: float) -> float:
    """Combine the two; a sentence with hardly more than half its words in the premises needs a sure network."""
    total = logit + _SHARE * share + _FEW * min(0.0, share - _MANY) + _BIAS
    return 1 / (1 + math.exp(-total))


def warm() -> None:
    """Load the network, which the first sentence would wait for else."""
    entailment_model().read(["warm"])


def prepare(premises: Sequence[Premise]) -> None:
    """Read the premises, which then costs their sentences nothing; done while a model is still thinking."""
    entailment_model().read(_words_of(premise) for premise in premises)


def _share_of_words(sentence: str, premises: Sequence[Premise]) -> float:
    """Return the share of a sentence's words, stop words aside, whose stems are in the premises or their metadata."""
    asked = stems(sentence) - STOP_STEMS
    stands = {word for premise in premises for word in stems(f"{premise.text}\n{premise.about}")}
    return len(asked & stands) / len(asked) if asked else 0.0


def already_verified_spans(sentence: str, texts: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where a sentence holds what was found already: days, quotations, names and numbers that are written otherwise."""
    spans = [(start, end) for _, start, end in written_days(sentence)]
    spans += [(q.start, q.end) for q in find_quotations(sentence)]
    return (*spans, *_names_and_numbers_missing(sentence, texts))


def _names_and_numbers_missing(sentence: str, texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the places of names and numbers that no text has as they are written here."""
    present = {word.casefold() for text in texts for word in _WORD.findall(text)}
    for match in _WORD.finditer(sentence):
        if _is_name_or_number(match) and match.group().casefold() not in present:
            yield match.span()


def _is_name_or_number(match: re.Match[str]) -> bool:
    word = match.group()
    return (match.start() > 0 and word[0].isupper()) or word.isdigit()


def premise_text(sentence: str, premises: Sequence[Premise], room: int = ROOM) -> list[str]:
    """Return the words of each premise; where there is no room for all, the sentences that are nearest to this one."""
    whole = [_words_of(premise) for premise in premises]
    if sum(map(len, whole)) <= room:
        return whole
    listed = [resolve_pronouns(premise) for premise in premises]
    chosen = _nearest(sentence, [text for texts in listed for text in texts], room)
    kept = ([text for text in texts if text in chosen] for texts in listed)
    return [" ".join(" ".join(texts).split()) for texts in kept if texts]


def _words_of(premise: Premise) -> str:
    return " ".join(" ".join(resolve_pronouns(premise)).split())


def _nearest(sentence: str, texts: Sequence[str], room: int) -> set[str]:
    """Return the texts that share most words with a sentence, as many as there is room for."""
    asked = stems(sentence) - STOP_STEMS
    kept: set[str] = set()
    for text in sorted(texts, key=lambda text: -len(asked & stems(text))):
        if not kept or len(text) <= room:
            kept.add(text)
            room -= len(text)
    return kept
