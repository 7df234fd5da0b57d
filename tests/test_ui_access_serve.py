"""How a server is started with rules of access: what is read, what is said, and who is believed behind a proxy."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from fastapi.testclient import TestClient
from starlette.types import Receive, Scope, Send

from tests.browser.newsroom import FERRY
from tests.fake_asker import FakeAsker
from ui import app
from ui.access.proxies import Peers
from ui.access.settings import Settings, read_settings
from ui.cli import main
from ui.users_cli import rules_at

RULES = 'anonymous = true\n[proxy]\naddresses = ["10.0.0.0/24"]\n'
WARNING = "Whoever reaches {} can read every article: name rules of access with --access FILE.\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    written = tmp_path / "access.toml"
    written.write_text(RULES)
    return written


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Result, dict[str, Any]]]:
    """What `onrecord serve` says, and what it serves with."""

    def serve(*arguments: str, **environment: str) -> tuple[Result, dict[str, Any]]:
        given: dict[str, Any] = {}
        monkeypatch.setattr("ui.app.serve", lambda asker, **settings: given.update(settings))
        monkeypatch.setattr("ui.cli._check_port", lambda host, port: None)
        ran = CliRunner().invoke(main, ["--index", str(tmp_path / "index"), "serve", *arguments], env=environment)
        return ran, given

    return serve


def test_the_rules_are_named_by_option_or_environment(served: Any, file: Path) -> None:
    for ran, given in (served("--access", str(file)), served(ONRECORD_ACCESS=str(file))):
        assert ran.exit_code == 0, ran.output
        assert given["settings"] == read_settings(file)
        assert given["settings"].file == file
    assert served()[1]["settings"] is None
    assert served(ONRECORD_ACCESS="")[1]["settings"] is None


@pytest.mark.parametrize(("host", "warns"), [("0.0.0.0", True), ("::", True), ("127.0.0.1", False), ("::1", False)])
def test_a_server_without_rules_that_others_reach_says_so(served: Any, file: Path, host: str, warns: bool) -> None:
    said = served("--host", host)[0].stderr
    assert (WARNING.format(host) in said) == warns
    assert "can read every article" not in served("--host", host, "--access", str(file))[0].stderr


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("anonymus = true", "anonymus: Extra inputs are not permitted"),
        ("anonymous = ", "cannot be read as rules of access"),
        ('[collections.press]\nread = [""]', "collections.press.read"),
        ('[tokens]\nkeys = ["none.key"]', "none.key cannot be read as a key of tokens"),
        ('[users]\nfile = "none.json"', "add the first with `onrecord user add NAME`"),
        ('[openid]\nissuer = "http://x.example"\nclient_id = "a"\nclient_secret_file = "b"', "is no issuer"),
        ('[proxy]\naddresses = ["10.0.0.1/24"]', "proxy.addresses"),
        ('_file = "x"', "_file: Extra inputs are not permitted"),
        ('file = "x"', "file: Extra inputs are not permitted"),
    ],
)
def test_rules_that_cannot_be_kept_stop_the_start_with_a_sentence(file: Path, written: str, said: str) -> None:
    from index.errors import InputError
    from ui.access.in_force import InForce

    file.write_text(written)
    with pytest.raises(InputError) as raised:
        InForce(rules_at(file, "127.0.0.1") or Settings())
    assert said in str(raised.value)


def test_the_real_address_is_noted_before_the_forwarded_one_is_believed(
    monkeypatch: pytest.MonkeyPatch, file: Path
) -> None:
    import uvicorn

    seen: list[Scope] = []
    ran: dict[str, Any] = {}

    async def inner(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope)
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    monkeypatch.setattr(app, "create_app", lambda *_, **__: inner)
    monkeypatch.setattr(uvicorn, "run", lambda app, **settings: ran.update(settings, app=app))
    app.serve(FakeAsker([FERRY]), proxies="10.0.0.5", settings=read_settings(file))
    assert ran["proxy_headers"] is False, "uvicorn would put the forwarded address in place of the real one first"
    assert isinstance(ran["app"], Peers)

    forwarded = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
    TestClient(ran["app"], client=("10.0.0.5", 1)).get("/", headers=forwarded)
    assert (seen[0]["state"]["peer"], seen[0]["client"], seen[0]["scheme"]) == ("10.0.0.5", ("203.0.113.9", 0), "https")
    TestClient(ran["app"], client=("203.0.113.9", 1)).get("/", headers=forwarded | {"X-Forwarded-For": "10.0.0.5"})
    assert (seen[1]["state"]["peer"], seen[1]["client"][0], seen[1]["scheme"]) == ("203.0.113.9", "203.0.113.9", "http")
