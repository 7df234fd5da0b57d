"""docs/portal.md is true: its rules are read, its programs run, and the tokens that they sign are taken."""

import importlib.util
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from fastapi.testclient import TestClient
from pydantic_core import PydanticUndefined

from index.embedding import Embedder
from index.ingest import add
from index.records import LoadResult
from index.storage.corpus import Corpus
from tests.support.documented import DOC, EXAMPLE, block, write
from tests.support.fake_engine import FakeEngine
from tests.support.newsroom import ARTICLES, FERRY
from tests.support.paths import ROOT
from tests.support.serving import api_over
from tests.support.waiting import PATIENCE
from ui.access import settings
from ui.access.settings import Settings, read_settings

SECTIONS = {
    "collections.NAME": settings.CollectionRules,
    "tokens": settings.TokenRules,
    "proxy": settings.ProxyRules,
    "openid": settings.OpenIdRules,
    "users": settings.UserRules,
    "limits": settings.LimitRules,
    "audit": settings.AuditRules,
    "metrics": settings.MetricsRules,
}
QUESTION = "What did Marta Lindqvist say about the ferry?"


def rules() -> list[str]:
    """Every file of rules on the page."""
    return re.findall(r"^```toml\n(.*?)^```$", DOC, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys as make_keys.py makes them, the page's rules, and the programs of the page."""
    folder = tmp_path_factory.mktemp("portal")
    subprocess.run([sys.executable, str(EXAMPLE / "make_keys.py"), str(folder)], check=True)
    write(folder, "access.toml", "mounted.toml", "views.py", "urls.py", "portal.py", "record.py", "host.py", "asgi.py")
    return folder


@pytest.fixture(scope="module")
def onrecord(folder: Path) -> Iterator[TestClient]:
    """On Record under the rules of the page, over a published article and a draft."""
    engine = FakeEngine(
        [replace(FERRY, collection="newsroom"), replace(FERRY, id="draft", title="A draft", collection="drafts")]
    )
    with TestClient(api_over(engine, settings=read_settings(folder / "access.toml"))) as client:
        yield client


def loaded(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"documented_{file.stem}", file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def known_as(onrecord: TestClient, token: str) -> tuple[str, list[str], list[str]]:
    """Name, readable collections and the articles that a token opens."""
    headers = {"Authorization": f"Bearer {token}"}
    me = onrecord.get("/api/v1/me", headers=headers).raise_for_status().json()
    asked = onrecord.post("/api/v1/ask", headers=headers, json={"question": QUESTION}).raise_for_status().json()
    return me["name"], [c["name"] for c in me["collections"]], sorted({c["article_id"] for c in asked["citations"]})


EDITOR = ("erika", ["drafts", "newsroom"], ["draft", FERRY.id])
PRESS = ("paul", ["newsroom"], [FERRY.id])


@pytest.mark.parametrize("text", rules())
def test_every_file_of_rules_is_read(text: str, tmp_path: Path) -> None:
    (tmp_path / "access.toml").write_text(text, encoding="utf-8")
    read_settings(tmp_path / "access.toml")


def test_the_rules_of_the_example_are_read() -> None:
    read = read_settings(EXAMPLE / "access.toml")
    assert read.tokens
    assert read.tokens.keys == (EXAMPLE / "keys" / "portal-public.pem",)
    assert read.collections["drafts"].read == {"@editors"}


def test_every_key_of_the_rules_is_told_with_its_default() -> None:
    told = dict(re.findall(r"^`\[([\w.]+)\]`(.*?)(?=^`\[|^## )", DOC, re.DOTALL | re.MULTILINE))
    assert told.keys() == SECTIONS.keys()
    top = DOC.split("\nAt the top:\n")[1].split("\n`[")[0]
    tables = {name for name, field in Settings.model_fields.items() if name not in ("origins", "anonymous")}
    assert tables == {name.split(".")[0] for name in SECTIONS}
    plain = {name: field for name, field in Settings.model_fields.items() if name in ("origins", "anonymous")}
    for text, fields in ((top, plain), *((told[name], model.model_fields) for name, model in SECTIONS.items())):
        written = dict(re.findall(r"^\| `(\w+)` \| (.+?) \|", text, re.MULTILINE))
        assert written == {name: default_of(field.default) for name, field in fields.items()}


def default_of(default: Any) -> str:
    """As TOML."""
    if default is PydanticUndefined:
        return "needed"
    return f"`{json.dumps(list(default) if isinstance(default, tuple | frozenset) else default)}`"


def test_the_endpoint_of_fastapi_gives_a_token_that_counts(folder: Path, onrecord: TestClient) -> None:
    module = loaded(folder / "portal.py")
    with TestClient(module.app, base_url="https://portal.example") as portal:
        assert portal.get("/onrecord-token").status_code == 401
        page = portal.get("/").text
        assert "<script" not in page
        assert re.findall(r'name="user" value="(\w+)"', page) == ["erika", "paul"]
        page = portal.post("/sign-in", data={"user": "erika"}).text
        assert '<script src="http://127.0.0.1:8000/widget.js" defer data-token-url="/onrecord-token"></script>' in page
        answered = portal.get("/onrecord-token")
        assert answered.headers["cache-control"] == "no-store"
        assert known_as(onrecord, answered.json()["token"]) == EDITOR
        portal.post("/sign-in", data={"user": "paul"})
        assert known_as(onrecord, portal.get("/onrecord-token").json()["token"]) == PRESS


DJANGO = """
import json, sys
from pathlib import Path
import django
from django.conf import settings
sys.path.insert(0, FOLDER)
settings.configure(
    SECRET_KEY="x" * 50, ROOT_URLCONF="urls", ALLOWED_HOSTS=["*"], USE_TZ=True,
    ONRECORD_KEY=(Path(FOLDER) / "portal-private.pem").read_text(),
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(Path(FOLDER) / "django.sqlite3")}},
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
)
django.setup()
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
client = Client()
for name, group in (("erika", "editors"), ("paul", "press")):
    User.objects.create_user(name).groups.add(Group.objects.create(name=group))
"""
VIEW = """
from django.template import engines
found = {"nobody": client.get("/onrecord-token").status_code}
for name in ("erika", "paul"):
    client.force_login(User.objects.get(username=name))
    answered = client.get("/onrecord-token")
    found[name] = answered.json()["token"]
    found["cache"] = answered["Cache-Control"]
found["post"] = client.post("/onrecord-token").status_code
from django.template import Context, Engine
template = Engine().from_string(TEMPLATE)
found["template"] = template.render(Context({"user": User.objects.get(username="erika")}))
print(json.dumps(found))
"""


def ran(folder: Path, program: str, **more: str) -> Any:
    """What a program prints that runs in a process of its own."""
    given = "".join(f"{name} = {value!r}\n" for name, value in ({"FOLDER": str(folder)} | more).items())
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", given + program],
        cwd=folder,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=PATIENCE,
    )
    return json.loads(done.stdout)


def test_the_view_of_django_gives_a_token_that_counts(folder: Path, onrecord: TestClient) -> None:
    (folder / "django.sqlite3").unlink(missing_ok=True)
    found = ran(folder, DJANGO + VIEW, TEMPLATE=block("chat.html"))
    assert (found["nobody"], found["post"]) == (401, 405)
    assert "no-store" in found["cache"]
    assert 'data-token-url="/onrecord-token"' in found["template"]
    assert known_as(onrecord, found["erika"]) == EDITOR
    assert known_as(onrecord, found["paul"]) == PRESS


@contextmanager
def node(folder: Path, name: str, key: Path) -> Iterator[str]:
    """The address of the server of Node; the program comes with Playwright."""
    driver = pytest.importorskip("playwright._impl._driver").compute_driver_executable()
    program = driver[0] if isinstance(driver, tuple) else driver
    started = {**os.environ, "PORT": "0", "PORTAL_KEY": str(key)}
    process = subprocess.Popen([program, name], cwd=folder, env=started, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)
        process.stdout.close()


@pytest.mark.parametrize("way", ["EdDSA", "HS256"])
def test_the_server_of_node_gives_a_token_that_counts(folder: Path, tmp_path: Path, way: str) -> None:
    key, access = folder / "portal-private.pem", block("access.toml")
    program = block("server.mjs")
    if way == "HS256":
        key = tmp_path / "secret"
        key.write_text("0123456789abcdef" * 4, encoding="ascii")
        access = access.replace("portal-public.pem", "secret")
        instead = re.search(r'createHmac\("sha256", secret\).*?"base64url"\)', DOC)
        assert instead
        program = program.replace('sign(null, Buffer.from(said), key).toString("base64url")', instead[0])
        program = program.replace('"EdDSA"', '"HS256"').replace("createPrivateKey, randomBytes, sign", "*")
        program = program.replace("{ * }", "{ createHmac, randomBytes }").replace(
            "const key = createPrivateKey(", "const secret = ("
        )
    else:
        (tmp_path / "portal-public.pem").write_bytes((folder / "portal-public.pem").read_bytes())
    (tmp_path / "server.mjs").write_text(program, encoding="utf-8")
    (tmp_path / "access.toml").write_text(access, encoding="utf-8")
    app = api_over(
        FakeEngine([replace(FERRY, collection="newsroom")]), settings=read_settings(tmp_path / "access.toml")
    )
    with (
        node(tmp_path, "server.mjs", key) as address,
        httpx.Client(base_url=address, trust_env=False) as portal,
        TestClient(app) as onrecord,
    ):
        page = portal.get("/").text
        assert '<form method="post" action="/sign-in"><button>' in page
        assert "<script" not in page
        assert portal.get("/onrecord-token").status_code == 401
        assert portal.get("/favicon.ico").status_code == 404
        portal.post("/sign-in")
        assert 'data-token-url="/onrecord-token"' in portal.get("/").text
        answered = portal.get("/onrecord-token")
        assert answered.headers["cache-control"] == "no-store"
        assert known_as(onrecord, answered.json()["token"]) == PRESS


def test_claims_of_collections_give_rights_instead_of_the_rules(folder: Path, onrecord: TestClient) -> None:
    key = load_pem_private_key((folder / "portal-private.pem").read_bytes(), None)
    now = int(time.time())
    claims = {"sub": "paul", "aud": "onrecord", "iss": "portal", "iat": now, "exp": now + 60}
    for collections in (["drafts"], {"drafts": "read"}):
        token = jwt.encode({**claims, "collections": collections}, key, algorithm="EdDSA")  # type: ignore[arg-type]
        assert known_as(onrecord, token) == ("paul", ["drafts"], ["draft"])


MOUNTED = """
import json, os
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
from starlette.testclient import TestClient
TOOLS = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
READS = {"Accept": "application/json, text/event-stream"}

def seen(client, **headers):
    me = client.get("/record/api/v1/me", headers=headers)
    asked = client.post("/record/api/v1/ask", json={"question": QUESTION}, headers=headers)
    return {
        "me": [me.status_code, me.json().get("name"), [c["name"] for c in me.json().get("collections", [])]],
        "asked": [asked.status_code, sorted({c["article_id"] for c in asked.json().get("citations", [])})],
        "tools": client.post("/record/mcp", json=TOOLS, headers={**READS, **headers}).status_code,
        "page": client.get("/record/", headers={"Accept": "text/html", **headers}).status_code,
    }

CLAIMS = {"X-Remote-User": "erika", "X-Remote-Groups": "editors"}
ELSEWHERE = {"Sec-Fetch-Site": "cross-site"}

def told(app, sign_in):
    with TestClient(app, client=("192.0.2.7", 1)) as client:
        found = {"nobody": seen(client), "claiming": seen(client, **CLAIMS)}
        for name in ("erika", "paul"):
            sign_in(client, name)
            found[name] = seen(client)
        found["claiming more"] = seen(client, **CLAIMS)
        found["elsewhere"] = seen(client, **ELSEWHERE)
    return found

from fastapi import Request
from host import app

@app.get("/sign-in/{user}")
def sign_in(request: Request, user: str) -> None:
    request.session["user"] = user
    request.session["name"] = user

by_fastapi = told(app, lambda client, name: client.get(f"/sign-in/{name}"))

sys.modules["settings"] = sys.modules["django.conf"]
from asgi import application

def sign_in(client, name):
    django_client = Client()
    django_client.force_login(User.objects.get(username=name))
    client.cookies.clear()
    client.cookies.set("sessionid", django_client.cookies["sessionid"].value)

by_django = told(application, sign_in)
print(json.dumps({"fastapi": by_fastapi, "django": by_django}))
"""


@pytest.fixture(scope="module")
def indexed(folder: Path, embedder: Embedder) -> Path:
    corpus = Corpus.open(folder / "index", embedder)
    ours = [replace(FERRY, collection="newsroom"), replace(ARTICLES[1], collection="drafts")]
    report = add(corpus, [LoadResult(article, f"{n}.txt", None, 0) for n, article in enumerate(ours)])
    assert not report.failures
    return folder


@pytest.fixture(scope="module")
def mounted(indexed: Path) -> Any:
    """What readers of both portals are told, by one process, which takes long to start."""
    (indexed / "django.sqlite3").unlink(missing_ok=True)
    return ran(indexed, DJANGO + MOUNTED, QUESTION=QUESTION)


@pytest.mark.parametrize("host", ["fastapi", "django"])
def test_a_portal_that_mounts_it_says_who_asks(mounted: Any, host: str) -> None:
    found = mounted[host]
    nobody = {"me": [401, None, []], "asked": [401, []], "tools": 401, "page": 401}
    assert (found["nobody"], found["claiming"]) == (nobody, nobody)
    assert found["erika"]["me"] == [200, "erika", ["drafts", "newsroom"]]
    press = {"me": [200, "paul", ["newsroom"]], "asked": [200, [FERRY.id]], "tools": 200, "page": 200}
    assert (found["paul"], found["claiming more"]) == (press, press)
    assert found["elsewhere"] == press | {"asked": [403, []], "tools": 403}


def test_the_keys_and_the_token_of_the_first_check_count(tmp_path: Path) -> None:
    """Every shell line of the ten minutes but those that install, index and serve."""
    lines = "".join(re.findall(r"^```sh\n(.*?)^```$", DOC.split("## Ten minutes")[1].split("\n## ")[0], re.S | re.M))
    ours = [line for line in lines.splitlines() if not line.startswith(("curl", "python3", ".venv/bin/onrecord"))]
    program = "\n".join([*ours, 'printf %s "$TOKEN"']).replace(".venv/bin/python", sys.executable)
    environment = {**os.environ, "HOME": str(tmp_path)}
    ran = subprocess.run(
        ["bash", "-euc", program],
        env=environment,
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    rules = tmp_path / "onrecord" / "access.toml"
    rules.write_text(block("access.toml"), encoding="utf-8")
    engine = FakeEngine([replace(FERRY, collection="newsroom"), replace(FERRY, id="draft", collection="drafts")])
    with TestClient(api_over(engine, settings=read_settings(rules))) as onrecord:
        me = onrecord.get("/api/v1/me", headers={"Authorization": f"Bearer {ran.stdout}"})
    assert f"```\n{me.text}\n```" in DOC


def test_the_frame_has_a_size_and_the_script_is_that_of_the_example() -> None:
    assert re.search(r'<iframe [^>]*width="\d+" height="\d+"></iframe>', DOC)
    assert (EXAMPLE / "static" / "frame.js").read_text(encoding="utf-8").endswith(block("frame.js"))


def fragments() -> list[str]:
    """What the tables under "Troubleshooting" say that On Record says, cut where something is left out."""
    ours = DOC.split("## Troubleshooting")[1].split("What stands in the browser's console:")[0]
    rows = [line.strip("| ").split(" | ") for line in ours.splitlines() if line.startswith("| ")]
    said = [cells[1] if cells[0].isdecimal() else cells[0] for cells in rows if cells[0] not in ("status", "sentence")]
    assert len(said) > 20
    return [part.strip() for sentence in said for part in re.split("…", sentence) if len(part.strip()) > 4]


@pytest.fixture(scope="module")
def said() -> str:
    """All that On Record says: sentences as they are put together, with … for what is put in."""
    files = [file for folder in ("ui", "qa") for file in (ROOT / folder).rglob("*.py")]
    programs = "\n".join(file.read_text(encoding="utf-8") for file in files)
    programs = programs.replace('\\"', '"').replace("\\'", "'")
    programs = re.sub(r'["\']\s*\n\s*f?["\']', "", programs)
    messages = (ROOT / "ui" / "render" / "messages").rglob("en.toml")
    programs += "".join(file.read_text(encoding="utf-8") for file in messages)
    pages = [ROOT / "ui" / "render" / "catalogue" / "en.json", *(ROOT / "ui" / "static").rglob("*.js")]
    return re.sub(r"\{[^{}\n]*\}", "…", programs) + "".join(page.read_text(encoding="utf-8") for page in pages)


@pytest.mark.parametrize("fragment", fragments())
def test_each_sentence_of_the_troubleshooting_is_one_that_is_said(fragment: str, said: str) -> None:
    for put_in in ("X-Remote-User", '"groups"', '"exp" is'):
        fragment = fragment.replace(put_in, re.sub(r"[\w-]+", "…", put_in, count=1))
    assert fragment in said
