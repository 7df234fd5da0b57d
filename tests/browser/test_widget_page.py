"""The widget and the page around it: neither styles the other, it is there once, it speaks and looks as it is told."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from starlette.types import ASGIApp

from tests.support.fake_engine import FakeEngine
from tests.support.hosting import INLINE, LAUNCHER, Arrive, Portal, Scripted, across, hosted, visiting
from tests.support.newsroom import ARTICLES, EXAMPLES
from tests.support.reader import expect
from tests.support.serving import app_over, below
from tests.support.widget_answers import ANSWER, token

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Frame

PAINTED = """<style>
  * { color: rgb(255, 0, 0) !important; font: 40px fantasy !important; letter-spacing: 1em; border: 3px dotted red; }
  html { font-size: 62.5%; } body { --accent: red; } button, div, p, section { position: absolute; opacity: 0.1; }
  on-record-widget { display: none; transform: rotate(9deg); }
</style>"""
STYLED = """<style>
  :root { --onrecord-accent: rgb(120, 0, 40); --onrecord-background: rgb(250, 240, 230);
    --onrecord-text: rgb(20, 20, 60); --onrecord-width: 500px; --onrecord-height: 400px; --onrecord-radius: 0;
    --onrecord-font: monospace; --onrecord-mark: rgb(200, 255, 200); --onrecord-z-index: 7; }
