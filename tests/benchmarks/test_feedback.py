"""What readers said of answers becomes a benchmark case."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from benchmarks.feedback import holds
from index.embedding import Embedder
from index.ingest import add
from index.records import Article, LoadResult
from index.storage.corpus import Corpus
from qa.engine import AnswerEngine
from tests.support.newsroom import FERRY
from tests.support.serving import api_over
from ui.cli.main import main

QUESTION = "What did Marta Lindqvist say about the fare?"


@pytest.fixture
def corpus(tmp_path: Path, embedder: Embedder) -> Corpus:
    corpus = Corpus.open(tmp_path / "index", embedder)
    add(corpus, [LoadResult(FERRY, "ferry.txt", None, 0)])
    return corpus


def say_good(corpus: Corpus) -> None:
    with TestClient(api_over(AnswerEngine(corpus))) as client:
        answer_id = client.post("/api/ask", json={"question": QUESTION}).json()["answer_id"]
        answered = client.post("/api/feedback", json={"answer_id": answer_id, "verdict": "good"})
        assert answered.status_code == 201


def test_feedback_becomes_a_benchmark_case_with_one_command(corpus: Corpus, tmp_path: Path) -> None:
    say_good(corpus)
    cases = CliRunner().invoke(main, ["--index", str(corpus.folder), "feedback", "--cases"]).stdout
    (tmp_path / "cases.jsonl").write_text(cases)
    command = [
        sys.executable,
        "-m",
        "benchmarks.feedback",
        str(tmp_path / "cases.jsonl"),
        "--index",
        str(corpus.folder),
    ]
    held = subprocess.run(command, capture_output=True, text=True, check=True)
    assert held.stdout == "| verdict | cases | holds now |\n|---|---|---|\n| good | 1 | 1 |\n"
    add(corpus, [LoadResult(Article(FERRY.id, "The fare is free."), "ferry.txt", None, 0)])
    lost = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (lost.returncode, lost.stderr.splitlines()[-1]) == (1, f"feedback-1 (good): {QUESTION}")


def test_a_fault_is_mended_when_its_words_are_no_longer_given(corpus: Corpus) -> None:
    answer = AnswerEngine(corpus).answers.ask(QUESTION)
    places = [{"article_id": c.article_id, "quote": c.quote, "speaker": c.speaker} for c in answer.citations]
    case = {"verdict": "wrong person", "citations": places, "refused": False}
    assert not holds(case, answer)
    assert holds(case | {"citations": [places[0] | {"speaker": "Tomas Brandt"}]}, answer)
    assert not holds(case | {"verdict": "missing something"}, answer)
    assert holds(case | {"verdict": "missing something", "citations": []}, answer)
