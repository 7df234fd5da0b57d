"""Users with a password: their file, the command line that writes it, and signing in and out, by attack."""

import base64
import json
import logging
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from click.testing import CliRunner, Result
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from index.errors import InputError
from tests.support.access import DRAFTS, OUTSIDE, PRESS, PUBLIC, titles
from tests.support.fake_engine import FakeEngine
from tests.support.paths import ROOT
from tests.support.serving import api_over, app_over, below
from tests.support.waiting import PATIENCE
from ui.access.authentication import sessions, users
from ui.access.authentication.sessions import COOKIE, LASTS_SECONDS
from ui.access.authentication.users import Users, changing, read_users, user_with, write_private
from ui.access.settings import read_settings
from ui.cli.main import main
from ui.pages.login_page import local_address

PASSWORD = "a ferry in the ice"
HTML = {"accept": "text/html"}
RULES = """
anonymous = {anonymous}
[collections.public]
public = true
[collections.press]
read = ["*"]
[collections.drafts]
read = ["bert", "@desk"]
[users]
file = "users.json"
[limits]
per_user = "1000000/second"
per_address = "1000000/second"
sign_in = "1000000/second"
"""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are looked at with every request, and digests are cheap."""
    monkeypatch.setattr("ui.access.reload.SECONDS", 0)
    monkeypatch.setattr(users, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    users._unknown_digest.cache_clear()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The rules of access, beside a list of two users."""
    rules = tmp_path / "access.toml"
    rules.write_text(RULES.format(anonymous="false"))
    with changing(tmp_path / "users.json") as known:
        known["anna"] = user_with("anna", PASSWORD)
        known["dora"] = user_with("dora", "another ferry, in June", ("desk", "x"))
    return rules


@pytest.fixture
def client(file: Path) -> Iterator[TestClient]:
    with TestClient(app_of(file), client=OUTSIDE, follow_redirects=False) as client:
        yield client


def app_of(file: Path) -> Any:
    return api_over(FakeEngine([PUBLIC, PRESS, DRAFTS]), settings=read_settings(file))


def sign_in(client: TestClient, name: str = "anna", password: str = PASSWORD, **more: Any) -> Any:
    form = {"name": name, "password": password, "next": more.pop("next", "")}
    return client.post("/sign-in", data=form, **more)


# The file


def test_the_file_is_its_owners_alone_and_holds_no_password(file: Path) -> None:
    written = file.with_name("users.json")
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert PASSWORD not in written.read_text()
    assert [user["digest"].split("$")[1] for user in json.loads(written.read_text())["users"]] == ["argon2id"] * 2
    assert PASSWORD not in repr(read_users(written))
    assert "argon2" not in repr(read_users(written))


def test_a_file_that_was_open_to_others_is_closed(file: Path) -> None:
    written = file.with_name("users.json")
    written.chmod(0o644)
    with changing(written) as known:
        del known["dora"]
    assert stat.S_IMODE(written.stat().st_mode) == 0o600


def test_a_change_that_fails_leaves_the_file_as_it_was(file: Path) -> None:
    written = file.with_name("users.json")
    before = written.read_bytes()
    with pytest.raises(TypeError), changing(written) as known:
        known["eve"] = replace(known["anna"], groups=b"no text")
    assert written.read_bytes() == before
    with pytest.raises(UnicodeEncodeError):
        write_private(written, "\ud800")
    assert written.read_bytes() == before
    assert sorted(path.name for path in file.parent.iterdir()) == [".users.json.lock", "access.toml", "users.json"]


@pytest.mark.parametrize(
    "written",
    ["", "[]", "{}", '{"users": 1}', '{"users": [{"name": "anna"}]}', "\ufffe", '{"users": [[]]}',
     '{"users": [{"name": 1, "digest": "", "groups": []}]}',
     '{"users": [{"name": "anna", "digest": "", "groups": 1}]}'],
)  # fmt: skip
def test_a_damaged_list_of_users_is_refused(file: Path, written: str) -> None:
    users_file = file.with_name("users.json")
    users_file.write_text(written)
    with pytest.raises(InputError, match="is no list of users: let `onrecord user` alone write it"):
        read_users(users_file)


def test_there_is_no_user_to_begin_with(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"There are no users in .*: add the first with `onrecord user add NAME`."):
        Users(tmp_path / "users.json")


