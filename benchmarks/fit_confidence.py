"""Fit how sure attributions are, and print how often each confidence is right.

    python -m benchmarks.fit_confidence --data DIR [--sets FOLDER] [--on read|unread|all] [--write]

Two logistic regressions over the features of `index/attribution/confidence.py`, fitted on one half of the annotated
articles and the small sets of our own, and reported on the other half. Whether a stretch is speech is learnt from every
statement; whether the speaker is right only from outermost ones that overlap an annotation whose speaker is known.
Only weights are written, no text.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.attribution import HALF, Case, Gold, last_name, outermost, overlaps, read_cases
from index.attribution.attribute import candidates
from index.attribution.selection import FoundStatement
from index.records import Article, Statement
from index.text.chunking import split_sentences

WEIGHTS = Path("index/attribution/languages/confidence.toml")
SMALL_SET_WEIGHT = 5.0
"""Of an item of ours, which shows a fault that must not happen, beside one annotated statement."""
MIN_SUPPORT = 12
"""Statements with a feature; rarer ones get no weight."""
MIN_VERB_SUPPORT = 25
RIDGE = 2.0
STEPS = 25
BINS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.96, 1.01)
THRESHOLDS = (0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.88, 0.9, 0.92, 0.94, 0.95, 0.96)

Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Example:
    """One attribution, and what it teaches."""

    features: tuple[str, ...]
    holds: bool
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Judged:
    """An attribution of the half that is reported on."""

    statement: Statement
    features: tuple[str, ...]
    is_speech: bool
    is_right: bool | None
    """None where the gold knows no speaker."""


def judged(cases: Iterable[Case]) -> Iterator[Judged]:
    """Yield every outermost named statement of the cases, with what the gold says of it."""
    for case in cases:
        found = candidates(case.article, case.sentences)
        outer = set(map(id, outermost([candidate.statement for candidate in found])))
        for candidate in found:
            if id(candidate.statement) in outer and candidate.statement.speaker:
                yield _judge(case.gold, candidate)


def _judge(gold: Sequence[Gold], candidate: FoundStatement) -> Judged:
    statement = candidate.statement
    over = [mark for mark in gold if overlaps(mark, statement)]
    shared = sum(
        max(0, min(end, statement.end) - max(start, statement.start)) for mark in over for start, end in mark.spans
    )
    known = [mark for mark in over if mark.who]
    is_described = "mention description" in candidate.features
    right = any(mark.who == last_name(statement.speaker) for mark in known) if known and not is_described else None
    return Judged(statement, candidate.features, shared > HALF * (statement.end - statement.start), right)


def set_examples(folder: Path) -> tuple[list[Example], list[Example]]:
    """Return what the small sets teach of speech and of speakers."""
    speech: list[Example] = []
    speaker: list[Example] = []
    for file in sorted(folder.glob("*.jsonl")):
        for row in map(json.loads, file.read_text("utf-8").splitlines()):
            article = Article(row["id"], row["text"], language="en")
            for candidate in candidates(article, split_sentences(article.id, article.text)):
                _add_item(row, candidate, speech, speaker)
    return speech, speaker


def _add_item(row: dict[str, list[dict[str, str]]], candidate: FoundStatement, *lists: list[Example]) -> None:
    speech, speaker = lists
    words = str(row["text"])[candidate.statement.start : candidate.statement.end]
    said = [mark["speaker"] for mark in row["statements"] if mark["words"] in words]
    if said and candidate.statement.speaker:
        right = last_name(candidate.statement.speaker) in map(last_name, said)
        speaker.append(Example(candidate.features, right, SMALL_SET_WEIGHT))
    if said or any(str(none) in words for none in row["no_statement"]):
        speech.append(Example(candidate.features, bool(said), SMALL_SET_WEIGHT))


def fit(examples: Sequence[Example]) -> Weights:
    """Return the weight of every feature with enough support, and of what holds always ("always")."""
    counts = Counter(name for example in examples for name in set(example.features))
    least = {name: MIN_VERB_SUPPORT if name.startswith("verb ") else MIN_SUPPORT for name in counts}
    names = sorted(name for name, count in counts.items() if count >= least[name])
    column = {name: at + 1 for at, name in enumerate(names)}
    matrix = np.zeros((len(examples), len(names) + 1))
    matrix[:, 0] = 1
    for row, example in enumerate(examples):
        for name in example.features:
            if name in column:
                matrix[row, column[name]] = 1
    weights = _newton(matrix, np.array([e.holds for e in examples], float), np.array([e.weight for e in examples]))
    return {name: round(float(weight), 2) for name, weight in zip(["always", *names], weights, strict=True)}


def _newton(
    matrix: NDArray[np.float64], holds: NDArray[np.float64], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the coefficients (columns,) of a ridge-penalised logistic regression."""
    found = np.zeros(matrix.shape[1])
    penalty = np.full(matrix.shape[1], RIDGE)
    penalty[0] = 0
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-matrix @ found))
        slope = matrix.T @ (weight * (holds - p)) - penalty * found
        bend = (matrix * (weight * p * (1 - p))[:, None]).T @ matrix + np.diag(penalty + 1e-9)
        found = found + np.linalg.solve(bend, slope)
    return found


