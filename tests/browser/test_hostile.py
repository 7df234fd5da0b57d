"""Thirty payloads in every field of an article and in questions: text on the screen, and nothing else."""

from collections.abc import Callable

import pytest

from tests.support.fake_engine import FakeEngine
from tests.support.payloads import PAYLOADS, hostile_article
from tests.support.reader import Chat, expect
from tests.support.serving import app_over, served

HARMFUL = (
    "script, img, svg, iframe, object, embed, link, style, base, meta, form, video, math, input, button, [style],"
    " a:not(.cite):not(.nearest):not(.used):not(.kept)"
)


@pytest.fixture(scope="module")
def hostile() -> FakeEngine:
    return FakeEngine([hostile_article(n, p) for n, p in enumerate(PAYLOADS)], examples=PAYLOADS[:4])


def shown(chat: Chat, selector: str) -> str:
    return "\n".join(chat.page.locator(selector).all_text_contents())


def test_there_are_thirty() -> None:
    assert len(set(PAYLOADS)) == 30


def test_nothing_an_article_says_becomes_markup(open_chat: Callable[..., Chat], hostile: FakeEngine) -> None:
    """In answer, heading, card and article: the text to the letter, and no element but ours."""
    with served(app_over(hostile)) as address:
        chat = open_chat(address)
        for number, payload in enumerate(PAYLOADS):
            question = f"What does the wicked pamphlet{number} say?"
            chat.ask(question)
            expect(chat.page.locator(".bot-row").last.locator(".after")).to_have_count(1)
            text = hostile.articles[f"{payload}#{number}"].text
            for citation in hostile.answers.ask(question).citations:
                assert citation.quote in text
                assert citation.quote in shown(chat, ".said")
            expect(chat.page.locator(".message-content").locator(HARMFUL)).to_have_count(0)
            chip = chat.reply.locator("a.cite").first
            chip.focus()
            expect(chat.page.locator(f"#citation-card :is({HARMFUL})")).to_have_count(0)
            chip.click()
            expect(chat.panel.locator("h2")).to_have_text(payload)
            expect(chat.mark).to_be_visible()
            assert chat.panel.locator("h2").text_content() == payload
            assert chat.panel.locator(".author").text_content() == payload
            assert "".join(shown(chat, "#article-panel .text p").split()) == "".join(text.split())
            expect(chat.panel.locator(f".content :is({HARMFUL})")).to_have_count(0)
            expect(chat.panel.locator(".outside")).to_have_count(0)
        chat.save("hostile")
        chat.finish()


def test_nothing_a_question_says_becomes_markup(open_chat: Callable[..., Chat], hostile: FakeEngine) -> None:
    with served(app_over(hostile)) as address:
        chat = open_chat(address)
        for number, payload in enumerate(PAYLOADS, 1):
            chat.begin(payload)
            expect(chat.page.locator(".bot-row .after")).to_have_count(number)
            expect(chat.page.get_by_role("button", name="Send")).to_be_visible()
        asked = [text.strip() for text in chat.page.locator(".asked").all_text_contents()]
        assert ["".join(text.split()) for text in asked] == ["".join(payload.split()) for payload in PAYLOADS]
        expect(chat.page.locator(".user-row .message-content").locator(HARMFUL)).to_have_count(0)
        chat.finish()


def test_nothing_in_the_views_becomes_markup(open_chat: Callable[..., Chat], hostile: FakeEngine) -> None:
    """The list of articles, the address, the filters, and the conversations kept."""
    with served(app_over(hostile)) as address:
        chat = open_chat(address, "?publisher=%3Cimg+src%3Dx+onerror%3Dhacked()%3E&q=%3Cscript%3Ehacked()%3C/script%3E")
        expect(chat.page.locator(".chips bdi").first).to_have_text("<img src=x onerror=hacked()>")
        expect(chat.page.locator(".asked")).to_have_text("<script>hacked()</script>")
        expect(chat.page.locator(".bot-row .after")).to_have_count(1)
        chat.view("Articles")
        expect(chat.page.locator(".articles .headline")).to_have_count(len(PAYLOADS))
        titles = chat.page.locator(".articles .headline").all_text_contents()
        assert titles == list(PAYLOADS)
        chat.page.keyboard.press("Escape")
        chat.view("History")
        expect(chat.page.locator(".conversation .title")).to_have_text("<script>hacked()</script>")
        expect(chat.page.locator("#article-panel .content :is(script, img, svg, iframe, style)")).to_have_count(0)
        chat.finish()
