"""Does what readers said of answers still hold? Asks every case of `onrecord feedback --cases` again.

    onrecord feedback --cases > cases.jsonl
    python -m benchmarks.feedback cases.jsonl --index DIR

A good answer holds when the places it cited are cited again. One with a wrong person, or with words that are not in
the source, is mended when none of its places is given again to the same speaker. One that missed something is mended
when it has changed; whether for the better, a person must say. Exit code 1 when a good answer was lost.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from index.storage.corpus import Corpus
from qa.answer import Answer, Turn
from qa.engine import AnswerEngine

Place = tuple[str, str, str | None]


def places(citations: list[dict[str, Any]]) -> set[Place]:
    """Return what was cited: article, words, speaker."""
    return {(c["article_id"], " ".join(c["quote"].split()), c["speaker"]) for c in citations}


def cited(answer: Answer) -> set[Place]:
    """Return what an answer cites."""
    return {(c.article_id, " ".join(c.quote.split()), c.speaker) for c in answer.citations}


def holds(case: dict[str, Any], answer: Answer) -> bool:
    """Whether a good answer is still given, or a bad one no longer."""
    then, now = places(case["citations"]), cited(answer)
    match case["verdict"]:
        case "good":
            return then <= now and case["refused"] == answer.refused
        case "missing something":
            return then != now or case["refused"] != answer.refused
        case _:
            return not then & now


def main() -> int:
    """Print, for each verdict, how many cases hold; then those that do not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--index", type=Path, required=True)
    given = parser.parse_args()
    engine = AnswerEngine(Corpus.open(given.index))
    cases = [json.loads(line) for line in given.cases.read_text(encoding="utf-8").splitlines() if line.strip()]
    of, held = Counter[str](), Counter[str]()
    lost = []
    for case in cases:
        answer = engine.answers.ask(case["question"], [Turn(question) for question in case["history"]])
        kept = holds(case, answer)
        of[case["verdict"]] += 1
        held[case["verdict"]] += kept
        lost += [] if kept else [case]
    print("| verdict | cases | holds now |\n|---|---|---|")
    for verdict, number in of.items():
        print(f"| {verdict} | {number} | {held[verdict]} |")
    for case in lost:
        print(f"{case['id']} ({case['verdict']}): {case['question']}", file=sys.stderr)
    return 1 if any(case["verdict"] == "good" for case in lost) else 0


if __name__ == "__main__":
    sys.exit(main())