</style>"""


@pytest.fixture(scope="module")
def engine() -> FakeEngine:
    return FakeEngine(ARTICLES, EXAMPLES)


@pytest.fixture(scope="module")
def site(engine: FakeEngine) -> Iterator[Portal]:
    def build(origin: str) -> ASGIApp:
        return across(below("/record", app_over(engine)), origin)

    with hosted(build) as portal:
        yield portal


@pytest.fixture
def arrive(browser: "Browser", site: Portal) -> Iterator[Arrive]:
    with visiting(browser, site) as arrive:
        yield arrive


def test_no_style_gets_in_or_out(arrive: Arrive) -> None:
    visit = arrive(f"{PAINTED}{LAUNCHER}", policy="")
    visit.page.goto(visit.portal.address)
    outside = "JSON.stringify({...getComputedStyle(document.querySelector('h1'))})"
    before = visit.page.evaluate(outside)
    visit.launcher.click()
    reply = visit.ask(EXAMPLES[1])
    expect(reply.locator(".next")).to_have_count(1)
    said = reply.locator(".said")
    expect(said).to_have_css("color", "rgb(28, 30, 33)")
    expect(said).to_have_css("letter-spacing", "normal")
    expect(visit.box).to_have_css("font-size", "16px")
    expect(said).to_have_css("opacity", "1")
    expect(visit.shown(".talk")).to_have_css("border-top-width", "0px")
    assert visit.page.evaluate(outside) == before
    visit.save("isolated")


def test_the_page_chooses_colours_and_sizes(arrive: Arrive) -> None:
    visit = arrive(f"{STYLED}{LAUNCHER}", policy="")
    visit.page.goto(visit.portal.address)
    visit.launcher.click()
    visit.ask(EXAMPLES[0]).locator(".cite").first.click()
    panel = visit.shown("dialog")
    expect(panel).to_have_css("background-color", "rgb(250, 240, 230)")
    expect(panel).to_have_css("width", "500px")
    expect(panel).to_have_css("height", "400px")
    expect(panel).to_have_css("border-radius", "0px")
    expect(panel).to_have_css("z-index", "7")
    expect(panel).to_have_css("color", "rgb(20, 20, 60)")
    expect(panel).to_have_css("font-family", "monospace")
    expect(visit.launcher).to_have_css("background-color", "rgb(120, 0, 40)")
    expect(visit.shown("mark.cited")).to_have_css("background-color", "rgb(200, 255, 200)")
    visit.save("styled")


@pytest.mark.parametrize(
    ("attribute", "start", "system", "paper"),
    [
        ("", "<html>", "light", "light"),
        ("", "<html>", "dark", "dark"),
        ("", '<html style="color-scheme: light">', "dark", "light"),
        ("", '<html style="color-scheme: dark">', "light", "dark"),
        ("", '<html style="color-scheme: light dark">', "dark", "dark"),
        ('data-theme="light"', "<html>", "dark", "light"),
        ('data-theme="dark"', "<html>", "light", "dark"),
    ],
)
def test_it_is_light_or_dark_as_the_page_or_the_reader_is(
    arrive: Arrive, attribute: str, start: str, system: str, paper: str
) -> None:
    visit = arrive(INLINE.replace("defer", f"defer {attribute}"), start, policy="", color_scheme=system).open()
    colour = {"light": "rgb(251, 250, 247)", "dark": "rgb(20, 22, 26)"}[paper]
    expect(visit.shown(".panel")).to_have_css("background-color", colour)


@pytest.mark.parametrize(
    ("attribute", "start", "locale", "said"),
    [
        ("", '<html lang="de-AT">', "en-GB", "Frage"),
        ('data-language="de"', '<html lang="en">', "en-GB", "Frage"),
        ("", "<html>", "de-DE", "Frage"),
        ("", "<html>", "en-GB", "Question"),
        ("", '<html lang="ar" dir="rtl">', "en-GB", "Question"),
    ],
)
def test_it_speaks_the_language_of_the_page_or_the_reader(
    arrive: Arrive, attribute: str, start: str, locale: str, said: str
) -> None:
    visit = arrive(INLINE.replace("defer", f"defer {attribute}"), start, locale=locale).open()
    expect(visit.box).to_have_accessible_name(said)
    expect(visit.shown(".root")).to_have_attribute("lang", "de" if said == "Frage" else "en")
    expect(visit.shown(".root")).to_have_css("direction", "ltr")


def test_the_script_twice_is_one_widget(arrive: Arrive) -> None:
    visit = arrive(f"{LAUNCHER}{LAUNCHER}")
    visit.page.goto(visit.portal.address)
    expect(visit.page.locator("on-record-widget")).to_have_count(1)
    assert visit.page.evaluate("OnRecord.mount() === OnRecord.mount(null, { title: 'Other' })")
    expect(visit.page.locator("on-record-widget")).to_have_count(1)


def test_a_page_holds_several_and_drives_them(arrive: Arrive, engine: FakeEngine) -> None:
    visit = arrive(f'{INLINE}<div id="b"></div>').open()
    visit.page.evaluate("OnRecord.mount('#b', { title: 'Second', collections: ['press', 'drafts'] })")
    visit.page.evaluate("OnRecord.mount(document.querySelector('#b')).ask('Why will the north bridge open late?')")
    second = visit.page.locator("#b on-record-widget")
    expect(second.locator(".said")).to_have_count(1)
    expect(visit.shown(".asked")).to_have_count(0)
    expect(second.locator("h2")).to_have_text("Second")
    visit.page.evaluate("OnRecord.mount(document.querySelector('#b')).remove()")
    expect(visit.page.locator("on-record-widget")).to_have_count(1)


def test_the_page_opens_asks_closes_and_hears_of_it(arrive: Arrive) -> None:
    heard = "window.heard = []; for (const name of ['open', 'asked', 'answered', 'close']) "
    heard += "document.addEventListener(`onrecord:${name}`, ({ type, detail }) => heard.push([type, detail?.question]))"
    visit = arrive()
    visit.page.goto(visit.portal.address)
    visit.page.evaluate(heard)
    visit.page.evaluate(f"OnRecord.ask({EXAMPLES[1]!r})")
    expect(visit.shown(".next")).to_have_count(1)
    visit.page.evaluate("OnRecord.close()")
    expect(visit.shown("dialog")).to_be_hidden()
    visit.page.evaluate("OnRecord.open()")
    expect(visit.box).to_be_focused()
    assert visit.page.evaluate("heard") == [
        ["onrecord:open", None],
        ["onrecord:asked", EXAMPLES[1]],
        ["onrecord:answered", EXAMPLES[1]],
        ["onrecord:close", None],
        ["onrecord:open", None],
    ]


def test_a_target_that_is_missing_is_told_of(arrive: Arrive) -> None:
    visit = arrive(INLINE.replace('id="a"', ""))
    visit.page.goto(visit.portal.address)
    assert visit.told() == ["there is no element #a to show the widget in: correct data-target."]


def test_it_works_below_the_prefix_of_a_proxy(arrive: Arrive) -> None:
    visit = arrive('<script src="{0}/record/widget.js" defer data-side="left"></script>')
    visit.page.goto(visit.portal.address)
    visit.launcher.click()
    visit.ask(EXAMPLES[0]).locator(".cite").first.click()
    expect(visit.shown("mark.cited")).to_be_visible()
    prefixed = f"{visit.portal.onrecord}/record/"
    theirs = [url for url in visit.requests if url.startswith(visit.portal.onrecord)]
    assert [url for url in theirs if not url.startswith(prefixed)] == []
    visit.save("left")


# In a frame

FRAME = '<iframe src="{0}/embed?theme=dark&collections=press" width="400" height="600"></iframe>'
GIVING = """(token) => addEventListener("message", ({ data, source, origin }) => {
  if (data.type === "onrecord:token-please") source.postMessage({ type: "onrecord:token", token }, origin);
})"""


@pytest.fixture
def scripted() -> Scripted:
    return Scripted()


@pytest.fixture
def framed(browser: "Browser", scripted: Scripted) -> Iterator[Arrive]:
    with hosted(scripted.app) as portal, visiting(browser, portal) as arrive:
        yield arrive


def test_a_frame_asks_the_page_around_it_for_a_token(framed: Arrive, scripted: Scripted) -> None:
    scripted.answers.append(ANSWER)
    given = bytes(token(1).body).decode().split('"')[3]
    visit = framed(FRAME)
    visit.failing = True
    visit.page.goto(visit.portal.address)
    visit.page.evaluate(GIVING, given)
    frame = visit.page.frame_locator("iframe")
    frame.locator("textarea").fill("What?")
    frame.locator("textarea").press("Enter")
    expect(frame.locator(".said")).to_have_count(1)
    assert scripted.senders == [f"Bearer {given}"]
    assert scripted.asked[0]["scope"] == {"collections": ["press"]}
    expect(frame.locator(".panel")).to_have_css("background-color", "rgb(20, 22, 26)")
    visit.save("frame")


def test_a_token_from_anybody_else_does_not_count(framed: Arrive, scripted: Scripted) -> None:
    """Not from another frame of the page, nor from the page of another site; then nobody is asking.

    It is waited for once. From when the page around answers, its answer counts.
    """
    scripted.answers.extend([ANSWER] * 3)
    visit = framed(FRAME)
    visit.failing = True
    visit.page.goto(visit.portal.address)
    frame = next(frame for frame in visit.page.frames if "/embed" in frame.url)
    frame.locator("textarea").fill("What?")
    frame.locator("textarea").press("Enter")
    _pretend(frame, source="window", origin=visit.portal.address)
    _pretend(frame, source="parent", origin="https://evil.example")
    expect(frame.locator(".said")).to_have_count(1)
    told = ["the page around did not answer onrecord:token-please, so nobody is asking."]
    assert (scripted.senders, visit.told()) == ([None], told)
    given = bytes(token(1).body).decode().split('"')[3]
    visit.page.evaluate(GIVING, given)
    for number, question in enumerate(("And?", "And now?"), start=2):
        frame.locator("textarea").fill(question)
        frame.locator("textarea").press("Enter")
        expect(frame.locator(".sources")).to_have_count(number)
    assert (scripted.senders, visit.told()) == ([None, None, f"Bearer {given}"], [])


def _pretend(frame: "Frame", source: str, origin: str) -> None:
    data = '{ type: "onrecord:token", token: "stolen" }'
    frame.evaluate(
        f'dispatchEvent(new MessageEvent("message", {{ data: {data}, source: {source}, origin: "{origin}" }}))'
    )


def test_the_frames_page_stands_alone_too(framed: Arrive, scripted: Scripted) -> None:
    scripted.answers.append(ANSWER)
    visit = framed()
    visit.failing = True
    visit.page.goto(f"{visit.portal.onrecord}/embed?lang=de")
    visit.box.fill("Was?")
    visit.box.press("Enter")
    expect(visit.shown(".sources .used")).to_contain_text("10. März 2024")
    expect(visit.page.locator("html")).to_have_attribute("lang", "de")
    visit.page.goto(visit.portal.address)
    assert scripted.senders == [None]
