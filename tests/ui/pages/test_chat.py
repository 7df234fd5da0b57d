"""The API and the app around the page: shapes, sentences, headers; and the chat's turns without the page."""

import asyncio
import base64
import hashlib
import html
import json
import logging
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NoReturn

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from starlette import types

from index.errors import CorpusError
from index.records import Article, Sentence
from qa.answer import Turn
from tests.support.fake_engine import NOT_ANSWERED, FakeEngine
from tests.support.newsroom import BRIDGE, EXAMPLES, FERRY, HOSTILE
from tests.support.serving import api_over, app_over
from ui.api.validation import MAX_QUESTION_CHARACTERS
from ui.http.errors import UNEXPECTED
from ui.http.headers import SecurityHeadersMiddleware
from ui.http.problem import problem_shape
from ui.pages.conversation import Exchange, reply_to
from ui.render.article import paragraphs
from ui.render.html import notice_html, to_html
from ui.render.layout import citation_link
from ui.render.wording import ENGLISH
from ui.serving.answer_cache import AnswerCache, CachedAnswer

ENGINE = "What does Marta Lindqvist say about the new engine fuel?"
QUOTE = "“The new ferry engine burns a third less fuel than the old one,” said Marta Lindqvist, who runs the line."
START = FERRY.text.index(QUOTE)


class Broken(FakeEngine):
    """An engine that fails in the way it is told to."""

    def __init__(self, error: Exception) -> None:
        super().__init__([])

        def fail(*_: object, **__: object) -> NoReturn:
            raise error

        self.answers.ask = self.catalogue.counts = fail


@pytest.fixture(scope="module")
def engine() -> FakeEngine:
    return FakeEngine([FERRY, BRIDGE, HOSTILE], EXAMPLES)


@pytest.fixture(scope="module")
def client(engine: FakeEngine) -> Iterator[TestClient]:
    with TestClient(app_over(engine)) as client:
        yield client


@pytest.fixture(scope="module")
def broken_client() -> Iterator[TestClient]:
    with TestClient(api_over(Broken(RuntimeError("secret detail")))) as client:
        yield client


# The API


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


# The article beside the chat


def test_an_article_comes_in_paragraphs_with_the_cited_words_marked(client: TestClient) -> None:
    """Offsets count characters: the emoji before the quote are one each, here and in the browser."""
    where = {"id": FERRY.id, "start": START, "end": START + len(QUOTE), "hash": FERRY.content_hash[:12]}
    article = client.get("/api/articles", params=where).json()
    assert article["paragraphs"][0] == [
        {"text": FERRY.text[:START], "mark": ""},
        {"text": QUOTE, "mark": "cited"},
    ]
    assert [s["mark"] for paragraph in article["paragraphs"][1:] for s in paragraph] == ["", ""]
    del article["paragraphs"]
    assert article == {
        "article_id": FERRY.id,
        "title": FERRY.title,
        "publisher": "The Tidewater Post",
        "author": "Ines Okafor",
        "published": "2024-03-10",
        "language": "en",
        "collection": "default",
        "content_hash": FERRY.content_hash,
        "link": FERRY.url,
        "changed": False,
        "found": "same",
        "text": FERRY.text,
    }


def test_an_article_can_be_read_by_its_path(client: TestClient) -> None:
    assert client.get("/api/articles/bridge-1").json()["text"] == BRIDGE.text
    assert client.get("/api/articles/" + FERRY.id.replace("?", "%3F")).json()["article_id"] == FERRY.id


def test_an_article_that_changed_since_it_was_cited_is_not_marked(client: TestClient) -> None:
    article = client.get("/api/articles", params={"id": "bridge-1", "start": 0, "end": 9, "hash": "0" * 12}).json()
    assert (article["changed"], article["found"]) == (True, "gone")
    assert not any(segment["mark"] for paragraph in article["paragraphs"] for segment in paragraph)


