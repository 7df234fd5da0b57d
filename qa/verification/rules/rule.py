"""What a rule is: it finds one kind of error in a sentence, to the letter, and reads no model."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from qa.premise import Premise


@dataclass(frozen=True, slots=True)
class Claim:
    """A written sentence, and what it cites."""

    sentence: str
    premises: tuple[Premise, ...]
    """At least one."""
    before: str = ""
    """The sentence before it, which says who "he" is."""

    @property
    def texts(self) -> list[str]:
        """The words of each premise."""
        return [premise.text for premise in self.premises]


class Rule(Protocol):
    """A check of claims for one kind of error."""

    def __call__(self, claim: Claim, /) -> Iterable[str]:
        """Return the words of the sentence that its premises do not support; none when it passes."""
