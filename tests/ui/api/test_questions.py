"""Questions over HTTP: the shapes of answers and passages, faults as sentences, and the health checks."""

import json
import logging
import re
from collections.abc import Iterator
from datetime import date

import pytest
from fastapi.testclient import TestClient

from index.errors import CorpusError
from qa.answer import Turn
from tests.support.broken import Broken
from tests.support.fake_engine import NOT_ANSWERED, FakeEngine
from tests.support.newsroom import BRIDGE, EXAMPLES, FERRY, HOSTILE
from tests.support.serving import api_over
from ui.http.errors import UNEXPECTED
from ui.http.problem import problem_shape
from ui.render.layout import citation_link
from ui.render.wording import ENGLISH

ENGINE = "What does Marta Lindqvist say about the new engine fuel?"
QUOTE = "“The new ferry engine burns a third less fuel than the old one,” said Marta Lindqvist, who runs the line."
START = FERRY.text.index(QUOTE)


@pytest.fixture(scope="module")
def engine() -> FakeEngine:
    return FakeEngine([FERRY, BRIDGE, HOSTILE], EXAMPLES)


@pytest.fixture(scope="module")
def client(engine: FakeEngine) -> Iterator[TestClient]:
    with TestClient(api_over(engine)) as client:
        yield client


@pytest.fixture(scope="module")
def broken_client() -> Iterator[TestClient]:
    with TestClient(api_over(Broken(RuntimeError("secret detail")))) as client:
        yield client


def test_ask_answers_in_the_promised_shape(client: TestClient) -> None:
    answered = client.post("/api/ask", json={"question": f"  {ENGINE}\n", "id": "q1"})
    assert answered.status_code == 200
    shape = answered.json()
    first, second = shape.pop("citations")
    assert len(shape.pop("answer_id")) == 16
    assert shape == {
        "id": "q1",
        "question": ENGINE,
        "refused": False,
        "reason": None,
        "text": f"{QUOTE} [1] {second['quote']} [2]",
        "sentences": [{"text": QUOTE, "citations": [1]}, {"text": second["quote"], "citations": [2]}],
        "nearest": [],
    }
    assert first == {
        "n": 1,
        "article_id": FERRY.id,
        "content_hash": FERRY.content_hash,
        "start": START,
        "end": START + len(QUOTE),
        "quote": QUOTE,
        "title": "Harbour ferry returns after two silent winters",
        "publisher": "The Tidewater Post",
        "published": "2024-03-10",
        "url": FERRY.url,
        "link": citation_link(FERRY.id, START, START + len(QUOTE), FERRY.content_hash, QUOTE),
        "speaker": "Marta Lindqvist",
        "probable_speaker": None,
        "status": "verbatim",
    }


def test_a_refusal_has_its_reason_and_the_nearest_passages(client: TestClient) -> None:
    shape = client.post("/api/ask", json={"question": "Who owns the bakery?"}).json()
    (nearest,) = shape.pop("nearest")
    del shape["answer_id"]
    assert shape == {
        "question": "Who owns the bakery?",
        "refused": True,
        "reason": ENGLISH.refusal(NOT_ANSWERED),
        "text": "",
        "sentences": [],
        "citations": [],
    }
    assert nearest == client.post("/api/search", json={"question": "Who owns the bakery?"}).json()["passages"][0]


def test_search_gives_passages_in_the_promised_shape(client: TestClient) -> None:
    shape = client.post("/api/search", json={"question": "Why is the steel late?", "id": 7, "k": 1}).json()
    quote = "“The north bridge will open a year late because the steel came late,” said Agnes Thorne, the engineer."
    start = BRIDGE.text.index(quote)
    assert shape == {
        "id": 7,
        "question": "Why is the steel late?",
        "passages": [
            {
                "article_id": "bridge-1",
                "title": "Council delays the north bridge by a year",
                "publisher": "Northbank Courier",
                "published": "2024-04-02",
                "url": "",
                "start": start,
                "end": start + len(quote),
                "text": quote,
                "link": citation_link("bridge-1", start, start + len(quote), BRIDGE.content_hash, quote),
                "speakers": ["Agnes Thorne"],
                "score": 2.0,
            }
        ],
    }


