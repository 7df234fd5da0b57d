"""A written sentence and the passages it cites, down to the sentences of them that carry it.

A citation that is missing or wrong is put right only if exactly one passage passes the same check, and surely; none is
ever made up to let a sentence pass.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.answer import SupportStatus
from qa.generation.parsing import DraftSentence
from qa.premise import Premise
from qa.verification.verify import SURE, Verdict, verify_sentence, verify_sentences

_STANDS = ("verbatim", "supported")


@dataclass(frozen=True, slots=True)
class GroundedSentence:
    """A sentence that may be shown."""

    premises: tuple[Premise, ...]
    """What it cites, no longer than it takes to carry it."""
    status: SupportStatus


def ground(written: DraftSentence, premises: Sequence[Premise], before: str = "") -> GroundedSentence | None:
    """Return a written sentence with the numbered passages that support it, or None when it must be withheld."""
    cited = [premise for premise in premises if premise.n in written.cited]
    verdict = verify_sentence(written.text, cited, before)
    if verdict.status in _STANDS:
        needed = _needed(written.text, cited, before)
        return _attached(written.text, tuple(_narrowed(written.text, premise, before) for premise in needed))
    others = [premise for premise in premises if premise.n not in written.cited]
    passing = _passing(written.text, others, before)
    if len(passing) == 1 and passing[0][1].carried >= SURE:
        return _attached(written.text, (_narrowed(written.text, passing[0][0], before),))
    return GroundedSentence(tuple(cited), "partial") if verdict.status == "partial" else None


def _attached(sentence: str, premises: tuple[Premise, ...]) -> GroundedSentence:
    to_the_letter = any(premise.text.split() == sentence.split() for premise in premises)
    return GroundedSentence(premises, "verbatim" if to_the_letter else "supported")


def _passing(sentence: str, premises: Sequence[Premise], before: str) -> list[tuple[Premise, Verdict]]:
    verdicts = verify_sentences([(sentence, (premise,)) for premise in premises], before)
    return [(p, v) for p, v in zip(premises, verdicts, strict=True) if v.status in _STANDS]


def _needed(sentence: str, cited: Sequence[Premise], before: str) -> list[Premise]:
    """Those of the cited passages that carry the sentence alone; all, where only together they do."""
    if len(cited) == 1:
        return list(cited)
    return [premise for premise, _ in _passing(sentence, cited, before)] or list(cited)


def _narrowed(sentence: str, premise: Premise, before: str) -> Premise:
    """Return the sentence of a passage that supports the written one best, or the passage where none does alone."""
    single = [premise.within(n, n + 1) for n in range(len(premise.spans))]
    for one in single:
        if one.text.split() == sentence.split():
            return one
    passing = _passing(sentence, single, before) if len(single) > 1 else []
    return max(passing, key=lambda found: (found[1].carried, -found[0].start), default=(premise, None))[0]
