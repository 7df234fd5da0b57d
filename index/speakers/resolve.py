"""From words to people: which of the article's people a name, a pronoun or "the minister" means where it stands."""

from dataclasses import dataclass, field

from index.speakers.language import Language
from index.speakers.lines import NAME, Line
from index.speakers.people import Cast, Person
from index.speakers.subjects import Grammar, Source

_FADE = 0.35  # of what a mention weighs, for every line that follows
_REPORTED = 0.5
_SUBJECT, _OBJECT, _SPEAKER, _PRONOUN = 1.2, 0.65, 0.6, 0.9
_SPEAKER_OF_UNKNOWN_GENDER = 0.8
_GENDER_UNKNOWN = 0.5  # also keeps bodies that look like people (two capitalised words) out


@dataclass(frozen=True, slots=True)
class Meant:
    """Who is meant, and how sure that is."""

    speaker: str
    confidence: float
    person: Person | None = None


NOBODY = Meant("", 0.3)


@dataclass(slots=True)
class Attention:
    """Who is on a reader's mind: weights that fade line by line."""

    weights: dict[int, float] = field(default_factory=dict)
    people: dict[int, Person] = field(default_factory=dict)

    def fade(self) -> None:
        """A new line begins."""
        self.weights = {key: weight * _FADE for key, weight in self.weights.items() if weight > 0.01}

    def add(self, person: Person, weight: float) -> None:
        """`person` is mentioned or speaks."""
        key = id(person)
        self.people[key] = person
        self.weights[key] = self.weights.get(key, 0.0) + weight

    def best(self, gender: str) -> tuple[Person | None, float]:
        """The person of that gender most on the mind, and how clear the choice is, 0 to 1."""
        scored = []
        for key, weight in self.weights.items():
            person = self.people[key]
            if not person.is_person:
                continue
            known = person.gender
            if known and known != gender:
                continue
            doubt = 1.0 if known else _SPEAKER_OF_UNKNOWN_GENDER if person.speaks else _GENDER_UNKNOWN
            scored.append((weight * doubt, key))
        if not scored:
            return None, 0.0
        scored.sort(reverse=True)
        second = scored[1][0] if len(scored) > 1 else 0.0
        return self.people[scored[0][1]], 1 - second / (2 * scored[0][0])


class Resolver:
    """Follows an article line by line and says who is meant."""

    def __init__(self, cast: Cast, language: Language, rules: frozenset[str]) -> None:
        """Nobody has been mentioned yet."""
        self._cast = cast
        self._language = language
        self._rules = rules
        self._attention = Attention()
        self._introduced: dict[str, Person] = {}

    def read(self, grammar: Grammar, sources: list[Source], reported: set[int]) -> dict[int, Meant]:
        """Who each source's head means, having read the line from left to right; `reported` items weigh less."""
        self._attention.fade()
        line = grammar.line
        heads = {source.head: source for source in sources}
        meant: dict[int, Meant] = {}
        for at, kind in enumerate(line.kinds):
            if kind == NAME:
                self._see(grammar, at, at in reported)
            if at in heads:
                meant[at] = self._meant(grammar, heads[at])
                if meant[at].person:
                    self._attention.add(meant[at].person, _SPEAKER)
            elif kind in self._language.pronoun_genders and "pronoun" in self._rules:
                person, _ = self._attention.best(self._language.pronoun_genders[kind])
                if person:
                    self._attention.add(person, _PRONOUN * (_REPORTED if at in reported else 1.0))
        return meant

    def _see(self, grammar: Grammar, at: int, reported: bool) -> None:
        line = grammar.line
        person = line.people[at]
        before = line.kinds[at - 1] if at else ""
        after = line.kinds[at + 1] if at + 1 < len(line) else ""
        is_object = before in self._language["prepositions"] or after == "'s" or (at > 0 and grammar.is_finite(at - 1))
        self._attention.add(person, (_OBJECT if is_object else _SUBJECT) * (_REPORTED if reported else 1.0))
        if person.is_person:
            self._introduce(grammar, at, person)

    def _introduce(self, grammar: Grammar, at: int, person: Person) -> None:
        """Roles given before the name ("the minister NAME") or after it ("NAME, the Russian foreign minister,")."""
        for role in person.roles:
            self._introduced[role] = person
        kinds, roles = grammar.line.kinds, self._language["role_nouns"]
        before = [at - 1] if at and kinds[at - 1] in roles else []
        after = []
        if at + 2 < len(kinds) and kinds[at + 1] == ",":
            for index in range(at + 2, min(at + 9, len(kinds))):
                if kinds[index] in (",", ".", "who") or kinds[index] == NAME:
                    break
                if kinds[index] in roles:
                    after.append(index)
        for index in before + after:
            person.roles.add(kinds[index])
            self._introduced[kinds[index]] = person
            if gender := self._language.noun_genders.get(kinds[index]):
                person.genders[gender] += 2

    def _meant(self, grammar: Grammar, source: Source) -> Meant:
        line, head = grammar.line, source.head
        kind = line.kinds[head]
        if kind == NAME:
            person = line.people[head]
            person.speaks = True
            return Meant(person.name, 0.95 if person.is_person else 0.85, person)
        gender = self._language.pronoun_genders.get(kind) or self._language.possessive_genders.get(kind)
        if gender:
            return self._pronoun(gender)
        if kind in self._introduced and "role" in self._rules and _is_definite(line, source):
            person = self._introduced[kind]
            return Meant(person.name, 0.75, person)
        if kind in self._language["organisation_nouns"] and "role" in self._rules:
            words = line.raw[source.first : head + 1]
            if not set(line.kinds[source.first : head]) & (self._language["possessives"] | {NAME, "'s"}):
                return Meant(" ".join(word for word in words if word.lower() not in self._language["determiners"]), 0.7)
        return NOBODY

    def _pronoun(self, gender: str) -> Meant:
        if "pronoun" not in self._rules:
            return NOBODY
        person, clear = self._attention.best(gender)
        return Meant(person.name, 0.5 + 0.4 * clear, person) if person else NOBODY


def _is_definite(line: Line, source: Source) -> bool:
    return line.kinds[source.first] in ("the", "that", "this")
