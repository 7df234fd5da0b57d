"""Who sends a request, and what passes when nobody is known: every route of the app, by attack."""

import asyncio
from collections.abc import Callable, Iterator
from ipaddress import ip_network
from pathlib import Path
from time import time
from typing import Any
from urllib.parse import unquote

import jwt
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from starlette.routing import Mount
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect

from tests.support.access import DRAFTS, OUTSIDE, PRESS, PUBLIC, titles
from tests.support.fake_engine import FakeEngine
from tests.support.serving import api_over, app_over, below
from ui.access.authentication.proxies import trust_proxies
from ui.access.authentication.public_paths import is_public
from ui.access.identity import Identity, Right
from ui.access.settings import CollectionRules, LimitRules, ProxyRules, Settings, TokenRules

SECRET = "the portal and this server share these words"
PROXY = ("10.0.0.5", 1234)
COLLECTIONS = {
    "public": CollectionRules(public=True),
    "press": CollectionRules(read=frozenset({"*"}), add=frozenset({"@desk"}), administer=frozenset({"chief"})),
    "drafts": CollectionRules(read=frozenset({"bert", "@desk"})),
}
UNLIMITED = LimitRules(per_user="1000000/second", per_address="1000000/second")


def token(name: str = "anna", key: str = SECRET, **other: Any) -> dict[str, str]:
    claims = {"sub": name, "aud": "onrecord", "iat": time() - 1, "exp": time() + 600, **other}
    return {"Authorization": f"Bearer {jwt.encode(claims, key, 'HS256')}"}


def sent_raw(
    app: FastAPI, method: str, path: str, headers: Any = (), client: tuple[str, int] = OUTSIDE, root_path: str = ""
) -> int:
    """The status of a request whose path no client has tidied up before."""
    status: list[int] = []
    path, _, query = path.partition("?")
    scope: Scope = {
        "type": "http", "http_version": "1.1", "method": method, "scheme": "http", "path": unquote(path),
        "raw_path": path.encode(), "query_string": query.encode(), "root_path": root_path, "client": client,
        "server": ("testserver", 80), "headers": [(b"host", b"testserver"), *headers], "state": {},
    }  # fmt: skip

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            status.append(message["status"])

    asyncio.run(app(scope, receive, send))
    return status[0]


def rules(folder: Path, **other: Any) -> Settings:
    key = folder / "portal.key"
    key.write_text(SECRET)
    return Settings(
        **{
            "collections": COLLECTIONS,
            "tokens": TokenRules(keys=(key,)),
            "proxy": ProxyRules(addresses=(ip_network("10.0.0.0/24"),)),
            "limits": UNLIMITED,
            **other,
        }
    )


