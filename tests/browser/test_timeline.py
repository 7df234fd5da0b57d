"""What stands beside an answer, and a person's words over time."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest

from index.records import Article
from qa.protocol import Engine
from tests.support.axe import violations
from tests.support.fake_engine import FakeEngine
from tests.support.reader import PHONE, Chat, expect
from tests.support.serving import app_over, served

QUESTION = "What did Marit Solheim say about the gas terminal?"
NARROW = {"width": 360, "height": 740}


@pytest.mark.parametrize(("theme", "size"), [("light", None), ("dark", PHONE)], ids=["light-desktop", "dark-phone"])
def test_questions_and_passages_stand_beside_an_answer(
    open_chat: Callable[..., Chat], address: str, engine: Engine, theme: str, size: dict[str, int] | None
) -> None:
    chat = open_chat(address, f"?__theme={theme}", **({"size": size} if size else {}))
    chat.ask(QUESTION)
    answer = engine.answers.ask(QUESTION)
    following = engine.answers.suggest(answer).following
    expect(chat.reply.locator(".next button")).to_have_text(list(following))
    unused = engine.answers.suggest(answer).unused
    chat.reply.locator(".unused summary").click()
    expect(chat.reply.locator(".unused .said")).to_have_text([hit.text for hit in unused])
    assert violations(chat) == []
    chat.save(f"beside-{theme}-{'phone' if size else 'desktop'}")
    chat.reply.locator(".unused a.nearest").first.click()
    expect(chat.mark.first).to_be_visible()
    chat.page.keyboard.press("Escape")
    chat.reply.locator(".next button").first.click()
    chat.wait_for_reply(following[0])
    expect(chat.page.locator(".bot-row").first.locator(".next")).to_have_count(0)


def test_a_refusal_offers_what_can_be_answered(chat: Chat, engine: Engine) -> None:
    question = "What did Lavrov say about football?"
    chat.ask(question)
    expect(chat.reply.locator(".searched")).to_have_text(
        f"{engine.catalogue.counts().articles} articles were searched."
    )
    offered = engine.answers.suggest(engine.answers.ask(question)).following
    expect(chat.reply.locator(".next button")).to_have_text(list(offered))
    expect(chat.reply.locator(".next .label")).to_have_text("What the articles do answer")
    chat.reply.locator(".next button").first.click()
    chat.wait_for_reply(offered[0])
    expect(chat.reply.locator(".group").first).to_be_visible()


@pytest.mark.parametrize(("theme", "size"), [("light", None), ("dark", NARROW)], ids=["light-desktop", "dark-phone"])
def test_an_answer_leads_to_a_timeline_and_its_points_to_their_quotes(
    open_chat: Callable[..., Chat], address: str, engine: Engine, theme: str, size: dict[str, int] | None
) -> None:
    chat = open_chat(address, f"?__theme={theme}", **({"size": size} if size else {}))
    chat.page.emulate_media(reduced_motion="reduce")
    chat.ask(QUESTION)
    chat.reply.get_by_role("button", name="Marit Solheim over time").click()
    points = engine.catalogue.timeline("Marit Solheim", "the gas terminal").points
    dots = chat.page.locator("#article-panel .field .point")
    expect(dots).to_have_count(len(points))
    expect(chat.page.locator("#article-panel .statement")).to_have_text([point.text for point in points])
    assert [dot.get_attribute("class") for dot in dots.all()].count("point direct") == sum(p.direct for p in points)
    lefts = [box["x"] for dot in dots.all() if (box := dot.bounding_box())]
    assert lefts == sorted(lefts)
    assert violations(chat) == []
    assert chat.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    chat.save(f"timeline-{theme}-{'narrow' if size else 'desktop'}")
    dots.first.focus()
    expect(chat.page.get_by_role("tooltip").locator(".quote")).to_have_text(points[0].text)
    chat.page.keyboard.press("Enter")
    expect(chat.mark.first).to_be_visible()
    chat.page.get_by_role("button", name="Back").click()
    expect(dots.first).to_be_focused()


@pytest.mark.parametrize(
    ("number", "apart"), [(1, 0), (200, 0), (200, 1), (60, 120)], ids=["one", "one-day", "a-year", "twenty-years"]
)
@pytest.mark.parametrize("size", [None, NARROW], ids=["desktop", "narrow"])
def test_a_timeline_looks_right_however_much_it_holds(
    open_chat: Callable[..., Chat], number: int, apart: int, size: dict[str, int] | None
) -> None:
    crowd = FakeEngine(
        [
            Article(
                f"a{n}", f"“Tide {n} came early,” said Ida Brekke.", published=date(2004, 1, 5) + timedelta(n * apart)
            )
            for n in range(number)
        ]
    )
    with served(app_over(crowd)) as address:
        chat = open_chat(address, **({"size": size} if size else {}))
        chat.view("Timeline")
        chat.page.get_by_label("Who").fill("Ida Brekke")
        chat.page.get_by_role("button", name="Draw").click()
        expect(chat.page.locator("#article-panel .statement")).to_have_count(number)
        field = chat.page.locator("#article-panel .field").bounding_box()
        assert field
        dots = [dot.bounding_box() for dot in chat.page.locator("#article-panel .field > *").all()]
        places = {(round(box["x"]), round(box["y"])) for box in dots if box}
        assert len(places) == len(dots)  # none lies on another
        assert all(box and field["x"] - 1 <= box["x"] <= field["x"] + field["width"] for box in dots)
        ticks = [tick.bounding_box() for tick in chat.page.locator("#article-panel .tick").all()]
        edges = [(box["x"], box["x"] + box["width"]) for box in ticks if box]
        assert all(before[1] <= after[0] for before, after in pairwise(edges))
        chat.save(f"timeline-{number}-{apart}-{'narrow' if size else 'desktop'}")
        chat.finish()


def test_nobody_of_that_name_has_no_timeline(chat: Chat) -> None:
    chat.view("Timeline")
    chat.page.get_by_label("Who").fill("<b>Nobody</b>")
    chat.page.get_by_role("button", name="Draw").click()
    expect(chat.page.locator("#article-panel .timeline")).to_have_text(
        "Nothing that <b>Nobody</b> says on this is in the articles."
    )
