"""How much may be asked: rates, answers made at once, bodies, and the names a server is asked for by."""

import asyncio
import json
import socket
import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Send
from starlette.types import Scope as Requested

from index.records import EVERYTHING, Scope
from qa.answer import Answer, Turn
from qa.protocol import Engine
from tests.support.fake_engine import FakeAnswers, FakeEngine
from tests.support.newsroom import BRIDGE, FERRY
from tests.support.serving import served
from tests.support.signing import TOKENS, signed
from tests.support.waiting import PATIENCE
from ui.access.identity import OWNER, engine_for_requests
from ui.access.rate_limits import RateLimiter
from ui.access.settings import LimitRules, Settings
from ui.access.uploads import UploadPolicy
from ui.app import create_api, create_app
from ui.http.errors import Unavailable
from ui.http.hosts import LOOPBACK, allowed_hosts, host_name
from ui.http.request import rate_limit_key
from ui.serving.answer_cache import AnswerCache
from ui.serving.scheduler import AnswerScheduler

WHY = {"question": "Why is the steel late?"}


def built(
    engine: Engine | None = None,
    limits: LimitRules | None = None,
    *,
    local: bool = False,
    adding: UploadPolicy | None = None,
    hosts: frozenset[str] = frozenset(),
    page: bool = False,
) -> FastAPI:
    """The app, in a loop of its own; with rules of access unless it is local, without the page unless that is asked."""
    rules = Settings(
        anonymous=True,
        tokens=TOKENS,
        collections={"default": {"public": True}},
        limits=limits or LimitRules(),
        origins=["https://p.example"],
    )

    async def build() -> FastAPI:
        return (create_app if page else create_api)(
            engine or FakeEngine([BRIDGE, FERRY]),
            settings=None if local else rules,
            adding=adding or UploadPolicy(),
            hosts=hosts,
        )

    return asyncio.run(build())


@pytest.fixture(scope="module")
def at_home() -> FastAPI:
    return built(local=True, hosts=LOOPBACK, page=True)


@pytest.fixture(scope="module")
def narrow() -> FastAPI:
    return built(limits=LimitRules(body_kilobytes=3))


# Rates


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_rate_lets_its_amount_through_at_once_and_then_one_at_a_time() -> None:
    clock = Clock()
    rates = RateLimiter(LimitRules, clock)
    assert [rates.wait("3/minute", "a") for _ in range(5)] == [0, 0, 0, 20, 20]
    assert rates.wait("3/minute", "b") == 0
    clock.now += 19.5
    assert rates.wait("3/minute", "a") == 1
    clock.now += 0.5
    assert [rates.wait("3/minute", "a") for _ in range(2)] == [0, 20]
    clock.now += 60
    assert [rates.wait("3/minute", "a") for _ in range(4)] == [0, 0, 0, 20]


def test_no_more_is_answered_in_the_long_run_than_the_rate_allows() -> None:
    clock = Clock()
    rates = RateLimiter(LimitRules, clock)
    through = 0
    for _ in range(3600):
        clock.now += 1
        through += rates.wait("60/hour", "a") == 0
    assert through == 60 + 59


def test_senders_are_forgotten_when_all_they_asked_is_made_good_again() -> None:
    clock = Clock()
    rates = RateLimiter(LimitRules, clock)
    for number in range(20_000):
        rates.wait("10/minute", str(number))
    assert len(rates) == 20_000
    clock.now += 61
    rates.wait("10/minute", "x")
    assert len(rates) == 1


def test_never_more_senders_are_remembered_than_there_is_room_for() -> None:
    rates = RateLimiter(LimitRules, Clock(), max_senders=100)
    for number in range(5000):
        rates.wait("10/day", str(number))
    assert len(rates) <= 101


@pytest.mark.parametrize(
    ("client", "household"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "testclient"),
    ],
)
def test_an_address_of_ipv6_counts_with_its_neighbours(client: str, household: str) -> None:
    assert rate_limit_key({"type": "http", "client": (client, 1)}) == household