def app_with(settings: Settings, over: Callable[..., FastAPI] = api_over) -> FastAPI:
    return over(FakeEngine([PUBLIC, PRESS, DRAFTS]), settings=settings)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    return app_with(rules(tmp_path_factory.mktemp("access")), app_over)


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, client=OUTSIDE, follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="module")
def open_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Of a server that lets anybody read what is public."""
    app = app_with(rules(tmp_path_factory.mktemp("open"), anonymous=True), app_over)
    with TestClient(app, client=OUTSIDE) as client:
        yield client


# Nobody


def paths(routes: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    for route in iter_route_contexts(routes):
        if isinstance(route.original_route, Mount):
            yield from paths(route.original_route.routes, prefix + route.original_route.path)
        else:
            yield from ((method, f"{prefix}{route.path}") for method in route.methods or {"GET"})


OPEN = {
    "/api/health/live", "/api/health/ready", "/api/v1/health/live", "/api/v1/health/ready", "/api/wording",
    "/api/v1/wording", "/metrics", "/widget.js", "/embed", "/favicon.ico", "/sign-in", "/sign-in/provider",
    "/sign-in/answer", "/sign-out",
}  # fmt: skip


def test_every_route_of_the_app_is_closed_to_nobody(app: FastAPI, client: TestClient) -> None:
    seen = 0
    for method, path in sorted(set(paths(app.routes))):
        if path in OPEN or (path.startswith("/static/") and "{" not in path):
            continue
        filled = path.replace("{", "").replace("}", "").replace(":path", "")
        answered = client.request(method, filled)
        assert answered.status_code == 401, (method, path, answered.text)
        assert answered.headers["www-authenticate"] == "Bearer"
        if method != "HEAD":
            told_as_openai = path.startswith("/v1/")
            kind = "application/json" if told_as_openai else "application/problem+json"
            assert answered.headers["content-type"] == kind, path
        seen += 1
    assert seen > 80


@pytest.mark.parametrize(
    "path", ["/", "/queue/join", "/gradio_api/queue/join", "/api/ask", "/static/styles/page.css", "/x"]
)
def test_no_websocket_is_opened_for_nobody(client: TestClient, path: str) -> None:
    with pytest.raises(WebSocketDisconnect) as raised, client.websocket_connect(path):
        pass
    assert raised.value.code == 1008


@pytest.mark.parametrize(
    "path",
    [
        "//api/articles", "/api//articles", "/api/./articles", "/api/../api/articles", "/static/../api/articles",
        "/static/%2e%2e/api/articles", "/static/..%2fapi%2farticles", "/api/health/../articles", "/API/articles",
        "/api/health/live/", "/api/health/live/../../articles", "/api/health/live%2f..%2f..%2farticles",
        "/api/health/live;/articles", "/api%2farticles", "/%61pi/articles", "/api/articles/",
        "/api/articles?x=/static/",
        "/static/", "/static", "/static/styles", "/static/styles/", "/static/widget/main.js",
        "/static/lib/api.d.ts", "/static/styles/page.css/../../api/articles", "/static/img/logo.svg",
        "/sign-in/../api/articles",
        "/sign-inx", "/sign-in/x", "/metrics/x", "/embed/x", "/embed/../api/articles", "/api/health", "/api/v1/health/",
        "/news/api/health/live", "/gradio_api/info", "/config", "/theme.css", "/gradio_api/file=/etc/passwd", "/login",
        "/gradio_api/queue/data?session_hash=1", "/openapi.json", "/docs", "/mcp", "/mcp/", "/v1/models", "/info",
        "/favicon.ico/../config", "/wording", "/api/wording/x", "/api/health/live\x00", "/api/health/live%00",
        "/api/health/live%20", "/api/health/live%0a", "/STATIC/page.css", "/Api/Health/Live", "/robots.txt",
    ],
)  # fmt: skip
def test_no_way_of_writing_a_path_opens_it(app: FastAPI, path: str) -> None:
    for method in ("GET", "POST"):
        assert sent_raw(app, method, path) == 401


@pytest.mark.parametrize("path", sorted(OPEN - {"/metrics", "/sign-out", "/sign-in/provider", "/sign-in/answer"}))
def test_what_anybody_needs_is_open(client: TestClient, path: str) -> None:
    assert client.get(path).status_code != 401
    assert client.get("/static/styles/page.css").status_code == 200


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pieces=st.lists(
        st.sampled_from(
            ["api", "v1", "health", "live", "static", "styles", "page.css", "..", ".", "", "articles", "%2f", "sign-in"]
        )
    ),
    root=st.sampled_from(["", "/", "/news", "/static", "/api", "/api/health"]),
)
def test_only_a_path_that_is_a_route_of_its_own_is_open(pieces: list[str], root: str) -> None:
    path = "/" + "/".join(pieces)
    passes = is_public({"type": "http", "path": root + path, "root_path": root, "method": "GET"})
    assert not passes or path in OPEN or path == "/static/styles/page.css" or root + path in OPEN


def test_below_a_prefix_the_same_is_open_and_closed(app: FastAPI) -> None:
    with TestClient(app, root_path="/news", client=OUTSIDE) as client:
        assert client.get("/api/health/live").status_code == 200
        assert client.get("/api/articles").status_code == 401
        assert client.get("/news/api/health/live").status_code in (200, 401)
        assert client.get("/api/articles", headers=token()).status_code == 200


def test_the_page_says_where_to_sign_in_when_nobody_can_here(client: TestClient) -> None:
    answered = client.get("/?lang=de", headers={"accept": "text/html"})
    assert (answered.status_code, answered.headers["www-authenticate"]) == (401, "Bearer")
    assert "Öffnen Sie die Artikel von Ihrer eigenen Website aus" in answered.text
    assert client.get("/", headers={"accept": "application/json"}).json()["status"] == 401
    assert client.post("/", headers={"accept": "text/html"}).headers["content-type"] == "application/problem+json"


def test_who_is_not_known_reads_what_is_public_where_that_is_allowed(open_client: TestClient) -> None:
    assert titles(open_client) == {PUBLIC.title}
    assert open_client.get("/api/articles", params={"id": PRESS.id}).status_code == 404
    assert open_client.get("/").status_code == 200


# Tokens


def test_a_token_reads_by_the_rules_or_by_what_it_says(client: TestClient) -> None:
    assert titles(client, token()) == {PUBLIC.title, PRESS.title}
    assert titles(client, token("bert")) == {PUBLIC.title, PRESS.title, DRAFTS.title}
    assert titles(client, token(groups=["desk"])) == {PUBLIC.title, PRESS.title, DRAFTS.title}
    assert titles(client, token("bert", collections=[])) == {PUBLIC.title}
    assert titles(client, token("bert", collections=["drafts"])) == {PUBLIC.title, DRAFTS.title}
    assert titles(client, token("x", collections={"*": "read"})) == {PUBLIC.title, PRESS.title, DRAFTS.title}


def test_a_user_who_is_called_like_a_group_is_not_in_it(client: TestClient) -> None:
    assert titles(client, token("@desk")) == {PUBLIC.title, PRESS.title}
    assert titles(client, token("x", groups=["@desk"])) == {PUBLIC.title, PRESS.title}


@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "Bearer", "bEaReR", " Bearer", "Bearer  "])
def test_the_scheme_is_written_in_any_case(client: TestClient, scheme: str) -> None:
    value = token()["Authorization"].split(" ")[1]
    assert client.get("/api/articles", headers={"Authorization": f"{scheme} {value}"}).status_code == 200


@pytest.mark.parametrize(
    "sent", ["Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "bearer\tx", "Bearerx", "Bearer a.b.c, Bearer d"]
)
def test_a_bad_token_is_never_read_as_nobody(open_client: TestClient, sent: str) -> None:
    for path in ("/api/articles", "/", "/gradio_api/info", "/nowhere"):
        answered = open_client.get(path, headers={"Authorization": sent, "accept": "text/html"})
        assert answered.status_code == 401
        assert answered.headers["www-authenticate"] == 'Bearer error="invalid_token"'
        assert answered.headers["content-type"] == "application/problem+json"


def test_a_bad_token_is_not_made_good_by_the_proxy(app: FastAPI) -> None:
    with TestClient(app, client=PROXY) as client:
        headers = {"X-Remote-User": "bert", **token(key="another key of some forty characters, long")}
        assert client.get("/api/articles", headers=headers).status_code == 401


def test_two_tokens_are_one_too_many(open_client: TestClient) -> None:
    value = token()["Authorization"]
    answered = open_client.get("/api/articles", headers=[("Authorization", value), ("authorization", value)])
    assert (answered.status_code, answered.json()["detail"]) == (400, "Authorization was sent twice: send one token.")


def test_a_token_in_an_address_a_cookie_or_a_form_is_not_read(client: TestClient) -> None:
    value = token()["Authorization"].split(" ")[1]
    for query in (f"access_token={value}", f"token={value}", f"authorization=Bearer%20{value}"):
        assert client.get(f"/api/articles?{query}").status_code == 401
    assert client.get("/api/articles", headers={"Cookie": f"token={value}; Authorization={value}"}).status_code == 401
    assert client.post("/api/search", data={"access_token": value}).status_code == 401


def test_a_password_for_a_proxy_in_front_is_not_a_token(open_client: TestClient) -> None:
    assert titles(open_client, {"Authorization": "Basic YW5uYTp4"}) == {PUBLIC.title}


def test_a_server_without_keys_takes_no_token(tmp_path: Path) -> None:
    with TestClient(app_with(rules(tmp_path, tokens=None, anonymous=True)), client=OUTSIDE) as client:
        answered = client.get("/api/articles", headers=token())
        assert (answered.status_code, "takes no tokens" in answered.json()["detail"]) == (401, True)


def test_a_token_may_come_from_another_site(client: TestClient) -> None:
    headers = {**token(), "Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
    assert client.post("/api/search", json={"question": "ferry"}, headers=headers).status_code == 200


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=200))
def test_no_text_opens_the_api(client: TestClient, text: str) -> None:
    assert client.get("/api/articles", headers={"Authorization": f"Bearer {text}"}).status_code == 401


# The proxy


def test_the_proxy_says_who_somebody_is(app: FastAPI) -> None:
    with TestClient(app, client=PROXY) as client:
        assert titles(client, {"X-Remote-User": "anna"}) == {PUBLIC.title, PRESS.title}
        assert titles(client, {"X-Remote-User": "anna", "X-Remote-Groups": "x, desk ,,y"}) == {
            PUBLIC.title, PRESS.title, DRAFTS.title,
        }  # fmt: skip
        assert titles(client, {"x-remote-user": "bert", "Authorization": "Basic YW5uYTp4"}) >= {DRAFTS.title}
        for nobody in ({}, {"X-Remote-User": ""}, {"X-Remote-User": "  "}, {"X-Remote-Groups": "desk"}):
            assert client.get("/api/articles", headers=nobody).status_code == 401


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("10.0.0.1", 200), ("::ffff:10.0.0.1", 200), ("10.0.1.5", 401), ("203.0.113.9", 401), ("", 401),
        ("testclient", 401), ("::1", 401), ("127.0.0.1", 401), ("10.0.0.5, 203.0.113.9", 401), ("fe80::1%eth0", 401),
    ],
)  # fmt: skip
def test_the_header_is_believed_by_address_alone(app: FastAPI, address: str, status: int) -> None:
    with TestClient(app, client=(address, 1)) as client:
        headers = {"X-Remote-User": "chief", "X-Forwarded-For": "10.0.0.5", "Forwarded": "for=10.0.0.5"}
        assert client.get("/api/articles", headers=headers).status_code == status


def test_an_address_that_is_only_forwarded_is_not_believed(app: FastAPI) -> None:
    """As the server runs it: uvicorn's middleware puts the forwarded address in place of the real one."""
    other = "192.0.2.7"
    with TestClient(trust_proxies(app, other), client=(other, 1)) as client:
        headers = {"X-Remote-User": "chief", "X-Forwarded-For": "10.0.0.5"}
        assert client.get("/api/articles", headers=headers).status_code == 401
    with TestClient(trust_proxies(app, "10.0.0.5"), client=PROXY) as client:
        headers = {"X-Remote-User": "chief", "X-Forwarded-For": "203.0.113.9"}
        assert client.get("/api/articles", headers=headers).status_code == 200
    with TestClient(trust_proxies(app, "*"), client=OUTSIDE) as client:
        assert client.get("/api/articles", headers=headers | {"X-Forwarded-For": "10.0.0.5"}).status_code == 401


