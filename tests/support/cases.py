"""One small case: files of our own, what is done with them, and what must be true of what comes out.

    python -m tests.support.cases [--cases FILE] [ID …]    tries the cases, or those whose ids begin so, one line each

`run` says what is looked at: statements, people, text, `ask Q`, `askdate Q DAY`, `askafter [Q …] Q`, `search Q`.
`checks`:
  said, not_said [[speaker, words]]   a statement of that speaker (both regular expressions) has the words, none has
  no_person [name]                    nobody is listed whose name begins so
  contains, not_contains              the answer as a terminal shows it has these, has not
  refused, not_refused                whether the answer is a refusal
  speakers_not                        nobody whose words are cited is called so
  text_matches, text_not              what the stored text holds, and does not
  field {name: regex}                 what a stored article says of itself ("^$": nothing)
  added, failed, error                what became of the files, and a sentence that says why not
"""

import json
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from index.embedding import Embedder
from index.ingest import IngestReport, add
from index.records import Article, Statement
from index.sources.files import find, load
from index.storage.corpus import Corpus
from qa.answer import Answer, Turn
from qa.engine import AnswerEngine
from ui.render.text import hits_to_text, to_text

HERE = Path(__file__).parents[1] / "cases"
Row = dict[str, Any]


def read_cases(file: Path = HERE / "cases.jsonl") -> dict[str, Row]:
    """Return the cases by id; a file holds JSON lines, or one list."""
    text = file.read_text(encoding="utf-8")
    rows = json.loads(text) if text.lstrip().startswith("[") else map(json.loads, filter(None, text.splitlines()))
    return {row["id"]: row for row in rows}


@dataclass(frozen=True, slots=True)
class Tried:
    """What came out of a case's files."""

    report: IngestReport
    engine: AnswerEngine
    articles: tuple[Article, ...]

    @property
    def text(self) -> str:
        return "\n====\n".join(article.text for article in self.articles)

    def statements(self) -> Iterator[tuple[Statement, str]]:
        for article in self.articles:
            for s in self.engine.corpus.store.statements.of_article(article.id, unsure=True):
                yield s, article.text[s.start : s.end]


def faults(case: Row, folder: Path, embedder: Embedder, inputs: Path = HERE / "inputs") -> list[str]:
    """Return what is not true of a case that must be."""
    corpus = Corpus.open(folder, embedder)
    report = add(corpus, load(find([inputs / name for name in case["files"]])))
    tried = Tried(report, AnswerEngine(corpus), tuple(corpus.store.articles()))
    checks = case["checks"]
    wrong = [*_of_adding(checks, report), *_of_articles(checks, tried), *_of_statements(checks, tried)]
    if "no_person" in checks:
        listed = [summary.person.name for summary in tried.engine.catalogue.people(limit=1000).entries]
        wrong += [
            f"person {name}" for name in listed for no in checks["no_person"] if name.lower().startswith(no.lower())
        ]
    what, *values = case["run"]
    if what == "search":
        return wrong + _of_text(checks, hits_to_text(tried.engine.answers.search(values[0])))
    if what.startswith("ask"):
        wrong += _of_answer(checks, _answer(tried.engine, what, values))
    return wrong


def _answer(engine: AnswerEngine, what: str, values: Sequence[Any]) -> Answer:
    history: list[Turn] = []
    for question in values[0] if what == "askafter" else ():
        history.append(Turn(question, engine.answers.ask(question, history)))
    question = values[1] if what == "askafter" else values[0]
    asked = date.fromisoformat(values[1]) if what == "askdate" else None
    return engine.answers.ask(question, history, asked=asked)


def _of_adding(checks: Row, report: IngestReport) -> Iterator[str]:
    reasons = "; ".join(failure.reason for failure in report.failures)
    if report.added != checks.get("added", report.added):
        yield f"added {report.added}: {reasons}"
    if len(report.failures) != checks.get("failed", len(report.failures)):
        yield f"failed {len(report.failures)}: {reasons}"
    if not re.search(checks.get("error", ""), reasons):
        yield f"sentence: {reasons}"


def _of_articles(checks: Row, tried: Tried) -> Iterator[str]:
    text = tried.text
    yield from (f"text lacks {p}" for p in checks.get("text_matches", ()) if not re.search(p, text, re.DOTALL))
    yield from (f"text has {p}" for p in checks.get("text_not", ()) if re.search(p, text, re.DOTALL))
    for name, pattern in checks.get("field", {}).items():
        values = [str(getattr(article, name) or "") for article in tried.articles]
        if not any(re.search(pattern, value) for value in values):
            yield f"{name} is {values}"


def _of_statements(checks: Row, tried: Tried) -> Iterator[str]:
    found = [(s.speaker, text) for s, text in tried.statements() if s.speaker]

    def over(speaker: str, words: str) -> list[str]:
        return [
            f"{who} · {text[:70]}"
            for who, text in found
            if re.search(speaker, who) and re.search(words, text, re.DOTALL)
        ]

    yield from (f"missing: {who} · {words}" for who, words in checks.get("said", ()) if not over(who, words))
    for who, words in checks.get("not_said", ()):
        yield from (f"wrong: {row}" for row in over(who, words))


def _of_answer(checks: Row, answer: Answer) -> Iterator[str]:
    if checks.get("refused") and not answer.refused:
        yield "not refused"
    if checks.get("not_refused") and answer.refused:
        yield "refused"
    cited = " ".join(citation.speaker or "" for citation in answer.citations)
    yield from (f"cites {name}" for name in checks.get("speakers_not", ()) if name in cited)
    yield from _of_text(checks, to_text(answer))


def _of_text(checks: Row, shown: str) -> list[str]:
    lacking = [f"lacks {words}" for words in checks.get("contains", ()) if words not in shown]
    return lacking + [f"has {words}" for words in checks.get("not_contains", ()) if words in shown]


def main(arguments: list[str]) -> None:
    """Try the cases of a file, or some of them; print one line each and the sum."""
    file = Path(arguments[1]) if arguments[:1] == ["--cases"] else HERE / "cases.jsonl"
    wanted = tuple(arguments[2:] if arguments[:1] == ["--cases"] else arguments)
    cases = {name: case for name, case in read_cases(file).items() if name.startswith(wanted or "")}
    inputs, embedder, held = HERE / "inputs" if file.parent == HERE else file.parent, Embedder(), 0
    for name, case in cases.items():
        with tempfile.TemporaryDirectory() as folder:
            wrong = faults(case, Path(folder) / "index", embedder, inputs)
        held += not wrong
        print(name, case["kind"], "· holds" if not wrong else "· FAILS: " + " | ".join(wrong), flush=True)
    print(f"{held} of {len(cases)} hold")


if __name__ == "__main__":
    main(sys.argv[1:])
