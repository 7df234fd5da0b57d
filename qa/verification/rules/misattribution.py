"""Names beside words that a source has beside others: "Strand, a retired bus driver" where Klemp is the driver.

The words around a name are looked for in the premises. The sentence that has most of them, or the one before it, must
name the same, or nobody whom the written sentence does not name; "he" there is read as who it is (`resolve_pronouns`).
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from index.text.keywords import STOP_STEMS, stem
from qa.premise import Premise, resolve_pronouns
from qa.verification.rules.dates import without_days
from qa.verification.rules.names import is_known_as, mentioned_names
from qa.verification.rules.rule import Claim

_WORD = re.compile(r"\w+")
_AROUND = 7
"""Words on each side of a name."""
_MIN_MATCHES, _MIN_MATCHED_SHARE = 3, 0.6
"""How many of them must stand in one sentence, and which share, for it to be what is told again."""


def unsupported(claim: Claim) -> list[str]:
    """Return the names of a sentence in whose place its premises have another, by the words around them."""
    sentence, premises = claim.sentence, claim.premises
    found = []
    plain = without_days(sentence)
    for name in mentioned_names(sentence):
        written = " ".join(name)
        at = plain.find(written)
        around = _around(plain, at, at + len(written)) if at >= 0 else frozenset()
        if len(around) >= _MIN_MATCHES and _is_misplaced(name[-1], sentence, _beside(around, premises)):
            found.append(written)
    return found


def _is_misplaced(name: str, sentence: str, beside: Sequence[Sequence[str]]) -> bool:
    return bool(beside) and all(_has_another(name, sentence, texts) for texts in beside)


def _has_another(name: str, sentence: str, texts: Sequence[str]) -> bool:
    """Whether a source, and what stands before it, lacks a name and has one that the sentence lacks."""
    if is_known_as(name, " ".join(texts)):
        return False
    return any(not is_known_as(other[-1], sentence) for other in mentioned_names(texts[-1]))


def _around(text: str, start: int, end: int) -> frozenset[str]:
    words = [*_WORD.findall(text[:start])[-_AROUND:], *_WORD.findall(text[end:])[:_AROUND]]
    return frozenset(stem(word) for word in words if word.islower()) - STOP_STEMS


def _beside(around: frozenset[str], premises: Sequence[Premise]) -> list[Sequence[str]]:
    """Return the sentences with most of the words, each after the one before it; none when no sentence has enough."""
    shares = [
        (len(around & _stems(text)), texts[max(0, n - 1) : n + 1])
        for premise in premises
        for texts in [resolve_pronouns(premise)]
        for n, text in enumerate(texts)
    ]
    best = max(share for share, _ in shares)
    return [texts for share, texts in shares if share == best >= max(_MIN_MATCHES, _MIN_MATCHED_SHARE * len(around))]


@lru_cache(maxsize=2048)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in _WORD.findall(text)) - STOP_STEMS