def test_without_a_connection_by_address_nobody_is_the_proxy(app: FastAPI) -> None:
    async def through_a_socket_file(scope: Scope, receive: Receive, send: Send) -> None:
        await trust_proxies(app, "10.0.0.5")({**scope, "client": None}, receive, send)

    with TestClient(through_a_socket_file) as client:
        assert client.get("/api/articles", headers={"X-Remote-User": "chief"}).status_code == 401


@pytest.mark.parametrize("name", ["X-Remote-User", "X-Remote-Groups"])
def test_a_header_that_comes_twice_is_refused(app: FastAPI, name: str) -> None:
    with TestClient(app, client=PROXY) as client:
        headers = [("X-Remote-User", "anna"), (name, "desk"), (name.lower(), "chief")]
        answered = client.get("/api/articles", headers=headers)
        assert (answered.status_code, "was sent twice" in answered.json()["detail"]) == (400, True)


@pytest.mark.parametrize("value", [b"\xff\xfe", b"a\x01b", b"x" * 201, "a\u0085b".encode()])
def test_a_name_that_cannot_be_one_is_refused(app: FastAPI, value: bytes) -> None:
    assert sent_raw(app, "GET", "/api/articles", [(b"x-remote-user", value)], PROXY) == 400
    assert sent_raw(app, "GET", "/api/articles", [(b"x-remote-user", b"a"), (b"x-remote-groups", value)], PROXY) == 400


