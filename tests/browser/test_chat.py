"""What a reader does with the page, from the first question to closing the article."""

import re
from collections.abc import Callable

import pytest

from qa.answer import Answer, Citation
from qa.protocol import Engine
from tests.support.fake_engine import FakeEngine
from tests.support.newsroom import ARTICLES, BRIDGE, EXAMPLES, FERRY, HOSTILE
from tests.support.pace import PacedEngine
from tests.support.paths import CONTRAST
from tests.support.reader import PHONE, TABLET, Chat, expect
from tests.support.serving import app_over, below, served
from tests.support.worded import reason
from ui.render.layout import citation_link, heading
from ui.render.wording import ENGLISH

FERRY_QUESTION = "What did Marta Lindqvist say about the ferry?"
BRIDGE_QUESTION = "Why will the north bridge open late?"
HOSTILE_QUESTION = "What does the wicked pamphlet say about [x](javascript:hacked()) <img src=x onerror=hacked()>?"
UNANSWERED = "Who won the chess tournament on the moon?"


def said(answer: Answer) -> list[str]:
    """The lines of an answer as a reader sees them."""
    return [s.text + "".join(f" [{n}]" for n in s.citations) for s in answer.sentences]


def cited(answer: Answer, article_id: str) -> Citation:
    """The last citation of an article, so that others come before it."""
    return [citation for citation in answer.citations if citation.article_id == article_id][-1]


