"""What other sites load of On Record: the widget's script, and the page for a frame."""

import gzip
import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ui.http.headers import SecurityHeadersMiddleware
from ui.http.static_files import STATIC
from ui.pages import embed
from ui.render.wording import ENGLISH

SCRIPT = (STATIC / "widget.js").read_text(encoding="utf-8")
PORTAL = "https://portal.example"


def client_for(*origins: str) -> TestClient:
    app = FastAPI()
    app.include_router(embed.routes(origins))
    app.add_middleware(SecurityHeadersMiddleware, frame_ancestors=origins)
    return TestClient(app)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with client_for(PORTAL, "https://intranet.example:8443") as client:
        yield client


def test_the_script_may_be_loaded_by_any_page_and_kept_for_a_while(client: TestClient) -> None:
    answered = client.get("/widget.js")
    assert answered.text == SCRIPT
    assert answered.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answered.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answered.headers["cache-control"] == "public, max-age=300, must-revalidate"
    assert answered.headers["x-content-type-options"] == "nosniff"
    assert client.head("/widget.js").headers["etag"] == answered.headers["etag"]


def test_the_script_is_sent_packed_and_only_once(client: TestClient) -> None:
    packed = client.get("/widget.js", headers={"Accept-Encoding": "gzip"})
    plain = client.get("/widget.js", headers={"Accept-Encoding": "identity"})
    assert (packed.headers["content-encoding"], packed.headers["vary"]) == ("gzip", "Accept-Encoding")
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text == SCRIPT
    again = client.get("/widget.js", headers={"If-None-Match": packed.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["cross-origin-resource-policy"] == "cross-origin"
    assert client.get("/widget.js", headers={"If-None-Match": '"other"'}).status_code == 200


def test_the_script_is_small_and_writes_no_markup() -> None:
    assert len(gzip.compress(SCRIPT.encode())) < 14_500
    assert (
        re.findall(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|new Function|Storage|cookie =", SCRIPT)
        == []
    )
    assert re.findall(r"\drem\b", SCRIPT) == []  # that is a measure of the page around
    assert re.findall(r"""url\(|@import|https?://(?!www\.w3\.org/2000/svg)[\w.]""", SCRIPT) == []


def test_every_text_that_the_script_asks_for_is_in_the_catalogue() -> None:
    sources = "".join(file.read_text(encoding="utf-8") for file in (STATIC / "widget").glob("*.js"))
    named = set(re.findall(r'"((?:page|answer|article|panel|beside|actions|widget)\.\w+)"', sources))
    assert {name for name in named if name not in SCRIPT} == set()
    ours = {f"{section}.{name}" for section, entries in ENGLISH.catalogue.items() for name in entries}
    assert len(named) > 20
    assert named - ours == set()
    assert {name for name in ours if name.startswith("widget.")} - named == set()


def test_the_page_for_a_frame_trusts_nothing_but_its_own_files(client: TestClient) -> None:
    answered = client.get("/embed")
    policy = answered.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'")
    assert policy.endswith(f"frame-ancestors {PORTAL} https://intranet.example:8443")
    assert f'data-origins="{PORTAL} https://intranet.example:8443"' in answered.text
    assert re.findall(r'(?:src|href)="([^"]+)"', answered.text) == [
        "static/icon.svg",
        "static/styles/embed.css",
        "widget.js",
        "static/page/embed.js",
    ]


def test_without_origins_nobody_may_frame_it() -> None:
    with client_for() as client:
        assert client.get("/embed").headers["content-security-policy"].endswith("frame-ancestors 'none'")


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [("?lang=de", "en", "de"), ("", "de-CH", "de"), ("?lang=%22%3E%3Cscript%3E", "fr", "en")],
)
def test_the_page_for_a_frame_says_its_language(client: TestClient, query: str, accepted: str, language: str) -> None:
    answered = client.get(f"/embed{query}", headers={"Accept-Language": accepted})
    assert f'<html lang="{language}">' in answered.text
    assert answered.headers["vary"] == "Accept-Language"


def test_neither_is_in_the_schema(client: TestClient) -> None:
    assert client.get("/openapi.json").json()["paths"] == {}
