"""The three gold sets through On Record and, in the same run, through the plain recipe; scored by one scorer.

    python -m benchmarks.run --data DIR [--sets whosaid newsquiz clapnq] [--scorer FILE] [--write benchmarks/RESULTS.md]

DIR holds one folder a set, each with `articles.jsonl` and `questions.jsonl`. The scorer is a script that takes a set's
folder, --search FILE and --ask FILE and prints one "name value" a line. A table with commit, figures and seconds is
printed, and written where --write says.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.plain import PlainRecipe
from index.embedding import packaged_weights
from index.ingest import add
from index.sources.files import find, load
from index.storage.corpus import Corpus
from qa.engine import AnswerEngine
from ui.api.schemas.answers import AnswerSchema, PassagesSchema

SETS = ("whosaid", "newsquiz", "clapnq")
Figures = dict[str, str]


def main() -> None:
    options = _options()
    lines = [f"Commit {_commit()}, {date.today():%Y-%m-%d}.", ""]
    for name in options.sets:
        ours, plain = measure(options.data / name, options.scorer, plain=not options.ours_only)
        lines += _table(name, ours, plain)
        print("\n".join(lines[-len(ours) - 5 :]), flush=True)
    if options.write:
        options.write.write_text(
            "# Results\n\nWritten by `make bench`.\n\n" + "\n".join(lines) + "\n", encoding="utf-8"
        )


def measure(data: Path, scorer: Path, plain: bool = True) -> tuple[Figures, Figures]:
    """Return the figures of On Record, and those of the plain recipe, on one set."""
    articles, questions = _rows(data / "articles.jsonl"), _rows(data / "questions.jsonl")
    characters = sum(len(article["text"]) for article in articles)
    with tempfile.TemporaryDirectory() as folder:
        ours, speed = _on_record(data, Path(folder), questions, characters, scorer)
        if not plain:
            return ours, {}
        recipe = PlainRecipe.over(articles, str(packaged_weights()))
        began = time.perf_counter()
        found = _write(Path(folder) / "plain.jsonl", recipe.search(questions))
        theirs = _score(scorer, data, "--search", found)
        theirs["search, ms a question"] = _milliseconds(began, len(questions))
        theirs["adding, characters/s"] = f"{characters / recipe.seconds:,.0f}"
        ours["adding, times the plain recipe"] = f"{speed * recipe.seconds / characters:.2f}"
    return ours, theirs


def _on_record(
    data: Path, folder: Path, questions: list[dict[str, Any]], characters: int, scorer: Path
) -> tuple[Figures, float]:
    corpus = Corpus.open(folder / "index")
    corpus.embedder.embed_queries(["warm"])
    began = time.perf_counter()
    report = add(corpus, load(find([data / "articles.jsonl"])))
    seconds = time.perf_counter() - began
    assert not report.failures, report.failures[:3]
    engine = AnswerEngine(corpus)
    began = time.perf_counter()
    found = _write(folder / "search.jsonl", _each(questions, lambda q: _search(engine, q)))
    searching = _milliseconds(began, len(questions))
    began = time.perf_counter()
    answered = _write(folder / "ask.jsonl", _each(questions, lambda q: _ask(engine, q)))
    asking = _milliseconds(began, len(questions))
    figures = _score(scorer, data, "--search", found, "--ask", answered)
    figures |= {"search, ms a question": searching, "ask, ms a question": asking}
    figures["adding, characters/s"] = f"{characters / seconds:,.0f}"
    return figures, characters / seconds


def _search(engine: AnswerEngine, question: dict[str, Any]) -> dict[str, Any]:
    hits = engine.answers.search(question["question"], asked=_day(question))
    return PassagesSchema.of(question["question"], hits, question["id"]).model_dump()


def _ask(engine: AnswerEngine, question: dict[str, Any]) -> dict[str, Any]:
    answer = engine.answers.ask(question["question"], asked=_day(question))
    return AnswerSchema.of(answer, question["id"]).model_dump()


def _each(
    questions: list[dict[str, Any]], result: Callable[[dict[str, Any]], dict[str, Any]]
) -> Iterable[dict[str, Any]]:
    return map(result, questions)


def _day(question: dict[str, Any]) -> date | None:
    return date.fromisoformat(question["date"].replace("/", "-")) if question.get("date") else None


def _score(scorer: Path, data: Path, *results: str | Path) -> Figures:
    command = [sys.executable, str(scorer), str(data), *map(str, results)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return {name: value for name, _, value in (line.partition(" ") for line in printed) if name != "questions"}


def _table(name: str, ours: Figures, plain: Figures) -> list[str]:
    rows = [f"| {figure} | {plain.get(figure, '')} | {value} |" for figure, value in ours.items()]
    return [f"## {name}", "", "| | plain recipe | On Record |", "|---|---|---|", *rows, ""]


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return path


def _milliseconds(began: float, count: int) -> str:
    return f"{1000 * (time.perf_counter() - began) / count:.0f}"


def _commit() -> str:
    described = subprocess.run(["git", "describe", "--always", "--dirty"], check=False, capture_output=True, text=True)
    return described.stdout.strip() or "unknown"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS))
    parser.add_argument("--scorer", type=Path, help="default: DIR/../tools/score.py")
    parser.add_argument("--ours-only", action="store_true", help="leave the plain recipe out")
    parser.add_argument("--write", type=Path, help="write the tables to this file too")
    options = parser.parse_args()
    options.scorer = options.scorer or options.data.parent / "tools" / "score.py"
    return options


if __name__ == "__main__":
    main()
