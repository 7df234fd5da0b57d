"""The audit log: who asked what and which articles were shown, and that nothing is shown without it."""

import asyncio
import json
import logging
import os
import stat
import subprocess
import sys
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.requests import HTTPConnection

from index.errors import InputError
from index.records import Scope
from qa.answer import Answer
from qa.protocol import Answers, Catalogue, Editing, Engine
from tests.support.fake_engine import FakeAnswers, FakeEngine
from tests.support.newsroom import BRIDGE, FERRY
from tests.support.waiting import PATIENCE
from ui.access.identity import OWNER
from ui.access.settings import AuditRules, Settings
from ui.access.uploads import UploadPolicy
from ui.app import create_api
from ui.http.errors import Unavailable
from ui.serving.answer_cache import AnswerCache
from ui.serving.audit import Audit, log_sign_in
from ui.serving.events import Event, ObservedAnswers, ObservedEngine, Observer

WHY = "Why is the steel late?"
PUBLIC = {"default": {"public": True}}


class Clock:
    """A day that can be set."""

    def __init__(self, day: str = "2026-11-26") -> None:
        self.now = datetime.fromisoformat(f"{day}T10:00:00").replace(tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class Written(FakeAnswers):
    """A chat model writes its answers, sentence by sentence."""

    fault: Exception | None = None

    def growths(self, answer: Answer) -> Generator[Answer, None, None]:
        whole = replace(answer, model="test:model")
        yield replace(whole, sentences=whole.sentences[:1], citations=whole.citations[:1])
        if self.fault:
            raise self.fault
        yield whole


def written(notify: Observer, fault: Exception | None = None) -> ObservedAnswers:
    answers = Written()
    answers.fault = fault
    return ObservedEngine(FakeEngine([BRIDGE, FERRY], answers=answers), notify).answers


def audited(engine: Engine, file: Path, adding: UploadPolicy | None = None) -> TestClient:
    rules = Settings(anonymous=True, collections=PUBLIC, audit=AuditRules(file=file))

    async def build() -> TestClient:
        return TestClient(create_api(engine, settings=rules, adding=adding or UploadPolicy()))

    return asyncio.run(build())


def lines(folder: Path) -> list[dict[str, Any]]:
    found = sorted(folder.glob("audit-*.jsonl"))
    return [json.loads(line) for file in found for line in file.read_text("ascii").splitlines()]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "audit.jsonl"


# What is recorded


def test_an_answer_is_recorded_with_who_asked_and_what_they_were_shown(log: Path) -> None:
    with audited(FakeEngine([BRIDGE, FERRY]), log) as client:
        scope = {"publishers": ["Northbank Courier"], "since": "2024-01-01"}
        answered = client.post("/api/v1/ask", json={"question": WHY, "scope": scope}).json()
    (line,) = lines(log.parent)
    assert datetime.fromisoformat(line.pop("time")).tzinfo == UTC
    assert line == {
        "user": "",
        "way": "anonymous",
        "address": "testclient",
        "route": "api",
        "event": "answer",
        "status": "answered",
        "question": WHY,
        "scope": scope,
        "refused": False,
        "articles": [citation["article_id"] for citation in answered["citations"]],
        "answer_id": answered["answer_id"],
    }
    assert line["articles"] == ["bridge-1"]


def test_a_refusal_is_recorded_with_the_nearest_articles(log: Path) -> None:
    with audited(FakeEngine([BRIDGE, FERRY]), log) as client:
        refused = client.post("/api/v1/ask", json={"question": "Who owns the bakery?", "stream": True})
    (line,) = lines(log.parent)
    assert refused.status_code == 200
    assert (line["status"], line["refused"], len(line["articles"])) == ("refused", True, 1)
    assert line["answer_id"] in refused.text


def test_every_way_to_read_an_article_is_recorded(log: Path) -> None:
    with audited(FakeEngine([BRIDGE, FERRY]), log) as client:
        answer_id = client.post("/api/v1/ask", json={"question": WHY}).json()["answer_id"]
        client.post("/api/v1/search", json={"question": WHY, "k": 1})
        client.get("/api/v1/articles", params={"id": "bridge-1"})
        client.get("/api/v1/articles/bridge-1")
        client.get("/api/v1/articles", params={"id": "gone"})
        client.get("/api/v1/articles")
        client.get("/api/v1/people", params={"name": "Agnes Thorne"})
        client.get("/api/v1/timeline", params={"name": "Agnes Thorne", "topic": "steel"})
        client.get(f"/api/v1/answers/{answer_id}/beside")
        client.post("/api/v1/feedback", json={"answer_id": answer_id, "verdict": "good"})
    told = [(line["event"], line["status"], line["question"], line["articles"]) for line in lines(log.parent)]
    assert told[1:8] == [
        ("search", "done", WHY, ["bridge-1"]),
        ("article", "done", "", ["bridge-1"]),
        ("article", "done", "", ["bridge-1"]),
        ("article", "missing", "", ["gone"]),
        ("articles", "done", "", ["bridge-1", FERRY.id]),
        ("person", "done", "Agnes Thorne", ["bridge-1"]),
        ("timeline", "done", "Agnes Thorne: steel", ["bridge-1"]),
    ]
    assert [event for event, *_ in told[8:]] == ["beside", "feedback"]


@pytest.mark.parametrize(
    ("path", "body", "route"),
    [
        ("/api/ask", {"question": WHY}, "api"),
        ("/v1/chat/completions", {"model": "on-record", "messages": [{"role": "user", "content": WHY}]}, "completions"),
    ],
)
def test_the_way_by_which_it_was_asked_is_recorded(log: Path, path: str, body: dict[str, Any], route: str) -> None:
    with audited(FakeEngine([BRIDGE]), log) as client:
        assert client.post(path, json=body).status_code == 200
    assert [(line["route"], line["question"]) for line in lines(log.parent)] == [(route, WHY)]


def test_what_is_added_and_deleted_is_recorded_before_it_is_done_and_after(log: Path) -> None:
    told: list[Event] = []
    engine = FakeEngine([BRIDGE])
    witnessed = ObservedEngine(engine, told.append)
    witnessed.editing.add("new.txt", b"News.", "press")
    witnessed.editing.remove("bridge-1")
    witnessed.editing.remove("bridge-1")
    press = Scope(collections=("press",))
    assert told == [
        Event("add", "begun", "new.txt", press),
        Event("add", "done", "new.txt", press),
        Event("delete", "begun", articles=("bridge-1",)),
        Event("delete", "done", articles=("bridge-1",)),
        Event("delete", "begun", articles=("bridge-1",)),
        Event("delete", "missing", articles=("bridge-1",)),
    ]


def test_nothing_is_recorded_unless_the_rules_say_so(tmp_path: Path) -> None:
    async def build() -> TestClient:
        return TestClient(create_api(FakeEngine([BRIDGE])))

    with asyncio.run(build()) as client:
        client.post("/api/ask", json={"question": WHY})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("protocol", "part", "told", "shows_nothing"),
    [
        (Answers, "answers", {"ask", "stream", "search", "suggest"}, {"examples", "models", "warm"}),
        (
            Catalogue,
            "catalogue",
            {"article", "list_articles", "timeline", "person_record", "statements"},
            {"sentences", "counts", "provenance", "people"},
        ),
        (Editing, "editing", {"add", "remove", "add_feedback"}, set()),
    ],
)
def test_everything_that_an_engine_does_is_either_told_or_known_to_show_nothing(
    protocol: type, part: str, told: set[str], shows_nothing: set[str]
) -> None:
    """Whoever adds to a protocol must decide."""
    engine = FakeEngine([])
    public = {name for name in dir(protocol) if not name.startswith("_")}
    assert public == told | shows_nothing
    observed, plain = vars(getattr(ObservedEngine(engine, list[Event]().append), part)), getattr(engine, part)
    assert observed.keys() == public
    assert {name for name in public if observed[name] == getattr(plain, name)} == shows_nothing


