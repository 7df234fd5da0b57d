"""How sure an attribution is: the probability that a stretch is reported speech, times that its speaker is right.

Both are logistic regressions over a few dozen yes-or-no features of how the attribution was made. Their weights are in
`languages/confidence.toml`; `python -m benchmarks.fit_confidence` fits them.
"""

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from index.attribution.content import Range, ReportingClause
from index.attribution.continuation import AttributedSource
from index.attribution.grammar import Grammar
from index.attribution.lines import QUOTE, STOPS
from index.attribution.speech import content_form, count_words
from index.attribution.verb_class import verb_class
from index.records import StatementKind

_LENGTHS = ((4, "few"), (8, "some"), (20, "many"))
_CLEAR = ((0.6, "poor"), (0.75, "fair"), (0.9, "good"))
_FAR = 4  # items between a source and its verb


@dataclass(frozen=True, slots=True)
class Evidence:
    """How one attribution was made."""

    grammar: Grammar
    items: Range
    voice: AttributedSource
    report: ReportingClause | None
    kind: StatementKind
    is_nested: bool
    is_turn: bool
    is_transcript: bool
    """Whether the same labels come again in the article."""
    continues: bool
    """Whether the speaker is who spoke last before."""
    names_speaker: bool
    """Whether the words themselves name the speaker."""


def features(evidence: Evidence) -> tuple[str, ...]:
    """Return the names of the features that hold."""
    return tuple(_found_by(evidence) + _content(evidence) + _mention(evidence))


def probability(found: Iterable[str]) -> float:
    """Return how sure it is that a stretch with these features is speech by the speaker named, 0 to 1."""
    speech, speaker = _weights()
    known = tuple(found)
    return _logistic(speech, known) * _logistic(speaker, known)


def _logistic(weights: Mapping[str, float], found: tuple[str, ...]) -> float:
    return 1 / (1 + math.exp(-weights["always"] - sum(weights.get(name, 0.0) for name in found)))


@cache
def _weights() -> tuple[dict[str, float], dict[str, float]]:
    table = tomllib.loads(files("index.attribution.languages").joinpath("confidence.toml").read_text("utf-8"))
    return table["speech"], table["speaker"]


def _found_by(evidence: Evidence) -> list[str]:
    report = evidence.report
    if report is None:
        rule = "turn" if evidence.is_turn else "carried"
        turn = ["turn"] * (evidence.is_turn and evidence.is_transcript)
        return [f"rule {rule}", f"carries {evidence.voice.carries}", *turn]
    found = [f"rule {report.rule}", "left" if report.left == evidence.items else "right"]
    found += ["nested"] * evidence.is_nested
    if report.source.last <= report.cue[0] and report.cue[0] - report.source.last >= _FAR:
        found.append("far source")
    if report.rule == "label" and evidence.grammar.line.label_count > 1:
        found.append("turn")
    if report.source.partners:
        found.append("partners")
    return found


def _content(evidence: Evidence) -> list[str]:
    grammar, items, report = evidence.grammar, evidence.items, evidence.report
    words = count_words(grammar, items)
    size = next((name for limit, name in _LENGTHS if words < limit), "long")
    found = [evidence.kind, f"words {size}"]
    if evidence.kind == "direct":
        characters = grammar.line.ends[items[1] - 1] - grammar.line.starts[items[0]]
        found[1] = "quote short" if characters < 25 else "quote long"
    if report:
        form, kind = content_form(grammar, items), verb_class(grammar, report)
        found += [f"{kind} {form}", f"verb {report.lemma}"]
        if report.lemma in grammar.language["sayings"]:
            found.append("saying")
        if report.lemma in grammar.language["soft"]:
            found.append("soft")
        if report.voice in ("participle", "infinitive"):
            found.append(report.voice)
    if grammar.line.kinds[-1] not in STOPS and grammar.line.kinds[-1] != QUOTE:
        found.append("no stop")
    return found


def _mention(evidence: Evidence) -> list[str]:
    meant = evidence.voice.meant
    found = [f"mention {meant.kind}"]
    clear = next((name for limit, name in _CLEAR if meant.clearness < limit), "full")
    if meant.kind in ("pronoun", "guess"):
        found.append(f"clear {clear}")
    if meant.person:
        found.append(f"{meant.kind} of {'person' if meant.person.is_person else 'unknown'}")
        if meant.kind == "pronoun" and not meant.person.gender:
            found.append("unknown gender")
    if meant.kind == "name" and meant.clearness < 1:
        found.append("doubtful name")
    found += ["continues"] * (evidence.continues and meant.kind != "name")
    found += ["names speaker"] * evidence.names_speaker
    people = {person for at, person in evidence.grammar.line.people.items() if not _inside(at, evidence.items)}
    if len(people) > 1 and meant.kind == "pronoun":
        found.append("others named")
    return found


def _inside(at: int, items: Range) -> bool:
    return items[0] <= at < items[1]