def test_another_site_cannot_send_in_the_name_of_who_the_proxy_signed_in(app: FastAPI) -> None:
    with TestClient(app, client=PROXY) as client:
        anna = {"X-Remote-User": "anna"}
        for foreign in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://e.example"},
                        {"Origin": "null"}):  # fmt: skip
            for path in ("/api/search", "/gradio_api/queue/join", "/gradio_api/upload", "/mcp", "/v1/chat/completions"):
                assert client.post(path, json={}, headers={**anna, **foreign}).status_code == 403
            with pytest.raises(WebSocketDisconnect), client.websocket_connect("/queue", headers={**anna, **foreign}):
                pass
        own = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}
        assert client.post("/api/search", json={"question": "ferry"}, headers={**anna, **own}).status_code == 200


# What the routes are told


async def told(settings: Settings, headers: list[tuple[bytes, bytes]], client: tuple[str, int]) -> Identity | None:
    from ui.access.authentication.middleware import AuthenticationMiddleware
    from ui.access.authentication.policy import CurrentPolicy
    from ui.pages.login_page import way_in

    seen: list[Identity | None] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["state"].get("identity"))

    async def send(message: Any) -> None:
        pass

    scope = {"type": "http", "method": "GET", "path": "/x", "headers": headers, "client": client, "query_string": b""}
    await AuthenticationMiddleware(app, CurrentPolicy(settings), way_in)(scope, None, send)  # type: ignore[arg-type]
    return seen[0] if seen else None


