"""Signing in at a provider of OpenID Connect: the whole way, at a real provider, and what may go wrong on it."""

import base64
import hashlib
import json
import logging
import socket
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import httpx
import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError

from index.errors import InputError
from tests.support.access import DRAFTS, OUTSIDE, PRESS, PUBLIC, titles
from tests.support.fake_engine import FakeEngine
from tests.support.serving import api_over
from ui.access.authentication.openid import OpenIdProvider
from ui.access.authentication.sessions import COOKIE
from ui.access.settings import OpenIdRules, read_settings

with warnings.catch_warnings():
    import authlib.deprecate  # noqa: F401 - it lets its own warnings through, whatever was said before

    warnings.simplefilter("ignore")
    import oidc_provider_mock

# The provider's, not ours.
pytestmark = [
    pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:authlib.jose:DeprecationWarning"),
]

RULES = """
[collections.public]
public = true
[collections.press]
read = ["*"]
[collections.drafts]
read = ["@desk"]
[openid]
issuer = "{issuer}"
client_id = "onrecord"
client_secret_file = "client.secret"
[limits]
per_user = "1000000/second"
per_address = "1000000/second"
"""
HTML = {"accept": "text/html"}
PEOPLE = [
    oidc_provider_mock.User(
        sub="1", claims={"preferred_username": "anna", "groups": ["desk", "x" * 300, *map(str, range(500))]}
    ),
    oidc_provider_mock.User(sub="2", claims={"preferred_username": "bert", "groups": "desk"}),
    oidc_provider_mock.User(sub="3", claims={"name": "nobody in particular"}),
    oidc_provider_mock.User(sub="4", claims={"preferred_username": "a\nb"}),
    oidc_provider_mock.User(sub="5", claims={"preferred_username": "eve", "groups": {"desk": 1}}),
]


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The address of a provider that knows `PEOPLE`."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with oidc_provider_mock.run_server_in_thread(require_nonce=True, user_claims=PEOPLE) as server:
            yield f"http://localhost:{server.server_port}"


def client_of(folder: Path, issuer: str) -> TestClient:
    (folder / "client.secret").write_text("a secret of the client\n")
    (folder / "access.toml").write_text(RULES.format(issuer=issuer))
    app = api_over(FakeEngine([PUBLIC, PRESS, DRAFTS]), settings=read_settings(folder / "access.toml"))
    return TestClient(app, client=OUTSIDE, follow_redirects=False)


@pytest.fixture
def client(tmp_path: Path, issuer: str) -> TestClient:
    return client_of(tmp_path, issuer)


def sent_away(client: TestClient, wanted: str = "/?lang=de") -> str:
    answered = client.get("/sign-in/provider", params={"next": wanted})
    assert answered.status_code == 302, answered.text
    return str(answered.headers["location"])


def come_back(at: str, sub: str = "1", **form: str) -> str:
    """What the provider sends a browser back to, once somebody signed in there."""
    answered = httpx.post(at, data=form or {"sub": sub})
    assert answered.status_code == 302, answered.text
    parts = urlsplit(answered.headers["location"])
    assert parts.netloc == "testserver"
    return f"{parts.path}?{parts.query}"


def said(answered: Any) -> str:
    assert answered.headers["content-type"].startswith("text/html")
    return str(answered.text.split('<p role="alert" id="fault">')[1].split("</p>")[0])


def test_a_reader_signs_in_at_the_provider_and_comes_back(client: TestClient) -> None:
    assert client.get("/?lang=de", headers=HTML).headers["location"] == "/sign-in?next=%2F%3Flang%3Dde"
    page = client.get("/sign-in?next=%2F%3Flang%3Dde").text
    assert 'href="/sign-in/provider?next=%2F%3Flang%3Dde"' in page
    assert "password" not in page

    answered = client.get(come_back(sent_away(client)))
    assert (answered.status_code, answered.headers["location"]) == (303, "/?lang=de")
    assert titles(client) == {PUBLIC.title, PRESS.title, DRAFTS.title}
    assert "You are signed in as anna." in client.get("/sign-in").text
    assert len(client.cookies[COOKIE]) < 1000, "only groups that the rules name"
    client.post("/sign-out")
    assert client.get("/api/articles").status_code == 401


def test_what_is_asked_for_is_bound_to_this_browser(client: TestClient) -> None:
    away = urlsplit(sent_away(client))
    asked = {key: value for key, (value,) in parse_qs(away.query).items()}
    assert asked["response_type"] == "code"
    assert asked["redirect_uri"] == "http://testserver/sign-in/answer"
    assert asked["scope"] == "openid profile"
    assert asked["code_challenge_method"] == "S256"
    session = json.loads(base64.b64decode(client.cookies[COOKIE].split(".")[0]))
    (kept,) = (value["data"] for key, value in session.items() if key.startswith("_state_"))
    assert kept["nonce"] == asked["nonce"]
    digest = hashlib.sha256(kept["code_verifier"].encode()).digest()
    assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]
    again = parse_qs(urlsplit(sent_away(client)).query)
    assert asked["state"] not in again["state"]
    assert asked["nonce"] not in again["nonce"]


def test_a_group_may_be_a_single_name(client: TestClient) -> None:
    client.get(come_back(sent_away(client), "2"))
    assert DRAFTS.title in titles(client)


def test_below_a_prefix_the_answer_comes_there(tmp_path: Path, issuer: str) -> None:
    client = client_of(tmp_path, issuer)
    below = TestClient(client.app, root_path="/news", base_url="https://testserver", follow_redirects=False)
    asked = parse_qs(urlsplit(sent_away(below)).query)
    assert asked["redirect_uri"] == ["https://testserver/news/sign-in/answer"]


