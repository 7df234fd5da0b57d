"""WCAG 2.2 AA as far as axe-core can tell; and what it cannot: what is said aloud, and the order of the focus."""

from collections.abc import Callable

import pytest

from qa.protocol import Engine
from tests.support.axe import violations
from tests.support.reader import PHONE, Chat, expect
from tests.support.worded import reason

QUESTION = "What did Marta Lindqvist say about the ferry?"
UNANSWERED = "Who won the chess tournament on the moon?"


@pytest.mark.parametrize(("theme", "size"), [("light", None), ("dark", PHONE)], ids=["light-desktop", "dark-phone"])
def test_no_state_of_the_page_violates_wcag(
    open_chat: Callable[..., Chat], address: str, theme: str, size: dict[str, int] | None
) -> None:
    chat = open_chat(address, f"?__theme={theme}", **({"size": size} if size else {}))
    chat.page.emulate_media(reduced_motion="reduce")  # a panel that is still fading in has no contrast yet
    assert violations(chat) == []
    chat.ask(QUESTION)
    chat.reply.locator(".sources summary").click()
    chat.ask(UNANSWERED)
    assert violations(chat) == []
    chat.reply.locator("a.nearest").first.click()
    expect(chat.mark.first).to_be_visible()
    assert violations(chat) == []
    chat.page.keyboard.press("Escape")
    for view in chat.views():
        chat.view(view)
        expect(chat.page.locator("#article-panel")).to_be_visible()
        assert (view, violations(chat)) == (view, [])
        chat.page.keyboard.press("Escape")


def test_a_finished_answer_is_said_once(chat: Chat, engine: Engine) -> None:
    log = chat.page.get_by_role("log", name="Finished answers")
    chat.ask(QUESTION)
    expect(log.locator("p")).to_have_count(1)
    for sentence in engine.answers.ask(QUESTION).sentences:
        expect(log).to_contain_text(sentence.text)
    chat.ask(UNANSWERED)
    expect(log.locator("p")).to_have_count(2)
    expect(log.locator("p").last).to_contain_text(reason(engine.answers.ask(UNANSWERED)))
    expect(chat.page.get_by_role("log", name="Conversation")).to_have_attribute("aria-live", "off")


def test_a_fault_is_said_too(chat: Chat) -> None:
    chat.begin("why " * 600 + "?")
    expect(chat.page.get_by_role("log", name="Finished answers")).to_have_text(
        "The question has 2,401 characters and the limit is 2,000: ask for one thing at a time."
    )


def test_the_focus_goes_through_the_page_in_its_order(chat: Chat) -> None:
    """From the bar over the answer to the question box."""
    chat.ask(QUESTION)
    expect(chat.page.get_by_role("button", name="Send")).to_be_visible()
    chat.page.locator("h1").click()
    marks = ("#restart", "#views button", "#conversation a.cite", "#conversation summary", "#question textarea")
    name = f"(e => {list(marks)}.find((mark) => e.matches(mark)) || '')(document.activeElement)"
    seen: list[str] = []
    while len(seen) < 40 and "#question textarea" not in seen:
        chat.page.keyboard.press("Tab")
        seen.append(chat.page.evaluate(name))
    assert tuple(dict.fromkeys(mark for mark in seen if mark)) == marks
