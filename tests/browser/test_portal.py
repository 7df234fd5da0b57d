"""The example portal, on another site than On Record, in a Chromium that gives no cookie to other sites."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from tests.support.chromium import COUNT_HACKS
from tests.support.command import serving
from tests.support.documented import write
from tests.support.example_portal import ALLOWED, BLOCKED, Example, Reader, its_app, profile, started
from tests.support.reader import DESKTOP, Chat, expect
from tests.support.serving import listening

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

QUESTION = "What did Marit Solheim say about the gas terminal?"
DRAFT = "“I will not stand again, and the gas terminal is the reason,” Ms. Solheim said."
SIGNED_OUT = "You are not signed in: sign in on this site, then ask again."
UNAUTHORISED = "Failed to load resource: the server responded with a status of 401"
PAGES = {"launcher": "/", "inline": "/inline", "frame": "/frame"}

Arrive = Callable[[], Reader]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory, browser: "Browser") -> Iterator[Example]:
    """Asks for the browser first, without which nothing need be started."""
    with started(tmp_path_factory.mktemp("example")) as example:
        yield example


@pytest.fixture(scope="module")
def blocking(tmp_path_factory: pytest.TempPathFactory, browser: "Browser") -> Iterator["BrowserContext"]:
    with profile(browser, tmp_path_factory.mktemp("profile") / "blocking", BLOCKED) as context:
        yield context


@pytest.fixture
def arrive(blocking: "BrowserContext", example: Example) -> Iterator[Arrive]:
    readers: list[Reader] = []

    def come() -> Reader:
        readers.append(Reader(blocking.new_page(), example))
        return readers[-1]

    blocking.clear_cookies()
    yield come
    for reader in readers:
        reader.finish()


def setting(request: Request) -> Response:
    """A page that does all it can to keep a cookie."""
    response = HTMLResponse("<script>document.cookie = 'script=1; SameSite=None; Secure'</script>")
    response.set_cookie("header", "1", samesite="none", secure=True)
    return response


COOKIES = Starlette(
    routes=[
        Route("/", lambda request: HTMLResponse("<!doctype html><title>A site</title>")),
        Route("/set", setting),
        Route("/read", lambda request: JSONResponse(request.cookies)),
    ]
)
FRAME = """async (address) => {
  const frame = document.createElement("iframe");
  frame.src = address;
  const loaded = new Promise((done) => frame.addEventListener("load", done));
  document.body.append(frame);
  await loaded;
}"""


def cookies_in_a_frame(context: "BrowserContext") -> object:
    """The cookies that a site gets back which set them in a frame, and by a request, on a page of another one."""
    with listening(COOKIES) as framed, listening(COOKIES) as around:
        shown = context.new_page()
        shown.goto(around.replace("127.0.0.1", "localhost"))
        shown.evaluate(FRAME, f"{framed}/set")
        shown.evaluate("(address) => fetch(address, { mode: 'no-cors', credentials: 'include' })", f"{framed}/set")
        shown.evaluate(FRAME, f"{framed}/read")
        got = shown.frames[-1].evaluate("JSON.parse(document.body.innerText)")
        shown.close()
    return got


def test_chromium_gives_other_sites_no_cookies_here(
    browser: "Browser", blocking: "BrowserContext", tmp_path: Path
) -> None:
    assert cookies_in_a_frame(blocking) == {}
    with profile(browser, tmp_path / "allowing", ALLOWED) as allowing:
        assert cookies_in_a_frame(allowing) == {"header": "1", "script": "1"}


@pytest.mark.parametrize("way", PAGES)
def test_an_editor_reads_the_drafts_too(arrive: Arrive, way: str) -> None:
    reader = arrive().sign_in("Erika Brandt", PAGES[way])
    reply = reader.ask(QUESTION)
    said = reply.locator(".said").filter(has_text=DRAFT)
    expect(said).to_have_count(1)
    said.locator(".cite").click()
    expect(reader.chat.locator("mark.cited")).to_contain_text(DRAFT)
    expect(reader.chat.locator(".content h3")).to_have_text("Mayor who turned on gas terminal will not stand again")
    reader.save(f"{way}-article")
    reader.chat.get_by_role("button", name="Back").click()
    expect(said.locator(".cite")).to_be_focused()
    reader.save(way)
    assert reader.tokens() == 1


@pytest.mark.parametrize("way", PAGES)
def test_a_press_officer_gets_an_answer_that_knows_of_no_draft(arrive: Arrive, way: str) -> None:
    reader = arrive().sign_in("Paul Iversen", PAGES[way])
    reply = reader.ask(QUESTION)
    expect(reply.locator(".said").first).to_be_visible()
    cited = reply.locator(".cite").first
    cited.click()
    expect(reader.chat.locator("mark.cited")).to_be_visible()
    reader.chat.get_by_role("button", name="Back").click()
    told = reply.inner_text()
    assert "will not stand" not in told
    assert "Harbour Desk" not in told
    refused = reader.ask("Why will Marit Solheim not stand again as mayor?")
    expect(refused).not_to_contain_text("stand again, and")
    expect(refused).not_to_contain_text("Harbour Desk")


def test_the_page_around_a_frame_gives_a_token_to_nobody_else(arrive: Arrive) -> None:
    reader = arrive().sign_in("Erika Brandt", "/frame")
    reader.page.evaluate("window.postMessage({ type: 'onrecord:token-please' }, '*')")
    reader.ask(QUESTION)
    assert reader.tokens() == 1


def test_pages_that_are_not_allowed_can_neither_embed_nor_ask(arrive: Arrive, example: Example) -> None:
    """Of another port, and so another origin, if still the same site."""
    reader = arrive().sign_in("Erika Brandt")
    signed = its_app().signed(example.key, "erika")
    with listening(COOKIES) as stranger:
        reader.page.goto(stranger.replace("127.0.0.1", "localhost"))
        reader.page.evaluate(FRAME, f"{example.onrecord}/embed")
        asking = "([url, token]) => fetch(url, { headers: { Authorization: `Bearer ${token}` } }).then(() => 'read')"
        refusal = ".catch((error) => error.name)"
        assert reader.page.evaluate(asking + refusal, [f"{example.onrecord}/api/v1/me", signed]) == "TypeError"
        with_cookie = "(url) => fetch(url, { credentials: 'include' }).then(() => 'read')"
        assert reader.page.evaluate(with_cookie + refusal, f"{example.portal}/onrecord-token") == "TypeError"
        assert [frame.url for frame in reader.page.frames[1:]] == ["chrome-error://chromewebdata/"]
        told = "\n".join(reader.errors)
        assert "frame-ancestors http://localhost" in told
        assert told.count("blocked by CORS policy") == 2
        reader.page.goto(example.portal)
        reader.errors.clear()
        reader.requests = [request for request in reader.requests if stranger[-5:] not in request.url]


def test_a_token_that_has_expired_is_told_of(arrive: Arrive, example: Example) -> None:
    """As by a portal whose clock is wrong."""
    reader = arrive().sign_in("Erika Brandt")
    told_of = "The token has expired: get a new one."
    reader.expected = (UNAUTHORISED, f"On Record: {told_of}")
    late = its_app().signed(example.key, "erika", -600)
    reader.page.route("**/onrecord-token", lambda route: route.fulfill(json={"token": late}))
    sentence = "This site could not show who you are: tell whoever runs it."
    expect(reader.ask(QUESTION).locator(".notice")).to_have_text(sentence)
    assert f"On Record: {told_of}" in reader.errors
    told = httpx.get(f"{example.onrecord}/api/v1/me", headers={"Authorization": f"Bearer {late}"}, trust_env=False)
    assert (told.status_code, told.json()["detail"]) == (401, told_of)
    reader.save("expired")


def test_who_signs_out_is_nobody_to_on_record_either(arrive: Arrive) -> None:
    reader, elsewhere = arrive().sign_in("Erika Brandt"), arrive()
    elsewhere.page.goto(elsewhere.example.portal)
    elsewhere.page.get_by_role("button", name="Sign out").click()
    expect(elsewhere.page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(elsewhere.page.locator("on-record-widget")).to_have_count(0)
    elsewhere.save("sign-in")
    reader.expected = (UNAUTHORISED,)
    expect(reader.ask(QUESTION).locator(".notice")).to_have_text(SIGNED_OUT)


SIGNING_IN = """
from fastapi import Request
from host import app