# What goes wrong

ASTRAY = "This sign-in was begun elsewhere, or too long ago: begin again."


@pytest.mark.parametrize("state", ["other", "", None])
def test_another_state_is_refused(client: TestClient, state: str | None) -> None:
    back = come_back(sent_away(client))
    query = dict(parse_qsl(back.partition("?")[2]))
    query = {**query, "state": state} if state is not None else {"code": query["code"]}
    answered = client.get(f"/sign-in/answer?{urlencode(query)}")
    assert (answered.status_code, said(answered)) == (400, ASTRAY)
    assert client.get("/api/articles").status_code == 401


def test_an_answer_is_of_no_use_to_another_browser(client: TestClient, tmp_path: Path, issuer: str) -> None:
    """Who sends a reader the link of their own sign-in (login CSRF) signs nobody in."""
    back = come_back(sent_away(client))
    other = TestClient(client.app, client=OUTSIDE, follow_redirects=False)
    assert said(other.get(back)) == ASTRAY
    sent_away(other)
    assert said(other.get(back)) == ASTRAY
    assert other.get("/api/articles").status_code == 401


def test_a_code_counts_once(client: TestClient) -> None:
    away = sent_away(client)
    before = client.cookies[COOKIE]
    back = come_back(away)
    assert client.get(back).status_code == 303
    assert said(client.get(back)) == ASTRAY
    client.cookies.clear()
    answered = client.get(back, headers={"Cookie": f"{COOKIE}={before}"})
    assert answered.status_code == 400
    assert said(answered) == "Your organisation did not accept this sign-in: begin again."


def test_who_declines_is_told_so(client: TestClient) -> None:
    answered = client.get(come_back(sent_away(client), action="deny"))
    assert answered.status_code == 400
    assert said(answered) == "Your organisation did not accept this sign-in: begin again."


def test_what_the_address_says_of_a_fault_is_not_repeated(client: TestClient) -> None:
    answered = client.get("/sign-in/answer?error=<b>x&error_description=<script>call 4711</script>")
    assert answered.status_code == 400
    assert "4711" not in answered.text


@pytest.mark.parametrize("sub", ["3", "4", "5"])
def test_who_has_no_usable_name_or_groups_is_not_signed_in(client: TestClient, sub: str) -> None:
    answered = client.get(come_back(sent_away(client), sub))
    assert answered.status_code == 502
    assert said(answered) == "Your organisation did not say who you are: ask whoever runs this server."
    assert client.get("/api/articles").status_code == 401


def test_a_provider_that_cannot_be_reached_is_one_sentence_and_tried_again(
    tmp_path: Path, issuer: str, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    client = client_of(tmp_path, f"http://127.0.0.1:{port}")
    answered = client.get("/sign-in/provider")
    unreachable = "Your organisation’s sign-in cannot be reached just now: try again in a few minutes."
    assert (answered.status_code, said(answered)) == (502, unreachable)
    assert "could not be used: ConnectError" in caplog.text


def test_a_provider_that_calls_itself_otherwise_is_not_believed(tmp_path: Path, issuer: str) -> None:
    client = client_of(tmp_path, f"{issuer}/realm")
    assert client.get("/sign-in/provider").status_code == 502


def test_a_page_that_speaks_german_says_it_in_german(client: TestClient) -> None:
    answered = client.get("/sign-in/answer?state=x", headers={"accept-language": "de"})
    assert said(answered).startswith("Diese Anmeldung wurde anderswo")


def test_a_sign_in_that_was_begun_is_nobody_yet(client: TestClient) -> None:
    sent_away(client)
    assert client.get("/api/articles").status_code == 401
    assert client.get("/", headers=HTML).status_code == 303


def test_another_provider_ends_the_sessions(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.access.reload.SECONDS", 0)
    client.get(come_back(sent_away(client)))
    assert titles(client)
    rules = (tmp_path / "access.toml").read_text()
    (tmp_path / "access.toml").write_text(rules.replace('client_id = "onrecord"', 'client_id = "other"'))
    assert client.get("/api/articles").status_code == 401


@pytest.mark.parametrize("offered", [["none"], ["none", "HS256"], [], ["RS256", "none"]])
def test_no_unsigned_id_token_is_ever_taken(issuer: str, tmp_path: Path, offered: list[str]) -> None:
    import asyncio

    (tmp_path / "client.secret").write_text("x")
    provider = OpenIdProvider(OpenIdRules(issuer=issuer, client_id="a", client_secret_file=tmp_path / "client.secret"))

    async def discovered() -> list[str]:
        metadata = await provider._client.load_server_metadata()
        metadata["id_token_signing_alg_values_supported"] = offered
        await provider._discover()
        return list(metadata["id_token_signing_alg_values_supported"])

    assert asyncio.run(discovered()) == ["RS256"]


@pytest.mark.parametrize(
    "written", ["http://login.example", "login.example", "ftp://x", "https://x?y=1", "https://", ""]
)
def test_an_issuer_is_reached_safely_or_not_at_all(tmp_path: Path, written: str) -> None:
    with pytest.raises(ValidationError, match="is no issuer"):
        OpenIdRules(issuer=written, client_id="a", client_secret_file=tmp_path)


def test_a_secret_that_cannot_be_read_is_told_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read as the client's secret"):
        OpenIdProvider(OpenIdRules(issuer="https://x.example", client_id="a", client_secret_file=tmp_path / "none"))