def test_cited_words_are_found_again_in_a_changed_article() -> None:
    """The link knows the words by their hash: they are marked wherever they stand now, and nothing else is."""
    link = citation_link(FERRY.id, START, START + len(QUOTE), FERRY.content_hash, QUOTE)
    now = replace(FERRY, text=f"Corrected on Monday.\n\n{FERRY.text}")
    cited = {"id": FERRY.id, "start": START, "end": START + len(QUOTE), "hash": link.rpartition("-")[2]}
    with TestClient(api_over(FakeEngine([now]))) as client:
        article = client.get("/api/articles", params=cited).json()
    assert (article["changed"], article["found"]) == (True, "moved")
    assert [s["text"] for paragraph in article["paragraphs"] for s in paragraph if s["mark"]] == [QUOTE]


def test_what_else_an_answer_cites_is_marked_apart(client: TestClient) -> None:
    other = "nobody pays to walk on a road"
    begin = FERRY.text.index(other)
    cited = {"id": FERRY.id, "start": START, "end": START + len(QUOTE), "hash": FERRY.content_hash[:12]}
    also = f"{begin}-{begin + len(other)}"
    article = client.get("/api/articles", params=cited | {"also": [also, "0-3"]}).json()
    marked = [(s["mark"], s["text"]) for paragraph in article["paragraphs"] for s in paragraph if s["mark"]]
    assert marked == [("also", "The"), ("cited", QUOTE), ("also", other)]
    refused = client.get("/api/articles", params=cited | {"also": "1"})
    assert (refused.status_code, refused.json()) == (
        422,
        problem_shape(422, "'1' is no stretch of an article: write START-END, as in 120-180."),
    )


def test_an_article_never_links_to_a_script(client: TestClient) -> None:
    assert client.get("/api/articles", params={"id": HOSTILE.id}).json()["link"] is None


@pytest.mark.parametrize("path", ["/api/articles/gone", "/api/articles?id=gone"])
def test_an_unknown_article_is_named(client: TestClient, path: str) -> None:
    answered = client.get(path)
    assert answered.status_code == 404
    assert answered.json() == problem_shape(404, "There is no article 'gone' in the index; it may have been removed.")


@given(st.text("ab .\n⛴é\r", max_size=60), st.integers(-5, 70), st.integers(-5, 70))
def test_paragraphs_show_every_word_and_mark_the_cited_ones(text: str, start: int, end: int) -> None:
    article = Article("a", text)
    sentences = FakeEngine([article]).catalogue.sentences("a")
    segments = [segment for paragraph in paragraphs(article, sentences, (start, end)) for segment in paragraph]
    if sentences:
        shown = "".join(text[a:b] for a, b in _paragraph_spans(sentences))
        cited = {i for a, b in _paragraph_spans(sentences) for i in range(a, b) if start <= i < end}
    else:
        shown, cited = text, {i for i in range(len(text)) if start <= i < end}
    assert "".join(segment.text for segment in segments) == shown
    assert "".join(segment.text for segment in segments if segment.mark) == "".join(text[i] for i in sorted(cited))