@app.get("/sign-in/{user}")
def sign_in(request: Request, user: str) -> None:
    request.session["user"] = user

@app.get("/favicon.ico", status_code=204)
def icon() -> None:
    pass
"""


def test_a_portal_that_mounts_it_shows_its_page_and_the_widget(
    browser: "Browser", example: Example, tmp_path: Path
) -> None:
    """The programs of docs/portal.md, over the index of the example."""
    write(tmp_path, "mounted.toml", "record.py", "host.py")
    (tmp_path / "index").symlink_to(example.folder / "index")
    (tmp_path / "signing_in.py").write_text(SIGNING_IN, encoding="utf-8")
    ends = ("--timeout-graceful-shutdown", "3", "--log-level", "warning")
    with serving(sys.executable, "-m", "uvicorn", "signing_in:app", "--app-dir", str(tmp_path), *ends) as address:
        context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
        context.request.get(f"{address}/sign-in/paul")
        chat = Chat(context.new_page(), f"{address}/record")
        chat.page.add_init_script(COUNT_HACKS)
        chat.page.on("request", lambda request: chat.requests.append(request.url))
        chat.page.on("console", lambda said: chat.errors.append(said.text) if said.type == "error" else None)
        chat.open()
        chat.ask(QUESTION)
        expect(chat.said.first).to_be_visible()
        expect(chat.reply).not_to_contain_text("will not stand")
        widget = Reader(context.new_page(), Example(address, address, tmp_path))
        widget.page.goto(f"{address}/")
        reply = widget.ask(QUESTION)
        expect(reply.locator(".said").first).to_be_visible()
        expect(reply).not_to_contain_text("will not stand")
        assert widget.errors == []
        chat.finish()
