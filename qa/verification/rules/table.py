"""All rules, by the kind of error that they find, in the order in which they are asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qa.verification.rules import (
    dates,
    form,
    misattribution,
    names,
    numbers,
    polarity,
    quotations,
    speakers,
    swaps,
)
from qa.verification.rules.rule import Claim, Rule

RULES: Mapping[str, Rule] = {
    "form": form.unsupported,
    "quotations": quotations.unsupported,
    "dates": dates.unsupported,
    "numbers": numbers.unsupported,
    "names": names.unsupported,
    "speakers": speakers.unsupported,
    "misattribution": misattribution.unsupported,
    "swaps": swaps.unsupported,
    "polarity": polarity.unsupported,
}


@dataclass(frozen=True, slots=True)
class UnsupportedWords:
    """An error in a sentence."""

    rule: str
    """The name of the rule that found it."""
    words: str
    """What is unsupported, mostly as it is written in the sentence."""


def find_errors(claim: Claim) -> Iterator[UnsupportedWords]:
    """Yield every error that a rule finds in a claim."""
    for name, rule in RULES.items():
        for words in rule(claim):
            yield UnsupportedWords(name, words)