def confidence(weights: tuple[Weights, Weights], features: Iterable[str]) -> float:
    """Return the product of both probabilities."""
    known = tuple(features)
    return float(np.prod([1 / (1 + np.exp(-w["always"] - sum(w.get(name, 0.0) for name in known))) for w in weights]))


def print_reliability(weights: tuple[Weights, Weights], found: Sequence[Judged]) -> None:
    """Print, by confidence, how many statements are speech by the person named; and what each threshold gives."""
    sure = np.array([confidence(weights, one.features) for one in found])
    speech = np.array([one.is_speech for one in found])
    known = np.array([one.is_right is not None for one in found])
    right = np.array([bool(one.is_right) for one in found])
    print("| confidence | statements | mean | speech | known | right of known |\n|---|---|---|---|---|---|")
    for low, high in pairwise(BINS):
        chosen = (sure >= low) & (sure < high)
        if chosen.any():
            of_known = right[chosen & known].mean() if (chosen & known).any() else float("nan")
            print(
                f"| {low:.2f}- | {chosen.sum()} | {sure[chosen].mean():.2f} | {speech[chosen].mean():.3f} "
                f"| {(chosen & known).sum()} | {of_known:.3f} |"
            )
    print("| from | statements | speech | right of known |\n|---|---|---|---|")
    for least in THRESHOLDS:
        chosen = sure >= least
        print(f"| {least} | {chosen.sum()} | {speech[chosen].mean():.3f} | {right[chosen & known].mean():.3f} |")


def write(weights: tuple[Weights, Weights], on: str) -> None:
    """Write both regressions to the table that the attribution reads."""
    lines = [
        f"# Logistic regressions fitted by `python -m benchmarks.fit_confidence --on {on}`; see benchmarks/LOG.md."
    ]
    lines.append("# Each feature's weight; what is not listed weighs nothing.")
    for name, table in zip(("speech", "speaker"), weights, strict=True):
        lines += ["", f"[{name}]", *(f'"{feature}" = {weight}' for feature, weight in table.items() if weight)]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with articles.jsonl and attributions.jsonl")
    parser.add_argument("--sets", type=Path, help="folder of small sets of our own")
    parser.add_argument("--on", choices=("read", "unread", "all"), default="read", help="the half that is fitted on")
    parser.add_argument("--write", action="store_true", help=f"write the weights to {WEIGHTS}")
    arguments = parser.parse_args()
    learnt = list(judged(read_cases(arguments.data, arguments.on)))
    speech = [Example(one.features, one.is_speech) for one in learnt]
    speaker = [Example(one.features, bool(one.is_right)) for one in learnt if one.is_right is not None]
    if arguments.sets:
        more_speech, more_speaker = set_examples(arguments.sets)
        speech += more_speech
        speaker += more_speaker
    weights = fit(speech), fit(speaker)
    print(f"{len(speech)} statements, {len(speaker)} with a known speaker, {sum(map(len, weights))} weights")
    print_reliability(weights, list(judged(read_cases(arguments.data, "unread" if arguments.on == "read" else "read"))))
    if arguments.write:
        write(weights, arguments.on)


if __name__ == "__main__":
    main()
