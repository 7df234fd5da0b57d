"""The API beside asking: what it sends is as its document says, what it lacks is a fault, and who may change what."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import jwt
import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter
from starlette.types import ASGIApp, Receive, Scope, Send

from index.embedding import Embedder
from index.storage.corpus import Corpus
from qa.engine import AnswerEngine
from tests.support.articles import article, put
from tests.support.fake_engine import FakeEngine
from tests.support.newsroom import FERRY
from tests.support.serving import api_over
from ui.access.settings import CollectionRules, Settings, TokenRules
from ui.access.uploads import UploadPolicy
from ui.api.openapi import DOCUMENT, VERSION
from ui.api.schemas import access as schema_access
from ui.api.schemas import answers as schema
from ui.api.schemas import library as schema_library
from ui.http.errors import UNEXPECTED
from ui.http.problem import MEDIA_TYPE, problem_shape

SECRET = "a secret of at least thirty-two bytes"
ASKED = {"question": "What did Marit Solheim say about the gas terminal?"}
UNKNOWN = {"question": "What did Macron say about gas prices?"}
SOLHEIM = "2025-01-22-mayor-rules-out-gas-terminal"
ADDING = UploadPolicy(allowed=True, max_bytes=2_000)
PRESS = article("press-1", "“The tide is late,” said Ida Brekke.", "Tide", collection="press")
DRAFT = article("draft-1", "“The tide is early,” said Ida Brekke.", "Draft", collection="drafts")


@pytest.fixture(scope="module")
def client(samples: Corpus) -> Iterator[TestClient]:
    with TestClient(api_over(AnswerEngine(samples))) as client:
        yield client


@pytest.fixture
def engine(samples: Corpus, embedder: Embedder, tmp_path: Path) -> AnswerEngine:
    """Over articles of its own, which may be deleted."""
    shutil.copytree(samples.folder, tmp_path / "index")
    corpus = Corpus.open(tmp_path / "index", embedder)
    return AnswerEngine(corpus)


# As described


@pytest.mark.parametrize(
    ("path", "model"),
    [
        ("people", schema_library.PeopleSchema),
        ("people?name=Voss", schema_library.PersonRecordsSchema),
        ("people/Marit Solheim?exact=true", schema_library.PersonRecordsSchema),
        ("statements?q=terminal", schema_library.StatementsSchema),
        ("timeline?name=Solheim&topic=terminal", schema.TimelineSchema),
        ("articles?limit=3", schema_library.ArticlesSchema),
        (f"articles?id={SOLHEIM}", schema_library.ArticleSchema),
        (f"articles/{SOLHEIM}?start=226&end=432&also=0-10", schema_library.ArticleSchema),
        ("collections", schema_access.CollectionsSchema),
        ("me", schema_access.MeSchema),
        ("page", schema_access.PageSchema),
        ("wording?lang=de", schema_access.WordingSchema),
        ("health/live", schema_access.LivenessSchema),
        ("health/ready", schema_access.ReadinessSchema),
    ],
)
def test_what_is_sent_is_what_the_document_describes(client: TestClient, path: str, model: type[object]) -> None:
    answered = client.get(f"/api/v1/{path}")
    assert answered.status_code == 200
    TypeAdapter(model).validate_python(answered.json(), strict=True)
    assert client.get(f"/api/{path}").json() == answered.json()


@pytest.mark.parametrize("question", [ASKED, UNKNOWN])
def test_answers_are_what_the_document_describes(client: TestClient, question: dict[str, str]) -> None:
    answer = client.post("/api/v1/ask", json=question | {"id": 7}).json()
    schema.AskedAnswerSchema.model_validate(answer, strict=True)
    assert answer["refused"] == (question is UNKNOWN)
    kept = client.get(f"/api/v1/answers/{answer['answer_id']}").json()
    schema.AnswerSchema.model_validate(kept, strict=True)
    schema.SuggestionsSchema.model_validate(
        client.get(f"/api/v1/answers/{answer['answer_id']}/beside").json(), strict=True
    )
    schema.PassagesSchema.model_validate(client.post("/api/v1/search", json=question).json(), strict=True)
    examples = client.get("/api/v1/examples").json()
    schema.ExamplesSchema.model_validate(examples, strict=True)
    for example in examples["questions"]:
        assert not client.post("/api/v1/ask", json={"question": example}).json()["refused"]


def test_a_passage_names_who_speaks_in_it(client: TestClient) -> None:
    found = client.post("/api/v1/search", json={**ASKED, "scope": {"until": "2025-01-31"}, "k": 100}).json()["passages"]
    said = client.get("/api/v1/statements", params={"article": SOLHEIM, "limit": 1000}).json()["statements"]
    assert len(found) > 3
    for passage in (passage for passage in found if passage["article_id"] == SOLHEIM):
        here = [s["speaker"] for s in said if s["start"] < passage["end"] and s["end"] > passage["start"]]
        assert passage["speakers"] == list(dict.fromkeys(here))
    assert any(passage["speakers"] == ["Marit Solheim"] for passage in found)


def test_every_operation_says_what_it_does_and_who_may_ask(client: TestClient) -> None:
    document = client.get(DOCUMENT).json()
    assert (document["info"]["version"], document["servers"]) == (VERSION, [{"url": "/"}])
    operations = [operation for methods in document["paths"].values() for operation in methods.values()]
    assert len({operation["operationId"] for operation in operations}) == len(operations)
    tags = {tag["name"] for tag in document["tags"]}
    for operation in operations:
        assert operation["description"].endswith(".")
        assert set(operation["tags"]) <= tags
        assert {"422", "500"} <= operation["responses"].keys()
    assert "security" not in document
    assert client.get("/openapi.json").json() == document


def test_the_document_knows_the_prefix_of_a_proxy(samples: Corpus) -> None:
    with TestClient(api_over(AnswerEngine(samples)), root_path="/news") as client:
        assert client.get(DOCUMENT).json()["servers"] == [{"url": "/news"}]


# Faults


@pytest.mark.parametrize(
    ("method", "path", "status", "allowed", "detail"),
    [
        ("GET", "/api/v1/nowhere", 404, None, f"There is nothing at /api/v1/nowhere: {DOCUMENT} lists what there is."),
        ("GET", "/api", 404, None, f"There is nothing at /api: {DOCUMENT} lists what there is."),
        ("GET", "/api/v1/ask", 405, "POST", "/api/v1/ask does not take GET: it takes POST."),
        (
            "BREW",
            "/api/articles",
            405,
            "GET, POST, DELETE",
            "/api/articles does not take BREW: it takes GET, POST, DELETE.",
        ),
    ],
)
def test_what_is_not_there_is_a_problem_too(
    client: TestClient, method: str, path: str, status: int, allowed: str | None, detail: str
) -> None:
    answered = client.request(method, path)
    assert (answered.status_code, answered.json()) == (status, problem_shape(status, detail))
    assert answered.headers["content-type"] == MEDIA_TYPE
    assert answered.headers.get("allow") == allowed


def test_what_fails_around_the_routes_is_a_problem_too(caplog: pytest.LogCaptureFixture) -> None:
    class Failing:
        def __init__(self, app: ASGIApp) -> None:
            self.app = app

        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http":
                raise RuntimeError("secret detail")
            await self.app(scope, receive, send)

    app = api_over(FakeEngine([]))
    app.add_middleware(Failing)
    with TestClient(app, raise_server_exceptions=False) as client:
        answered = client.get("/api/v1/me")
    assert (answered.status_code, answered.json()) == (500, problem_shape(500, UNEXPECTED))
    assert "secret detail" in caplog.text


def test_options_tell_the_methods_of_a_path(client: TestClient) -> None:
    answered = client.options("/api/v1/people")
    assert (answered.status_code, answered.headers["allow"]) == (204, "GET")


@pytest.mark.parametrize(
    ("headers", "detail"),
    [
        (
            {"Content-Type": "application/x-www-form-urlencoded"},
            "The body is of type 'application/x-www-form-urlencoded': send JSON with Content-Type application/json.",
        ),
        ({}, "The body is without a type: send JSON with Content-Type application/json."),
    ],
)
def test_a_body_that_is_not_called_json_is_refused(client: TestClient, headers: dict[str, str], detail: str) -> None:
    answered = client.post("/api/v1/ask", content=b'{"question": "Why?"}', headers=headers)
    assert (answered.status_code, answered.json()) == (415, problem_shape(415, detail))


@pytest.mark.parametrize("content", [b'{"question": "\xff"}', b"[" * 100_000])
def test_a_body_that_cannot_be_read_is_no_object(client: TestClient, content: bytes) -> None:
    answered = client.post("/api/v1/ask", content=content, headers={"Content-Type": "application/json"})
    assert (answered.status_code, answered.json()["detail"][:31]) == (422, "The body is not a JSON object: ")


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("me?token=x", "The request is not as expected: 'token' is no parameter: this address takes none."),
        (
            "people/Voss?k=1",
            "The request is not as expected: 'k' is no parameter: this address takes exact, limit, offset.",
        ),
        ("statements?since=1", "The request is not as expected: since: Input should be a day as YYYY-MM-DD."),
        ("articles?also=1-" + "9" * 5_000, None),
    ],
)
def test_what_an_address_does_not_take_is_named(client: TestClient, path: str, detail: str | None) -> None:
    answered = client.get(f"/api/v1/{path}")
    assert answered.status_code == (422 if detail else 200)
    if detail:
        assert answered.json()["detail"] == detail


@pytest.mark.parametrize(
    ("member", "detail"),
    [
        ('"k": true', "The request is not as expected: k: Input should be a whole number."),
        ('"k": "5"', "The request is not as expected: k: Input should be a whole number."),
        ('"date": 0', "The request is not as expected: date: Input should be a day as YYYY-MM-DD."),
        ('"id": [1]', "The request is not as expected: id: Input should be a valid string."),
    ],
)
def test_nothing_is_taken_for_what_it_is_not(client: TestClient, member: str, detail: str) -> None:
    body = f'{{"question": "Why?", {member}}}'
    answered = client.post("/api/v1/search", content=body, headers={"Content-Type": "application/json"})
    assert (answered.status_code, answered.json()["detail"]) == (422, detail)


@pytest.mark.parametrize(
    "member", ['"id": "\\ud800"', '"scope": {"person": "\\udc00"}', '"scope": {"publishers": ["\\ud800"]}']
)
def test_half_a_surrogate_pair_is_no_name(client: TestClient, member: str) -> None:
    """JSON can carry it, and nothing can write it down."""
    body = f'{{"question": "Why?", {member}}}'
    answered = client.post("/api/v1/ask", content=body, headers={"Content-Type": "application/json"})
    assert answered.status_code == 422
    assert "Input should be a valid string, unable to parse raw data as a unicode string." in answered.json()["detail"]


@pytest.mark.parametrize(
    "path", ["articles/a%00b", "articles?id=a%00b", "people/%00", "answers/%00", "statements?q=%00"]
)
def test_a_nul_is_a_character_like_others(client: TestClient, path: str) -> None:
    assert client.get(f"/api/v1/{path}").status_code in (200, 404)


def test_a_question_of_nothing_but_white_space_is_empty_whoever_reads_it(client: TestClient) -> None:
    for blank in ("\ufeff", "\x85\x1c", "\u3000"):
        assert client.post("/api/v1/ask", json={"question": blank}).status_code == 400
        assert client.get("/api/v1/timeline", params={"name": blank}).status_code == 400


@pytest.mark.parametrize("day", ["0001-01-01", "2025-04-09", "9999-12-31"])
@pytest.mark.parametrize("when", ["yesterday", "last month", "since March", "in the last 9000 years", "after today"])
def test_any_day_can_be_asked_on(client: TestClient, day: str, when: str) -> None:
    question = {"question": f"What did Solheim say {when}?", "date": day}
    assert client.post("/api/v1/ask", json=question).status_code == 200


# Who says what


def test_statements_are_found_by_person_article_words_and_time(client: TestClient, samples: Corpus) -> None:
    def found(**asked: str | int) -> list[dict[str, object]]:
        listed = client.get("/api/v1/statements", params={"limit": 1000, **asked}).json()["statements"]
        assert isinstance(listed, list)
        return listed

    everything = found()
    for statement in everything:
        stored = samples.store.article(str(statement["article_id"]))
        assert stored
        assert stored.text[statement["start"] : statement["end"]] == statement["text"]  # type: ignore[misc]
        assert statement["content_hash"] == stored.content_hash
    assert [s for s in everything if s["speaker"] == "Daniel Voss"] == found(person="Daniel Voss")
    assert {s["speaker"] for s in found(person="Voss")} == {"Daniel Voss", "Petra Voss"}
    assert found(person="Nobody Atall") == []
    assert {s["article_id"] for s in found(article=SOLHEIM)} == {SOLHEIM}
    assert [s for s in everything if "jobs" in str(s["text"]).lower()] == found(q="JOBS")
    assert [s for s in everything if "%" in str(s["text"])] == found(q="%")
    assert {s["publisher"] for s in found(publisher="Meridian Wire", since="2025-04-01", until="2025-04-30")} == {
        "Meridian Wire"
    }
    first, second = (client.get("/api/v1/statements", params={"limit": 2, "offset": n}).json() for n in (0, 2))
    assert (first["total"], first["statements"] + second["statements"]) == (len(everything), everything[:4])


# Changes


def test_an_article_that_is_deleted_is_found_nowhere(engine: AnswerEngine) -> None:
    with TestClient(api_over(engine, ADDING)) as client:
        before = client.get("/api/v1/collections").json()["collections"]
        deleted = client.delete("/api/v1/articles", params={"id": SOLHEIM})
        assert (deleted.status_code, deleted.content) == (204, b"")
        again = client.delete(f"/api/v1/articles/{SOLHEIM}")
        gone = problem_shape(404, f"There is no article '{SOLHEIM}' in the index; it may have been removed.")
        assert (again.status_code, again.json()) == (404, gone)
        assert client.get("/api/v1/statements", params={"article": SOLHEIM}).json()["total"] == 0
        answer = client.post("/api/v1/ask", json=ASKED).json()
        assert SOLHEIM not in {citation["article_id"] for citation in answer["citations"]}
        rights = ["read", "add", "administer"]
        assert before == [{"name": "default", "articles": 24, "rights": rights}]
        assert client.get("/api/v1/collections").json()["collections"][0]["articles"] == 23


@pytest.mark.parametrize(
    ("adding", "headers", "detail"),
    [
        (
            UploadPolicy(),
            {},
            "Articles cannot be deleted here: use `onrecord remove ID`, or start the server with --adding.",
        ),
        (
            ADDING,
            {"Origin": "http://["},
            "This request comes from another site and was refused: use On Record's own page, or a program.",
        ),
        (
            UploadPolicy(allowed=True, hosts=frozenset({"localhost"})),
            {"Host": "evil.example"},
            "Articles cannot be deleted by the name 'evil.example': open the page by its own address.",
        ),
    ],
)
def test_nobody_deletes_where_nobody_may_add(adding: UploadPolicy, headers: dict[str, str], detail: str) -> None:
    engine = FakeEngine([FERRY])
    with TestClient(api_over(engine, adding)) as client:
        answered = client.delete("/api/v1/articles", params={"id": FERRY.id}, headers=headers)
    assert (answered.status_code, answered.json()) == (403, problem_shape(403, detail))
    assert FERRY.id in engine.articles


def test_a_form_is_no_document() -> None:
    with TestClient(api_over(FakeEngine([]), ADDING)) as client:
        answered = client.post("/api/v1/articles", params={"name": "x.txt"}, files={"file": ("x.txt", b"text")})
    assert answered.status_code == 415
    assert answered.json()["detail"].startswith("The body is a form: send the document itself")


# Rights


@pytest.fixture
def portal(embedder: Embedder, tmp_path: Path) -> Iterator[TestClient]:
    """A server with rules of access over two collections, and one that is still empty."""
    corpus = Corpus.open(tmp_path / "index", embedder)
    assert put(corpus, PRESS, DRAFT).added == 2
    (tmp_path / "key").write_text(SECRET)
    rules = Settings(
        tokens=TokenRules(keys=(tmp_path / "key",)), collections={"press": CollectionRules(read=frozenset({"*"}))}
    )
    with TestClient(api_over(AnswerEngine(corpus), UploadPolicy(max_bytes=2_000), rules)) as client:
        yield client


def bearing(**collections: str) -> dict[str, str]:
    """The header of somebody with these rights, sent by a page elsewhere."""
    now = int(time.time())
    claims = {"sub": "ines", "aud": "onrecord", "iat": now, "exp": now + 60, "collections": collections}
    token = jwt.encode(claims, SECRET, "HS256")
    return {"Authorization": f"Bearer {token}", "Origin": "https://portal.example", "Sec-Fetch-Site": "cross-site"}


def test_one_is_told_what_one_may_do_and_nothing_of_the_rest(portal: TestClient) -> None:
    sent = bearing(press="read", wire="add")
    assert portal.get("/api/v1/me", headers=sent).json() == {
        "name": "ines",
        "way": "token",
        "collections": [{"name": "press", "rights": ["read"]}, {"name": "wire", "rights": ["read", "add"]}],
    }
    assert portal.get("/api/v1/collections", headers=sent).json() == {
        "collections": [
            {"name": "press", "articles": 1, "rights": ["read"]},
            {"name": "wire", "articles": 0, "rights": ["read", "add"]},
        ]
    }
    said = portal.get("/api/v1/statements", headers=sent).json()
    assert {statement["article_id"] for statement in said["statements"]} == {PRESS.id}
    assert portal.get("/api/v1/page", headers=sent).json()["adding"] is True
    assert portal.get("/api/v1/page", headers=bearing(press="read")).json()["adding"] is False


def test_one_adds_where_one_may_whatever_the_server_was_started_with(portal: TestClient) -> None:
    def add(collection: str, **rights: str) -> tuple[int, str]:
        asked = {"name": "tide.txt"} | ({"collection": collection} if collection else {})
        answered = portal.post("/api/v1/articles", params=asked, content="The tide.", headers=bearing(**rights))
        return answered.status_code, answered.json().get("detail", "")

    assert add("wire", wire="add") == (201, "")
    assert add("", wire="add") == (422, "you may not add to the collection 'default'.")
    sentence = "You may not add to the collection {!r}: GET /api/v1/me lists what you may do."
    for collection in ("press", "drafts", "nowhere"):
        assert add(collection, press="read", wire="add") == (403, sentence.format(collection))
    assert add("", press="read") == (403, "You may not add to any collection: GET /api/v1/me lists what you may do.")


def test_one_deletes_what_one_administers_and_sees_nothing_of_what_one_may_not_read(portal: TestClient) -> None:
    def delete(article_id: str, **rights: str) -> tuple[int, str]:
        answered = portal.delete("/api/v1/articles", params={"id": article_id}, headers=bearing(**rights))
        return answered.status_code, answered.json()["detail"] if answered.content else ""

    gone = "There is no article {!r} in the index; it may have been removed."
    assert delete(DRAFT.id, press="administer") == (404, gone.format(DRAFT.id))
    assert delete("nothing", press="administer") == (404, gone.format("nothing"))
    kept = "You may not delete from the collection 'press': GET /api/v1/me lists what you may do."
    assert delete(PRESS.id, press="add", drafts="administer") == (403, kept)
    assert delete(PRESS.id, press="administer") == (204, "")
    assert delete(PRESS.id, press="administer") == (404, gone.format(PRESS.id))


def test_feedback_may_be_sent_by_a_page_elsewhere_that_has_a_token(portal: TestClient) -> None:
    sent = bearing(press="read")
    answer = portal.post("/api/v1/ask", json={"question": "What did Ida Brekke say?"}, headers=sent).json()
    body = {"answer_id": answer["answer_id"], "verdict": "good"}
    assert portal.post("/api/v1/feedback", json=body, headers=sent).status_code == 201
    other = bearing(press="read", drafts="read")
    assert portal.post("/api/v1/feedback", json=body, headers=other).status_code == 404


def test_the_document_says_that_a_token_is_wanted(portal: TestClient) -> None:
    document = portal.get(DOCUMENT, headers=bearing()).json()
    assert document["security"] == [{"token": []}]
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert [
        path for path, methods in document["paths"].items() if any(o.get("security") == [] for o in methods.values())
    ] == ["/api/v1/wording", "/api/v1/health/live", "/api/v1/health/ready"]
    assert portal.get("/api/v1/me").headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("me?x=1", "Die Anfrage ist nicht wie erwartet: 'x' ist kein Parameter: Diese Adresse nimmt keine."),
        ("people/Nobody", "In den Artikeln wird niemand namens 'Nobody' zitiert: GET /api/people zählt auf, wer"),
        ("timeline?name=%20", "Wessen Worte? Nennen Sie eine Person, wie in name=Lavrov."),
        ("articles/gone", "Es gibt keinen Artikel 'gone' im Index; er wurde vielleicht entfernt."),
    ],
)
def test_a_fault_is_told_in_the_language_of_its_reader(client: TestClient, path: str, detail: str) -> None:
    fault = client.get(f"/api/v1/{path}", headers={"Accept-Language": "de"}).json()
    assert fault["detail"].startswith(detail)
    assert client.get(f"/api/v1/{path}").json()["detail"] != fault["detail"]
