"""From words to people: whom a name, a pronoun or "the minister" means where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from index.attribution.content import ReportingClause
from index.attribution.grammar import Grammar, Source
from index.attribution.languages.language import Language
from index.attribution.lines import NAME, Line
from index.attribution.mentions import Entity

# Chosen by coordinate search on the half of the benchmark that was read ("read" in benchmarks/attribution.py).
_FADE = 0.35  # of what a mention weighs, for every line that follows
_FORGOTTEN = 0.01
_SUBJECT, _OBJECT, _SPEAKER, _PRONOUN = 1.2, 0.65, 0.6, 0.9
_REPORTED = 0.5  # of these, inside what somebody reports
_SPEAKER_OF_UNKNOWN_GENDER = 0.8
_UNKNOWN_GENDER = 0.5  # also keeps bodies that look like people (two capitalised words) out
_NO_KNOWN_PERSON = 0.25  # a single name that may be a place: nobody else fits better
_APPOSITION_REACH = 9
_GENDER_BY_NOUN = 2


@dataclass(frozen=True, slots=True)
class Referent:
    """Who is meant, and how sure that is."""

    speaker: str
    confidence: float
    person: Entity | None = None


NOBODY = Referent("", 0.3)


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

    def best(self, gender: str) -> tuple[Entity | None, float]:
        """Return the most salient person of that gender, and how clear the choice is, 0 to 1."""
        first: Entity | None = None
        highest = second = 0.0
        for person, weight in self.weights.items():
            if person.gender not in (gender, ""):
                continue
            doubt = _doubt(person)
            if weight * doubt >= highest:
                first, highest, second = person, weight * doubt, highest
            else:
                second = max(second, weight * doubt)
        return first, 1 - second / (2 * highest) if first else 0.0


def _doubt(person: Entity) -> float:
    """Return the weight of a mention of the person, relative to one of a person whose gender is known."""
    if not person.is_person:
        return _NO_KNOWN_PERSON
    if person.gender:
        return 1.0
    return _SPEAKER_OF_UNKNOWN_GENDER if person.speaks else _UNKNOWN_GENDER


class Resolver:
    """Follows an article line by line and says who is meant."""

    def __init__(self, language: Language, rules: frozenset[str]) -> None:
        """Nobody has been mentioned yet."""
        self._language = language
        self._rules = rules
        self._attention = Salience()
        self._introduced: dict[str, Entity] = {}

    def read(self, grammar: Grammar, reports: Sequence[ReportingClause]) -> dict[int, Referent]:
        """Read the line from left to right, and return whom the head of each report's source means."""
        self._attention.fade()
        reported = {at for r in reports for items in (r.left, r.right) if items for at in range(*items)}
        heads = {report.source.head: report.source for report in reports}
        meant: dict[int, Referent] = {}
        for at, kind in enumerate(grammar.line.kinds):
            share = _REPORTED if at in reported else 1.0
            if kind == NAME:
                self._see(grammar, at, share)
            if at in heads:
                meant[at] = self._meant(grammar.line, heads[at])
                if person := meant[at].person:
                    person.speaks = True
                    self._attention.add(person, _SPEAKER)
            elif gender := self._language.pronoun_genders.get(kind):
                person = self._attention.best(gender)[0]
                if person:
                    self._attention.add(person, _PRONOUN * share)
        return meant

    def _see(self, grammar: Grammar, at: int, share: float) -> None:
        """Weigh a name that is read: a subject is salient for longer than an object."""
        line, language = grammar.line, self._language
        person = line.people[at]
        after_preposition = at > 0 and line.kinds[at - 1] in language["prepositions"]
        is_owner = at + 1 < len(line) and line.kinds[at + 1] in language["possessive"]
        is_object = after_preposition or is_owner or (at > 0 and grammar.is_finite(at - 1))
        self._attention.add(person, (_OBJECT if is_object else _SUBJECT) * share)
        if person.is_person:
            self._introduce(grammar, at, person)

    def _introduce(self, grammar: Grammar, at: int, person: Entity) -> None:
        """Remember the nouns a person is introduced by: "minister NAME", "NAME, the Russian foreign minister,"."""
        for role in person.roles:
            self._introduced[role] = person
        line, roles = grammar.line, self._language["role_nouns"]
        nouns = [line.kinds[at - 1]] if at and line.kinds[at - 1] in roles else []
        # What begins with a past form tells what somebody did, not who it is: "NAME, pulled from the water by a king".
        if line.kinds[at + 1 : at + 2] == [","] and line.kinds[at + 2 : at + 3] and not grammar.is_finite(at + 2):
            for kind in line.kinds[at + 2 : at + _APPOSITION_REACH]:
                if kind in (",", ".", NAME) or kind in self._language["relative_pronouns"]:
                    break
                if kind in roles:
                    nouns.append(kind)
        for noun in nouns:
            person.roles.add(noun)
            self._introduced[noun] = person
            if gender := self._language.noun_genders.get(noun):
                person.genders[gender] += _GENDER_BY_NOUN

    def _meant(self, line: Line, source: Source) -> Referent:
        kind, language = line.kinds[source.head], self._language
        if kind == NAME:
            person = line.people[source.head]
            return Referent(person.name, 0.95 if person.is_person else 0.85, person)
        gender = language.pronoun_genders.get(kind) or language.possessive_genders.get(kind)
        if gender:
            return self._pronoun(gender)
        if "role" not in self._rules:
            return NOBODY
        if kind in self._introduced and line.kinds[source.first] in language["definite"]:
            person = self._introduced[kind]
            return Referent(person.name, 0.75, person)
        return self._body(line, source) if kind in language["organisation_nouns"] else NOBODY

    def _pronoun(self, gender: str) -> Referent:
        person, clear = self._attention.best(gender) if "pronoun" in self._rules else (None, 0.0)
        return Referent(person.name, 0.5 + 0.4 * clear, person) if person else NOBODY

    def _body(self, line: Line, source: Source) -> Referent:
        """Return a body that speaks under its own name: "police", "the ministry"; not "his party"."""
        language = self._language
        kinds = line.kinds[source.first : source.head + 1]
        if any(kind == NAME or kind in language["possessives"] or kind in language["possessive"] for kind in kinds):
            return NOBODY
        named = [
            line.raw[at] for at in range(source.first, source.head + 1) if line.kinds[at] not in language["determiners"]
        ]
        return Referent(" ".join(named), 0.7)