def _paragraph_spans(sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
    numbers = sorted({s.paragraph for s in sentences})
    return [
        (min(s.start for s in sentences if s.paragraph == n), max(s.end for s in sentences if s.paragraph == n))
        for n in numbers
    ]


# Headers and files


@pytest.mark.parametrize(
    "path", ["/", "/api/health/live", "/api/articles/gone", "/static/answer/citations.js", "/theme.css", "/nowhere"]
)
def test_every_response_has_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path, headers={"accept": "text/html"}).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["connect-src"] == policy["form-action"] == policy["base-uri"] == "'self'"
    assert policy["img-src"] == "'self' data: blob:"
    assert policy["object-src"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy["script-src"]


def test_the_page_may_run_its_own_inline_scripts_and_no_others(client: TestClient) -> None:
    page = client.get("/", headers={"accept": "text/html"})
    scripts = re.findall(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", page.text, re.DOTALL)
    digests = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    allowed = re.search("script-src ([^;]*)", page.headers["content-security-policy"])
    assert allowed
    assert allowed[1].split() == ["'self'", *(f"'sha256-{digest}'" for digest in digests)]
    assert len(scripts) >= 1


def test_a_page_can_be_framed_where_it_is_allowed(client: TestClient) -> None:
    headers = SecurityHeadersMiddleware(client.app, ["https://news.example", "https://desk.example"])
    assert headers.policy().endswith("; frame-ancestors https://news.example https://desk.example")


def test_a_stream_is_passed_on_piece_by_piece() -> None:
    """What the app has sent so far has always left the middleware too."""
    left: list[types.Message] = []

    async def app(scope: types.Scope, receive: types.Receive, send: types.Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
        for piece in (b"one", b"two"):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            assert left[-1]["body"] == piece

    async def send(message: types.Message) -> None:
        left.append(message)

    async def receive() -> types.Message:
        return {"type": "http.disconnect"}

    asyncio.run(SecurityHeadersMiddleware(app)({"type": "http", "path": "/", "headers": []}, receive, send))
    assert [message["type"] for message in left] == ["http.response.start", *["http.response.body"] * 2]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("answer/citations.js", "javascript"),
        ("page/gradio.js", "javascript"),
        ("styles/page.css", "text/css"),
        ("icon.svg", "svg"),
    ],
)
def test_our_own_files_are_served(client: TestClient, name: str, kind: str) -> None:
    answered = client.get(f"/static/{name}")
    assert answered.status_code == 200
    assert kind in answered.headers["content-type"]


def test_no_documentation_page_loads_scripts_from_elsewhere(client: TestClient) -> None:
    for path in ("/docs", "/redoc"):
        assert "cdn" not in client.get(path).text


def test_nothing_can_be_uploaded(client: TestClient) -> None:
    assert client.post("/gradio_api/upload", files={"files": ("page.html", b"<script>")}).status_code == 404


def test_the_app_is_imported_without_gradio() -> None:
    """So that the command line can offer `serve` without waiting for it."""
    code = "import sys, ui.app; print('gradio' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


# The chat's turns


def test_a_reply_grows_sentence_by_sentence(engine: FakeEngine) -> None:
    kept = AnswerCache()
    whole = engine.answers.ask(ENGINE)
    waiting, first, last = list(reply_to(engine, ENGINE, (), kept=kept))
    assert waiting == Exchange(ENGINE, notice_html("Reading the articles…"))
    assert first.answer is None
    assert first.reply == to_html(whole).split("\n\n")[0].split("</p>")[0] + "</p></section>"
    (kept_id,) = re.findall(r'href="#answer-(.{16})"', html.unescape(last.reply))
    assert last == Exchange(ENGINE, to_html(whole, kept=kept_id), whole)
    assert kept.get(kept_id) == CachedAnswer(whole)


def test_earlier_exchanges_are_the_history(engine: FakeEngine) -> None:
    *_, first = reply_to(engine, ENGINE, (), kept=AnswerCache())
    list(reply_to(engine, "And the fare?", [first], kept=AnswerCache()))
    assert engine.asked[-1] == ("And the fare?", (Turn(ENGINE, first.answer),), None)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (CorpusError("The index is gone: add articles."), "The index is gone: add articles."),
        (ValueError("x"), UNEXPECTED),
    ],
)
def test_a_fault_while_answering_is_one_sentence_in_the_chat(error: Exception, sentence: str) -> None:
    assert list(reply_to(Broken(error), "Why?", (), kept=AnswerCache()))[-1] == Exchange("Why?", notice_html(sentence))


def test_a_question_that_is_too_long_is_not_repeated_in_full(engine: FakeEngine) -> None:
    *_, last = reply_to(engine, "x" * 50_000, (), kept=AnswerCache())
    assert len(last.question) == MAX_QUESTION_CHARACTERS
    assert last.reply == notice_html(
        "The question has 50,000 characters and the limit is 2,000: ask for one thing at a time."
    )