# What a model writes


def test_what_a_model_writes_is_recorded_before_its_first_sentence_is_shown_and_at_the_end() -> None:
    told: list[Event] = []
    kept = AnswerCache()
    growing = written(told.append).stream("Why is the steel for the ferry late?")
    next(growing)
    assert [(event.status, event.answer_id) for event in told] == [("begun", "")]
    *_, whole = growing
    assert [event.status for event in told] == ["begun", "answered"]
    assert told[1].answer_id == kept.keep(whole)
    assert set(told[0].articles) <= set(told[1].articles)
    assert told[1].waited is not None


def test_a_reader_who_leaves_is_recorded_with_what_they_saw() -> None:
    told: list[Event] = []
    growing = written(told.append).stream(WHY)
    next(growing)
    growing.close()
    assert [event.status for event in told] == ["begun", "left"]
    assert told[1].articles == ("bridge-1",)


def test_an_answer_that_fails_is_recorded_as_failed() -> None:
    told: list[Event] = []
    with pytest.raises(RuntimeError, match="gone"):
        list(written(told.append, RuntimeError("gone")).stream(WHY))
    assert [event.status for event in told] == ["begun", "failed"]


def test_an_answer_is_kept_under_the_id_that_no_other_has() -> None:
    kept = AnswerCache(size=10)
    first, equal = Answer("Why?"), Answer("Why?")
    assert first == equal
    assert kept.keep(first) == kept.keep(first) == first.id
    assert kept.keep(equal) == equal.id != first.id
    found = kept.get(first.id)
    assert found
    assert found.answer is first
    for number in range(100):
        kept.keep(Answer(str(number)))
    assert kept.get(first.id) is None
    assert len(kept._answers) == 10


