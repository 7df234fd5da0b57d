"""Answers that a chat model writes, on their way to the reader: as they grow, when it fails, when the reader goes."""

import asyncio
import json
from collections.abc import Generator, Iterator
from contextlib import aclosing
from http.client import HTTPConnection
from threading import Event
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi.testclient import TestClient

from index.storage.corpus import Corpus
from qa.answer import Answer
from qa.engine import AnswerEngine
from qa.generation.models import ModelLimits, ModelRouting
from tests.support.fake_engine import FakeAnswers, FakeEngine
from tests.support.local_model import local_model, weights
from tests.support.model_server import ModelServer, Turn, drops, fails, hangs, says
from tests.support.newsroom import FERRY
from tests.support.serving import api_over, served
from tests.support.waiting import PATIENCE
from tests.support.worded import note
from tests.support.writer import HELD, LEAVES, MODEL, QUESTION, RESIGNED, WRITTEN, events, written_by
from ui.http.problem import problem_shape
from ui.pages.conversation import reply_to
from ui.render.html import to_html, writing_html
from ui.render.wording import ENGLISH
from ui.serving.answer_cache import AnswerCache
from ui.serving.cancellation import Client, run_in_steps

IS_JSON = {"Content-Type": "application/json"}
ASKED = {"question": QUESTION, "stream": True}


@pytest.fixture
def client(model_server: ModelServer, samples: Corpus) -> Iterator[TestClient]:
    with TestClient(api_over(written_by(model_server, samples))) as client:
        yield client


@pytest.fixture
def address(model_server: ModelServer, samples: Corpus) -> Iterator[str]:
    with served(api_over(written_by(model_server, samples))) as address:
        yield address


# The API


def test_a_written_answer_says_who_wrote_it_and_what_was_withheld(
    model_server: ModelServer, client: TestClient
) -> None:
    model_server.turns.append(says(*WRITTEN))
    shape = client.post("/api/ask", json={"question": QUESTION}).json()
    assert (shape["model"], shape["withheld"], shape["note"]) == (MODEL, 2, HELD)
    assert shape["sentences"] == [{"text": RESIGNED, "citations": [1]}, {"text": LEAVES, "citations": [2]}]
    assert shape["text"] == f"{RESIGNED} [1] {LEAVES} [2]"
    assert [(c["quote"], c["status"]) for c in shape["citations"]] == [(RESIGNED, "verbatim"), (LEAVES, "verbatim")]


def test_a_stream_gives_each_sentence_and_then_the_whole(model_server: ModelServer, client: TestClient) -> None:
    model_server.turns.append(says(*WRITTEN))
    answered = client.post("/api/ask", json=ASKED)
    *sentences, (last, whole) = events(answered.text)
    told = zip(whole["sentences"], whole["citations"], strict=True)
    assert sentences == [event for s, c in told for event in (("sentence", s), ("citation", c))]
    assert (last, len(whole["answer_id"]), whole["model"]) == ("done", 16, MODEL)
    assert answered.headers["content-type"].startswith("text/event-stream")


def test_a_sentence_is_sent_before_the_model_has_written_the_next(model_server: ModelServer, address: str) -> None:
    going_on = Event()

    def pieces() -> Iterator[str]:
        yield from WRITTEN[:2]
        assert going_on.wait(PATIENCE)
        yield from WRITTEN[2:]

    model_server.turns.append(Turn(pieces()))
    with httpx.stream("POST", f"{address}/api/ask", json=ASKED, timeout=PATIENCE) as stream:
        coming = stream.iter_text()
        (_, first), (_, citation) = events(next(coming))
        assert (first, citation["quote"]) == ({"text": RESIGNED, "citations": [1]}, RESIGNED)
        going_on.set()
        assert [name for name, _ in events("".join(coming))] == ["sentence", "citation", "done"]


def test_what_a_model_that_fails_wrote_is_taken_back(model_server: ModelServer, client: TestClient) -> None:
    model_server.turns.append(drops(*WRITTEN[:2]))
    read = events(client.post("/api/ask", json=ASKED).text)
    assert [name for name, _ in read] == ["sentence", "citation", "retract", "sentence", "citation", "done"]
    assert read[2][1] == {"sentences": 1}
    whole = read[-1][1]
    assert whole["note"] == f"{MODEL} stopped in the middle of its answer. These are the articles’ own words."
    assert [read[3][1]] == whole["sentences"] == [{"text": RESIGNED, "citations": [1]}]
    assert {"model", "withheld"} & whole.keys() == set()


def test_nothing_is_taken_back_when_nothing_was_sent(model_server: ModelServer, client: TestClient) -> None:
    model_server.turns.append(fails(401))
    read = events(client.post("/api/ask", json=ASKED).text)
    assert [name for name, _ in read] == ["sentence", "citation", "done"]
    assert "refused the key: check OPENAI_API_KEY." in read[-1][1]["note"]


def test_a_fault_after_the_first_sentence_ends_the_stream_with_one() -> None:
    class Failing(FakeAnswers):
        def growths(self, answer: Answer) -> Generator[Answer, None, None]:
            yield answer
            raise RuntimeError("secret detail")

    question = "What does Marta Lindqvist say about the new engine fuel?"
    with TestClient(api_over(FakeEngine([FERRY], answers=Failing()))) as client:
        answered = client.post("/api/ask", json={"question": question, "stream": True})
    *sentences, (last, fault) = events(answered.text)
    assert (answered.status_code, {name for name, _ in sentences}, last) == (200, {"sentence", "citation"}, "error")
    assert fault == problem_shape(
        500, "Something went wrong while answering; the server's log says what. Please ask again."
    )