def test_what_one_user_asks_beyond_the_rate_is_told_when_to_come_again() -> None:
    with TestClient(built(limits=LimitRules(per_user="2/hour"), page=True), headers=signed("anna")) as client:
        statuses = [client.post("/api/v1/ask", json=WHY).status_code for _ in range(3)]
        refused = client.post("/api/v1/search", json=WHY, headers={"Origin": "https://p.example"})
        read = client.get("/api/v1/articles", params={"id": "bridge-1"})
        page = client.get("/", headers={"accept": "text/html"})
    assert statuses == [200, 200, 429]
    wait = int(refused.headers["retry-after"])
    assert 1 <= wait <= 1800
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json() == {
        "type": "about:blank",
        "title": "Too Many Requests",
        "status": 429,
        "detail": f"More than 2 requests an hour are not answered: come again in {wait:,} seconds.",
    }
    # The widget can read it.
    assert refused.headers["access-control-allow-origin"] == "https://p.example"
    assert "retry-after" in refused.headers["access-control-expose-headers"].lower()
    assert (read.status_code, page.status_code) == (200, 200)


def test_an_address_is_counted_also_when_nobody_is_known_by_its_token() -> None:
    with TestClient(built(limits=LimitRules(per_address="3/hour"))) as client:
        bad = {"Authorization": "Bearer nonsense"}
        statuses = [client.get("/api/v1/articles", headers=bad).status_code for _ in range(4)]
        health = [client.get("/api/v1/health/live").status_code, client.get("/static/answer/citations.js").status_code]
    assert statuses == [401, 401, 401, 429]
    assert health == [200, 200]


def test_the_questions_of_the_page_count_as_well() -> None:
    with TestClient(built(limits=LimitRules(per_user="1/hour"), page=True), headers=signed("anna")) as client:
        joined = [client.post("/gradio_api/queue/join", json={}).status_code for _ in range(2)]
    assert joined == [422, 429]


def test_nobody_in_particular_is_counted_by_address_alone() -> None:
    with TestClient(built(limits=LimitRules(per_user="1/hour", per_address="3/hour"))) as client:
        assert [client.post("/api/v1/ask", json=WHY).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_without_rules_of_access_nothing_is_counted() -> None:
    with TestClient(built(local=True)) as client:
        assert {client.post("/api/search", json=WHY).status_code for _ in range(80)} == {200}


# Bodies


def pieces(count: int) -> Iterator[bytes]:
    for _ in range(count):
        yield b" " * 1000


@pytest.mark.parametrize("path", ["/api/v1/ask", "/api/search", "/gradio_api/queue/join", "/mcp", "/nowhere"])
def test_a_body_that_is_too_large_is_refused_whether_its_length_is_told_or_not(narrow: FastAPI, path: str) -> None:
    with TestClient(narrow) as client:
        headers = {"Content-Type": "application/json"}
        told = client.post(path, content=b" " * 4000, headers=headers)
        untold = client.post(path, content=pieces(4), headers=headers)
    assert told.status_code == 413
    assert told.headers["content-type"] == "application/problem+json"
    assert told.json()["detail"] == "The body of the request is larger than 3 kB: send less at a time."
    if path != "/nowhere":  # nobody reads it there
        assert (untold.status_code, untold.json()) == (413, told.json())


def test_a_local_server_has_the_usual_limit(at_home: FastAPI) -> None:
    with TestClient(at_home, base_url="http://localhost") as client:
        headers = {"Content-Type": "application/json"}
        body = json.dumps(WHY).encode()
        assert client.post("/api/search", content=body.ljust(256_000), headers=headers).is_success
        assert client.post("/api/search", content=pieces(257), headers=headers).status_code == 413


def test_a_body_at_the_limit_passes(narrow: FastAPI) -> None:
    with TestClient(narrow) as client:
        body = json.dumps(WHY).encode().ljust(3000)
        assert client.post("/api/v1/search", content=body, headers={"Content-Type": "application/json"}).is_success


def test_a_document_that_is_added_has_a_limit_of_its_own() -> None:
    app = built(limits=LimitRules(body_kilobytes=1), local=True, adding=UploadPolicy(allowed=True, max_bytes=400_000))
    with TestClient(app) as client:
        for path in ("/api/articles", "/api/v1/articles"):
            assert client.post(path, params={"name": "a.txt"}, content=b"a" * 390_000).status_code == 201
            refused = client.post(path, params={"name": "a.txt"}, content=b"a" * 410_000)
            assert (refused.status_code, "0.4 MB" in refused.json()["detail"]) == (413, True)


def test_a_client_that_sends_without_end_is_answered_meanwhile(at_home: FastAPI) -> None:
    """What it sends after that is read and thrown away by uvicorn, until it goes."""
    with served(at_home) as address:
        where = urlsplit(address)
        with socket.create_connection((str(where.hostname), where.port or 0), timeout=PATIENCE) as connection:
            head = "POST /api/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            connection.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
            for _ in range(8):
                connection.sendall(b"10000\r\n" + b" " * 65_536 + b"\r\n")
            assert connection.recv(12) == b"HTTP/1.1 413"


# The server's name


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8000", 200),
        ("127.0.0.1", 200),
        ("[::1]:8000", 200),
        ("LOCALHOST", 200),
        ("evil.example:8000", 421),
        ("127.0.0.1.evil.example", 421),
        ("localhost@evil.example", 421),
        ("[::1", 421),
        ("192.168.0.4", 421),
    ],
)
def test_a_local_server_is_read_by_its_own_names_only(at_home: FastAPI, host: str, status: int) -> None:
    """Else a page on the internet could give its name our address, and read every article."""
    with TestClient(at_home) as client:
        for path in ("/", "/api/articles", "/static/answer/citations.js", "/api/v1/health/live"):
            answered = client.get(path, headers={"Host": host})
            assert answered.status_code == status
        if status == 421:
            assert answered.json()["detail"].startswith(f"This server does not answer to the name {host_name(host)!r}:")


