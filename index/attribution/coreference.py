"""From words to people: whom a name, a pronoun or "the minister" means where it stands."""

from collections.abc import Callable, Sequence

from index.attribution.content import ReportingClause
from index.attribution.descriptions import Descriptions
from index.attribution.grammar import Grammar
from index.attribution.languages.language import Language
from index.attribution.lines import NAME, QUOTE, Line
from index.attribution.mentions import Entity
from index.attribution.referents import NOBODY, Referent, Salience

# Chosen by coordinate search on the half of the benchmark that was read ("read" in benchmarks/attribution.py).
_SUBJECT, _OBJECT, _SPEAKER, _PRONOUN = 1.2, 0.65, 0.6, 0.9
_REPORTED = 0.5  # of these, inside what somebody reports
_DOUBTFUL = 0.5
_ASKER = 2  # the item of NAME in "Asked by NAME, she said"
_OWN = ("adjacent", "inverted", "apposition", "according")
"""Rules that find the subject beside its verb, as somebody who is only described must stand."""

Named = Callable[[int, int], set[Entity]]
"""Returns who is named between two offsets of the text."""


class Resolver:
    """Follows an article line by line and says who is meant."""

    def __init__(self, text: str, language: Language, rules: frozenset[str], named: Named, doubtful: set[int]) -> None:
        """Nobody has been mentioned yet; `doubtful` are offsets of names that two bear."""
        self._language = language
        self._rules = rules
        self._named = named
        self._length = len(text)
        self._doubtful = doubtful
        self._attention = Salience()
        self._descriptions = Descriptions(text)

    def read(self, grammar: Grammar, reports: Sequence[ReportingClause]) -> dict[int, Referent]:
        """Read the line from left to right, and return whom the head of each report's source means."""
        self._attention.fade()
        reported = {at for r in reports for items in (r.left, r.right) if items for at in range(*items)}
        heads = {report.source.head: report for report in reports}
        meant: dict[int, Referent] = {}
        for at, kind in enumerate(grammar.line.kinds):
            share = _REPORTED if at in reported else 1.0
            if kind == NAME:
                self._see(grammar, at, share)
            if at in heads:
                meant[at] = self._meant(grammar, heads[at])
                if person := meant[at].person:
                    person.speaks = True
                    self._attention.add(person, _SPEAKER)
            elif gender := self._language.pronoun_genders.get(kind):
                person = self._attention.best(gender)[0]
                if person:
                    self._attention.add(person, _PRONOUN * share)
        self._descriptions.observe(grammar)
        return meant

    def _see(self, grammar: Grammar, at: int, share: float) -> None:
        """Weigh a name that is read: a subject is salient for longer than an object."""
        person = grammar.line.people[at]
        is_led_to = grammar.is_listed(at - 1, "prepositions") or (at > 0 and grammar.is_finite(at - 1))
        is_object = is_led_to or grammar.is_listed(at + 1, "possessive")
        self._attention.add(person, (_OBJECT if is_object else _SUBJECT) * share)
        if person.is_person:
            self._descriptions.introduce(grammar, at, person, self._attention)

    def _meant(self, grammar: Grammar, report: ReportingClause) -> Referent:
        line, language, head = grammar.line, self._language, report.source.head
        if line.kinds[head] == NAME:
            person = line.people[head]
            return Referent(person.name, "name", person, _DOUBTFUL if line.starts[head] in self._doubtful else 1.0)
        gender = language.pronoun_genders.get(line.kinds[head]) or language.possessive_genders.get(line.kinds[head])
        if gender:
            return self._pronoun(gender, self._others(line, report))
        if "role" not in self._rules:
            return NOBODY
        if report.rule == "label" and line.kinds[head] in language["answer_labels"]:
            return self._answering()
        is_said = report.rule in _OWN and (report.lemma in language["sayings"] or report.rule == "according")
        others = self._others(line, report)
        if report.lemma and report.rule not in _OWN:
            return NOBODY
        return self._descriptions.meant(grammar, report.source, self._attention, others, is_said=is_said)

    def _answering(self) -> Referent:
        """Return who gives the answers of an interview: the one person whom the article names."""
        people = [person for person in self._named(0, self._length) if person.is_person]
        return Referent(people[0].name, "role", people[0]) if len(people) == 1 else NOBODY

    def _pronoun(self, gender: str, others: set[Entity]) -> Referent:
        person, clear = self._attention.best(gender, others) if "pronoun" in self._rules else (None, 0.0)
        return Referent(person.name, "pronoun", person, clear) if person else NOBODY

    def _others(self, line: Line, report: ReportingClause) -> set[Entity]:
        """Return whom a pronoun or description does not mean: who is named in what is reported, or hears it."""
        found: set[Entity] = set()
        for items in filter(None, (report.left, report.right)):
            found |= {line.people[at] for at in range(*items) if line.kinds[at] == NAME}
            for at in range(*items):
                if line.kinds[at] == QUOTE:
                    found |= self._named(line.starts[at], line.ends[at])
        end = report.right[0] if report.right else len(line)
        hearers = (at for at in range(report.source.last, end) if line.kinds[at] == NAME)
        return found | {line.people[at] for at in (*hearers, *self._tellers(line, report))}

    def _tellers(self, line: Line, report: ReportingClause) -> list[int]:
        """Return who passes the words on or asks for them: "NAME recalled her shouting", "Asked by NAME, she"."""
        is_relayed = report.voice == "participle" and report.has_own_subject
        is_asked = not self._language["by"].isdisjoint(line.kinds[1:2])
        last = report.source.first if is_relayed else _ASKER + 1 if is_asked else 0
        return [at for at in line.people if at < last]
