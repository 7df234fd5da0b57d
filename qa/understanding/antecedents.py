"""Whom "she", "him" and "they" stand for in a question after others: who was asked about, quoted or named last."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.people.names import gender_of, name_tokens
from index.people.people import Person
from index.records import Query
from qa.answer import Turn
from qa.understanding import follow_up_forms as forms
from qa.understanding.entities import KnownEntities, is_certain
from qa.understanding.parts import Parts
from qa.understanding.standalone import is_pronoun, proper_names


class Antecedents:
    """Who may be spoken of after some turns."""

    def __init__(self, before: Query, turns: Sequence[Turn], known: KnownEntities) -> None:
        """Read the query `before`, which is that of the last of the `turns`, and its answer."""
        self._before, self._turns, self._known = before, turns, known
        # The words of articles are spelt as they are.
        self._known_as_spelt = replace(known, holds=_nothing_misspelt, introduced=_nobody)

    def group(self) -> str | None:
        """Return the body or group that the question before names, for which "they" stands; None for several."""
        named = [e for e in Parts(self._before.text, self._known_as_spelt).entities if not is_certain(e)]
        return named[0].name if len(named) == 1 else None

    def of(self, pronoun: str) -> str | None:
        """Return whom a pronoun stands for: who was asked about, quoted, named in the question or in its answer."""
        wanted = forms.GENDERS.get(pronoun, "")
        likely = ""
        for name in self._candidates():
            gender = self._gender(name)
            if wanted in (gender, ""):
                return name
            likely = likely if gender else likely or name
        return likely or None

    def _gender(self, name: str) -> str:
        """Return the gender that the first name tells, of somebody named by the surname too."""
        people = self._known.people.find(name)
        return gender_of(name_tokens(name)) or (gender_of(name_tokens(people[0].name)) if len(people) == 1 else "")

    def _candidates(self) -> Iterator[str]:
        """Yield who may be spoken of, the last spoken of first."""
        if self._before.speaker and not is_pronoun(self._before.speaker):
            yield self._before.speaker
        yield from self._named(self._before.text)
        yield from speakers(self._turns[-1])
        if self._before.exclude_speaker:
            yield self._before.exclude_speaker
        answer = self._turns[-1].answer
        for sentence in answer.sentences if answer else ():
            yield from self._named(sentence.text)
        yield from self.recent_speakers()

    def recent_speakers(self) -> Iterator[str]:
        """Yield who is quoted in the answers before, the last answer first."""
        for turn in reversed(self._turns):
            yield from speakers(turn)

    def _named(self, text: str) -> Iterator[str]:
        entities = Parts(text, self._known_as_spelt).entities
        yield from (entity.people[0].name for entity in filter(is_certain, entities))
        known = {word for entity in entities for word in entity.name.split()}
        yield from _strangers(text, known)


def speakers(turn: Turn) -> list[str]:
    """Return who is quoted in an answer, those quoted most first."""
    named = (c.speaker or c.probable_speaker for c in turn.answer.citations) if turn.answer else ()
    cited = list(filter(None, named))
    return sorted(dict.fromkeys(cited), key=lambda name: -cited.count(name))


def _strangers(text: str, known: set[str]) -> Iterator[str]:
    """Yield the full names in a text that have none of the known words."""
    return (name for name in proper_names(text) if " " in name and known.isdisjoint(name.split()))


def _nobody(_description: str) -> tuple[Person, ...]:
    return ()


def _nothing_misspelt(_word: str) -> bool:
    return True
