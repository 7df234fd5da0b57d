"""`onrecord serve --root-path /record --proxies 127.0.0.1` behind the nginx of docs/proxy.md."""

import json
import re
import threading
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from html import unescape
from itertools import count, cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from fastapi import FastAPI

from index.embedding import Embedder
from index.ingest import add
from index.sources.files import find, load
from index.storage.corpus import Corpus
from qa.answer import Answer
from tests.support.command import ONRECORD, serving
from tests.support.fake_engine import FakeAnswers, FakeEngine
from tests.support.newsroom import ARTICLES
from tests.support.nginx import CLAIMS, LOOPBACK, PREFIX, STRANGER, Proxy, client, proxied, stripped
from tests.support.pace import PacedEngine
from tests.support.paths import SAMPLES
from tests.support.reader import DESKTOP, Chat, expect
from tests.support.serving import app_over, served
from tests.support.waiting import PATIENCE
from ui.http.problem import MEDIA_TYPE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

QUESTION = "What did Marit Solheim say about the gas terminal?"
FERRY_QUESTION = "What did Marta Lindqvist say about the ferry?"


@pytest.fixture(scope="module")
def direct(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[str]:
    """The real command over one of the sample articles, in a process of its own."""
    corpus = Corpus.open(tmp_path_factory.mktemp("proxied") / "index", embedder)
    report = add(corpus, load(find([SAMPLES / "2025-05-20-mayor-names-four-conditions.md"])))
    assert report.failures == []
    behind = ("--root-path", PREFIX, "--proxies", LOOPBACK, "--index", str(corpus.folder))
    with serving(ONRECORD, "serve", *behind, "--adding", "--max-file-mb", "2") as address:
        yield address


@pytest.fixture(scope="module")
def proxy(direct: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with proxied(tmp_path_factory.mktemp("nginx"), direct) as proxy:
        yield proxy


class GrowingAnswers(FakeAnswers):
    """Tells an answer sentence by sentence, each when the test allows it; or without end, over and over."""

    def __init__(self, *, endless: bool = False) -> None:
        super().__init__()
        self.endless = endless
        self.gate = threading.Semaphore(0)
        self.told = 0
        self.ended = threading.Event()

    def growths(self, answer: Answer) -> Generator[Answer, None, None]:
        try:
            for told in count(1) if self.endless else range(1, len(answer.sentences) + 1):
                self.told = told
                yield replace(answer, sentences=tuple(islice(cycle(answer.sentences), told)))
                assert self.endless or self.gate.acquire(timeout=PATIENCE)
        finally:
            self.ended.set()


def test_a_question_is_answered_and_its_citation_opened(open_chat: Callable[..., Chat], proxy: Proxy) -> None:
    """Every request stays below the prefix: `Chat.finish` looks at all that it sees, nginx at icons and the like."""
    chat = open_chat(proxy.plain)
    assert chat.address.endswith(PREFIX)
    chat.ask(QUESTION)
    quote = chat.said.first.inner_text().rsplit(" [", 1)[0]
    chat.reply.locator("a.cite").first.click()
    expect(chat.mark).to_have_text(quote)
    loaded = [url.removeprefix(f"{proxy.plain}/").split("?")[0] for url in chat.requests]
    assert {
        "static/page/gradio.js",
        "static/styles/page.css",
        "theme.css",
        "api/wording",
        "gradio_api/queue/join",
    } <= set(loaded)
    chat.finish()
    assert proxy.elsewhere() == []


def test_the_page_is_heard_to_be_open(open_chat: Callable[..., Chat], proxy: Proxy) -> None:
    chat = open_chat(proxy.plain)
    with chat.page.expect_response("**/gradio_api/heartbeat/*") as heard:
        chat.open()
    assert heard.value.status == 200
    assert heard.value.headers["content-type"].startswith("text/event-stream")
    assert heard.value.url.startswith(f"{proxy.plain}/")


def test_the_page_works_over_tls(browser: "Browser", proxy: Proxy) -> None:
    """A single address that began with http would be an error in its console."""
    context = browser.new_context(ignore_https_errors=True, viewport=DESKTOP)  # type: ignore[arg-type]
    chat = Chat(context.new_page(), proxy.secure)
    chat.page.add_init_script("window.hacks = 0")
    chat.page.on("request", lambda request: chat.requests.append(request.url))
    chat.page.on("console", lambda said: chat.errors.append(said.text) if said.type == "error" else None)
    chat.open()
    chat.ask(QUESTION)
    chat.reply.locator("a.cite").first.click()
    expect(chat.mark).not_to_be_empty()
    chat.finish()


def test_a_link_into_an_article_opens_it(open_chat: Callable[..., Chat], proxy: Proxy) -> None:
    with client() as reader:
        first = reader.post(f"{proxy.plain}/api/v1/ask", json={"question": QUESTION}).json()["citations"][0]
    chat = open_chat(proxy.plain, first["link"])
    expect(chat.mark).to_have_text(first["quote"])
    chat.finish()


def test_the_page_shows_each_sentence_when_it_comes(open_chat: Callable[..., Chat], tmp_path: Path) -> None:
    paced = PacedEngine(FakeEngine(ARTICLES))
    with served(stripped(app_over(paced))) as upstream, proxied(tmp_path, upstream) as proxy:
        chat = open_chat(proxy.plain)
        chat.begin(FERRY_QUESTION)
        expect(chat.reply.locator(".notice")).to_have_text("Reading the articles…")
        paced.gate.release()
        expect(chat.said).to_have_count(1)
        paced.gate.release()
        expect(chat.said).to_have_count(3)
        chat.finish()


@pytest.fixture(scope="module")
def growing() -> tuple[GrowingAnswers, FastAPI]:
    answers = GrowingAnswers()
    return answers, app_over(FakeEngine(ARTICLES, answers=answers))


@pytest.mark.parametrize("path", ["api/v1/ask", "api/ask"])
def test_each_event_arrives_before_the_next_is_made(
    growing: tuple[GrowingAnswers, FastAPI], tmp_path: Path, path: str
) -> None:
    """Without a clock: the engine's next step waits until the event of the last was read."""
    answers, app = growing
    body = {"question": FERRY_QUESTION, "stream": True}
    told: list[tuple[str, Any]] = []
    with (
        served(stripped(app)) as upstream,
        proxied(tmp_path, upstream) as proxy,
        client(proxy) as reader,
        reader.stream("POST", f"{proxy.secure}/{path}", json=body) as response,
    ):
        assert response.headers["content-type"].startswith("text/event-stream")
        for name, data in events(response):
            if name == "sentence":
                assert answers.told == [name for name, _ in told].count("sentence") + 1
                answers.gate.release()
            told.append((name, data))
    sentences = [data["text"] for name, data in told if name == "sentence"]
    assert len(sentences) > 1
    assert sentences == [sentence.text for sentence in answers.ask(FERRY_QUESTION).sentences]
    assert told[-1][0] == "done"


def test_a_reader_who_goes_ends_the_answer(tmp_path: Path) -> None:
    answers = GrowingAnswers(endless=True)
    app = stripped(app_over(FakeEngine(ARTICLES, answers=answers)))
    with served(app) as upstream, proxied(tmp_path, upstream) as proxy, client() as reader:
        body = {"question": FERRY_QUESTION, "stream": True}
        with reader.stream("POST", f"{proxy.plain}/api/v1/ask", json=body) as response:
            assert next(events(response))[0] == "sentence"
        assert answers.ended.wait(PATIENCE)


def events(response: httpx.Response) -> Iterator[tuple[str, Any]]:
    """Name and data of each server-sent event."""
    name = ""
    for line in response.iter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


def linked(reader: httpx.Client, address: str, headers: dict[str, str] | None = None) -> set[str]:
    """Where the links of a saved answer to On Record itself lead, without the place in it."""
    answered = reader.post(f"{address}/api/v1/ask", json={"question": QUESTION}, headers=headers).json()
    saved = reader.get(f"{address}/api/v1/answers/{answered['answer_id']}?format=html", headers=headers)
    assert saved.headers["content-type"] == "text/html; charset=utf-8"
    return set(re.findall(r'"([^"#]+)#cite-', unescape(saved.text)))


def test_links_in_a_saved_answer_lead_through_the_proxy(proxy: Proxy) -> None:
    with client(proxy) as reader:
        assert linked(reader, proxy.plain) == {f"{proxy.plain}/"}
        assert linked(reader, proxy.secure) == {f"{proxy.secure}/"}


def test_a_reader_cannot_claim_to_be_a_proxy(proxy: Proxy, direct: str) -> None:
    """Neither through the proxy, which says itself what is so, nor past it, where nobody is believed but the proxy."""
    with client(proxy) as reader:
        assert linked(reader, proxy.plain, CLAIMS) == {f"{proxy.plain}/"}
        page = reader.get(f"{proxy.plain}/", headers={**CLAIMS, "X-Gradio-Server": "https://evil.example"})
        assert page.status_code == 200
        assert "evil.example" not in page.text
        assert f'"{proxy.plain}"' in page.text
    with client(local_address=STRANGER) as stranger:
        assert linked(stranger, direct, CLAIMS) == {f"{direct}{PREFIX}/"}
    with client() as trusted:
        assert linked(trusted, direct, CLAIMS) == {f"{direct.replace('http:', 'https:')}{PREFIX}/"}


def test_the_numbers_of_the_server_stay_inside(proxy: Proxy, direct: str) -> None:
    """The proxy is on the same machine, and its readers are not."""
    with client() as reader:
        assert reader.get(f"{direct}/metrics").status_code == 200
        assert reader.get(f"{proxy.plain}/metrics").status_code == 404


def test_redirects_stay_below_the_prefix(proxy: Proxy) -> None:
    with client(proxy) as reader:
        assert reader.get(f"{proxy.secure}?lang=de").headers["location"] == f"{PREFIX}/?lang=de"
        for address in (proxy.plain, proxy.secure):
            assert reader.get(f"{address}/static").headers["location"] == f"{address}/static/"


def test_the_description_of_the_api_names_the_prefix(proxy: Proxy) -> None:
    with client() as reader:
        assert reader.get(f"{proxy.plain}/openapi.json").headers["location"] == f"{PREFIX}/api/v1/openapi.json"
        described = reader.get(f"{proxy.plain}/api/v1/openapi.json").json()
    assert described["servers"] == [{"url": PREFIX}]
    assert "/api/v1/ask" in described["paths"]


def test_faults_are_told_as_anywhere(proxy: Proxy) -> None:
    with client() as reader:
        assert reader.get(f"{proxy.plain}/nowhere").status_code == 404
        for path, status in (("nowhere", 404), ("articles?id=gone", 404), ("ask", 405), ("people?limit=0", 422)):
            fault = reader.get(f"{proxy.plain}/api/v1/{path}")
            assert fault.headers["content-type"] == MEDIA_TYPE
            assert (fault.status_code, fault.json()["status"]) == (status, status)
            assert fault.json()["detail"]
        wrong = reader.post(f"{proxy.plain}/api/v1/ask", json={"question": QUESTION, "colour": "red"})
        assert wrong.status_code == 422
        assert wrong.json()["detail"].startswith("The request is not as expected: colour")


def document(megabytes: float) -> bytes:
    """A page that is large, and says little."""
    page = "<html><body><p>{}</p><!--{}--></body></html>"
    said = "The harbour master said on Monday that the tide would be late. " * 3
    return page.format(said, " " * int(megabytes * 1_000_000)).encode()


def test_a_large_document_passes_and_a_larger_one_is_refused_in_our_words(
    proxy: Proxy, direct: str, tmp_path: Path
) -> None:
    with client() as reader:
        added = reader.post(f"{proxy.plain}/api/v1/articles?name=tide.html", content=document(1.5))
        assert (added.status_code, added.json()["added"]) == (201, 1)
        refused = reader.post(f"{proxy.plain}/api/v1/articles?name=flood.html", content=document(2.1))
        assert refused.status_code == 413
        assert refused.json()["detail"].startswith("The document is larger than 2 MB")
    # Without the line of the documentation the server would never hear of it.
    with proxied(tmp_path, direct, {"client_max_body_size 21m;": ""}) as narrow, client() as reader:
        refused = reader.post(f"{narrow.plain}/api/v1/articles?name=flood.html", content=document(1.5))
        assert (refused.status_code, refused.headers["content-type"]) == (413, "text/html")