# The reader goes


@pytest.mark.parametrize("written", [WRITTEN[:2], ("NORVIK",), ()], ids=["after a sentence", "in the first", "before"])
@pytest.mark.parametrize("stream", [True, False])
def test_the_models_request_ends_with_its_reader(
    model_server: ModelServer, address: str, written: tuple[str, ...], stream: bool
) -> None:
    asked = Event()

    def pieces() -> Iterator[str]:
        asked.set()
        yield from written

    model_server.turns.append(Turn(pieces(), "hang"))
    reader = HTTPConnection(urlsplit(address).netloc)
    reader.request("POST", "/api/ask", json.dumps({"question": QUESTION, "stream": stream}), IS_JSON)
    if stream and len(written) > 1:
        answered = reader.getresponse()
        assert answered.readline() == b"event: sentence\n"
        answered.close()
    assert asked.wait(PATIENCE)
    reader.close()
    assert model_server.left.get(timeout=PATIENCE) == "/v1/chat/completions"


def test_a_reply_grows_as_the_model_writes(model_server: ModelServer, samples: Corpus) -> None:
    model_server.turns.append(says(*WRITTEN))
    engine = written_by(model_server, samples)
    reading, *growing, whole = reply_to(engine, QUESTION, (), kept=AnswerCache())
    assert ("Reading the articles…" in reading.reply, whole.answer is not None) == (True, True)
    assert growing[0].so_far.count('class="cite') == 1
    assert whole.answer
    for exchange in growing:
        assert exchange.answer is None
        assert exchange.reply == f"{exchange.so_far}\n\n{writing_html(MODEL, ENGLISH)}"
    assert growing[-1].so_far == to_html(whole.answer)
    assert whole.reply.startswith(to_html(whole.answer))
    assert "writing" not in whole.reply


def test_a_reply_of_a_model_that_fails_is_the_articles_own_words(model_server: ModelServer, samples: Corpus) -> None:
    model_server.turns.append(drops(*WRITTEN[:2]))
    *_, before, whole = reply_to(written_by(model_server, samples), QUESTION, (), kept=AnswerCache())
    assert 'class="running"' in before.reply
    assert ('class="group"' in whole.reply, 'class="running"' in whole.reply) == (True, False)
    assert whole.answer
    assert note(whole.answer).endswith("These are the articles’ own words.")


def test_a_reply_that_is_closed_ends_the_models_request(model_server: ModelServer, samples: Corpus) -> None:
    model_server.turns.append(hangs(*WRITTEN[:2]))
    growing = reply_to(written_by(model_server, samples), QUESTION, (), kept=AnswerCache())
    assert "Reading" in next(growing).reply
    assert 'class="running"' in next(growing).reply
    growing.close()
    assert model_server.left.get(timeout=PATIENCE) == "/v1/chat/completions"


class Slow:
    """A generator whose second step takes until it is allowed to end."""

    def __init__(self) -> None:
        self.may_end, self.runs, self.closed = Event(), Event(), Event()

    def steps(self) -> Generator[int, None, None]:
        try:
            yield 1
            self.runs.set()
            self.may_end.wait(PATIENCE)
            yield 2
        finally:
            self.closed.set()


@pytest.mark.parametrize("leaves", ["the page", "the task"])
def test_one_leaves_at_once_and_the_step_that_runs_ends_by_itself(leaves: str) -> None:
    slow, reader = Slow(), Client()

    async def read() -> None:
        async with aclosing(run_in_steps(slow.steps(), reader)) as steps:
            assert [step async for step in steps] == [1]

    async def visit() -> None:
        task = asyncio.create_task(read())
        await asyncio.to_thread(slow.runs.wait, 30)
        reader.leave() if leaves == "the page" else task.cancel()
        done, _ = await asyncio.wait([task], timeout=PATIENCE)
        assert done == {task}
        assert not slow.closed.is_set()
        slow.may_end.set()
        assert await asyncio.to_thread(slow.closed.wait, 10)

    asyncio.run(visit())
    assert reader.left


def test_who_left_before_is_given_nothing() -> None:
    async def read() -> list[int]:
        reader = Client()
        reader.leave()
        return [step async for step in run_in_steps((n for n in range(3)), reader)]

    assert asyncio.run(read()) == []


# A real model


@pytest.mark.skipif(not weights(), reason="the small model is not installed: `make setup` installs it")
def test_whatever_a_real_model_writes_stands_in_the_articles(samples: Corpus) -> None:
    limits = ModelLimits(answer_tokens=160, first_seconds=PATIENCE, seconds=PATIENCE)
    with local_model() as spec:
        engine = AnswerEngine(samples, ModelRouting.parse([spec], limits))
        with TestClient(api_over(engine)) as client:
            shape = client.post("/api/ask", json={"question": QUESTION}).json()
    assert shape["sentences"]
    cited = {citation["n"]: citation for citation in shape["citations"]}
    for sentence in shape["sentences"]:
        assert sentence["citations"]
        for n in sentence["citations"]:
            article = samples.store.article(cited[n]["article_id"])
            assert article
            assert article.text[cited[n]["start"] : cited[n]["end"]] == cited[n]["quote"]
