"""Adding articles over HTTP: the same door and the same sentences as the command line, and nobody else's page."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from index.embedding import Embedder
from index.storage.corpus import Corpus
from qa.engine import AnswerEngine
from tests.support.serving import api_over
from ui.access.uploads import NO_UPLOADS, UploadPolicy, upload_policy_for
from ui.http.hosts import LOOPBACK
from ui.http.problem import problem_shape

STORY = "Harbour master Ida Brekke said on Monday that the tide was late again.\n\nNobody minded, and the ferry waited."
UNKNOWN = "its format is not known: .txt, .md, .markdown, .html, .htm, .pdf, .jsonl, .csv can be read."
ALLOWED = UploadPolicy(allowed=True, max_bytes=2_000, hosts=frozenset({*LOOPBACK, "testserver"}))


@pytest.fixture
def engine(tmp_path: Path, embedder: Embedder) -> AnswerEngine:
    corpus = Corpus.open(tmp_path / "index", embedder)
    return AnswerEngine(corpus)


@pytest.fixture
def client(engine: AnswerEngine) -> Iterator[TestClient]:
    with TestClient(api_over(engine, ALLOWED)) as client:
        yield client


def send(client: TestClient, name: str, content: str | bytes, **query: str) -> tuple[int, dict[str, object]]:
    answered = client.post("/api/articles", params={"name": name, **query}, content=content)
    return answered.status_code, answered.json()


def counts(added: int = 0, unchanged: int = 0) -> dict[str, object]:
    return {"added": added, "updated": 0, "unchanged": unchanged, "skipped": 0, "failed": 0, "failures": []}


def test_what_is_added_is_answered_at_once(client: TestClient) -> None:
    assert send(client, "tide.txt", STORY, collection="harbour") == (201, counts(added=1))
    answer = client.post("/api/ask", json={"question": "What did Ida Brekke say about the tide?"}).json()
    assert answer["citations"][0]["quote"] == STORY.split("\n", maxsplit=1)[0]
    (listed,) = client.get("/api/articles").json()["articles"]
    assert listed["collection"] == "harbour"
    assert client.get("/api/page").json() == {
        "user": "",
        "sign_in": False,
        "adding": True,
        "articles": 1,
        "most_bytes": 2_000,
        "most_files": 200,
    }


def test_the_same_document_again_changes_nothing_and_another_replaces_nothing(client: TestClient) -> None:
    assert send(client, "tide.txt", STORY) == (201, counts(added=1))
    assert send(client, "tide.txt", STORY) == (200, counts(unchanged=1))
    assert send(client, "tide.txt", STORY + " It rained.") == (201, counts(added=1))
    assert client.get("/api/page").json()["articles"] == 2


@pytest.mark.parametrize(
    "name",
    [
        "../../outside.txt",
        "/etc/passwd.txt",
        "C:\\temp\\x.txt",
        "a\0b.txt",
        "é" * 400 + ".txt",
        "..txt",
        "\u202etxt.txt",
    ],
)
def test_a_name_is_never_a_path(client: TestClient, engine: AnswerEngine, name: str) -> None:
    before = {path for path in engine.corpus.folder.parent.rglob("*") if path.is_file()}
    assert send(client, name, STORY) == (201, counts(added=1))
    after = {path for path in engine.corpus.folder.parent.rglob("*") if path.is_file()}
    assert {path.name for path in after - before} <= {"vectors.faiss", "onrecord.sqlite3-wal", "onrecord.sqlite3-shm"}
    assert not (engine.corpus.folder / "incoming").exists()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("x.exe", b"MZ", UNKNOWN),
        ("empty.txt", b" \n", "the file is empty: there is nothing to index."),
        ("broken.pdf", b"%PDF-", "the PDF is broken: save or print it to PDF again."),
        (
            "noname",
            b"text",
            UNKNOWN,
        ),
    ],
)
def test_faults_are_those_of_the_command_line(client: TestClient, name: str, content: bytes, reason: str) -> None:
    status, report = send(client, name, content)
    assert (status, {name: report[name] for name in ("status", "detail")}) == (422, {"status": 422, "detail": reason})
    assert report["failures"] == [{"path": name, "line": None, "reason": reason}]


def test_good_lines_are_added_and_bad_ones_named(client: TestClient) -> None:
    lines = [json.dumps({"id": "a", "text": STORY}), "{", json.dumps({"id": "b", "text": ""})]
    status, report = send(client, "many.jsonl", "\n".join(lines))
    assert (status, report["added"], report["failed"]) == (201, 1, 2)
    failures = report["failures"]
    assert isinstance(failures, list)
    assert [(failure["path"], failure["line"]) for failure in failures] == [("many.jsonl", 2), ("many.jsonl", 3)]


@pytest.mark.parametrize("chunked", [False, True])
def test_too_large_is_refused_while_it_is_read(client: TestClient, chunked: bool) -> None:
    content = iter([b"x" * 1_500] * 1_000) if chunked else b"x" * 2_001
    answered = client.post("/api/articles", params={"name": "x.txt"}, content=content)
    assert (answered.status_code, answered.json()) == (
        413,
        problem_shape(413, "The document is larger than 0.002 MB: cut it, or use `onrecord add PATH`."),
    )


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Host": "evil.example", "Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"}, 403),
        ({"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}, 201),
        ({}, 201),
    ],
)
def test_other_sites_can_add_nothing(client: TestClient, headers: dict[str, str], status: int) -> None:
    answered = client.post("/api/articles", params={"name": "x.txt"}, content=STORY, headers=headers)
    assert answered.status_code == status
    assert client.get("/api/page").json()["articles"] == (status == 201)


def test_where_adding_is_off_nobody_adds(engine: AnswerEngine) -> None:
    with TestClient(api_over(engine, NO_UPLOADS)) as client:
        assert send(client, "x.txt", STORY) == (
            403,
            problem_shape(
                403, "Articles cannot be added here: use `onrecord add PATH`, or start the server with --adding."
            ),
        )
        assert client.get("/api/page").json()["adding"] is False


def test_by_default_articles_are_added_on_this_machine_only() -> None:
    assert upload_policy_for("127.0.0.1", None, 20) == UploadPolicy(True, 20_000_000, 200, LOOPBACK)
    assert upload_policy_for("0.0.0.0", None, 20).allowed is False
    assert upload_policy_for("127.0.0.1", None, 20, proxied=True).allowed is False
    assert upload_policy_for("0.0.0.0", True, 1).hosts == frozenset()
    assert upload_policy_for("127.0.0.1", False, 1).allowed is False


def test_people_ask_while_articles_are_added(engine: AnswerEngine) -> None:
    with TestClient(api_over(engine, ALLOWED)) as client:
        send(client, "tide.txt", STORY)
        results: list[int] = []

        def add_ten() -> None:
            results.extend(send(client, f"{number}.txt", f"{STORY} Day {number}.")[0] for number in range(10))

        adding = [threading.Thread(target=add_ten) for _ in range(2)]
        for thread in adding:
            thread.start()
        while any(thread.is_alive() for thread in adding):
            answer = client.post("/api/ask", json={"question": "What did Ida Brekke say about the tide?"}).json()
            assert answer["refused"] is False
        assert sorted(results) == [200] * 10 + [201] * 10
        assert client.get("/api/page").json()["articles"] == 11
