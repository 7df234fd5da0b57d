"""On Record as a model of OpenAI's chat API: real clients over a served app."""

import asyncio
import json
import re
from collections.abc import Generator, Iterator
from http.client import HTTPConnection
from threading import Event
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx
import openai
import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_openai import ChatOpenAI
from markdown_it import MarkdownIt
from openai import AsyncOpenAI, OpenAI

from index.storage.corpus import Corpus
from qa.answer import Answer, AnswerSentence, Citation, Turn
from qa.engine import AnswerEngine
from tests.support.fake_engine import NOT_ANSWERED, FakeAnswers, FakeEngine
from tests.support.model_server import ModelServer, drops, says
from tests.support.model_server import Turn as Scripted
from tests.support.newsroom import BRIDGE, FERRY, HOSTILE
from tests.support.paths import DOCS
from tests.support.serving import api_over, served
from tests.support.waiting import PATIENCE
from tests.support.writer import LEAVES, MODEL, QUESTION, RESIGNED, WRITTEN, written_by
from ui.access.settings import LimitRules, Settings
from ui.api.openai.markdown import content_of
from ui.http.errors import UNEXPECTED
from ui.render.escape import as_line
from ui.render.layout import citation_link, link_of
from ui.render.wording import ENGLISH

ENGINE = "What does Marta Lindqvist say about the new engine fuel?"
FUEL = "“The new ferry engine burns a third less fuel than the old one,” said Marta Lindqvist, who runs the line."
FARE = "“We will keep the ferry fare at two crowns through the summer,” said Marta Lindqvist."
GUIDE = (DOCS / "clients.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", GUIDE, re.DOTALL)
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


@pytest.fixture(scope="module")
def engine() -> FakeEngine:
    return FakeEngine([FERRY, BRIDGE, HOSTILE])


@pytest.fixture(scope="module")
def address(engine: FakeEngine) -> Iterator[str]:
    with served(api_over(engine)) as address:
        yield address


@pytest.fixture(scope="module")
def sampled(samples: Corpus) -> Iterator[str]:
    with served(api_over(AnswerEngine(samples))) as address:
        yield address


@pytest.fixture
def client(address: str) -> Iterator[OpenAI]:
    with opened(address) as client:
        yield client


def opened(address: str) -> OpenAI:
    return OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0)


def ask(client: OpenAI, *messages: Any, **more: Any) -> Any:
    said = [{"role": "user", "content": m} if isinstance(m, str) else m for m in messages]
    return client.chat.completions.create(model="on-record", messages=said, **more)


def links(content: str) -> list[str]:
    """Where the content leads when it is drawn; it may hold no image and no HTML at all."""
    inline = [child for token in MARKDOWN.parse(content) for child in (token, *(token.children or ()))]
    assert not {token.type for token in inline} & {"image", "html_block", "html_inline", "code_block", "fence"}
    return [str(token.attrs["href"]) for token in inline if token.type == "link_open"]


def drawn(content: str) -> list[str]:
    """The texts of the blocks, as they are drawn."""
    blocks = (token.children or [] for token in MARKDOWN.parse(content) if token.type == "inline")
    return ["".join("\n" if t.type == "softbreak" else t.content for t in block) for block in blocks]


# An answer


def test_an_answer_is_sentences_with_their_numbers_and_the_list_of_articles(client: OpenAI) -> None:
    completion = ask(client, ENGINE)
    (choice,) = completion.choices
    assert choice.message.content == (
        "**Marta Lindqvist** · The Tidewater Post · 10 March 2024 · Harbour ferry returns after two silent winters\n\n"
        f"> {FUEL} [1]\n\n> {FARE} [2]\n\n"
        "- [1] [2] [Harbour ferry returns after two silent winters](https://tidewater.example/2024/ferry?page=1), "
        "The Tidewater Post, 10 March 2024"
    )
    assert (choice.message.role, choice.message.refusal, choice.finish_reason) == ("assistant", None, "stop")
    assert (completion.object, completion.model) == ("chat.completion", "on-record")
    assert completion.id.startswith("chatcmpl-")
    assert (completion.usage.prompt_tokens, completion.usage.total_tokens) == (0, 0)


