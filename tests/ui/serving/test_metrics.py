"""The numbers of a server: what is counted, who may read it, and that it tells nothing of anybody."""

import re

import pytest
from fastapi.testclient import TestClient

from tests.support.fake_engine import FakeEngine
from tests.support.newsroom import BRIDGE, FERRY
from tests.support.serving import api_over, app_over
from ui.access.settings import LimitRules, MetricsRules, Settings

WHY = "Why is the steel late?"
SCRAPER = ("192.0.2.9", 5000)


def client_at(address: tuple[str, int], settings: Settings | None = None) -> TestClient:
    return TestClient(api_over(FakeEngine([BRIDGE, FERRY]), settings=settings), client=address)


def rules(**limits: str) -> Settings:
    return Settings(
        anonymous=True,
        collections={"default": {"public": True}},
        metrics=MetricsRules(addresses=["192.0.2.0/28", "2001:db8::/32"]),
        limits=LimitRules(**limits),
    )


def numbers(client: TestClient) -> dict[str, float]:
    answered = client.get("/metrics")
    assert answered.status_code == 200
    lines = [line for line in answered.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_requests_are_counted_by_template_method_and_status() -> None:
    with TestClient(app_over(FakeEngine([BRIDGE, FERRY]), settings=rules()), client=SCRAPER) as client:
        client.get("/api/v1/articles/bridge-1")
        client.get("/api/v1/articles/gone")
        client.post("/api/ask", json={"question": WHY})
        client.post("/v1/chat/completions", json={"model": "on-record", "messages": [{"role": "user", "content": WHY}]})
        client.get("/static/answer/citations.js")
        client.get("/", headers={"accept": "text/html"})
        client.get("/theme.css")
        client.get("/somewhere/else")
        client.request("BREW", "/api/v1/articles/bridge-1")
        found = numbers(client)
    counted = {name: int(n) for name, n in found.items() if name.startswith("onrecord_requests_total")}
    label = 'onrecord_requests_total{{method="{}",route="{}",status="{}"}}'
    for method, route, status, count in [
        ("GET", "/api/v1/articles/{id:path}", 200, 1),
        ("GET", "/api/v1/articles/{id:path}", 404, 1),
        ("POST", "/api/ask", 200, 1),
        ("POST", "/v1/chat/completions", 200, 1),
        ("GET", "/static/answer/citations.js", 200, 1),
        ("GET", "page", 200, 2),
        ("GET", "other", 404, 1),
    ]:
        assert counted.get(label.format(method, route, status)) == count, counted
    assert 'method="other"' in " ".join(counted)
    assert found['onrecord_request_seconds_count{route="/api/ask"}'] == 1


def test_answers_are_counted_by_what_became_of_them() -> None:
    with client_at(SCRAPER, rules()) as client:
        before = numbers(client)
        for question in (WHY, WHY, "Who owns the bakery?"):
            client.post("/api/v1/ask", json={"question": question, "stream": True})
        after = numbers(client)
    assert before['onrecord_answers_total{outcome="answered"}'] == 0
    assert after['onrecord_answers_total{outcome="answered"}'] == 2
    assert after['onrecord_answers_total{outcome="refused"}'] == 1
    assert after['onrecord_answers_total{outcome="failed"}'] == 0
    assert after["onrecord_first_sentence_seconds_count"] == 3
    assert (after["onrecord_answers_running"], after["onrecord_answers_waiting"]) == (0, 0)
    assert any(re.fullmatch(r'onrecord_build_info{version="\d.*"}', name) for name in after)


def test_what_a_rate_refuses_is_counted() -> None:
    with client_at(SCRAPER, rules(per_address="1/hour")) as client:
        for _ in range(3):
            client.post("/api/v1/search", json={"question": WHY})
        assert numbers(client)["onrecord_too_many_total"] == 2


def test_the_numbers_tell_nothing_of_articles_questions_or_people() -> None:
    with client_at(SCRAPER, rules()) as client:
        client.post("/api/v1/ask", json={"question": WHY, "scope": {"collections": ["default"]}})
        client.get("/api/v1/people/Agnes%20Thorne")
        client.get("/api/v1/articles", params={"id": "bridge-1"})
        client.get("/secret/page", headers={"Host": "secret.example"})
        client.request("SECRET", "/api/v1/secret")
        text = client.get("/metrics").text.lower()
    for secret in ("bridge-1", "steel", "agnes", "default", "secret", "192.0.2"):
        assert secret not in text


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("192.0.2.9", {}, 200),
        ("::ffff:192.0.2.9", {}, 200),
        ("2001:db8::1", {}, 200),
        ("192.0.2.16", {}, 404),
        ("127.0.0.1", {}, 404),
        ("testclient", {}, 404),
        ("192.0.2.9", {"X-Forwarded-For": "192.0.2.9"}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.9"}, 404),
    ],
)
def test_the_numbers_are_read_by_the_addresses_of_the_rules(address: str, headers: dict[str, str], status: int) -> None:
    with client_at((address, 1), rules()) as client:
        answered = client.get("/metrics", headers=headers)
        assert answered.status_code == status
        if status == 404:
            nowhere = client.get("/nowhere", headers=headers)
            assert (answered.content, answered.headers) == (nowhere.content, nowhere.headers)


@pytest.mark.parametrize(("address", "status"), [("127.0.0.1", 200), ("::1", 200), ("192.0.2.9", 404)])
def test_without_rules_of_access_they_are_read_on_the_same_machine(address: str, status: int) -> None:
    with client_at((address, 1)) as client:
        assert client.get("/metrics").status_code == status


def test_they_are_not_part_of_the_described_api() -> None:
    with client_at(("127.0.0.1", 1)) as client:
        assert "/metrics" not in client.get("/api/v1/openapi.json").json().get("paths", {})