@pytest.mark.parametrize(
    ("name", "password", "right"),
    [("anna", PASSWORD, True), ("anna", PASSWORD + " ", False), ("anna", "", False), ("Anna", PASSWORD, False),
     ("eve", PASSWORD, False), ("", "", False), ("dora", PASSWORD, False), ("anna", PASSWORD.upper(), False)],
)  # fmt: skip
def test_only_the_right_password_of_a_user_counts(file: Path, name: str, password: str, right: bool) -> None:
    user = Users(file.with_name("users.json")).verified(name, password)
    assert (user.name if user else None) == (name if right else None)


def test_a_password_is_the_same_however_its_accents_are_typed(file: Path) -> None:
    written = file.with_name("users.json")
    with changing(written) as known:
        known["eve"] = user_with("eve", "caf\u00e9 au lait, s'il")
    assert Users(written).verified("eve", "cafe\u0301 au lait, s'il")


def test_an_unknown_name_costs_as_much_as_a_known_one(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []
    real = PasswordHasher.verify

    def verify(self: PasswordHasher, digest: str, password: str) -> bool:
        compared.append(digest.split("$")[3])
        return real(self, digest, password)

    known = Users(file.with_name("users.json"))
    monkeypatch.setattr(PasswordHasher, "verify", verify)
    assert (known.verified("anna", "wrong"), known.verified("nobody", "wrong")) == (None, None)
    assert compared == ["m=8,t=1,p=1"] * 2


def test_a_digest_is_renewed_when_better_ones_are_made(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = file.with_name("users.json")
    known = Users(written)
    before = read_users(written)["anna"]
    monkeypatch.setattr(users, "_HASHER", PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    assert known.verified("anna", "wrong") is None
    assert read_users(written)["anna"] == before
    assert known.verified("anna", PASSWORD)
    after = read_users(written)["anna"]
    assert "m=16,t=2" in after.digest
    assert after == replace(before, digest=after.digest)
    assert known.verified("anna", PASSWORD)


def test_a_damaged_digest_is_no_password(file: Path) -> None:
    with changing(file.with_name("users.json")) as known:
        known["anna"] = replace(known["anna"], digest="$argon2id$v=19$broken")
    assert Users(file.with_name("users.json")).verified("anna", PASSWORD) is None


# The command line

Run = Callable[..., Result]


@pytest.fixture
def run(file: Path) -> Run:
    return lambda *arguments, said="": CliRunner().invoke(
        main, ["user", *arguments], input=said, env={"ONRECORD_ACCESS": str(file)}
    )


def test_a_user_is_added_listed_given_a_new_password_and_removed(run: Run, file: Path) -> None:
    written = file.with_name("users.json")
    ran = run("add", "eve", "--group", "desk", "--group", "law", "--password-stdin", said=f"{PASSWORD}!\n")
    assert (ran.exit_code, ran.stdout) == (0, "eve added\n")
    assert PASSWORD not in ran.output
    assert run("list").stdout == "anna\ndora: desk, x\neve: desk, law\n"
    assert run("password", "eve", "--password-stdin", said="quite another one\n").stdout == "eve has a new password\n"
    eve = Users(written).verified("eve", "quite another one")
    assert eve
    assert eve.groups == ("desk", "law")
    assert Users(written).verified("eve", f"{PASSWORD}!") is None
    assert run("remove", "eve").stdout == "eve removed\n"
    assert sorted(read_users(written)) == ["anna", "dora"]


def test_the_first_user_makes_the_file(file: Path, run: Run) -> None:
    file.with_name("users.json").unlink()
    assert run("add", "eve", "--password-stdin", said=f"{PASSWORD}\n").exit_code == 0
    assert list(read_users(file.with_name("users.json"))) == ["eve"]


@pytest.mark.parametrize(
    ("arguments", "said", "sentence"),
    [
        (("add", "eve", "--password-stdin"), "short\n", "The password has 5 characters: at least 12 are needed"),
        (("add", "eve", "--password-stdin"), "x" * 1001, "1000 are the most"),
        (("add", "eve", "--password-stdin"), "", "The password has 0 characters"),
        (("add", "anna", "--password-stdin"), PASSWORD, "There is a user 'anna' already"),
        (("add", "@desk", "--password-stdin"), PASSWORD, "'@desk' cannot be a name"),
        (("add", "*", "--password-stdin"), PASSWORD, "'*' cannot be a name"),
        (("add", "a\nb", "--password-stdin"), PASSWORD, "cannot be a name"),
        (("add", "eve", "--group", "a,b", "--password-stdin"), PASSWORD, "'a,b' cannot be a name"),
        (("remove", "eve"), "", "There is no user 'eve': `onrecord user list` lists them."),
        (("password", "eve", "--password-stdin"), PASSWORD, "There is no user 'eve'"),
        (("add", "eve", "--access", "/nowhere.toml"), "", "There is no file /nowhere.toml with rules of access"),
    ],
)
def test_a_fault_is_one_sentence_and_changes_nothing(
    run: Run, file: Path, arguments: tuple[str, ...], said: str, sentence: str
) -> None:
    before = file.with_name("users.json").read_bytes()
    ran = run(*arguments, said=said)
    assert ran.exit_code == 1
    assert sentence in ran.stderr
    assert "Traceback" not in ran.output
    assert file.with_name("users.json").read_bytes() == before


ADDING = ("-c", "from ui.cli.main import main; main()", "user", "add", "eve", "--access")


def test_a_password_is_asked_for_twice_at_a_terminal(file: Path) -> None:
    ours, its = os.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, *ADDING, str(file)],
        cwd=ROOT, env=environment, stdin=its, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    ) as process:  # fmt: skip
        assert process.stderr
        assert process.stdout
        for asked in (b"Password: ", b"Repeat for confirmation: "):
            # What is typed before it asks is thrown away.
            assert process.stderr.read(len(asked)) == asked
            os.write(ours, f"{PASSWORD}!\n".encode())
            assert process.stderr.read(1) == b"\n"
        assert process.stdout.read() == b"eve added\n"
    os.close(ours)
    os.close(its)
    assert process.returncode == 0
    assert Users(file.with_name("users.json")).verified("eve", f"{PASSWORD}!")


def test_without_a_terminal_nobody_is_asked_for_a_password(file: Path) -> None:
    ran = subprocess.run(
        [sys.executable, *ADDING, str(file)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        start_new_session=True, check=False, timeout=PATIENCE,
    )  # fmt: skip
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == "Error: There is no terminal to ask for the password at: send it with --password-stdin.\n"
    assert "eve" not in read_users(file.with_name("users.json"))


def test_without_rules_of_access_there_is_nowhere_to_keep_users(tmp_path: Path) -> None:
    assert "with --access FILE" in CliRunner().invoke(main, ["user", "list"]).stderr
    (tmp_path / "access.toml").write_text("anonymous = true")
    ran = CliRunner().invoke(main, ["user", "list", "--access", str(tmp_path / "access.toml")])
    assert (ran.exit_code, "says nothing of users" in ran.stderr) == (1, True)


# Signing in


def test_the_page_is_opened_by_who_signed_in(file: Path) -> None:
    app = app_over(FakeEngine([PUBLIC, PRESS, DRAFTS]), settings=read_settings(file))
    with TestClient(app, client=OUTSIDE, follow_redirects=False) as client:
        assert client.get("/", headers=HTML).headers["location"] == "/sign-in"
        sign_in(client)
        assert client.get("/", headers=HTML).status_code == 200


def test_who_signs_in_reads_by_the_rules(client: TestClient) -> None:
    assert client.get("/", headers=HTML).headers["location"] == "/sign-in"
    answered = sign_in(client)
    assert (answered.status_code, answered.headers["location"]) == (303, "/")
    assert titles(client) == {PUBLIC.title, PRESS.title}
    assert "You are signed in as anna." in client.get("/sign-in").text
    sign_in(client, "dora", "another ferry, in June")
    assert titles(client) == {PUBLIC.title, PRESS.title, DRAFTS.title}


def test_the_cookie_is_as_safe_as_it_can_be(client: TestClient, file: Path) -> None:
    parts = sign_in(client).headers["set-cookie"].split("; ")
    assert parts[0].startswith(f"{COOKIE}=")
    assert set(parts[1:]) == {"path=/", f"Max-Age={LASTS_SECONDS}", "httponly", "samesite=lax"}
    secure = TestClient(app_of(file), base_url="https://news.example", root_path="/news", follow_redirects=False)
    answered = sign_in(secure)
    assert answered.headers["location"] == "/news/"
    assert set(answered.headers["set-cookie"].split("; ")[1:]) == {
        "path=/news", f"Max-Age={LASTS_SECONDS}", "httponly", "samesite=lax", "secure",
    }  # fmt: skip
    assert stat.S_IMODE(file.with_name("access.session-key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "password"), [("anna", "wrong"), ("eve", PASSWORD), ("", ""), ("anna", "x" * 5000), ("*", PASSWORD)]
)
def test_a_wrong_name_or_password_is_the_same_sentence(client: TestClient, name: str, password: str) -> None:
    answered = sign_in(client, name, password, next="/?lang=de")
    assert answered.status_code == 401
    assert '<p role="alert" id="fault">Name or password is not right: try again.</p>' in answered.text
    assert 'name="next" value="/?lang=de"' in answered.text
    assert "set-cookie" not in answered.headers
    assert client.get("/api/articles").status_code == 401


def test_a_name_is_shown_as_text(client: TestClient) -> None:
    answered = sign_in(client, '"><script>alert(1)</script>', next='"><b>')
    assert "<script" not in answered.text
    assert "<b>" not in answered.text


def test_a_removed_user_is_signed_out_at_once(client: TestClient, file: Path) -> None:
    sign_in(client)
    assert titles(client)
    with changing(file.with_name("users.json")) as known:
        anna = known.pop("anna")
    assert client.get("/api/articles").status_code == 401
    with changing(file.with_name("users.json")) as known:
        known["anna"] = user_with("anna", PASSWORD)
    assert client.get("/api/articles").status_code == 401, "somebody else of that name"
    with changing(file.with_name("users.json")) as known:
        known["anna"] = anna
    file.with_name("users.json").unlink()
    assert client.get("/api/articles").status_code == 401


def test_a_changed_password_ends_the_session(client: TestClient, run: Run) -> None:
    sign_in(client)
    run("password", "anna", "--password-stdin", said="a bridge of late steel")
    assert client.get("/api/articles").status_code == 401
    assert sign_in(client).status_code == 401
    assert sign_in(client, password="a bridge of late steel").status_code == 303


def test_groups_are_those_of_now(client: TestClient, file: Path) -> None:
    sign_in(client)
    with changing(file.with_name("users.json")) as known:
        known["anna"] = replace(known["anna"], groups=("desk",))
    assert DRAFTS.title in titles(client)


def test_a_session_ends_by_itself(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(client)
    now = sessions.time.time()
    monkeypatch.setattr("ui.access.authentication.middleware.time.time", lambda: now + LASTS_SECONDS - 5)
    assert titles(client)
    monkeypatch.setattr("ui.access.authentication.middleware.time.time", lambda: now + LASTS_SECONDS + 5)
    assert client.get("/api/articles").status_code == 401


def test_who_signs_out_is_out_also_with_a_cookie_that_was_copied(client: TestClient) -> None:
    sign_in(client)
    copied = client.cookies[COOKIE]
    answered = client.post("/sign-out")
    assert (answered.status_code, answered.headers["location"]) == (303, "/sign-in")
    assert COOKIE not in client.cookies
    assert client.get("/api/articles", headers={"Cookie": f"{COOKIE}={copied}"}).status_code == 401
    assert sign_in(client).status_code == 303
    assert titles(client)


# Forged sessions


def forged(cookie: str, change: Callable[[dict[str, Any]], Any]) -> str:
    data, *rest = cookie.split(".")
    session = json.loads(base64.b64decode(data))
    change(session)
    return ".".join((base64.b64encode(json.dumps(session).encode()).decode(), *rest))


def test_a_session_that_was_changed_is_none(client: TestClient) -> None:
    sign_in(client)
    cookie = client.cookies[COOKIE]
    client.cookies.clear()
    changes = [
        forged(cookie, lambda session: session.update(name="dora")),
        forged(cookie, lambda session: session.update(groups=["desk"])),
        forged(cookie, lambda session: session.update(by="provider")),
        cookie[:-1], cookie + "A", cookie.replace(".", "", 1), "null", "", "....", cookie.split(".", maxsplit=1)[0],
    ]  # fmt: skip
    for changed in changes:
        assert client.get("/api/articles", headers={"Cookie": f"{COOKIE}={changed}"}).status_code == 401, changed
    assert client.get("/api/articles", headers={"Cookie": f"{COOKIE}={cookie}"}).status_code == 200


def test_a_session_by_another_key_is_none(client: TestClient, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other") / "access.toml"
    other.write_text(RULES.format(anonymous="false"))
    with changing(other.with_name("users.json")) as known:
        known["anna"] = user_with("anna", PASSWORD)
    elsewhere = TestClient(app_of(other), follow_redirects=False)
    sign_in(elsewhere)
    cookie = elsewhere.cookies[COOKIE]
    assert client.get("/api/articles", headers={"Cookie": f"{COOKIE}={cookie}"}).status_code == 401


def test_a_session_that_was_prepared_for_somebody_is_not_theirs(client: TestClient) -> None:
    """Session fixation: the cookie from before the sign-in tells nothing afterwards."""
    sign_in(client, "dora", "another ferry, in June")
    prepared = client.cookies[COOKIE]
    sign_in(client)
    assert client.cookies[COOKIE] != prepared
    assert titles(client) == {PUBLIC.title, PRESS.title}
    client.cookies.clear()
    assert client.get("/api/articles", headers={"Cookie": f"{COOKIE}={prepared}"}).status_code == 401


def test_the_key_of_sessions_outlives_the_server(client: TestClient, file: Path) -> None:
    sign_in(client)
    again = TestClient(app_of(file), cookies={COOKIE: client.cookies[COOKIE]})
    assert titles(again)
    file.with_name("access.session-key").write_text("short")
    with pytest.raises(InputError, match="is too short for the key of sessions: remove it for a new one"):
        app_of(file)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_where_no_key_can_be_kept_sessions_end_with_the_server(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    file.parent.chmod(0o500)
    try:
        app_of(file)
    finally:
        file.parent.chmod(0o700)
    assert "must do it again when the server starts anew" in caplog.text


# Other sites


@pytest.mark.parametrize(
    "foreign",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"},
     {"Origin": "null"}, {"Origin": "http://testserver.evil.example"}, {"Origin": "http://["}],
)  # fmt: skip
def test_another_site_can_neither_sign_in_nor_out_nor_send_anything(
    client: TestClient, foreign: dict[str, str]
) -> None:
    assert sign_in(client, headers=foreign).status_code == 403
    assert COOKIE not in client.cookies
    sign_in(client)
    assert client.post("/sign-out", headers=foreign).status_code == 403
    for path in ("/api/search", "/api/feedback", "/gradio_api/queue/join", "/gradio_api/upload", "/mcp", "/nowhere"):
        assert client.post(path, json={}, headers=foreign).status_code == 403
        assert client.delete(path, headers=foreign).status_code == 403
    assert titles(client)
    assert client.post("/api/search", json={"question": "ferry"}).status_code == 200


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "/\t/evil",
     "evil.example", " //evil.example", "/ /evil", "/\n//evil", "///evil.example", "/x\r\nSet-Cookie: a=b", "/" * 2001,
     "https:evil.example", "", "/\u2028", "/%0d%0a\\"],
)  # fmt: skip
def test_nobody_is_led_elsewhere_after_signing_in(client: TestClient, wanted: str) -> None:
    assert sign_in(client, next=wanted).headers["location"] == "/"
    assert local_address(wanted) == "/"


@given(st.text(max_size=40) | st.text("/\\.:@?#%ex\t ", max_size=12))
def test_an_address_that_is_wanted_stays_here(wanted: str) -> None:
    address = local_address(wanted)
    assert address.startswith("/")
    assert not address.startswith(("//", "/\\"))
    assert address.isascii()
    assert "\\" not in address
    assert not any(character.isspace() for character in address)


def test_a_reader_comes_back_to_what_they_wanted(client: TestClient) -> None:
    answered = client.get("/?article=a%2Fb&lang=de", headers=HTML)
    assert answered.headers["location"] == "/sign-in?next=%2F%3Farticle%3Da%252Fb%26lang%3Dde"
    page = client.get(answered.headers["location"])
    assert 'value="/?article=a%2Fb&amp;lang=de"' in page.text
    assert sign_in(client, next="/?article=a%2Fb&lang=de").headers["location"] == "/?article=a%2Fb&lang=de"


# The page


def test_the_page_speaks_the_readers_language_and_keeps_the_policy(client: TestClient) -> None:
    page = client.get("/sign-in", headers={"accept": "text/html", "accept-language": "de"})
    assert '<html lang="de">' in page.text
    assert '<label for="password">Passwort</label>' in page.text
    assert "<script" not in page.text
    assert "style=" not in page.text
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"
    assert client.get("/static/styles/sign-in.css").status_code == 200


def test_the_page_says_what_it_is_for_and_whose_it_is(client: TestClient) -> None:
    page = client.get("/sign-in").text
    assert "<title>Sign in – On Record</title>" in page
    assert '<p class="brand">On Record</p>\n<h1>Sign in</h1>' in page
    sign_in(client)
    page = client.get("/sign-in").text
    assert "<h1>You are signed in as anna.</h1>" in page
    assert '<button class="second">Sign out</button>' in page


def test_after_a_wrong_password_it_is_the_password_that_is_typed_again(client: TestClient) -> None:
    def focused(page: str) -> list[str]:
        return re.findall(r'<input id="(\w+)"[^>]* autofocus', page)

    assert focused(client.get("/sign-in").text) == ["name"]
    assert focused(sign_in(client, password="wrong").text) == ["password"]
    assert focused(sign_in(client, "", "wrong").text) == ["name"]


def test_below_a_prefix_every_address_has_it(file: Path) -> None:
    client = TestClient(below("/news", app_of(file)), base_url="http://testserver/news/", follow_redirects=False)
    assert client.get("./", headers=HTML).headers["location"] == "/news/sign-in"
    page = client.get("sign-in").text
    assert 'action="/news/sign-in"' in page
    assert 'href="/news/static/styles/sign-in.css"' in page
    answered = client.post("sign-in", data={"name": "anna", "password": PASSWORD})
    assert answered.headers["location"] == "/news/"
    assert 'action="/news/sign-out"' in client.get("sign-in").text
    assert client.post("sign-out").headers["location"] == "/news/sign-in"


def test_a_form_that_is_too_large_or_damaged_is_a_sentence(client: TestClient) -> None:
    assert client.post("/sign-in", content=b"name=" + b"x" * 20_000).status_code == 413
    assert client.post("/sign-in", content=b"\xff\xfe").status_code == 400
    assert client.post("/sign-in", content=b"&".join([b"a=b"] * 50)).status_code == 400
    assert client.post("/sign-in", json={"name": "anna", "password": PASSWORD}).status_code == 401
    assert client.get("/sign-in/provider").status_code == 404
    assert client.get("/sign-in/answer?code=1&state=2").status_code == 404


# Rules that change


def test_rights_that_are_taken_away_count_at_once(
    client: TestClient, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sign_in(client)
    assert titles(client) == {PUBLIC.title, PRESS.title}
    file.write_text(RULES.format(anonymous="false").replace('read = ["*"]', 'read = ["bert"]'))
    assert titles(client) == {PUBLIC.title}
    caplog.clear()
    file.write_text(RULES.format(anonymous="true").replace("public = true", "publik = true"))
    with caplog.at_level(logging.WARNING, "onrecord"):
        assert titles(client) == {PUBLIC.title}
        assert titles(client) == {PUBLIC.title}
    (record,) = [record for record in caplog.records if record.name == "onrecord"]
    assert 'There is no setting "collections.public.publik": did you mean "public"?' in record.getMessage()
    assert record.getMessage().endswith("What was read before stays in force.")
    client.cookies.clear()
    assert client.get("/api/articles").status_code == 401
    file.write_text(RULES.format(anonymous="true"))
    assert titles(client) == {PUBLIC.title}
    file.unlink()
    assert titles(client) == {PUBLIC.title}


def test_users_that_can_no_longer_be_read_stay(client: TestClient, file: Path) -> None:
    sign_in(client)
    file.with_name("users.json").write_text("{")
    assert titles(client) == {PUBLIC.title, PRESS.title}


def test_a_way_to_sign_in_that_is_taken_away_ends_its_sessions(client: TestClient, file: Path) -> None:
    sign_in(client)
    file.write_text(RULES.format(anonymous="false").replace('[users]\nfile = "users.json"\n', ""))
    assert client.get("/api/articles").status_code == 401
    assert client.get("/sign-in").status_code == 404
    assert sign_in(client).status_code == 404
