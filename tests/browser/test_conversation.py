"""What a reader does to a conversation: stop an answer, ask while one grows, ask anew, change a question."""

from collections.abc import Callable

import pytest

from qa.protocol import Engine
from tests.support.newsroom import FERRY
from tests.support.pace import PacedEngine
from tests.support.reader import PHONE, Chat, expect
from tests.support.serving import app_over, served

FERRY_QUESTION = "What did Marta Lindqvist say about the ferry?"
FARE_QUESTION = "What did Tomas Brandt say about the ferry?"
UNANSWERED = "Who won the chess tournament on the moon?"
SHIFTS = """() => {
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.shifted += entry.value;
  }).observe({ type: "layout-shift" });
}"""


def test_an_answer_is_stopped_and_what_came_of_it_stays(open_chat: Callable[..., Chat], engine: Engine) -> None:
    paced = PacedEngine(engine)
    with served(app_over(paced)) as address:
        chat = open_chat(address)
        chat.begin(FERRY_QUESTION)
        paced.gate.release()
        expect(chat.said).to_have_count(1)
        chat.page.get_by_role("button", name="Stop").click()
        expect(chat.reply.locator(".notice")).to_have_text("Stopped before the answer was complete.")
        expect(chat.said).to_have_count(1)
        expect(chat.page.locator("#question .submit-button")).to_be_visible()
        chat.save("stopped")
        paced.gate.release()
        paced.gate.release()
        paced.gate.release()
        chat.ask(FARE_QUESTION)
        expect(chat.page.locator(".asked")).to_have_text([FERRY_QUESTION, FARE_QUESTION])
        chat.finish()


def test_what_is_asked_while_an_answer_grows_is_asked_after_it(open_chat: Callable[..., Chat], engine: Engine) -> None:
    paced = PacedEngine(engine)
    with served(app_over(paced)) as address:
        chat = open_chat(address)
        chat.begin(FERRY_QUESTION)
        expect(chat.page.locator("#question .stop-button")).to_be_visible()
        chat.begin(FARE_QUESTION)
        expect(chat.page.locator(".asked")).to_have_text([FERRY_QUESTION])
        for _ in range(4):
            paced.gate.release()
        chat.wait_for_reply(FARE_QUESTION)
        expect(chat.page.locator(".asked")).to_have_text([FERRY_QUESTION, FARE_QUESTION])
        chat.finish()


def test_a_question_is_changed_and_what_followed_is_replaced(chat: Chat, engine: Engine) -> None:
    chat.ask(FERRY_QUESTION)
    chat.ask(UNANSWERED)
    chat.script("edit(questions()[0], 0)")
    box = chat.page.get_by_label("Question", exact=True)
    expect(box).to_have_value(FERRY_QUESTION)
    expect(box).to_be_focused()
    banner = chat.page.get_by_text("Question 1 is being changed; the answers from there on will be replaced.")
    expect(banner).to_be_visible()
    chat.save("editing")
    chat.ask(FARE_QUESTION)
    expect(chat.page.locator(".asked")).to_have_text([FARE_QUESTION])
    expect(banner).to_have_count(0)
    expect(chat.said.first).to_contain_text(engine.answers.ask(FARE_QUESTION).sentences[0].text)


def test_a_question_just_asked_is_not_asked_again_by_itself_when_it_is_changed(chat: Chat) -> None:
    chat.ask(FERRY_QUESTION)
    chat.script("edit(questions()[0], 0)")
    chat.script("await new Promise((passed) => setTimeout(passed, 1000))")  # longer than chat.js waits to insist
    expect(chat.page.get_by_label("Question", exact=True)).to_have_value(FERRY_QUESTION)
    expect(chat.page.locator(".editing")).to_contain_text("Question 1 is being changed")
    chat.ask(FARE_QUESTION)
    expect(chat.page.locator(".asked")).to_have_text([FARE_QUESTION])


def test_a_change_is_called_off(chat: Chat) -> None:
    chat.ask(FERRY_QUESTION)
    chat.script("edit(questions()[0], 0)")
    chat.page.get_by_role("button", name="Cancel").click()
    expect(chat.page.get_by_label("Question", exact=True)).to_have_value("")
    chat.ask(FARE_QUESTION)
    expect(chat.page.locator(".asked")).to_have_text([FERRY_QUESTION, FARE_QUESTION])


def test_a_conversation_is_taken_up_where_it_was_left(chat: Chat, engine: Engine) -> None:
    """The questions come from the browser; the answers from the index, never from the browser."""
    chat.script(f'ask("And about the fare?", {{ turn: 0, earlier: ["{FERRY_QUESTION}"] }})')
    chat.wait_for_reply("And about the fare?")
    expect(chat.page.locator(".asked")).to_have_text([FERRY_QUESTION, "And about the fare?"])
    expect(chat.reply).to_contain_text("We will keep the ferry fare at two crowns")
    expect(chat.page.locator(".bot-row .after")).to_have_count(2)


@pytest.mark.parametrize("size", [None, PHONE], ids=["desktop", "phone"])
def test_nothing_jumps_while_an_answer_streams(
    open_chat: Callable[..., Chat], engine: Engine, size: dict[str, int] | None
) -> None:
    """Cumulative layout shift (web.dev/cls): what has been read stays where it is while more comes below it."""
    paced = PacedEngine(engine)
    with served(app_over(paced)) as address:
        chat = open_chat(address, **({"size": size} if size else {}))
        chat.begin(FERRY_QUESTION)
        paced.gate.release()
        expect(chat.said).to_have_count(1)
        first = chat.said.first
        before = first.bounding_box()
        chat.page.evaluate(SHIFTS)
        paced.gate.release()
        expect(chat.said).to_have_count(3)
        expect(chat.page.locator(".bot-row .after")).to_have_count(1)
        expect(chat.page.locator("#question .submit-button")).to_be_visible()
        assert first.bounding_box() == before
        assert chat.page.evaluate("window.shifted") < 0.01
        chat.finish()


def test_the_page_speaks_german(open_chat: Callable[..., Chat], address: str) -> None:
    chat = open_chat(address, "?lang=de")
    expect(chat.page.locator("html")).to_have_attribute("lang", "de")
    expect(chat.page.get_by_text("Fragen Sie, was in den Artikeln steht.")).to_be_visible()
    box = chat.page.get_by_label("Frage", exact=True)
    box.fill(FERRY_QUESTION)
    box.press("Enter")
    expect(chat.reply.locator(".where").first).to_contain_text("10. März 2024")
    expect(chat.reply.locator("summary").first).to_have_text("1 Quelle")
    chat.reply.locator("a.cite").first.click()
    panel = chat.page.get_by_role("complementary", name="Artikel")
    expect(panel.get_by_role("heading")).to_have_text(FERRY.title)
    chat.save("german")