def test_annotations_say_where_each_number_stands_and_what_it_cites(client: OpenAI, address: str) -> None:
    completion = ask(client, ENGINE)
    message = completion.choices[0].message
    found = [
        (message.content[a.url_citation.start_index : a.url_citation.end_index], a.on_record["quote"])
        for a in message.annotations
    ]
    assert found == [("[1]", FUEL), ("[2]", FARE)]
    assert {(a.type, a.url_citation.url, a.url_citation.title) for a in message.annotations} == {
        ("url_citation", FERRY.url, FERRY.title)
    }
    whole = httpx.post(f"{address}/api/v1/ask", json={"question": ENGINE}).json()
    assert [a.on_record for a in message.annotations] == whole["citations"]
    ours = completion.on_record
    assert len(ours.pop("answer_id")) == len(whole.pop("answer_id")) == 16
    assert ours == whole


def test_the_answer_can_be_exported_by_its_id(client: OpenAI, address: str) -> None:
    answer_id = ask(client, ENGINE).on_record["answer_id"]
    exported = httpx.get(f"{address}/api/v1/answers/{answer_id}", params={"format": "text"})
    assert FUEL in exported.text


def test_an_article_without_an_address_is_linked_on_this_server(client: OpenAI, address: str) -> None:
    message = ask(client, "Why is the steel for the north bridge late?").choices[0].message
    (annotation,) = message.annotations
    cited = annotation.on_record
    place = citation_link("bridge-1", cited["start"], cited["end"], BRIDGE.content_hash, cited["quote"])
    assert annotation.url_citation.url == f"{address}/{place}"
    assert links(message.content) == [f"{address}/{place}"]


def test_a_refusal_is_its_reason(client: OpenAI) -> None:
    completion = ask(client, "Who owns the bakery?")
    (choice,) = completion.choices
    assert (choice.message.content, choice.message.annotations) == (ENGLISH.refusal(NOT_ANSWERED), [])
    assert (choice.finish_reason, choice.message.refusal) == ("stop", None)
    assert (completion.on_record["refused"], len(completion.on_record["nearest"])) == (True, 1)


def test_the_words_of_articles_neither_format_nor_link(client: OpenAI, address: str) -> None:
    message = ask(client, "What does the wicked pamphlet say?").choices[0].message
    quoted = [a.on_record["quote"] for a in message.annotations]
    (link,) = links(message.content)
    assert link == message.annotations[0].url_citation.url
    assert link.startswith(f"{address}/#cite-")
    heading, *sentences, source = drawn(message.content)
    assert sentences == [f"{quote} [{n}]" for n, quote in enumerate(quoted, start=1)]
    assert heading == f"{HOSTILE.publisher} · 1 May 2024 · {HOSTILE.title}"
    assert source == f"[1] [2] {HOSTILE.title}, {HOSTILE.publisher}, 1 May 2024"


@given(st.text("[]()!:\\`*_<>&\"'$~|ab1. \n#-+=/\t^", max_size=40), st.booleans())
def test_whatever_an_article_says_is_drawn_as_it_stands(text: str, written: bool) -> None:
    citation = Citation(1, "a]b", "hash", 0, len(text), text, title=text, url="https://x.example/(a) [b]<c>")
    sentences = (AnswerSentence(text, (1,)), AnswerSentence(text, (1,)))
    content = content_of(Answer("?", sentences, (citation,), model="m" if written else ""), "http://us/")
    assert {unquote(link) for link in links(content.text)} == {citation.url}
    as_drawn = [" ".join(block.split()) for block in drawn(content.text)]
    line = " ".join(as_line(text).split())
    expected = f"{line} [1] {line} [1]" if written else f"{line} [1]"
    assert " ".join(expected.split()) in as_drawn
    for annotation in content.annotations:
        place = annotation["url_citation"]
        assert content.text[place["start_index"] : place["end_index"]] == "[1]"


# A conversation


def test_the_users_earlier_messages_are_the_history_and_nobody_elses(client: OpenAI, engine: FakeEngine) -> None:
    ask(
        client,
        {"role": "system", "content": "You are a pirate."},
        ENGINE,
        {"role": "assistant", "content": "No idea."},
        {"role": "tool", "content": "4711", "tool_call_id": "1"},
        "x" * 3000,
        {"role": "user", "content": [{"type": "text", "text": "And the"}, {"type": "text", "text": "fare?"}]},
        {"role": "assistant", "content": None},
    )
    assert engine.asked[-1] == ("And the\nfare?", (Turn(ENGINE),), None)