# The file


def test_a_line_cannot_be_forged(log: Path) -> None:
    forged = 'x\n{"event":"answer","user":"somebody"}\r\u2028\x1b[2J\ud83d'
    Audit(log, 90, Clock()).write({"question": forged})
    raw = log.with_name("audit-2026-11-26.jsonl").read_bytes()
    assert raw.count(b"\n") == 1
    assert all(32 <= byte < 127 for byte in raw[:-1])
    assert json.loads(raw) == {"time": "2026-11-26T10:00:00.000Z", "question": forged}


@pytest.mark.skipif(os.name == "nt", reason="no such modes")
def test_only_the_server_may_read_it(log: Path) -> None:
    Audit(log, 90, Clock())
    assert stat.S_IMODE(log.with_name("audit-2026-11-26.jsonl").stat().st_mode) == 0o600


def test_lines_of_several_threads_and_processes_stay_whole(log: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from ui.serving.audit import Audit\n"
        "audit = Audit(Path(sys.argv[1]), 90)\n"
        "for n in range(200): audit.write({'process': sys.argv[2], 'n': n, 'long': 'x' * 3000})"
    )
    processes = [subprocess.Popen([sys.executable, "-c", code, str(log), name]) for name in "ab"]
    audit = Audit(log, 90)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda n: audit.write({"process": "c", "n": n, "long": "x" * 3000}), range(200)))
    assert [process.wait(PATIENCE) for process in processes] == [0, 0]
    told = lines(log.parent)
    assert sorted((line["process"], line["n"]) for line in told) == sorted((p, n) for p in "abc" for n in range(200))


def test_each_day_has_its_file_and_old_ones_are_deleted_at_the_start_and_when_the_day_changes(log: Path) -> None:
    for name in (
        "audit-2026-11-15.jsonl",
        "audit-2026-11-16.jsonl",
        "audit-not-a-d-ay.jsonl",
        "other-2020-01-01.jsonl",
    ):
        log.with_name(name).write_text("{}\n")
    clock = Clock("2026-11-26")
    audit = Audit(log, 10, clock)
    audit.write({"n": 1})
    kept = {"audit-not-a-d-ay.jsonl", "other-2020-01-01.jsonl", "audit-2026-11-26.jsonl"}
    assert {file.name for file in log.parent.iterdir()} == kept | {"audit-2026-11-16.jsonl"}
    clock.now = clock.now.replace(day=27)
    audit.write({"n": 2})
    assert {file.name for file in log.parent.iterdir()} == kept | {"audit-2026-11-27.jsonl"}
    assert json.loads(log.with_name("audit-2026-11-27.jsonl").read_text())["n"] == 2


