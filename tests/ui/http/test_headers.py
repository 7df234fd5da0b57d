"""Headers: what a browser may run, who may frame a page and call the API, and what must not be kept."""

import asyncio

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse, Response
from fastapi.testclient import TestClient

from tests.support.fake_engine import FakeEngine
from tests.support.newsroom import BRIDGE
from ui.access.settings import LimitRules, Settings
from ui.app import create_app
from ui.http.headers import SecurityHeadersMiddleware

PORTAL = "https://portal.example"
WHY = {"question": "Why is the steel late?"}
PATHS = [
    "/",
    "/api/v1/articles",
    "/api/v1/articles/gone",
    "/static/answer/citations.js",
    "/embed",
    "/widget.js",
    "/nowhere",
]


def client_of(origins: list[str], *, local: bool = False, base: str = "http://testserver") -> TestClient:
    rules = Settings(
        origins=origins, anonymous=True, collections={"default": {"public": True}}, limits=LimitRules(body_kilobytes=1)
    )

    async def build() -> TestClient:
        return TestClient(create_app(FakeEngine([BRIDGE]), settings=None if local else rules), base_url=base)

    return asyncio.run(build())


def directives(answered: Response) -> dict[str, str]:
    parts = answered.headers["content-security-policy"].split("; ")
    return {name: value for name, _, value in (part.partition(" ") for part in parts)}


@pytest.mark.parametrize("local", [True, False])
def test_nobody_frames_anything_unless_the_rules_name_them(local: bool) -> None:
    with client_of([], local=local) as client:
        for path in PATHS:
            answered = client.get(path, headers={"accept": "text/html"})
            assert directives(answered)["frame-ancestors"] == "'none'", path
            assert answered.headers["x-frame-options"] == "DENY"


def test_the_one_list_says_who_frames_everything() -> None:
    with client_of([PORTAL, "https://desk.example"]) as client:
        for path in PATHS:
            answered = client.get(path, headers={"accept": "text/html"})
            assert directives(answered)["frame-ancestors"] == f"{PORTAL} https://desk.example", path
            assert "x-frame-options" not in answered.headers


def test_a_route_may_be_stricter_but_never_name_other_frames() -> None:
    app = FastAPI()
    policies = {
        "stricter": "default-src 'none'",
        "framed": "default-src 'none'; Frame-Ancestors https://evil.example *",
        "nobody": "default-src 'none'; frame-ancestors 'none'",
    }

    @app.get("/{name}")
    def page(name: str) -> Response:
        return HTMLResponse("<p>", headers={"Content-Security-Policy": policies[name]})

    app.add_middleware(SecurityHeadersMiddleware, frame_ancestors=[PORTAL])
    with TestClient(app) as client:
        found = {name: client.get(f"/{name}").headers for name in policies}
    assert found["stricter"]["content-security-policy"] == f"default-src 'none'; frame-ancestors {PORTAL}"
    assert found["framed"]["content-security-policy"] == f"default-src 'none'; frame-ancestors {PORTAL}"
    assert found["nobody"]["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert [found[name].get("x-frame-options") for name in policies] == [None, None, "DENY"]


def test_every_answer_keeps_other_sites_at_a_distance() -> None:
    with client_of([PORTAL]) as client:
        for path in PATHS:
            headers = client.get(path, headers={"accept": "text/html"}).headers
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] in ("same-origin", "no-referrer")
            assert headers["cross-origin-opener-policy"] == "same-origin"
            assert headers["permissions-policy"].startswith("camera=()")
            widget = path == "/widget.js"
            assert headers["cross-origin-resource-policy"] == ("cross-origin" if widget else "same-origin")


def test_pages_of_our_own_allow_nothing_inline() -> None:
    with client_of([PORTAL]) as client:
        policy = directives(client.get("/embed", headers={"accept": "text/html"}))
    assert policy["default-src"] == "'none'"
    assert not any("unsafe" in value for value in policy.values())


def test_answers_are_kept_by_nobody_in_between() -> None:
    with client_of([PORTAL]) as client:
        for path in ("/api/v1/articles", "/api/articles?id=bridge-1", "/api/v1/articles/gone", "/v1/models"):
            assert client.get(path).headers["cache-control"] == "no-store", path
        assert client.post("/api/v1/ask", json=WHY).headers["cache-control"] == "no-store"
        assert client.get("/static/answer/citations.js").headers["cache-control"] == "no-cache"
        assert client.get("/widget.js").headers["cache-control"].startswith("public")


def test_only_a_server_that_is_reached_by_https_asks_for_it_ever_after() -> None:
    with client_of([]) as client, client_of([], base="https://testserver") as secure:
        assert "strict-transport-security" not in client.get("/api/v1/health/live").headers
        assert secure.get("/api/v1/health/live").headers["strict-transport-security"] == "max-age=31536000"


# Other origins


@pytest.mark.parametrize("origin", [PORTAL, "null", "https://testserver"])
def test_no_other_origin_reads_anything_by_default(origin: str) -> None:
    for local in (True, False):
        with client_of([], local=local) as client:
            answered = client.post("/api/v1/ask", json=WHY, headers={"Origin": origin})
            assert not [name for name in answered.headers if name.startswith("access-control-allow")]


@pytest.mark.parametrize("origin", ["null", "https://evil.example", "http://portal.example", f"{PORTAL}.evil.example"])
def test_an_origin_that_is_not_listed_reads_nothing(origin: str) -> None:
    with client_of([PORTAL]) as client:
        answered = client.post("/api/v1/ask", json=WHY, headers={"Origin": origin})
        asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        preflight = client.options("/api/v1/ask", headers=asked)
    assert "access-control-allow-origin" not in answered.headers
    assert "origin" in answered.headers["vary"].lower()
    assert (preflight.status_code, "access-control-allow-origin" in preflight.headers) == (400, False)


def test_a_listed_origin_reads_answers_and_never_with_cookies() -> None:
    with client_of([PORTAL]) as client:
        answered = client.post("/api/v1/ask", json=WHY, headers={"Origin": PORTAL})
        asked = {
            "Origin": PORTAL,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization, content-type",
        }
        preflight = client.options("/api/v1/ask", headers=asked)
    for headers in (answered.headers, preflight.headers):
        assert headers["access-control-allow-origin"] == PORTAL
        assert "origin" in headers["vary"].lower()
        assert "access-control-allow-credentials" not in headers
        assert headers["x-content-type-options"] == "nosniff"
    assert answered.status_code == preflight.status_code == 200
    assert "Authorization" in preflight.headers["access-control-allow-headers"]


def test_a_listed_origin_reads_also_why_it_was_refused() -> None:
    with client_of([PORTAL]) as client:
        unknown = client.get("/api/v1/articles", headers={"Origin": PORTAL, "Authorization": "Bearer nonsense"})
        large = client.post("/api/v1/ask", content=b" " * 2000, headers={"Origin": PORTAL})
        missing = client.get("/api/v1/articles/gone", headers={"Origin": PORTAL})
    assert [answered.status_code for answered in (unknown, large, missing)] == [401, 413, 404]
    for answered in (unknown, large, missing):
        assert answered.headers["access-control-allow-origin"] == PORTAL
        assert answered.headers["content-type"] == "application/problem+json"
        assert "content-security-policy" in answered.headers