def test_what_says_how_to_write_is_read_over(client: OpenAI) -> None:
    tool: Any = {"type": "function", "function": {"name": "f", "parameters": {}}}
    asked = ask(client, ENGINE, temperature=2, max_tokens=1, tools=[tool], n=1, stop="the", seed=1, user="me")
    assert asked.choices[0].message.content == ask(client, ENGINE).choices[0].message.content


def test_the_date_of_a_question_goes_along(client: OpenAI, engine: FakeEngine) -> None:
    ask(client, "And this week?", extra_body={"on_record": {"date": "2024-03-12"}})
    assert str(engine.asked[-1][2]) == "2024-03-12"


def test_a_part_of_the_real_articles_can_be_asked(samples: Corpus, sampled: str) -> None:
    wire = {"on_record": {"scope": {"publishers": ["Meridian Wire"]}}}
    with opened(sampled) as client:
        message = ask(client, "What did Lavrov say about NATO?", extra_body=wire).choices[0].message
    assert message.annotations
    for annotation in message.annotations:
        cited = annotation.on_record
        article = samples.store.article(cited["article_id"])
        assert article
        assert (article.publisher, cited["speaker"]) == ("Meridian Wire", "Sergei Lavrov")
        assert article.text[cited["start"] : cited["end"]] == cited["quote"]
        assert annotation.url_citation.url == article.url
        assert cited["quote"] in message.content


# Streams


def test_a_stream_is_the_same_answer_a_chunk_a_sentence(client: OpenAI) -> None:
    whole = ask(client, ENGINE)
    first, *pieces, last = ask(client, ENGINE, stream=True)
    assert (first.choices[0].delta.role, first.choices[0].delta.content) == ("assistant", "")
    written = [piece.choices[0].delta.content for piece in pieces]
    assert "".join(written) == whole.choices[0].message.content
    assert [(FUEL in piece, FARE in piece) for piece in written] == [(True, False), (False, True), (False, False)]
    assert last.choices[0].finish_reason == "stop"
    annotations = [annotation.model_dump() for annotation in whole.choices[0].message.annotations]
    assert last.choices[0].delta.annotations == annotations
    assert last.on_record["citations"] == whole.on_record["citations"]
    assert len({chunk.id for chunk in (first, *pieces, last)}) == 1
    assert last.usage is None


def test_usage_comes_last_where_it_is_asked_for(client: OpenAI) -> None:
    *chunks, last = ask(client, ENGINE, stream=True, stream_options={"include_usage": True})
    assert (last.choices, last.usage.total_tokens) == ([], 0)
    assert {chunk.usage for chunk in chunks} == {None}


def test_a_streamed_refusal_is_its_reason(client: OpenAI) -> None:
    chunks = list(ask(client, "Who owns the bakery?", stream=True))
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == ENGLISH.refusal(NOT_ANSWERED)
    assert chunks[-1].on_record["refused"] is True


def test_an_asynchronous_client_is_answered_too(address: str) -> None:
    async def read() -> str:
        async with AsyncOpenAI(base_url=f"{address}/v1", api_key="none") as client:
            said: Any = [{"role": "user", "content": ENGINE}]
            chunks = await client.chat.completions.create(model="on-record", messages=said, stream=True)
            return "".join([chunk.choices[0].delta.content or "" async for chunk in chunks])

    assert f"> {FUEL} [1]" in asyncio.run(read())


def test_langchain_asks_and_streams(address: str) -> None:
    model = ChatOpenAI(base_url=f"{address}/v1", api_key="none", model="on-record")
    whole = model.invoke([("human", ENGINE)])
    assert f"> {FUEL} [1]" in whole.text
    assert "".join(chunk.text for chunk in model.stream([("human", ENGINE)])) == whole.text


# A chat model writes


def test_a_written_answer_is_prose_under_who_wrote_it(model_server: ModelServer, samples: Corpus) -> None:
    model_server.turns.append(says(*WRITTEN))
    with served(api_over(written_by(model_server, samples))) as address, opened(address) as client:
        content = ask(client, QUESTION).choices[0].message.content
    note, by, prose, *_ = drawn(content)
    assert (note, prose) == ("2 sentences withheld: not in the articles.", f"{RESIGNED} [1] {LEAVES} [2]")
    assert MODEL in by


