"""How a server is started with rules of access: what is read, what is said, and who is believed behind a proxy."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from fastapi.testclient import TestClient
from starlette.types import Receive, Scope, Send

from index.errors import InputError
from tests.support.fake_engine import FakeEngine
from tests.support.newsroom import FERRY
from ui import app
from ui.access.authentication.policy import CurrentPolicy
from ui.access.authentication.proxies import PeerMiddleware
from ui.access.authentication.sessions import RevokedSessions
from ui.access.settings import read_settings
from ui.cli.main import main
from ui.cli.users import rules_at
from ui.render.wording import ENGLISH

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
        monkeypatch.setattr("ui.app.serve", lambda engine, **settings: given.update(settings))
        monkeypatch.setattr("ui.cli.main._check_port", lambda host, port: None)
        ran = CliRunner().invoke(main, ["--index", str(tmp_path / "index"), "serve", *arguments], env=environment)
        return ran, given

    return serve


def test_the_rules_are_named_by_option_or_environment(served: Any, file: Path) -> None:
    for ran, given in (served("--access", str(file)), served(ONRECORD_ACCESS=str(file))):
        assert ran.exit_code == 0, ran.output
        assert given["settings"] == read_settings(file)
        assert given["settings"].file == file
    assert served()[1]["settings"] is None
    assert "ONRECORD_ACCESS is empty" in served(ONRECORD_ACCESS="")[0].stderr


@pytest.mark.parametrize(("host", "warns"), [("0.0.0.0", True), ("::", True), ("127.0.0.1", False), ("::1", False)])
def test_a_server_without_rules_that_others_reach_says_so(served: Any, file: Path, host: str, warns: bool) -> None:
    said = served("--host", host)[0].stderr
    assert (WARNING.format(host) in said) == warns
    assert "can read every article" not in served("--host", host, "--access", str(file))[0].stderr


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("orgins = []", 'There is no setting "orgins": did you mean "origins"? See docs/portal.md.'),
        ("[limits]\nperuser = 1", 'There is no setting "limits.peruser": did you mean "per_user"? See docs/portal.md.'),
        ("[token]", 'There is no setting "token": did you mean "tokens"? See docs/portal.md.'),
        ("[collections.x]\nreed = []", 'There is no setting "collections.x.reed": did you mean "read"?'),
        ("wibble = 1", 'There is no setting "wibble": leave it out: see docs/portal.md.'),
        ('_file = "x"', 'There is no setting "_file": leave it out'),
        ('file = "x"', 'There is no setting "file": leave it out'),
        ("anonymous = ", "line 1 cannot be read as TOML: a value is missing, or a text has no quotes: see"),
        ("origins = []\n[collections.x]\nread = @a", "line 3 cannot be read as TOML: a value is missing"),
        ("anonymous = true\nanonymous = true\n", "line 2 cannot be read as TOML: the same setting stands there twice"),
        ("[tokens]\n[tokens]\n", "line 2 cannot be read as TOML: the same table stands there twice"),
        ("[tokens", "line 1 cannot be read as TOML: a bracket is not closed"),
        ('a = "x\nb = 1', "line 1 cannot be read as TOML: a quote is not closed"),
        ('[collections.press]\nread = [""]', "collections.press.read: a name has at least one character: see docs"),
        ('[collections.x]\nread = "@press"', 'collections.x.read must be a list, as in ["@press"]: see docs/portal.'),
        ("[collections]\nx = 1", "collections.x must be a table: write [collections.x], and what it says"),
        ('[limits]\nper_user = "60 per minute"', 'limits.per_user: write a number and a unit, as in "60/minute": see'),
        ("[limits]\nper_address = 600", 'limits.per_address: write a number and a unit, as in "60/minute": see docs'),
        ("[limits]\nanswers = 0", "limits.answers must be 1 or more"),
        ("[limits]\nwaiting = 1.5", "limits.waiting must be a whole number, without quotes"),
        ('anonymous = "perhaps"', "anonymous must be true or false, without quotes"),
        ('origins = ["*"]', "origins: '*' is no origin: write scheme and host, as in \"https://portal.example\": "),
        ('origins = ["https://x.example/"]', "'https://x.example/' is no origin: leave the slash at the end away: see"),
        ('[tokens]\nissuer = "x"', "tokens.keys is missing, and needed"),
        ("[tokens]\nkeys = []", "tokens.keys must name at least one"),
        ('[tokens]\nkeys = ["none.key"]', "none.key cannot be read as a key of tokens"),
        ('[audit]\nfile = "none/audit.jsonl"', "audit.jsonl cannot be written (No such file or directory): name"),
        ('[users]\nfile = "none.json"', "add the first with `onrecord user add NAME`"),
        ('[openid]\nissuer = "http://x.example"\nclient_id = "a"\nclient_secret_file = "b"', "is no issuer"),
        ('[proxy]\naddresses = ["10.0.0.1/24"]', 'proxy.addresses: write addresses, or networks as in "10.0.0.0/24"'),
    ],
)  # fmt: skip
def test_rules_that_cannot_be_kept_stop_the_start_with_a_sentence(file: Path, written: str, said: str) -> None:
    file.write_text(written)
    with pytest.raises(InputError) as raised:
        rules_at(file, "127.0.0.1", ENGLISH)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)
    assert "Input should" not in str(raised.value)
    assert "Value error" not in str(raised.value)


def test_a_file_that_is_no_text_or_is_missing_is_told_of(file: Path) -> None:
    for given, said in (
        (
            file.with_name("none.toml"),
            f"There is no file {file.with_name('none.toml')} with rules of access: see docs/",
        ),
        (file.parent, f"{file.parent} cannot be read as rules of access (Is a directory)."),
    ):
        with pytest.raises(InputError) as raised:
            read_settings(given)
        assert str(raised.value).startswith(said)
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="is not written in UTF-8: let your editor save it so"):
        read_settings(file)


@pytest.mark.parametrize("key", ["none", "-----BEGIN PRIVATE KEY-----"])
def test_a_key_that_cannot_be_used_is_told_of_before_anything_else(served: Any, file: Path, key: str) -> None:
    if key != "none":
        file.with_name("none.pem").write_text(key)
    file.write_text('[tokens]\nkeys = ["none.pem"]')
    ran, given = served("--access", str(file))
    assert (ran.exit_code, ran.stdout, given) == (1, "", {})
    assert ran.stderr.startswith(f"Error: {file.with_name('none.pem')} ")
    assert len(ran.stderr.splitlines()) == 1


# Rules that are read again


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Callable[[CurrentPolicy], list[str]]:
    """What the log says while the rules are looked at twice more."""
    monkeypatch.setattr("ui.access.reload.SECONDS", 0)

    def told(current_policy: CurrentPolicy) -> list[str]:
        caplog.clear()
        current_policy()
        current_policy()
        return [record.getMessage() for record in caplog.records if record.name == "onrecord"]

    return told


def test_the_log_tells_when_rules_are_read_again_and_what_has_to_wait(told: Any, file: Path) -> None:
    current_policy = CurrentPolicy(read_settings(file))
    assert told(current_policy) == []
    file.write_text("anonymous = false")
    assert told(current_policy) == [f"{file} was read again."]
    file.write_text('origins = ["https://x.example"]')
    assert told(current_policy) == [f"{file} was read again; changes of origins count from the next start."]
    assert current_policy().settings.origins == ("https://x.example",)
    file.write_text('[metrics]\naddresses = ["10.0.0.1"]\n[limits]\nanswers = 3\nper_user = "1/day"')
    assert told(current_policy) == [
        f"{file} was read again; changes of metrics, limits.answers count from the next start."
    ]
    file.write_text("anonymous = true")
    assert told(current_policy) == [f"{file} was read again."], "as at the start"


def test_the_end_of_a_fault_is_logged_as_well(told: Any, file: Path) -> None:
    current_policy = CurrentPolicy(read_settings(file))
    file.write_text("anonymus = false")
    said = told(current_policy)
    assert len(said) == 1
    assert said[0].endswith('did you mean "anonymous"? See docs/portal.md. What was read before stays in force.')
    assert current_policy().settings.anonymous
    file.write_text(RULES)
    assert told(current_policy) == [f"{file} was read again."]
    file.unlink()
    (missing,) = told(current_policy)
    assert missing.startswith(f"There is no file {file}")
    assert told(current_policy) == []
    assert current_policy().settings.anonymous, "the old rules count until there are new ones"
    file.write_text(RULES)
    assert told(current_policy) == [f"{file} was read again."]


def test_rules_that_wait_for_a_key_count_once_it_is_there(told: Any, file: Path) -> None:
    current_policy, key = CurrentPolicy(read_settings(file)), file.with_name("secret")
    file.write_text('[tokens]\nkeys = ["secret"]')
    assert told(current_policy) == [
        f"{key} cannot be read as a key of tokens (No such file or directory). What was read before stays in force."
    ]
    assert told(current_policy) == []
    key.write_text("x" * 64)
    assert told(current_policy) == [f"{file} was read again."]
    assert current_policy().tokens


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
    app.serve(FakeEngine([FERRY]), proxies="10.0.0.5", settings=read_settings(file))
    assert ran["proxy_headers"] is False, "uvicorn would put the forwarded address in place of the real one first"
    assert isinstance(ran["app"], PeerMiddleware)

    forwarded = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
    TestClient(ran["app"], client=("10.0.0.5", 1)).get("/", headers=forwarded)
    assert (seen[0]["state"]["peer"], seen[0]["client"], seen[0]["scheme"]) == ("10.0.0.5", ("203.0.113.9", 0), "https")
    TestClient(ran["app"], client=("203.0.113.9", 1)).get("/", headers=forwarded | {"X-Forwarded-For": "10.0.0.5"})
    assert (seen[1]["state"]["peer"], seen[1]["client"][0], seen[1]["scheme"]) == ("203.0.113.9", "203.0.113.9", "http")


def test_rules_that_are_nested_too_deeply_are_refused_with_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "access.toml"
    file.write_text("x = " + "[" * 5000, encoding="utf-8")
    with pytest.raises(InputError, match="nested too deeply"):
        read_settings(file)


def test_an_empty_variable_is_not_taken_for_no_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_ACCESS", "")
    with pytest.raises(InputError, match="ONRECORD_ACCESS is empty"):
        rules_at(None, "127.0.0.1", ENGLISH)
    monkeypatch.delenv("ONRECORD_ACCESS")
    assert rules_at(None, "127.0.0.1", ENGLISH) is None


def test_who_signed_out_stays_so_when_the_server_starts_anew(tmp_path: Path) -> None:
    file = tmp_path / "access.ended-sessions"
    RevokedSessions(file).add("abc")
    again = RevokedSessions(file)
    again.add("def")
    assert [session in RevokedSessions(file) for session in ("abc", "def", "ghi")] == [True, True, False]
    file.write_text("nonsense\nx y\n", encoding="ascii")
    assert "nonsense" not in RevokedSessions(file)
