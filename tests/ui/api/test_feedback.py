"""What readers say of answers is kept in the index, and told by the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from index.embedding import Embedder
from index.ingest import add
from index.records import LoadResult
from index.storage.corpus import Corpus
from index.storage.feedback import list_feedback
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


def judged(corpus: Corpus, verdict: str, comment: str = "") -> int:
    with TestClient(api_over(AnswerEngine(corpus))) as client:
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
    with TestClient(api_over(AnswerEngine(corpus))) as client:
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