def test_nothing_that_a_model_writes_is_sent_before_it_is_sure(model_server: ModelServer, samples: Corpus) -> None:
    """It could not be taken back."""
    going_on = Event()

    def pieces() -> Iterator[str]:
        yield from WRITTEN[:2]
        assert going_on.wait(PATIENCE)
        yield from WRITTEN[2:]

    model_server.turns.append(Scripted(pieces()))
    body = {"model": "on-record", "messages": [{"role": "user", "content": QUESTION}], "stream": True}
    with (
        served(api_over(written_by(model_server, samples))) as address,
        httpx.stream("POST", f"{address}/v1/chat/completions", json=body, timeout=PATIENCE) as stream,
    ):
        lines = stream.iter_lines()
        role = json.loads(next(lines).removeprefix("data: "))
        assert role["choices"][0]["delta"] == {"role": "assistant", "content": "", "refusal": None}
        going_on.set()
        *rest, done = [line for line in lines if line]
    assert (rest[0], done) == (": writing", "data: [DONE]")
    read = [json.loads(line.removeprefix("data: ")) for line in rest if line.startswith("data: ")]
    assert RESIGNED in read[0]["choices"][0]["delta"]["content"]
    assert len(read[-1]["choices"][0]["delta"]["annotations"]) == 2


def test_of_a_model_that_fails_nothing_was_sent(model_server: ModelServer, samples: Corpus) -> None:
    model_server.turns.append(drops(*WRITTEN[:2]))
    with served(api_over(written_by(model_server, samples))) as address, opened(address) as client:
        chunks = list(ask(client, QUESTION, stream=True))
    content = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    note, _, sentence, _ = drawn(content)
    assert note == f"{MODEL} stopped in the middle of its answer. These are the articles’ own words."
    assert sentence == f"{RESIGNED} [1]"
    assert "model" not in chunks[-1].on_record


@pytest.mark.parametrize("stream", [True, False])
def test_the_models_request_ends_with_its_reader(model_server: ModelServer, samples: Corpus, stream: bool) -> None:
    asked = Event()

    def pieces() -> Iterator[str]:
        asked.set()
        yield from WRITTEN[:2]

    model_server.turns.append(Scripted(pieces(), "hang"))
    with served(api_over(written_by(model_server, samples))) as address:
        if stream:
            with opened(address) as client, ask(client, QUESTION, stream=True) as chunks:
                assert next(chunks).choices[0].delta.role == "assistant"
        else:
            reader = HTTPConnection(urlsplit(address).netloc)
            body = {"model": "on-record", "messages": [{"role": "user", "content": QUESTION}]}
            reader.request("POST", "/v1/chat/completions", json.dumps(body), {"Content-Type": "application/json"})
            assert asked.wait(PATIENCE)
            reader.close()
        assert model_server.left.get(timeout=PATIENCE) == "/v1/chat/completions"


# Faults


