"""A page of the chat is used by whoever opened it, and through nothing of Gradio that it does not need."""

import json
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.support.fake_engine import FakeEngine
from tests.support.newsroom import BRIDGE, FERRY
from tests.support.serving import app_over
from tests.support.signing import TOKENS, signed
from ui.access.settings import LimitRules, Settings

QUESTION = "What does Marta Lindqvist say about the new engine fuel?"


def app_with(limits: LimitRules | None = None) -> FastAPI:
    rules = Settings(
        anonymous=True,
        collections={"open": {"public": True}},
        tokens=TOKENS,
        limits=limits or LimitRules(),
    )
    return app_over(FakeEngine([FERRY, BRIDGE]), settings=rules)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(app_with()) as client:
        yield client


def asks(client: TestClient, page: object, who: dict[str, str], order: str = "") -> int:
    """The status of a question that is asked on a page."""
    config = client.get("/config", headers=who).json()
    # The question box submits the first event that has three inputs.
    number = next(n for n, event in enumerate(config["dependencies"]) if len(event["inputs"]) == 3)
    body = {"data": [QUESTION, order, None], "fn_index": number, "session_hash": page}
    return client.post("/gradio_api/queue/join", json=body, headers=who).status_code


def answered(client: TestClient, page: str, who: dict[str, str]) -> str:
    return client.get("/gradio_api/queue/data", params={"session_hash": page}, headers=who).text


def test_whoever_has_the_hash_of_a_page_does_not_see_its_conversation(client: TestClient) -> None:
    anna, ben = signed("anna"), signed("ben")
    assert asks(client, "annaspage", anna) == 200
    for other in (ben, {}):
        assert asks(client, "annaspage", other) == 403
        refused = client.get("/gradio_api/queue/data", params={"session_hash": "annaspage"}, headers=other)
        assert refused.json()["detail"] == "This page was opened by somebody else: open one of your own."
        assert client.get("/gradio_api/heartbeat/annaspage", headers=other).status_code == 403
        body = {"session_hash": "annaspage", "fn_index": 2, "event_id": "x"}
        assert client.post("/gradio_api/cancel", json=body, headers=other).status_code == 403
    assert "burns a third less fuel" in answered(client, "annaspage", anna)


@pytest.mark.parametrize("page", ["", "A", "x" * 33, "../etc", 7, ["a"], "a b", "a\n"])
def test_a_page_has_a_short_and_plain_hash(client: TestClient, page: object) -> None:
    assert asks(client, page, signed("anna")) == 403


@pytest.mark.parametrize(
    "path",
    ["deep_link?session_hash=a", "info", "file=/etc/passwd", "proxy=http://x.example", "run/ask", "call/ask", "upload"],
)
def test_what_the_page_does_not_need_is_not_there(client: TestClient, path: str) -> None:
    for method in ("GET", "POST"):
        assert client.request(method, f"/gradio_api/{path}", headers=signed("anna")).status_code == 404


def test_a_conversation_that_is_taken_up_costs_as_much_as_its_questions() -> None:
    order = json.dumps({"earlier": [QUESTION] * 9})
    with TestClient(app_with(LimitRules(per_user="10/hour"))) as client:
        assert asks(client, "page", signed("anna"), order) == 200
        assert "burns a third less fuel" in answered(client, "page", signed("anna"))
        assert asks(client, "page", signed("anna")) == 429
        assert asks(client, "bens", signed("ben"), json.dumps({"earlier": [QUESTION] * 10})) == 200
        assert "More than 10 requests an hour" in answered(client, "bens", signed("ben"))