def test_any_name_will_do_where_none_is_given() -> None:
    with TestClient(built(local=True)) as client:
        assert client.get("/api/articles", headers={"Host": "portal.example"}).status_code == 200


def test_names_are_looked_at_where_no_other_machine_and_no_proxy_leads_here() -> None:
    assert allowed_hosts("127.0.0.1", elsewhere=False) == allowed_hosts("localhost", elsewhere=False) == LOOPBACK
    assert allowed_hosts("0.0.0.0", elsewhere=False) == allowed_hosts("127.0.0.1", elsewhere=True) == frozenset()


# Answers at once


class Slow(FakeAnswers):
    """Answers when it is let, and counts how many are made at once."""

    def __init__(self) -> None:
        super().__init__()
        self.let = threading.Semaphore(0)
        self.now = self.most = self.made = 0
        self.lock = threading.Lock()

    def __copy__(self) -> "Slow":
        """Counts the answers of all readers."""
        return self

    def ask(
        self, question: str, history: Sequence[Turn] = (), *, asked: date | None = None, scope: Scope = EVERYTHING
    ) -> Answer:
        with self.lock:
            self.now += 1
            self.made += 1
            self.most = max(self.most, self.now)
        try:
            assert self.let.acquire(timeout=PATIENCE)
            return super().ask(question, history, asked=asked, scope=scope)
        finally:
            with self.lock:
                self.now -= 1


class Endless(FakeAnswers):
    """Its answers never end, as fast as they are read."""

    def growths(self, answer: Answer) -> Generator[Answer, None, None]:
        yield answer
        if self.asked[-1][1]:  # those with a history
            long = (replace(answer.sentences[0], text="x" * 500_000),)
            for number in range(10_000_000):
                # Each takes back the one before, so there is always something to send.
                yield Answer(answer.question, long, answer.citations, model=f"model{number}")


def test_as_many_answers_are_made_at_once_as_is_said_in_the_order_of_their_coming() -> None:
    started: list[int] = []

    async def run() -> None:
        turns, gate = AnswerScheduler(2, 100), threading.Semaphore(0)

        def step(number: int) -> None:
            started.append(number)
            assert gate.acquire(timeout=PATIENCE)

        tasks = []
        for number in range(6):
            tasks.append(asyncio.create_task(turns.run(partial(step, number))))
            await asyncio.sleep(0)
        for count in range(2, 7):
            while len(started) < count or turns.waiting > 6 - count:
                await asyncio.sleep(0)
            assert (turns.running, len(started)) == (2, count)
            gate.release()
        gate.release()
        await asyncio.gather(*tasks)
        assert (turns.running, turns.waiting) == (0, 0)

    asyncio.run(run())
    assert set(started[:2]) == {0, 1}
    assert started[2:] == [2, 3, 4, 5]


