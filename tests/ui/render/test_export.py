"""Answers as documents: read back with the libraries of the field, and harmless whatever an article says."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote

import bibtexparser
import pytest
import rispy
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from index.records import Article
from qa.answer import Answer, AnswerSentence, Note, Section
from qa.verification.verify import make_citation
from tests.support.fake_engine import NOT_ANSWERED, FakeEngine
from tests.support.newsroom import BRIDGE, FERRY, HOSTILE
from tests.support.serving import api_over
from ui.api.export import FORMATS
from ui.api.schemas.answers import AnswerSchema
from ui.http.problem import problem_shape
from ui.render.wording import ENGLISH

QUESTION = "What does Marta Lindqvist say about the new engine fuel?"
ANYTHING = st.text(max_size=40) | st.sampled_from(
    ["{", "}", "\\", "%", "TY  - JOUR", "\nER  - ", "@article{x,", '"', "$#_&~^"]
)


def answer_from(article: Article) -> Answer:
    citation = make_citation(1, article, 0, len(article.text), "Somebody")
    return Answer("What?", (AnswerSentence(article.text, (1,)),), (citation,))


@pytest.fixture(scope="module")
def engine() -> FakeEngine:
    return FakeEngine([FERRY, BRIDGE, HOSTILE])


@pytest.fixture(scope="module")
def client(engine: FakeEngine) -> Iterator[TestClient]:
    with TestClient(api_over(engine)) as client:
        yield client


@pytest.fixture
def answer_id(client: TestClient) -> str:
    return str(client.post("/api/ask", json={"question": QUESTION}).json()["answer_id"])


def test_bibtex_is_read_by_its_library(engine: FakeEngine) -> None:
    answer = engine.answers.ask(QUESTION)
    library = bibtexparser.parse_string(FORMATS["bibtex"].write(answer, ""))
    assert library.failed_blocks == []
    (entry,) = library.entries
    assert entry.entry_type == "article"
    fields = {field.key: field.value for field in entry.fields}
    assert fields["title"].strip("{}") == FERRY.title
    assert (fields["journal"], fields["author"].strip("{}")) == (FERRY.publisher, FERRY.author)
    assert (fields["year"], fields["month"], fields["day"], fields["url"]) == ("2024", "3", "10", FERRY.url)
    for citation in answer.citations:
        assert citation.quote in fields["note"]


def test_ris_is_read_by_its_library(engine: FakeEngine) -> None:
    answer = engine.answers.ask(QUESTION)
    (entry,) = rispy.loads(FORMATS["ris"].write(answer, ""))
    assert entry["type_of_reference"] == "NEWS"
    assert (entry["title"], entry["authors"], entry["urls"]) == (FERRY.title, [FERRY.author], [FERRY.url])
    assert (entry["year"], entry["date"], entry["secondary_title"]) == ("2024", "2024/03/10", FERRY.publisher)
    assert all(citation.quote in entry["notes"][0] for citation in answer.citations)


@given(ANYTHING, ANYTHING, ANYTHING)
def test_no_article_breaks_a_list_of_references(title: str, publisher: str, text: str) -> None:
    """One article stays one entry, whatever stands in it; its words cannot begin or end another."""
    answer = answer_from(Article(title or "x", text or "x", title, publisher=publisher, published=date(2024, 3, 1)))
    library = bibtexparser.parse_string(FORMATS["bibtex"].write(answer, "http://here/"))
    assert (len(library.entries), library.failed_blocks) == (1, [])
    assert len(rispy.loads(FORMATS["ris"].write(answer, "http://here/"))) == 1


class Tags(HTMLParser):
    """Every tag of a document, and where its links lead."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: set[str] = set()
        self.text = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links |= {value or "" for name, value in attrs if name == "href"}
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.text += data


OURS = {"html", "meta", "title", "style", "h1", "h2", "p", "blockquote", "ol", "li", "a", "br", "span"}


@given(ANYTHING | st.sampled_from([HOSTILE.text, HOSTILE.title, "javascript:alert(1)"]))
def test_an_html_document_has_our_own_tags_only(text: str) -> None:
    article = Article("a", text or "x", text, url=text, publisher=text)
    document = Tags(FORMATS["html"].write(answer_from(article), "http://here/"))
    assert document.tags <= OURS
    assert {link.split(":")[0] for link in document.links} <= {"#c1", "http", "https"}


def test_an_html_document_says_everything(engine: FakeEngine) -> None:
    answer = engine.answers.ask(QUESTION)
    document = Tags(FORMATS["html"].write(answer, "https://news.example/"))
    for citation in answer.citations:
        assert citation.quote in document.text
    permanent = [unquote(link) for link in document.links if "#cite-" in link]
    assert len(permanent) == len(answer.citations)
    assert all(link.startswith(f"https://news.example/#cite-{FERRY.id}-") for link in permanent)
    assert FERRY.url in document.links


