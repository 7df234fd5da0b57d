"""Filters are seen, hold, and are easily cleared; articles are browsed and opened."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from index.records import Scope
from qa.protocol import Engine
from tests.support.axe import violations
from tests.support.newsroom import FERRY
from tests.support.reader import PHONE, Chat, expect

QUESTION = "What did the mayor say about the gas terminal?"


def apply(chat: Chat) -> None:
    chat.page.get_by_role("button", name="Apply").click()


@pytest.mark.parametrize(("theme", "size"), [("light", None), ("dark", PHONE)], ids=["light-desktop", "dark-phone"])
def test_a_filter_is_chosen_seen_holds_and_is_cleared(
    open_chat: Callable[..., Chat], address: str, engine: Engine, theme: str, size: dict[str, int] | None
) -> None:
    chat = open_chat(address, f"?__theme={theme}", **({"size": size} if size else {}))
    chat.page.get_by_role("button", name="Filters").click()
    chat.page.get_by_label("Norvik Courier (").check()
    chat.page.get_by_label("From", exact=True).fill("2025-01-01")
    assert violations(chat) == []
    chat.save(f"filters-{theme}-{'phone' if size else 'desktop'}")
    apply(chat)
    chips = chat.page.locator(".chips li bdi")
    expect(chips).to_have_text(["Norvik Courier", "From 1 January 2025"])
    query = parse_qs(urlsplit(chat.page.url).query)
    assert (query["publisher"], query["since"]) == (["Norvik Courier"], ["2025-01-01"])
    chat.ask(QUESTION)
    within = engine.answers.ask(QUESTION, scope=Scope(publishers=("Norvik Courier",)))
    expect(chat.said).to_have_count(len(within.sentences))
    expect(chat.reply.locator(".group .where").first).to_contain_text("Norvik Courier")
    chat.save(f"filtered-{theme}-{'phone' if size else 'desktop'}")
    chat.page.get_by_role("button", name="Remove the filter Norvik Courier").click()
    expect(chips).to_have_text(["From 1 January 2025"])
    chat.page.get_by_role("button", name="Remove the filter From 1 January 2025").click()
    expect(chips).to_have_count(0)
    chat.ask(QUESTION + " ")
    expect(chat.reply.locator(".group .where").first).to_contain_text("The Tidewater Post")
    assert "publisher" not in chat.page.url


def test_only_one_person_is_heard(chat: Chat) -> None:
    chat.page.get_by_role("button", name="Filters").click()
    chat.page.get_by_label("Only what this person says").fill("Marit Solheim")
    apply(chat)
    chat.ask("What about the coal berth?")
    expect(chat.reply.locator(".source strong").first).to_have_text("Marit Solheim")
    chat.ask("What did Lavrov say about NATO?")
    expect(chat.reply.locator(".reason")).to_have_text(
        "Only what Marit Solheim says is asked: clear that filter to hear others."
    )


def test_filters_come_with_the_address(open_chat: Callable[..., Chat], address: str) -> None:
    chat = open_chat(address, "?publisher=The+Tidewater+Post&until=2025-03-31&q=What+did+the+mayor+say%3F")
    expect(chat.page.locator(".chips li bdi")).to_have_text(["The Tidewater Post", "Until 31 March 2025"])
    chat.wait_for_reply("What did the mayor say?")
    expect(chat.reply.locator(".group .where").first).to_contain_text("The Tidewater Post")
    chat.page.get_by_role("button", name="Clear all").click()
    expect(chat.page.locator(".chips li")).to_have_count(0)


@pytest.mark.parametrize("since", ["yesterday", "2025-99-99"])
def test_a_forged_filter_gets_a_sentence(open_chat: Callable[..., Chat], address: str, since: str) -> None:
    chat = open_chat(address, f"?since={since}")
    chat.begin(QUESTION)
    expect(chat.reply.locator(".notice")).to_contain_text("The filters cannot be used (scope.since: ")


def test_articles_are_found_narrowed_down_and_opened(chat: Chat, engine: Engine) -> None:
    chat.view("Articles")
    whole = engine.catalogue.list_articles(50)
    titles = chat.page.locator(".articles .headline")
    expect(titles).to_have_text([article.title for article in whole.articles])
    chat.save("articles")
    chat.page.get_by_role("button", name="The Tidewater Post (").click()
    of_post = engine.catalogue.list_articles(50, scope=Scope(publishers=("The Tidewater Post",)))
    expect(titles).to_have_text([article.title for article in of_post.articles])
    chat.page.get_by_label("Find in titles and papers").fill("FERRY")
    expect(titles).to_have_text([FERRY.title])
    titles.first.click()
    expect(chat.panel.get_by_role("heading")).to_have_text(FERRY.title)
    expect(chat.panel.locator("mark, .warning")).to_have_count(0)
    chat.page.get_by_role("button", name="Back").click()
    expect(titles.first).to_be_focused()
