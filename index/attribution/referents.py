"""Whom a source may mean, and who is on a reader's mind when it is read."""

from collections.abc import Container
from dataclasses import dataclass, field
from typing import Literal

from index.attribution.mentions import Entity

MentionKind = Literal["name", "pronoun", "role", "guess", "description", "nobody"]
"""How the article refers to whoever speaks: by name; "she"; "the minister", introduced as such or guessed; a person or
body that the words themselves describe."""

# Chosen by coordinate search on the half of the benchmark that was read ("read" in benchmarks/attribution.py).
_FADE = 0.35  # of what a mention weighs, for every line that follows
_FORGOTTEN = 0.01
_SPEAKER_OF_UNKNOWN_GENDER = 0.8
_UNKNOWN_GENDER = 0.5  # also keeps bodies that look like people (two capitalised words) out
_NO_KNOWN_PERSON = 0.25  # a single name that may be a place: nobody else fits better


@dataclass(frozen=True, slots=True)
class Referent:
    """Who is meant, and how that was found."""

    speaker: str
    kind: MentionKind
    person: Entity | None = None
    clearness: float = 1.0
    """How clear the choice among those who fit is, 0.5 to 1."""


NOBODY = Referent("", "nobody")


@dataclass(slots=True)
class Salience:
    """Who is on a reader's mind: weights that fade line by line."""

    weights: dict[Entity, float] = field(default_factory=dict)

    def fade(self) -> None:
        """Lower every weight, as a new line begins."""
        self.weights = {person: weight * _FADE for person, weight in self.weights.items() if weight > _FORGOTTEN}

    def add(self, person: Entity, weight: float) -> None:
        """Raise the weight of a person who is mentioned or speaks."""
        self.weights[person] = self.weights.get(person, 0.0) + weight

    def best(
        self, gender: str, excluded: Container[Entity] = (), *, only_people: bool = False
    ) -> tuple[Entity | None, float]:
        """Return the most salient person of that gender ("" for any), and how clear the choice is, 0.5 to 1."""
        first: Entity | None = None
        highest = second = 0.0
        for person, weight in self.weights.items():
            if (gender and person.gender not in (gender, "")) or person in excluded:
                continue
            if only_people and not person.is_person:
                continue
            fit = weight * _fit(person)
            if fit and fit >= highest:
                first, highest, second = person, fit, highest
            else:
                second = max(second, fit)
        return first, 1 - second / (2 * highest) if first and highest else 0.0


def _fit(person: Entity) -> float:
    """Return the weight of a mention of the person, relative to one of a person whose gender is known."""
    if not person.is_person:
        return _NO_KNOWN_PERSON if person.may_be_person else 0.0
    if person.gender:
        return 1.0
    return _SPEAKER_OF_UNKNOWN_GENDER if person.speaks else _UNKNOWN_GENDER
