"""The article beside the chat: its paragraphs, with the cited words marked."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from index.records import Article, Sentence
from tests.support.fake_engine import FakeEngine
from tests.support.newsroom import BRIDGE, EXAMPLES, FERRY, HOSTILE
from tests.support.serving import api_over
from ui.http.problem import problem_shape
from ui.render.article import paragraphs
from ui.render.layout import citation_link

QUOTE = "“The new ferry engine burns a third less fuel than the old one,” said Marta Lindqvist, who runs the line."
START = FERRY.text.index(QUOTE)


@pytest.fixture(scope="module")
def engine() -> FakeEngine:
    return FakeEngine([FERRY, BRIDGE, HOSTILE], EXAMPLES)


@pytest.fixture(scope="module")
def client(engine: FakeEngine) -> Iterator[TestClient]:
    with TestClient(api_over(engine)) as client:
        yield client


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
