"""Checking a citation costs one glance: the card, the article with its other citations, the steps between them."""

import re
from collections.abc import Callable

import pytest

from qa.protocol import Engine
from tests.support.newsroom import FERRY
from tests.support.reader import PHONE, Chat, expect

QUESTION = "What did Marta Lindqvist say about the ferry?"
ENGINE = "“The new ferry engine burns a third less fuel than the old one,” said Marta Lindqvist, who runs the line."
FARE = "“We will keep the ferry fare at two crowns through the summer,” said Marta Lindqvist."


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_card_shows_whose_words_where_and_when(open_chat: Callable[..., Chat], address: str, theme: str) -> None:
    chat = open_chat(address, f"?__theme={theme}")
    chat.ask(QUESTION)
    card = chat.page.get_by_role("tooltip")
    chip = chat.reply.locator("a.cite").first
    chip.hover()
    expect(card.locator(".quote")).to_have_text(ENGINE)
    expect(card.locator(".whose")).to_have_text("Marta Lindqvist · The Tidewater Post · 10 March 2024")
    expect(chip).to_have_attribute("aria-describedby", "citation-card")
    expect(chip).not_to_have_attribute("title", re.compile("."))  # no second tooltip beside it
    chat.save(f"card-{theme}")
    card.hover()  # it can be gone over, and stays
    expect(card).to_be_visible()
    chat.page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_a_card_comes_with_the_focus_and_goes_with_it(chat: Chat) -> None:
    chat.ask(QUESTION)
    chat.reply.locator("a.cite").first.focus()
    expect(chat.page.get_by_role("tooltip").locator(".quote")).to_have_text(ENGINE)
    chat.page.keyboard.press("Tab")
    expect(chat.page.get_by_role("tooltip").locator(".quote")).to_have_text(FARE)
    chat.page.get_by_label("Question", exact=True).focus()
    expect(chat.page.locator("#citation-card")).to_be_hidden()


def test_the_article_shows_what_else_the_answer_cites(chat: Chat, engine: Engine) -> None:
    cited = [citation.quote for citation in engine.answers.ask(QUESTION).citations]
    assert cited == [ENGINE, FARE]
    chat.ask(QUESTION)
    chat.reply.locator("a.cite").first.click()
    expect(chat.mark).to_have_text(ENGINE)
    expect(chat.panel.locator("mark.also")).to_have_text(FARE)
    chat.save("also-cited")


@pytest.mark.parametrize("size", [None, PHONE], ids=["desktop", "phone"])
def test_one_goes_from_citation_to_citation(
    open_chat: Callable[..., Chat], address: str, size: dict[str, int] | None
) -> None:
    chat = open_chat(address, **({"size": size} if size else {}))
    chat.ask(QUESTION)
    chat.page.locator("h1").click()
    chat.page.keyboard.press("n")  # from nothing: the first of the last answer
    expect(chat.mark).to_have_text(ENGINE)
    steps = chat.panel.get_by_role("navigation", name="Citations of the answer")
    expect(steps).to_contain_text("Citation 1 of 2")
    expect(steps.get_by_role("button", name="Previous citation")).to_be_disabled()
    chat.page.keyboard.press("n")
    expect(chat.mark).to_have_text(FARE)
    expect(steps).to_contain_text("Citation 2 of 2")
    expect(chat.reply.locator("a.cite.opened")).to_have_text("[2]")
    steps.get_by_role("button", name="Previous citation").click()
    expect(chat.mark).to_have_text(ENGINE)
    chat.save("steps-phone" if size else "steps")


def test_shortcuts_are_listed_and_can_be_turned_off(chat: Chat) -> None:
    chat.ask(QUESTION)
    chat.page.locator("h1").click()
    chat.page.keyboard.press("?")
    help_page = chat.page.get_by_role("complementary", name="Help")
    expect(help_page.locator("dt")).to_have_text(["/", "n", "p", "Esc", "?"])
    chat.save("help")
    help_page.get_by_label("Shortcuts of a single key are on").uncheck()
    chat.page.keyboard.press("Escape")
    expect(help_page).to_be_hidden()
    chat.page.locator("h1").click()
    chat.page.keyboard.press("n")
    chat.page.keyboard.press("?")
    expect(chat.page.locator("#article-panel")).to_be_hidden()


def test_typing_is_never_a_shortcut(chat: Chat) -> None:
    chat.ask(QUESTION)
    box = chat.page.get_by_label("Question", exact=True)
    box.press_sequentially("n/p?")
    expect(box).to_have_value("n/p?")
    expect(chat.page.locator("#article-panel")).to_have_count(0)


def test_the_sources_used_are_listed_and_open(chat: Chat) -> None:
    chat.ask(QUESTION)
    sources = chat.reply.locator(".sources")
    expect(sources.locator(".used")).to_be_hidden()
    sources.locator("summary").press("Enter")
    expect(sources.locator(".used")).to_have_text(f"{FERRY.title} · The Tidewater Post · 10 March 2024 [1] [2]")
    chat.save("sources")
    sources.locator(".used").click()
    expect(chat.mark).to_have_text(ENGINE)