def no_sideways_scrolling(chat: Chat) -> bool:
    return bool(chat.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_question_is_answered_in_the_articles_words(chat: Chat, engine: Engine) -> None:
    answer = engine.answers.ask(FERRY_QUESTION)
    chat.ask(FERRY_QUESTION)
    expect(chat.said).to_have_text(said(answer))
    expect(chat.reply.locator(".source").first).to_have_text(" · ".join(heading(answer.citations[0])))
    chip = chat.reply.locator("a.cite").first
    first = answer.citations[0]
    expect(chip).to_have_attribute(
        "title", f"{first.quote}\n{first.speaker} · {first.publisher} · {ENGLISH.day(first.published)}"
    )
    expect(chat.page.get_by_label("Question", exact=True)).to_have_value("")
    chat.save("answer")


def test_the_page_says_what_it_is_and_how_much_it_holds(chat: Chat, engine: Engine) -> None:
    expect(chat.page).to_have_title("On Record")
    expect(chat.page.get_by_role("heading", name="On Record")).to_be_visible()
    expect(chat.page.locator("#product .count")).to_have_text(f"{engine.catalogue.counts().articles} articles")
    chat.save("start")


def test_an_example_is_asked_with_one_click(open_chat: Callable[..., Chat]) -> None:
    """Examples are made from articles, so they may hold anything."""
    engine = FakeEngine(ARTICLES, EXAMPLES)
    with served(app_over(engine)) as address:
        chat = open_chat(address)
        examples = chat.page.locator(".example")
        expect(examples).to_have_text(list(EXAMPLES))
        assert examples.locator(".example-text").first.evaluate(CONTRAST) >= 4.5
        chat.save("examples")
        examples.first.click()
        chat.wait_for_reply(EXAMPLES[0])
        expect(chat.said).to_have_text(said(engine.answers.ask(EXAMPLES[0])))
        chat.finish()


def test_an_answer_streams_in_sentence_by_sentence(open_chat: Callable[..., Chat], engine: Engine) -> None:
    paced = PacedEngine(engine)
    with served(app_over(paced)) as address:
        chat = open_chat(address)
        chat.begin(FERRY_QUESTION)
        expect(chat.page.locator(".asked")).to_have_text(FERRY_QUESTION)
        expect(chat.reply.locator(".notice")).to_have_text("Reading the articles…")
        paced.gate.release()
        expect(chat.said).to_have_count(1)
        expect(chat.reply.locator(".notice")).to_have_count(0)
        paced.gate.release()
        expect(chat.said).to_have_count(3)
        chat.finish()


def test_a_new_conversation_ends_the_answer_that_is_still_coming(
    open_chat: Callable[..., Chat], engine: Engine
) -> None:
    paced = PacedEngine(engine)
    with served(app_over(paced)) as address:
        chat = open_chat(address)
        chat.begin(FERRY_QUESTION)
        paced.gate.release()
        expect(chat.said).to_have_count(1)
        with chat.page.expect_request("**/reset"):  # the page hears at once that the old answer is over
            chat.page.get_by_role("button", name="New conversation").click()
        expect(chat.page.locator(".asked")).to_have_count(0)
        paced.gate.release()
        chat.ask(UNANSWERED)
        expect(chat.page.locator(".asked")).to_have_text([UNANSWERED])
        chat.finish()


def test_a_citation_opens_the_article_at_the_cited_words(chat: Chat, engine: Engine) -> None:
    """The emoji before them are two UTF-16 units each: the mark would be off if JavaScript did the counting."""
    citation = cited(engine.answers.ask(FERRY_QUESTION), FERRY.id)
    assert "⛴️🎉" in FERRY.text[: citation.start]
    chat.ask(FERRY_QUESTION)
    chat.reply.get_by_role("link", name=f"[{citation.n}]").click()
    mark = chat.mark
    expect(mark).to_have_text(citation.quote)
    expect(mark).to_be_in_viewport(ratio=1)
    expect(mark).to_be_focused()
    expect(chat.panel.get_by_role("heading")).to_have_text(FERRY.title)
    expect(chat.panel.locator(".where")).to_have_text("The Tidewater Post · 10 March 2024")
    expect(chat.panel.locator(".author")).to_have_text("Ines Okafor")
    expect(chat.panel.locator(".text p")).to_have_text(FERRY.text.split("\n\n"))
    link = chat.panel.get_by_role("link", name="Open at the publisher")
    expect(link).to_have_attribute("href", FERRY.url)
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    chat.save("article")


def test_the_article_stands_beside_the_chat_and_covers_nothing(chat: Chat, engine: Engine) -> None:
    chat.ask(FERRY_QUESTION)
    chat.reply.locator("a.cite").first.click()
    expect(chat.panel).to_be_visible()
    panel = chat.panel.bounding_box()
    for part in ("#conversation", "#question", "#heading"):
        box = chat.page.locator(part).bounding_box()
        assert box["x"] + box["width"] <= panel["x"]
    assert no_sideways_scrolling(chat)


def test_a_long_article_is_scrolled_to_the_cited_words(chat: Chat, engine: Engine) -> None:
    citation = cited(engine.answers.ask(BRIDGE_QUESTION), BRIDGE.id)
    chat.ask(BRIDGE_QUESTION)
    chat.reply.get_by_role("link", name=f"[{citation.n}]").click()
    expect(chat.mark).to_have_text(citation.quote)
    expect(chat.mark).to_be_in_viewport(ratio=1)
    expect(chat.panel.get_by_role("heading")).not_to_be_in_viewport()
    chat.save("long-article")


def test_another_citation_takes_the_place_of_the_first(chat: Chat, engine: Engine) -> None:
    chat.ask(BRIDGE_QUESTION)
    chat.reply.locator("a.cite").last.click()
    expect(chat.mark.first).to_be_visible()
    citation = cited(engine.answers.ask(FERRY_QUESTION), FERRY.id)
    chat.ask(FERRY_QUESTION)
    chat.reply.get_by_role("link", name=f"[{citation.n}]").click()
    expect(chat.mark).to_have_text(citation.quote)
    expect(chat.page.locator("a.opened")).to_have_count(1)


def test_the_keyboard_is_enough(chat: Chat) -> None:
    """Enter opens a citation, Escape closes the article and gives the focus back."""
    chat.ask(FERRY_QUESTION)
    chip = chat.reply.locator("a.cite").first
    chip.focus()
    chat.page.keyboard.press("Enter")
    expect(chat.mark).to_be_focused()
    chat.page.keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()
    expect(chip).to_be_focused()


def test_on_a_phone_the_article_is_a_drawer_over_the_chat(open_chat: Callable[..., Chat], address: str) -> None:
    chat = open_chat(address, size=PHONE)
    chat.save("phone-start")
    assert no_sideways_scrolling(chat)
    chat.ask(FERRY_QUESTION)
    assert no_sideways_scrolling(chat)
    chat.save("phone-answer")
    chat.reply.locator("a.cite").last.click()
    expect(chat.mark).to_be_in_viewport(ratio=1)
    expect(chat.page.locator("gradio-app")).to_have_js_property("inert", True)
    chat.save("phone-article")
    assert chat.panel.bounding_box() == {"x": 0, "y": 0, **PHONE}
    assert no_sideways_scrolling(chat)
    chat.panel.get_by_role("button", name="Close: Article").click()
    expect(chat.panel).to_be_hidden()
    expect(chat.page.locator("gradio-app")).to_have_js_property("inert", False)
    expect(chat.reply.locator("a.cite").last).to_be_focused()


def test_a_click_beside_the_drawer_closes_it(open_chat: Callable[..., Chat], address: str) -> None:
    chat = open_chat(address, size=TABLET)
    chat.ask(FERRY_QUESTION)
    chat.reply.locator("a.cite").first.click()
    expect(chat.mark).to_be_focused()
    chat.save("tablet-article")
    chat.page.mouse.click(20, TABLET["height"] / 2)
    expect(chat.panel).to_be_hidden()
    expect(chat.reply.locator("a.cite").first).to_be_focused()


def test_a_refusal_shows_its_reason_and_passages_that_open(chat: Chat, engine: Engine) -> None:
    answer = engine.answers.ask(UNANSWERED)
    assert answer.refused
    chat.ask(UNANSWERED)
    expect(chat.reply.locator(".reason")).to_have_text(reason(answer))
    expect(chat.reply.locator("a.cite")).to_have_count(0)
    expect(chat.reply.locator(".nearest .said")).to_have_text([hit.text for hit in answer.nearest])
    chat.save("refusal")
    chat.reply.locator("a.nearest").first.click()
    marked = chat.mark.all_text_contents
    expect(chat.mark.first).to_be_visible()
    assert "".join("".join(marked()).split()) == "".join(answer.nearest[0].text.split())


def test_the_conversation_goes_on_and_starts_anew(chat: Chat) -> None:
    chat.ask(FERRY_QUESTION)
    chat.ask(UNANSWERED)
    expect(chat.page.locator(".asked")).to_have_text([FERRY_QUESTION, UNANSWERED])
    expect(chat.page.get_by_test_id("bot")).to_have_count(2)
    expect(chat.page.locator(".asked").last).to_be_in_viewport(ratio=1)
    chat.page.get_by_role("button", name="New conversation").click()
    expect(chat.page.locator(".asked")).to_have_count(0)
    expect(chat.page.locator(".greeting")).to_be_visible()
    chat.ask(FERRY_QUESTION)
    expect(chat.page.locator(".asked")).to_have_text([FERRY_QUESTION])


def test_a_question_that_is_too_long_gets_a_sentence(chat: Chat) -> None:
    chat.begin("why " * 600 + "?")
    expect(chat.reply.locator(".notice")).to_have_text(
        "The question has 2,401 characters and the limit is 2,000: ask for one thing at a time."
    )


def test_an_article_that_means_harm_is_only_text(chat: Chat, engine: Engine) -> None:
    """In the answer, in its heading and tooltip, in the question, and in the panel: shown to the letter."""
    citation = cited(engine.answers.ask(HOSTILE_QUESTION), HOSTILE.id)
    chat.ask(HOSTILE_QUESTION)
    expect(chat.page.locator(".asked")).to_have_text(HOSTILE_QUESTION)
    chip = chat.reply.get_by_role("link", name=f"[{citation.n}]")
    expect(chip.locator("xpath=..")).to_contain_text(citation.quote)
    expect(chip).to_have_attribute("title", re.compile(re.escape(citation.quote)))
    harmful = (
        "script, img, form, style, iframe, input, button, [style], a:not(.cite):not(.nearest):not(.used):not(.kept)"
    )
    expect(chat.page.locator(".message-content").locator(harmful)).to_have_count(0)
    chat.save("hostile-answer")
    chip.click()
    expect(chat.mark).to_have_text(citation.quote)
    expect(chat.panel.get_by_role("heading")).to_have_text(HOSTILE.title)
    expect(chat.panel.locator(".where")).to_have_text(f"{HOSTILE.publisher} · 1 May 2024")
    expect(chat.panel.locator(".author")).to_have_text(HOSTILE.author)
    expect(chat.panel.locator("script, img, form, style, a, [style]")).to_have_count(0)
    chat.save("hostile-article")


def test_screen_readers_hear_messages_and_not_their_source(chat: Chat) -> None:
    chat.ask(FERRY_QUESTION)
    expect(chat.page.locator("[data-testid=bot][aria-label], [data-testid=user][aria-label]")).to_have_count(0)


def test_a_citation_can_be_opened_in_a_tab_of_its_own(
    open_chat: Callable[..., Chat], address: str, engine: Engine
) -> None:
    citation = cited(engine.answers.ask(FERRY_QUESTION), FERRY.id)
    link = citation_link(citation.article_id, citation.start, citation.end, citation.content_hash, citation.quote)
    chat = open_chat(address, link)
    expect(chat.mark).to_have_text(citation.quote)


def test_words_that_changed_since_they_were_cited_are_not_marked(open_chat: Callable[..., Chat], address: str) -> None:
    chat = open_chat(address, citation_link(BRIDGE.id, 0, 20, "0" * 64, "gone"))
    expect(chat.panel.get_by_role("heading")).to_have_text(BRIDGE.title)
    expect(chat.panel.locator(".warning")).to_have_text(
        "The article has changed since it was cited, and the cited words no longer stand in it."
    )
    expect(chat.mark).to_have_count(0)


def test_an_article_that_is_gone_is_said_to_be(open_chat: Callable[..., Chat], address: str) -> None:
    chat = open_chat(address, citation_link("gone", 0, 20, "", ""))
    expect(chat.panel.locator(".warning")).to_have_text(
        "There is no article 'gone' in the index; it may have been removed."
    )
    assert [error for error in chat.errors if "404" not in error] == []
    chat.errors.clear()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everything_is_readable(open_chat: Callable[..., Chat], address: str, theme: str) -> None:
    """WCAG AA: a contrast of at least 4.5 between every kind of text and what is behind it."""
    chat = open_chat(address, f"?__theme={theme}")
    chat.ask(UNANSWERED)
    chat.ask(FERRY_QUESTION)
    chat.reply.locator("a.cite").first.click()
    expect(chat.mark).to_be_focused()
    seen = {
        "count": "#product .count",
        "new conversation": "#restart",
        "question": ".asked",
        "words": ".group .said",
        "who": ".source strong bdi",
        "where": ".source .where bdi",
        "citation": ".cite:not(.opened)",
        "opened citation": ".cite.opened",
        "nearest": ".nearest .said",
        "label": ".label",
        "title": "#article-panel h2",
        "publisher": "#article-panel .where",
        "link": "#article-panel .outside",
        "text": "#article-panel .text p",
        "mark": "#article-panel mark.cited",
    }
    contrasts = {name: chat.page.locator(at).first.evaluate(CONTRAST) for name, at in seen.items()}
    chat.save(f"both-{theme}")
    assert {name: round(contrast, 2) for name, contrast in contrasts.items() if contrast < 4.5} == {}


def test_the_page_works_below_a_prefix(open_chat: Callable[..., Chat], engine: Engine) -> None:
    """As under `onrecord serve --root-path /news` behind a proxy."""
    with served(below("/news", app_over(engine))) as address:
        chat = open_chat(f"{address}/news")
        chat.ask(FERRY_QUESTION)
        chat.reply.locator("a.cite").first.click()
        expect(chat.mark).to_have_text(engine.answers.ask(FERRY_QUESTION).citations[0].quote)
        chat.finish()