def test_the_asker_hears_the_history_and_the_date(client: TestClient, engine: FakeEngine) -> None:
    client.post("/api/ask", json={"question": "And this week?", "history": [ENGINE], "date": "2024-03-12"})
    assert engine.asked[-1] == ("And this week?", (Turn(ENGINE),), date(2024, 3, 12))


def test_a_streamed_answer_comes_sentence_by_sentence_and_then_whole(client: TestClient) -> None:
    answered = client.post("/api/ask", json={"question": ENGINE, "stream": True})
    whole = client.post("/api/ask", json={"question": ENGINE}).json()
    del whole["answer_id"]
    events = [re.fullmatch(r"event: (\w+)\ndata: (.*)", event) for event in answered.text.split("\n\n") if event]
    read = [(event[1], json.loads(event[2])) for event in events if event]
    assert len(read[-1][1].pop("answer_id")) == 16
    told = zip(whole["sentences"], whole["citations"], strict=True)
    assert read == [*(told for s, c in told for told in (("sentence", s), ("citation", c))), ("done", whole)]
    assert answered.headers["content-type"].startswith("text/event-stream")
    assert (answered.headers["cache-control"], answered.headers["x-accel-buffering"]) == ("no-cache", "no")


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ({"question": " \n"}, 400, "The question is empty: ask about something the articles report."),
        (
            {"question": "x" * 2001},
            400,
            "The question has 2,001 characters and the limit is 2,000: ask for one thing at a time.",
        ),
        ({"question": "x", "history": [""]}, 400, "The question is empty: ask about something the articles report."),
        ({}, 422, "The request is not as expected: question: Field required."),
        (
            {"question": "x", "quesiton": "y"},
            422,
            "The request is not as expected: quesiton: Extra inputs are not permitted.",
        ),
        (
            {"question": "x", "history": [3]},
            422,
            "The request is not as expected: history.0: Input should be a valid string.",
        ),
    ],
)
def test_a_fault_of_the_sender_is_one_sentence(
    client: TestClient, body: dict[str, object], status: int, sentence: str
) -> None:
    answered = client.post("/api/ask", json=body)
    assert (answered.status_code, answered.json()) == (status, problem_shape(status, sentence))


@pytest.mark.parametrize("body", ["{", "[]", ""])
def test_a_body_that_is_no_object_is_answered_with_an_example(client: TestClient, body: str) -> None:
    answered = client.post("/api/ask", content=body, headers={"content-type": "application/json"})
    assert answered.status_code == 422
    assert answered.json() == problem_shape(
        422, 'The body is not a JSON object: send one like {"question": "…"} with Content-Type application/json.'
    )


@pytest.mark.parametrize("k", [0, 101, "many"])
def test_search_gives_between_one_and_a_hundred_passages(client: TestClient, k: object) -> None:
    answered = client.post("/api/search", json={"question": "x", "k": k})
    assert answered.status_code == 422
    assert answered.json()["detail"].startswith("The request is not as expected: k: Input should be")


def test_half_a_surrogate_pair_is_asked_as_a_question_mark(client: TestClient, engine: FakeEngine) -> None:
    answered = client.post(
        "/api/ask", content='{"question": "why \\ud83d"}', headers={"content-type": "application/json"}
    )
    assert answered.status_code == 200
    assert engine.asked[-1][0] == "why ?"


def test_a_fault_that_can_be_mended_keeps_its_sentence() -> None:
    with TestClient(api_over(Broken(CorpusError("The index is locked: stop the other process.")))) as client:
        answered = client.post("/api/ask", json={"question": "x"})
        ready = client.get("/api/health/ready")
    locked = problem_shape(503, "The index is locked: stop the other process.")
    assert (answered.status_code, answered.json()) == (ready.status_code, ready.json()) == (503, locked)


def test_any_other_fault_is_logged_and_never_shown(broken_client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "onrecord"):
        answered = broken_client.post("/api/ask", json={"question": "x"})
    assert (answered.status_code, answered.json()) == (500, problem_shape(500, UNEXPECTED))
    assert "secret detail" in caplog.text
    assert "content-security-policy" in answered.headers


def test_health_says_alive_and_ready(client: TestClient, broken_client: TestClient) -> None:
    assert client.get("/api/health/live").json() == {"status": "live"}
    assert client.get("/api/health/ready").json() == {"status": "ready"}
    assert broken_client.get("/api/health/live").status_code == 200
    assert broken_client.get("/api/health/ready").status_code == 500
