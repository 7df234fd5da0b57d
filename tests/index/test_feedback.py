"""What readers say of answers is kept in the index, and becomes a benchmark case."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from benchmarks.feedback import holds
from index.embedding import Embedder
from index.errors import InputError
from index.ingest import add
from index.records import Article
from index.sources.files import LoadResult
from index.storage.corpus import Corpus
from index.storage.feedback import Feedback, add_feedback, list_feedback
from qa.engine import AnswerEngine
from tests.support.newsroom import FERRY
from tests.support.serving import app_over
from ui.cli.main import main

QUESTION = "What did Marta Lindqvist say about the fare?"


@pytest.fixture
def corpus(tmp_path: Path, embedder: Embedder) -> Corpus:
    corpus = Corpus(tmp_path / "index")
    corpus.embedder = embedder
    add(corpus, [LoadResult(FERRY, "ferry.txt", None, 0)])
    return corpus


def judged(corpus: Corpus, verdict: str, comment: str = "") -> int:
    with TestClient(app_over(AnswerEngine(corpus))) as client:
        answer_id = client.post("/api/ask", json={"question": QUESTION}).json()["answer_id"]
        body = {"answer_id": answer_id, "verdict": verdict, "comment": comment}
        answered = client.post("/api/feedback", json=body)
        assert (answered.status_code, answered.json()) == (201, {"id": 1})
    return answered.status_code


def test_feedback_is_kept_with_question_answer_and_versions(corpus: Corpus) -> None:
    assert list(list_feedback(corpus.store.database)) == []  # an index made before there was feedback
    judged(corpus, "wrong person", "It was <b>Brandt</b>.\x00")
    shown = CliRunner().invoke(main, ["--index", str(corpus.folder), "feedback", "--json"])
    (entry,) = [json.loads(line) for line in shown.stdout.splitlines()]
    assert (entry["id"], entry["verdict"], entry["question"]) == (1, "wrong person", QUESTION)
    assert entry["comment"] == "It was <b>Brandt</b>.\x00"
    (citation,) = entry["answer"]["citations"]
    assert FERRY.text[citation["start"] : citation["end"]] == citation["quote"]
    meta = corpus.store.meta()
    assert entry["versions"] == {"onrecord": entry["versions"]["onrecord"], **meta}
    people = CliRunner().invoke(main, ["--index", str(corpus.folder), "feedback"])
    assert "wrong person\n  What did Marta Lindqvist say about the fare?\n  It was <b>Brandt</b>." in people.stdout


def test_forged_feedback_is_refused(corpus: Corpus) -> None:
    with TestClient(app_over(AnswerEngine(corpus))) as client:
        forged = client.post("/api/feedback", json={"answer_id": "x", "verdict": "good"})
        assert (forged.status_code, forged.json()["detail"]) == (
            404,
            "This answer is no longer kept: ask the question again.",
        )
        unknown = client.post("/api/feedback", json={"answer_id": "x", "verdict": "fine"})
        assert unknown.status_code == 422
        foreign = client.post(
            "/api/feedback", json={"answer_id": "x", "verdict": "good"}, headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert foreign.status_code == 403
    assert list(list_feedback(corpus.store.database)) == []


def test_a_comment_has_a_limit(corpus: Corpus) -> None:
    feedback = Feedback("2026-01-01", "good", "x" * 4_001, "?", "[]", "{}", "{}")
    with pytest.raises(InputError, match=r"4,001 characters and the limit is 4,000"):
        add_feedback(corpus.store.database, feedback)


def test_feedback_becomes_a_benchmark_case_with_one_command(corpus: Corpus, tmp_path: Path) -> None:
    judged(corpus, "good")
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