@pytest.mark.parametrize(
    ("name", "groups", "rights"),
    [
        ("anna", "", {("public", Right.READ), ("press", Right.READ)}),
        ("chief", "", {("public", Right.READ), ("press", Right.ADMINISTER)}),
        ("anna", "desk", {("public", Right.READ), ("press", Right.ADD), ("drafts", Right.READ)}),
    ],
)
def test_rights_are_the_highest_that_any_rule_gives(
    tmp_path: Path, name: str, groups: str, rights: set[tuple[str, Right]]
) -> None:
    headers = [(b"x-remote-user", name.encode()), (b"x-remote-groups", groups.encode())]
    identity = asyncio.run(told(rules(tmp_path), headers, PROXY))
    assert identity == Identity(name, frozenset(rights), "proxy")


def test_below_and_above_are_the_same_app(app: FastAPI) -> None:
    with TestClient(below("/news", app), client=OUTSIDE) as client:
        assert client.get("/news/api/health/live").status_code == 200
        assert client.get("/news/api/articles").status_code == 401
        assert client.get("/news/api/health/../articles").status_code == 401


@pytest.mark.parametrize("proxies", ["", "10.0.0.5"])
def test_nobody_tells_the_page_where_this_server_is(app: FastAPI, proxies: str) -> None:
    misleading = {"X-Gradio-Server": "https://evil.example", "X-Forwarded-Host": "evil.example"}
    for path in ("/config", "/"):
        with TestClient(trust_proxies(app, proxies), client=OUTSIDE) as client:
            shown = client.get(path, headers=misleading | token())
        assert shown.status_code == 200
        assert "evil.example" not in shown.text