def test_an_answer_that_has_begun_goes_on_before_another_begins() -> None:
    order: list[str] = []

    async def run() -> None:
        turns, gate = AnswerScheduler(1, 100), threading.Semaphore(0)

        async def one(name: str, *, begun: bool) -> None:
            await turns.run(lambda: gate.acquire(timeout=PATIENCE) and order.append(name), begun=begun)

        first = asyncio.create_task(one("first", begun=False))
        while not turns.running:
            await asyncio.sleep(0)
        tasks = [asyncio.create_task(one("new", begun=False)), asyncio.create_task(one("begun", begun=True))]
        while turns.waiting < 2:
            await asyncio.sleep(0)
        gate.release(3)
        await asyncio.gather(first, *tasks)

    asyncio.run(run())
    assert order == ["first", "begun", "new"]


def test_who_leaves_gives_up_their_place_and_a_step_that_runs_has_its_turn_to_the_end() -> None:
    async def run() -> None:
        turns, gate, runs = AnswerScheduler(1, 1), threading.Semaphore(0), threading.Event()
        running = asyncio.create_task(turns.run(lambda: (runs.set(), gate.acquire(timeout=PATIENCE))))
        while not runs.is_set():
            await asyncio.sleep(0)
        waits = asyncio.create_task(turns.run(lambda: None))
        while not turns.waiting:
            await asyncio.sleep(0)
        with pytest.raises(Unavailable, match="Too many questions are waiting"):
            await turns.run(lambda: None)
        waits.cancel()
        await asyncio.gather(waits, return_exceptions=True)
        assert turns.waiting == 0
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert turns.running == 1  # the thread cannot be called off
        last = asyncio.create_task(turns.run(lambda: "done"))
        while not turns.waiting:
            await asyncio.sleep(0)
        gate.release()
        assert await last == "done"
        assert (turns.running, turns.waiting) == (0, 0)

    asyncio.run(run())


def test_a_turn_is_not_lost_however_late_its_waiter_goes() -> None:
    async def run() -> None:
        turns = AnswerScheduler(2, 1000)
        for count in range(200):
            tasks = [asyncio.create_task(turns.run(lambda: None)) for _ in range(8)]
            for _ in range(count % 7):
                await asyncio.sleep(0)
            for task in tasks[:: 1 + count % 3]:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            while turns.running:
                await asyncio.sleep(0)
            assert turns.waiting == 0
        assert await turns.run(lambda: "still") == "still"

    asyncio.run(run())


def test_a_fault_of_a_step_gives_its_turn_back() -> None:
    async def run() -> None:
        turns = AnswerScheduler(1, 0)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                await turns.run(lambda: 1 / 0)
        assert turns.running == 0

    asyncio.run(run())


def test_who_comes_when_the_line_is_full_is_asked_to_come_again_and_searching_goes_on() -> None:
    slow = Slow()
    app = built(FakeEngine([BRIDGE, FERRY], answers=slow), LimitRules(answers=2, waiting=3, per_user="1000/second"))
    with served(app) as address, ExitStack() as open_:
        client = open_.enter_context(httpx.Client(base_url=address, timeout=PATIENCE))
        answers: list[httpx.Response] = []
        threads = [
            threading.Thread(
                target=lambda: answers.append(httpx.post(f"{address}/api/v1/ask", json=WHY, timeout=PATIENCE))
            )
            for _ in range(5)
        ]
        for thread in threads:
            thread.start()
        while app.state.scheduler.waiting < 3:
            assert client.get("/api/v1/health/live").status_code == 200
        refused = client.post("/api/v1/ask", json=WHY)
        # All threads of an event loop would be taken by waiting answers.
        assert client.post("/api/v1/search", json=WHY).status_code == 200
        assert client.get("/api/v1/articles", params={"id": "bridge-1"}).status_code == 200
        streamed = client.post("/api/v1/ask", json=WHY | {"stream": True})
        completed = client.post(
            "/v1/chat/completions", json={"model": "on-record", "messages": [{"role": "user", "content": "Why?"}]}
        )
        slow.let.release(100)
        for thread in threads:
            thread.join(60)
    assert refused.headers["retry-after"] == "5"
    assert refused.headers["content-type"] == "application/problem+json"
    detail = "Too many questions are waiting for an answer: come again in 5 seconds."
    assert refused.json()["detail"] == streamed.json()["detail"] == completed.json()["error"]["message"] == detail
    assert (streamed.status_code, completed.status_code) == (503, 503)
    assert completed.headers["retry-after"] == "5"
    assert {answered.status_code for answered in answers} == {200}
    assert slow.most == 2


