"""Fit the weights by which `qa/extraction/answerability.py` tells whether articles answer, to several sets at once.

    python -m benchmarks.fit_answerability --data DIR --indexes DIR

DIR of --data holds the sets named below, each with `articles.jsonl` and `questions.jsonl`; their indexes are built
under --indexes where they are not there yet. For each set it prints what the weights learned from the other sets alone
are worth on it, then the weights learned from all. What is set by hand counts in the fit as it does in an answer.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.ingest import add
from index.records import EVERYTHING, Hit, Query
from index.search.hybrid import idf_weights
from index.search.search import search
from index.sources.files import find, load
from index.storage.corpus import Corpus
from index.text.keywords import query_terms
from qa.extraction.answerability import WEIGHTS, AnswerabilityFeatures, answerability_features
from qa.extraction.facts import HITS_READ, rank_sentences, unanswerable
from qa.extractive import PASSAGES_READ, ExtractiveAnswers

LEARNED = 3
"""So many of the features, from the first, have learned weights."""
WEIGHT, RIDGE, STEPS = 300.0, 3.0, 60
"""Every set counts as so many questions, half of them answerable."""
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A set of questions, and which articles they are asked of."""

    name: str
    questions: str
    """Folder of its questions."""
    articles: str
    """Folder of its articles."""
    left_out: str = ""
    """File that lists the ids of articles that are taken out of the index."""
    without_gold: bool = False
    """Whether each question loses the articles that answer it, which makes it one that is not answered."""
    weight: float = 1.0
    """How much it counts beside others."""


SETS = (
    QuestionSet("clapnq", "clapnq", "clapnq"),
    QuestionSet("xquad-en", "languages/xquad-en", "languages/xquad-en"),
    QuestionSet("newsquiz", "newsquiz-answerability", "newsquiz", "newsquiz-answerability/left_out.json"),
    QuestionSet("whosaid", "whosaid", "whosaid", weight=0.3),
    QuestionSet("xquad-en", "languages/xquad-en", "languages/xquad-en", without_gold=True, weight=0.3),
)


@dataclass(frozen=True, slots=True)
class Example:
    """A question of a set, and what speaks for an answer to it; None when it is refused for another reason."""

    answerable: bool
    features: AnswerabilityFeatures | None


def main() -> None:
    options = _options()
    examples = {chosen: list(_examples(chosen, options)) for chosen in SETS}
    print("| left out | answered | refused | balanced |\n|---|---|---|---|")
    for chosen in SETS:
        if not chosen.without_gold:
            others = {other: found for other, found in examples.items() if other.name != chosen.name}
            print(f"| {chosen.name} |{_figures(examples[chosen], fit(others))}", flush=True)
    weights = fit(examples)
    print("Weights of all sets:", " ".join(f"{weight:.2f}" for weight in weights))
    for chosen in SETS:
        print(f"| {chosen.name} (learned from) |{_figures(examples[chosen], weights)}")


def fit(examples: dict[QuestionSet, list[Example]]) -> Numbers:
    """Return the learned weights and the bias that make the examples likeliest, shape (LEARNED + 1,)."""
    rows, answerable, counts = [], [], []
    for chosen, found in examples.items():
        asked = [example for example in found if example.features]
        yes = sum(example.answerable for example in asked)
        for example in asked:
            rows.append(_row(example.features))
            answerable.append(float(example.answerable))
            counts.append(chosen.weight * WEIGHT / 2 / (yes if example.answerable else len(asked) - yes))
    return _regress(np.array(rows), np.array(answerable), np.array(counts))


def _regress(rows: Numbers, answerable: Numbers, counts: Numbers) -> Numbers:
    """Fit a logistic regression with a ridge by Newton's method; the last column of `rows` is an offset."""
    learned, offset = rows[:, :-1], rows[:, -1]
    mean, spread = learned.mean(axis=0), learned.std(axis=0)
    scaled = np.c_[(learned - mean) / spread, np.ones(len(rows))]
    ridge = np.diag([RIDGE] * learned.shape[1] + [1e-6])
    weights = np.zeros(scaled.shape[1])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-np.clip(scaled @ weights + offset, -30, 30)))
        slope = scaled.T @ (counts * (answerable - likely)) - ridge @ weights
        curve = (scaled * (counts * likely * (1 - likely))[:, None]).T @ scaled + ridge
        weights += np.linalg.solve(curve, slope)
    unscaled = weights[:-1] / spread
    return np.append(unscaled, weights[-1] - unscaled @ mean)


def _row(features: AnswerabilityFeatures | None) -> list[float]:
    """Return the features whose weights are learned, then the sum of the others by their weights."""
    assert features
    by_hand = WEIGHTS[LEARNED] * features.stale + WEIGHTS[LEARNED + 1] * features.complete
    return [features.words, features.body, features.passages, by_hand]


def _figures(examples: Sequence[Example], weights: Numbers) -> str:
    shown = np.array([_is_shown(example, weights) for example in examples])
    answerable = np.array([example.answerable for example in examples])
    answered = float(shown[answerable].mean()) if answerable.any() else float("nan")
    refused = 1 - float(shown[~answerable].mean())
    return f" {answered:.3f} | {refused:.3f} | {(answered + refused) / 2:.3f} |"


def _is_shown(example: Example, weights: Numbers) -> bool:
    if example.features is None:
        return False
    *learned, by_hand = _row(example.features)
    return float(np.dot(learned, weights[:-1])) + float(weights[-1]) + by_hand >= 0


def _examples(chosen: QuestionSet, options: argparse.Namespace) -> Iterator[Example]:
    corpus = _index(chosen, options)
    answers = ExtractiveAnswers(corpus)
    for row in _rows(options.data / chosen.questions / "questions.jsonl"):
        gold = {found if isinstance(found, str) else found["article"] for found in row["gold"]}
        if chosen.without_gold and not gold:
            continue
        query = _query(answers, row)
        hits = search(corpus, query, PASSAGES_READ)
        if chosen.without_gold:
            hits = tuple(hit for hit in hits if hit.article.id not in gold)
        yield Example(bool(gold) and not chosen.without_gold, _features(corpus, query, hits))


def _query(answers: ExtractiveAnswers, row: dict[str, Any]) -> Query:
    """Return what a question asks; one for somebody's words is taken as one for a fact, which needs both names."""
    day = row.get("date")
    asked = date.fromisoformat(day.replace("/", "-")) if day else None
    query = answers.understand(row["question"], (), asked, EVERYTHING)
    return query if query.intent == "fact" else Query(row["question"], topic=row["question"], asked=asked)


def _features(corpus: Corpus, query: Query, hits: Sequence[Hit]) -> AnswerabilityFeatures | None:
    if unanswerable(corpus, query, hits):
        return None
    weights = idf_weights(corpus, query_terms(query.text))
    question = corpus.embedder.embed_query_tokens(query.text)
    candidates = rank_sentences(corpus, query, question, hits[:HITS_READ], weights)
    return answerability_features(corpus, query, question, candidates) if candidates else None


def _index(chosen: QuestionSet, options: argparse.Namespace) -> Corpus:
    corpus = Corpus.open(options.indexes / chosen.questions)
    if not corpus.store.counts()[0]:
        add(corpus, load(find([options.data / chosen.articles / "articles.jsonl"])))
        for article_id in json.loads((options.data / chosen.left_out).read_text()) if chosen.left_out else ():
            corpus.store.remove(article_id)
    return corpus


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--indexes", type=Path, required=True, help="folder of their indexes")
    return parser.parse_args()


if __name__ == "__main__":
    main()