def test_a_line_that_was_cut_off_spoils_no_other(log: Path) -> None:
    audit = Audit(log, 90, Clock())
    today = log.with_name("audit-2026-11-26.jsonl")
    today.write_text('{"n": 1}\n{"n": ')
    audit.write({"n": 3})
    assert [line.endswith("}") for line in today.read_text().splitlines()] == [True, False, True]


def test_a_file_that_was_moved_away_is_begun_again(log: Path) -> None:
    audit = Audit(log, 90, Clock())
    audit.write({"n": 1})
    audit.file_of(Clock()().date()).rename(log.with_name("moved"))
    audit.write({"n": 2})
    assert [line["n"] for line in lines(log.parent)] == [2]


# A log that cannot be written


def test_a_server_does_not_start_without_the_log_that_its_rules_want(tmp_path: Path) -> None:
    file = tmp_path / "nowhere" / "audit.jsonl"
    with pytest.raises(InputError) as fault:
        Audit(file, 90)
    assert str(fault.value) == (
        f"The audit log {file} cannot be written (No such file or directory): name a file in a folder of your own."
    )


def test_nothing_is_shown_while_the_log_cannot_be_written(log: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = log.parent / "logs"
    folder.mkdir()
    engine = FakeEngine([BRIDGE])
    with audited(engine, folder / "audit.jsonl", UploadPolicy(allowed=True)) as client:
        (today,) = folder.iterdir()
        today.unlink()
        folder.rmdir()
        with caplog.at_level(logging.ERROR, "onrecord"):
            asked = client.post("/api/v1/ask", json={"question": WHY})
            streamed = client.post("/api/v1/ask", json={"question": WHY, "stream": True})
            others = [
                client.post("/api/v1/search", json={"question": WHY}),
                client.get("/api/v1/articles", params={"id": "bridge-1"}),
            ]
        folder.mkdir()
        again = client.post("/api/v1/ask", json={"question": WHY})
    assert [answered.status_code for answered in (asked, streamed, *others)] == [503] * 4
    assert all("steel" not in answered.text.replace(WHY, "") for answered in (asked, streamed, *others))
    assert asked.headers["retry-after"] == "60"
    assert asked.json()["detail"] == (
        "Nothing is answered at the moment, because the audit log cannot be written: come again in a minute."
    )
    assert len([entry for entry in caplog.records if "audit log" in entry.message]) == 1
    assert (again.status_code, len(lines(folder))) == (200, 1)


def test_nothing_is_deleted_that_cannot_be_recorded() -> None:
    def full(_: Event) -> None:
        raise Unavailable("The disk is full.", 60)

    engine = FakeEngine([BRIDGE])
    witnessed = ObservedEngine(engine, full)
    for change in (lambda: witnessed.editing.remove("bridge-1"), lambda: witnessed.editing.add("new.txt", b"News.")):
        with pytest.raises(Unavailable):
            change()
    assert list(engine.articles) == ["bridge-1"]


def test_a_full_disk_is_a_fault_also_where_a_part_of_the_line_was_written(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit = Audit(log, 90, Clock())
    whole = os.write
    with monkeypatch.context() as full:
        full.setattr(os, "write", lambda opened, line: whole(opened, line[:5]))
        with pytest.raises(Unavailable):
            audit.write({"n": 1})
    audit.write({"n": 2})
    assert json.loads(log.with_name("audit-2026-11-26.jsonl").read_text().splitlines()[1])["n"] == 2


def test_an_attempt_to_sign_in_is_recorded(log: Path) -> None:
    client = audited(FakeEngine([BRIDGE]), log)
    for succeeded in (False, True):
        state = {"identity": OWNER}
        scope = {"type": "http", "app": client.app, "path": "/sign-in", "client": ("192.0.2.1", 9), "state": state}
        log_sign_in(HTTPConnection(scope), "anna", succeeded=succeeded)
    told = [(line["event"], line["status"], line["question"], line["address"]) for line in lines(log.parent)]
    assert told == [("sign-in", "failed", "anna", "192.0.2.1"), ("sign-in", "done", "anna", "192.0.2.1")]
