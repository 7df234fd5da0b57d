"""The widget on a page of another site, under the strictest policy: asked, answered, checked, and left again."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from starlette.types import ASGIApp

from tests.support.axe import RULES
from tests.support.fake_engine import NOT_ANSWERED, FakeEngine
from tests.support.hosting import INLINE, LAUNCHER, Arrive, Portal, across, hosted, visiting
from tests.support.newsroom import ARTICLES, EXAMPLES, FERRY
from tests.support.payloads import PAYLOADS, hostile_article
from tests.support.reader import DESKTOP, PHONE, expect
from tests.support.serving import app_over
from ui.render.wording import ENGLISH

if TYPE_CHECKING:
    from playwright.sync_api import Browser

QUESTION = "What did Marta Lindqvist say about the ferry?"
ENGINE = "“The new ferry engine burns a third less fuel than the old one,” said Marta Lindqvist, who runs the line."
FARE = "“We will keep the ferry fare at two crowns through the summer,” said Marta Lindqvist."
HARMFUL = "script, img, iframe, object, embed, link, style, base, meta, video, math, input, [style], a:not(.outside)"


@pytest.fixture(scope="module")
def engine() -> FakeEngine:
    pamphlets = [hostile_article(number, payload) for number, payload in enumerate(PAYLOADS)]
    return FakeEngine([*ARTICLES, *pamphlets], EXAMPLES)


@pytest.fixture(scope="module")
def site(engine: FakeEngine) -> Iterator[Portal]:
    def build(origin: str) -> ASGIApp:
        return across(app_over(engine), origin)

    with hosted(build) as portal:
        yield portal


@pytest.fixture
def arrive(browser: "Browser", site: Portal) -> Iterator[Arrive]:
    with visiting(browser, site) as arrive:
        yield arrive


def test_nothing_is_asked_before_a_reader_opens_it(arrive: Arrive, site: Portal) -> None:
    visit = arrive()
    visit.page.goto(site.address)
    expect(visit.launcher).to_have_attribute("aria-expanded", "false")
    expect(visit.launcher).to_have_accessible_name("On Record")
    expect(visit.launcher).to_have_attribute("title", "On Record")
    assert visit.requests == [f"{site.address}/", f"{site.onrecord}/widget.js"]


def test_examples_are_offered_until_a_question_is_asked(arrive: Arrive) -> None:
    visit = arrive().open()
    examples = visit.shown(".greeting .pill")
    expect(examples).to_have_text(list(EXAMPLES[:3]))
    visit.save("greeting")
    examples.nth(1).click()
    expect(visit.shown(".asked")).to_have_text([EXAMPLES[1]])
    expect(visit.shown(".reply .next")).to_have_count(1)
    expect(examples).to_have_count(0)
    visit.page.get_by_role("button", name="New conversation").click()
    expect(examples).to_have_text(list(EXAMPLES[:3]))


def test_a_question_that_is_too_long_stays_in_the_box(arrive: Arrive, engine: FakeEngine) -> None:
    visit = arrive().open()
    before = len(engine.asked)
    visit.box.fill("x" * 5000)
    visit.box.press("Enter")
    expect(visit.shown(".state")).to_have_text("5,000 of 2,000 characters: shorten the question.")
    expect(visit.box).to_have_value("x" * 5000)
    visit.save("too-long")
    visit.page.evaluate("OnRecord.ask('y'.repeat(2001))")
    expect(visit.shown(".state")).to_have_text("2,001 of 2,000 characters: shorten the question.")
    expect(visit.box).to_have_value("y" * 2001)
    assert len(engine.asked) == before
    visit.box.fill("What? " * 300)
    expect(visit.shown(".state")).to_be_empty()
    visit.box.press("Enter")
    expect(visit.shown(".next")).to_have_count(1)
    asked = visit.shown(".asked").bounding_box()
    assert asked
    assert asked["height"] < 200


def test_a_question_is_answered_sentence_by_sentence_with_its_sources(arrive: Arrive, engine: FakeEngine) -> None:
    visit = arrive().open()
    expect(visit.shown("dialog")).to_have_accessible_name("On Record")
    assert visit.focused == "Question"
    reply = visit.ask(QUESTION)
    expect(reply.locator(".said")).to_have_text([f"{ENGINE} [1]", f"{FARE} [2]"])
    where = "Marta Lindqvist · The Tidewater Post · 10 March 2024 · Harbour ferry returns after two silent winters"
    expect(reply.locator(".group .source")).to_have_text([where])
    expect(reply.locator(".sources .used")).to_be_hidden()
    reply.get_by_text("1 source", exact=True).click()
    expect(reply.locator(".sources .used")).to_be_visible()
    expect(reply.locator(".sources li")).to_have_text([f"{FERRY.title} · The Tidewater Post · 10 March 2024 [1] [2]"])
    expect(reply.locator(".cite").first).to_have_accessible_name(f"Source 1: {FERRY.title}")
    expect(visit.shown("[role=log] p")).to_have_text([ENGINE, FARE])
    reply.get_by_role("button", name=EXAMPLES[1]).click()
    expect(visit.shown(".asked")).to_have_text([QUESTION, EXAMPLES[1]])
    expect(visit.shown(".next")).to_have_count(1)
    assert [turn.question for turn in engine.asked[-1][1]] == [QUESTION]
    visit.page.get_by_role("button", name="New conversation").click()
    expect(visit.shown(".asked")).to_have_count(0)
    visit.ask("Why will the north bridge open late?")
    expect(visit.shown(".said")).to_have_count(1)
    assert engine.asked[-1][1] == ()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_citation_opens_in_its_article_and_leads_back(arrive: Arrive, size: dict[str, int]) -> None:
    visit = arrive(viewport=size).open()
    chip = visit.ask(QUESTION).locator(".cite").nth(1)
    chip.click()
    expect(visit.shown("mark.cited")).to_have_text(FARE)
    expect(visit.shown("mark.also")).to_have_text(ENGINE)
    expect(visit.shown("mark.cited")).to_be_in_viewport()
    expect(visit.shown(".content h3")).to_have_text(FERRY.title)
    expect(visit.shown(".content h3")).to_be_in_viewport()  # with the mark: nothing is scrolled
    expect(visit.shown(".reading .from")).to_have_text("The Tidewater Post")
    expect(visit.shown(".content .where").first).to_have_text("The Tidewater Post · 10 March 2024")
    assert "".join(visit.shown(".text p").all_text_contents()) == FERRY.text.replace("\n\n", "")
    assert visit.focused == FARE
    outside = visit.shown(".outside")
    assert [outside.get_attribute(name) for name in ("href", "target", "rel")] == [
        FERRY.url,
        "_blank",
        "noopener noreferrer",
    ]
    visit.save(f"article-{size['width']}")
    visit.page.keyboard.press("Escape")
    expect(chip).to_be_focused()
    visit.page.keyboard.press("Escape")
    expect(visit.shown("dialog")).to_be_hidden()
    expect(visit.launcher).to_be_focused()
    visit.page.keyboard.press("Enter")
    expect(visit.box).to_be_focused()
    expect(visit.shown(".asked")).to_have_text([QUESTION])  # the conversation is still there
    visit.save(f"answer-{size['width']}")


def test_a_refusal_has_its_reason_and_passages_that_open(arrive: Arrive) -> None:
    visit = arrive().open()
    reply = visit.ask("Who owns the bakery?")
    expect(reply.locator(".reason")).to_have_text(ENGLISH.refusal(NOT_ANSWERED))
    passage = reply.locator(".passage")
    expect(passage).to_have_count(1)
    passage.click()
    expect(visit.shown("mark.cited")).to_contain_text("the bakery on the quay sold out before eight.")
    visit.page.get_by_role("button", name="Back").click()
    expect(passage).to_be_focused()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"A correction first. {FERRY.text}", "The cited words still stand in it."),
        ("Nothing of it is left.", "the cited words no longer stand in it."),
    ],
    ids=["moved", "gone"],
)
def test_an_article_that_has_changed_says_so(arrive: Arrive, engine: FakeEngine, text: str, told: str) -> None:
    visit = arrive().open()
    chip = visit.ask(QUESTION).locator(".cite").first
    expect(chip).to_be_visible()
    engine.articles[FERRY.id] = replace(FERRY, text=text)
    chip.click()
    expect(visit.shown(".content .warning")).to_contain_text(told)
    engine.articles[FERRY.id] = FERRY


def test_on_a_phone_the_panel_is_the_screen_and_the_page_cannot_be_reached(arrive: Arrive) -> None:
    visit = arrive(f'<a href="#x">A link</a>{LAUNCHER}', viewport=PHONE, reduced_motion="reduce")
    visit.page.goto(visit.portal.address)
    visit.launcher.click()
    expect(visit.box).to_be_focused()
    assert visit.shown("dialog").bounding_box() == {"x": 0, "y": 0, **PHONE}
    expect(visit.shown(".greeting .pill")).to_have_count(len(EXAMPLES[:3]))
    seen = []
    for _ in range(9):
        visit.page.keyboard.press("Tab")
        seen.append(visit.focused)
    assert "A link" not in seen
    assert {"Send", "Close", "Question"} <= set(seen)
    visit.page.set_viewport_size(DESKTOP)
    expect(visit.shown("dialog:modal")).to_have_count(0)
    expect(visit.shown("dialog")).to_be_visible()


def test_the_focus_goes_through_the_panel_in_its_order(arrive: Arrive) -> None:
    visit = arrive().open()
    expect(visit.ask(EXAMPLES[1]).locator(".next")).to_have_count(1)
    visit.launcher.focus()
    seen = []
    for _ in range(9):
        visit.page.keyboard.press("Tab")
        seen.append(visit.focused)
    order = ["New conversation", "Close", "Conversation", "Source 1: Council delays the north bridge by a year"]
    assert seen[:4] == order
    assert seen[-2:] == ["Question", "Send"]


@pytest.mark.parametrize(("scheme", "size"), [("light", DESKTOP), ("dark", PHONE)], ids=["light", "dark-phone"])
def test_no_state_violates_wcag(arrive: Arrive, scheme: str, size: dict[str, int]) -> None:
    from axe_playwright_python.sync_playwright import Axe

    visit = arrive(viewport=size, color_scheme=scheme, reduced_motion="reduce")

    def violations() -> list[tuple[str, list[str]]]:
        found = Axe().run(visit.page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
        return [(v["id"], [str(node["target"]) for node in v["nodes"]]) for v in found]

    visit.page.goto(visit.portal.address)
    assert violations() == []
    visit.launcher.click()
    visit.box.wait_for()
    assert violations() == []
    reply = visit.ask(QUESTION)
    expect(reply.locator(".next")).to_have_count(1)
    assert violations() == []
    visit.save(scheme)
    reply.locator(".cite").first.click()
    expect(visit.shown("mark.cited")).to_be_visible()
    assert visit.shown("dialog").evaluate("(e) => getComputedStyle(e).animationName") == "none"
    assert violations() == []
    visit.page.keyboard.press("Escape")
    expect(visit.ask("Who owns the bakery?").locator(".next")).to_have_count(1)
    assert violations() == []


@pytest.mark.parametrize("body", [LAUNCHER, INLINE], ids=["launcher", "inline"])
def test_it_fits_into_320_pixels(arrive: Arrive, body: str) -> None:
    """Which is also a window of 1280 pixels at 400%."""
    visit = arrive(body, viewport={"width": 320, "height": 400}).open()
    reply = visit.ask("What does the wicked pamphlet29 say?")
    expect(reply.locator(".next")).to_have_count(1)
    reply = visit.ask(f"{QUESTION} {'x' * 300}")
    expect(reply.locator(".next")).to_have_count(1)
    wide = "(e) => e.scrollWidth > e.clientWidth"
    assert not visit.shown(".talk").evaluate(wide)
    reply.locator(".cite").first.click()
    expect(visit.shown("mark.cited")).to_be_in_viewport()
    assert not visit.shown(".content").evaluate(wide)
    visit.save(f"narrow-{'inline' if body == INLINE else 'launcher'}")


def test_nothing_an_article_says_becomes_markup(arrive: Arrive, engine: FakeEngine) -> None:
    visit = arrive().open()
    for number, payload in enumerate(PAYLOADS):
        question = f"What does the wicked pamphlet{number} say?"
        reply = visit.ask(question)
        expect(reply.locator(".sources")).to_have_count(1)
        said = "\n".join(reply.locator(".said .words").all_text_contents())
        cited = engine.answers.ask(question).citations
        assert [citation.quote for citation in cited if citation.quote not in said] == []
        expect(reply.locator(HARMFUL)).to_have_count(0)
        (last,) = [citation for citation in cited if citation.article_id == f"{payload}#{number}"][:1]
        reply.get_by_text(f"[{last.n}]", exact=True).click()
        expect(visit.shown("mark.cited")).to_be_visible()
        assert visit.shown(".content h3").text_content() == payload
        text = engine.articles[last.article_id].text
        assert "".join("".join(visit.shown(".text p").all_text_contents()).split()) == "".join(text.split())
        expect(visit.shown(f".content :is({HARMFUL}, .outside)")).to_have_count(0)
        visit.page.keyboard.press("Escape")
        visit.page.get_by_role("button", name="New conversation").click()


def test_nothing_a_question_says_becomes_markup(arrive: Arrive) -> None:
    visit = arrive().open()
    for payload in PAYLOADS[::3]:
        visit.box.fill(payload)
        visit.box.press("Enter")
        expect(visit.shown(".reply").last.locator(".next")).to_have_count(1)
        assert visit.shown(".asked").last.text_content() == payload
    expect(visit.shown(f".asked :is({HARMFUL})")).to_have_count(0)