def test_clients_that_never_read_hold_nobody_up() -> None:
    body = json.dumps(WHY | {"history": ["Why?"], "stream": True})
    request = (
        "POST /api/v1/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    )
    engine = FakeEngine([BRIDGE, FERRY], answers=Endless())
    app = built(engine, LimitRules(answers=2, waiting=0, per_user="1000/second"))
    with served(app) as address, ExitStack() as open_:
        where = urlsplit(address)
        for _ in range(20):
            connection = socket.socket()
            open_.callback(connection.close)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.settimeout(60)
            connection.connect((str(where.hostname), where.port or 0))
            _asked_when_there_is_room(connection, request.encode())
        answered = httpx.post(f"{address}/api/v1/ask", json=WHY, timeout=PATIENCE)
        while answered.status_code == 503:  # those who do not read are not stuck yet
            answered = httpx.post(f"{address}/api/v1/ask", json=WHY, timeout=PATIENCE)
    assert answered.status_code == 200
    assert answered.json()["citations"]


def _asked_when_there_is_room(connection: socket.socket, request: bytes) -> None:
    begun = b"HTTP/1.1 503"
    while begun == b"HTTP/1.1 503":
        connection.sendall(request)
        begun = connection.recv(12)
        if begun == b"HTTP/1.1 503":
            while b'"detail"' not in connection.recv(4096):
                pass
    assert begun == b"HTTP/1.1 200"


def test_the_page_says_when_the_line_is_full() -> None:
    import gradio

    from ui.pages.chat import ChatHandlers

    async def run() -> list[Any]:
        turns, gate, runs = AnswerScheduler(1, 0), threading.Semaphore(0), threading.Event()
        busy = asyncio.create_task(turns.run(lambda: (runs.set(), gate.acquire(timeout=PATIENCE))))
        while not runs.is_set():
            await asyncio.sleep(0)
        state = {"scheduler": turns, "identity": OWNER}
        sent = Request({"type": "http", "method": "POST", "path": "/", "headers": [], "state": state})
        desk = ChatHandlers((), engine_for_requests(FakeEngine([BRIDGE])), AnswerCache())
        shown = [shown async for shown in desk.ask("Why?", "", (), gradio.Request(request=sent))]
        gate.release()
        await busy
        return shown

    ((conversation, messages, _),) = asyncio.run(run())
    assert conversation[0].question == "Why?"
    assert "Too many questions are waiting for an answer" in messages[1]["content"]


def test_a_plain_app_is_passed_by_every_layer_that_is_not_for_it() -> None:
    """Lifespan and the like."""
    seen: list[str] = []

    async def inner(scope: Requested, receive: Receive, send: Send) -> None:
        seen.append(scope["type"])

    async def nothing() -> dict[str, str]:
        return {"type": "lifespan.startup"}

    async def sent(_: object) -> None: ...

    from ui.access.rate_limits import AddressRateLimitMiddleware, UserRateLimitMiddleware
    from ui.http.body_limit import BodyLimitMiddleware
    from ui.http.hosts import HostsMiddleware
    from ui.serving.scheduler import SchedulerMiddleware

    layers: list[ASGIApp] = [
        BodyLimitMiddleware(inner, 1),
        HostsMiddleware(inner, LOOPBACK),
        AddressRateLimitMiddleware(inner, RateLimiter(LimitRules)),
        UserRateLimitMiddleware(inner, RateLimiter(LimitRules)),
        SchedulerMiddleware(inner, AnswerScheduler(1, 1)),
    ]
    for layer in layers:
        asyncio.run(layer({"type": "lifespan"}, nothing, sent))  # type: ignore[arg-type, func-returns-value]
    assert seen == ["lifespan"] * 5
