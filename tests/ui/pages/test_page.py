"""The page and what is around it: headers, inline scripts, files, and nothing from elsewhere."""

import asyncio
import base64
import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from starlette import types

from tests.support.fake_engine import FakeEngine
from tests.support.newsroom import BRIDGE, EXAMPLES, FERRY, HOSTILE
from tests.support.serving import app_over
from ui.http.headers import SecurityHeadersMiddleware


@pytest.fixture(scope="module")
def engine() -> FakeEngine:
    return FakeEngine([FERRY, BRIDGE, HOSTILE], EXAMPLES)


@pytest.fixture(scope="module")
def client(engine: FakeEngine) -> Iterator[TestClient]:
    with TestClient(app_over(engine)) as client:
        yield client


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