@pytest.mark.parametrize(
    ("messages", "more", "sentence"),
    [
        ([], {}, "No message is the user's: send the question as the last message with role user."),
        ([{"role": "system", "content": "x"}], {}, "No message is the user's: send the question as the last message"),
        (["  "], {}, "The question is empty: ask about something the articles report."),
        (["x" * 2001], {}, "The question has 2,001 characters and the limit is 2,000: ask for one thing at a time."),
        ([ENGINE], {"n": 2}, "There is one answer to a question: leave out n, or send n=1."),
        (
            [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}],
            {},
            "The question has a part of type 'image_url': On Record reads text alone.",
        ),
        ([ENGINE], {"extra_body": {"on_record": {"scop": {}}}}, "The request is not as expected: on_record.scop: "),
    ],
)
def test_a_fault_of_the_sender_is_one_sentence(
    client: OpenAI, messages: list[Any], more: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(openai.BadRequestError) as raised:
        ask(client, *messages, **more)
    body: Any = raised.value.body
    assert body["message"].startswith(sentence)
    assert (raised.value.type, raised.value.code) == ("invalid_request_error", None)


def test_another_model_is_not_found(client: OpenAI) -> None:
    said: Any = [{"role": "user", "content": ENGINE}]
    with pytest.raises(openai.NotFoundError, match="There is no model 'gpt': the one that answers is") as raised:
        client.chat.completions.create(model="gpt", messages=said)
    assert (raised.value.code, raised.value.param) == ("model_not_found", "model")
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("gpt")


def test_the_one_model_is_listed(client: OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["on-record"]
    assert client.models.retrieve("on-record").owned_by == "on-record"


@pytest.mark.parametrize("body", ["{", "[]", ""])
def test_a_body_that_is_no_object_is_answered_with_an_example(address: str, body: str) -> None:
    answered = httpx.post(f"{address}/v1/chat/completions", content=body, headers={"content-type": "application/json"})
    assert answered.status_code == 400
    assert answered.json()["error"]["message"].startswith("The body is not a JSON object: send one like")


class Failing(FakeAnswers):
    """Fails when so much was sent."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def growths(self, answer: Answer) -> Generator[Answer, None, None]:
        for _ in range(self.number):
            yield answer
        raise RuntimeError("secret detail")


@pytest.mark.parametrize("stream", [True, False])
def test_a_fault_before_the_first_chunk_has_its_status(stream: bool) -> None:
    with served(api_over(FakeEngine([FERRY], answers=Failing(0)))) as address, opened(address) as client:
        with pytest.raises(openai.InternalServerError) as raised:
            list(ask(client, ENGINE, stream=stream))
        assert (raised.value.body, raised.value.type) == (
            {"message": UNEXPECTED, "type": "server_error", "param": None, "code": None},
            "server_error",
        )


def test_a_later_fault_ends_the_stream_with_one() -> None:
    with served(api_over(FakeEngine([FERRY], answers=Failing(1)))) as address, opened(address) as client:
        chunks = ask(client, ENGINE, stream=True)
        assert next(chunks).choices[0].delta.role == "assistant"
        with pytest.raises(openai.APIError, match="Something went wrong while answering"):
            next(chunks)


def test_who_has_no_token_is_told_so_in_openais_words(engine: FakeEngine) -> None:
    with served(api_over(engine, settings=Settings())) as address, opened(address) as client:
        for ways in (lambda: ask(client, ENGINE), client.models.list):
            with pytest.raises(openai.AuthenticationError) as raised:
                ways()
            assert raised.value.code == "invalid_api_key"
            assert raised.value.response.headers["www-authenticate"].startswith("Bearer")
            body: Any = raised.value.body
            assert "token" in body["message"]


def test_who_asks_too_much_is_told_when_to_come_again(engine: FakeEngine) -> None:
    settings = Settings(limits=LimitRules(per_address="1/hour"))
    with served(api_over(engine, settings=settings)) as address, opened(address) as client:
        with pytest.raises(openai.APIStatusError):
            client.models.list()
        with pytest.raises(openai.RateLimitError) as raised:
            client.models.list()
        assert raised.value.code == "rate_limit_exceeded"
        assert int(raised.value.response.headers["retry-after"]) > 0


def test_it_is_no_part_of_the_described_api(address: str) -> None:
    paths = httpx.get(f"{address}/openapi.json", follow_redirects=True).json()["paths"]
    assert [path for path in paths if path.startswith(("/v1", "/mcp"))] == []


# The guide


def test_the_guides_examples_print_what_it_says(sampled: str) -> None:
    assert len(EXAMPLES) == GUIDE.count("```python") == 5
    space: dict[str, Any] = {"__name__": "guide"}
    for code, output in EXAMPLES:
        printed: list[str] = []
        space["print"] = lambda *values, printed=printed: printed.append(" ".join(map(str, values)) + "\n")
        exec(compile(code.replace("http://127.0.0.1:8000", sampled), "docs/clients.md", "exec"), space)
        assert "".join(printed) == output
    space["client"].close()


def test_a_citation_links_into_the_page() -> None:
    citation = Citation(1, "a", "hash", 0, 1, "q", url="javascript:hacked()")
    content = content_of(Answer("?", (AnswerSentence("q", (1,)),), (citation,)), "http://us/")
    assert links(content.text) == [f"http://us/{link_of(citation)}"]