def test_a_written_answer_is_a_document_that_says_who_wrote_it(engine: FakeEngine) -> None:
    """Sentences as prose, who wrote them, what stands only in part, and below the articles' own words."""
    quoted = engine.answers.ask(QUESTION)
    one, two = quoted.sentences
    said = replace(one, text="The engine, she says, burns less.", status="supported")
    answer = replace(quoted, sentences=(said, replace(two, text="It is free.", status="partial")), model="ollama:x")
    document = Tags(FORMATS["html"].write(answer, ""))
    assert "Written by ollama:x · every sentence checked against the articles it cites" in document.text
    assert "The engine, she says, burns less. [1] It is free. [2] (only partly in the article)" in document.text
    assert all(citation.quote in document.text for citation in answer.citations)
    assert (document.tags <= OURS, "blockquote" in document.tags) == (True, False)
    shape = json.loads(FORMATS["json"].write(answer, ""))
    assert [sentence["status"] for sentence in shape["sentences"]] == ["supported", "partial"]
    assert (shape["model"], "withheld" in shape) == ("ollama:x", False)
    assert AnswerSchema.of(replace(answer, withheld=2)).model_dump()["withheld"] == 2
    for name in ("bibtex", "ris"):
        assert FORMATS[name].write(answer, "") == FORMATS[name].write(quoted, "")


@given(ANYTHING | st.sampled_from([HOSTILE.text, "<img src=http://evil.example/x.png>", "[x](http://evil.example)"]))
def test_what_a_model_wrote_stays_text_in_every_document(text: str) -> None:
    quoted = answer_from(Article("a", "The article's own words.", "Title"))
    sentence = AnswerSentence(text, (1,), Section(speaker=text) if text else None, "partial")
    notes = (Note("model_found_nothing", model=text),)
    answer = replace(quoted, question="?", sentences=(sentence,), model=text or "m", notes=notes)
    document = Tags(FORMATS["html"].write(answer, ""))
    assert (document.tags <= OURS, document.links) == (True, {"#c1"})
    assert len(bibtexparser.parse_string(FORMATS["bibtex"].write(answer, "")).entries) == 1


def test_a_refusal_can_be_exported_too(engine: FakeEngine) -> None:
    answer = engine.answers.ask("Who owns the bakery?")
    for name in ("text", "markdown", "html"):
        assert ENGLISH.refusal(NOT_ANSWERED) in unescape(FORMATS[name].write(answer, ""))
    assert FORMATS["bibtex"].write(answer, "") == FORMATS["ris"].write(answer, "") == ""


def test_a_kept_answer_is_given_in_every_format(client: TestClient, engine: FakeEngine, answer_id: str) -> None:
    answer = engine.answers.ask(QUESTION)
    for name, written in FORMATS.items():
        given = client.get(f"/api/answers/{answer_id}", params={"format": name})
        assert given.text == written.write(answer, "http://testserver/")
        assert given.headers["content-type"] == f"{written.media_type}; charset=utf-8"
        assert given.headers["content-security-policy"].startswith(
            "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        )
        assert "content-disposition" not in given.headers
    saved = client.get(f"/api/answers/{answer_id}", params={"format": "ris", "download": True})
    assert saved.headers["content-disposition"] == 'attachment; filename="on-record.ris"'
    assert json.loads(client.get(f"/api/answers/{answer_id}").text) == AnswerSchema.of(answer).model_dump()


def test_a_forgotten_answer_says_what_to_do(client: TestClient) -> None:
    for path in ("/api/answers/nothing", "/api/answers/nothing/beside"):
        assert (client.get(path).status_code, client.get(path).json()) == (
            404,
            problem_shape(404, "This answer is no longer kept: ask the question again."),
        )


def test_a_document_speaks_the_language_of_its_reader(client: TestClient) -> None:
    refused = client.post("/api/ask", json={"question": "Who owns the bakery?"}).json()["answer_id"]
    address = f"/api/answers/{refused}"
    by_header = client.get(address, params={"format": "html"}, headers={"Accept-Language": "de"})
    by_name = client.get(address, params={"format": "html", "lang": "de"})
    assert by_header.text == by_name.text
    assert by_header.text.startswith('<!DOCTYPE html><html lang="de">')
    assert "Accept-Language" in by_header.headers["vary"]
    fault = client.get("/api/answers/nothing", headers={"Accept-Language": "de-AT, en;q=0.5"})
    assert (fault.status_code, fault.json()) == (
        404,
        problem_shape(404, "Diese Antwort wird nicht mehr aufbewahrt: Stellen Sie die Frage noch einmal."),
    )
