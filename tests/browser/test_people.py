"""What a reader does with the list of people: from a name to its statements, from a statement to its article."""

import re
from collections.abc import Callable

import pytest

from qa.protocol import Engine
from tests.support.fake_engine import FakeEngine
from tests.support.newsroom import ARTICLES, FERRY
from tests.support.paths import CONTRAST
from tests.support.reader import PHONE, Chat, expect
from tests.support.serving import app_over, served

MARTA = "Marta Lindqvist"
FARE = "“We will keep the ferry fare at two crowns through the summer,” said Marta Lindqvist."


def open_people(chat: Chat) -> None:
    chat.view("People")
    expect(chat.page.get_by_role("complementary", name="List of people")).to_be_visible()


def entry(chat: Chat, name: str) -> "object":
    return chat.page.get_by_role("button", name=re.compile(rf"^{name} \d+ statements? in"))


def open_record(chat: Chat, name: str) -> None:
    chat.page.get_by_label("Find a name").fill(name[:6].lower())
    expect(chat.page.locator(".people > li")).to_have_count(1)
    entry(chat, name).click()  # type: ignore[attr-defined]
    expect(chat.page.get_by_role("complementary", name="Record")).to_be_visible()


def test_from_a_count_to_a_statement_to_its_highlighted_sentence(chat: Chat, engine: Engine) -> None:
    open_people(chat)
    listed = engine.catalogue.people()
    names = chat.page.locator(".people .name")
    expect(names).to_have_text([entry.person.name for entry in listed.entries])
    chat.save("people-list")
    open_record(chat, MARTA)
    (record,) = engine.catalogue.person_record(MARTA, exact=True)
    expect(chat.page.locator("#article-panel .statement")).to_have_text(
        list(dict.fromkeys(spoken.text for spoken in record.said))
    )
    expect(chat.page.locator("#article-panel .record .where")).to_have_text(["The Tidewater Post · 10 March 2024"])
    chat.save("people-record")
    chat.page.get_by_role("link", name=FARE).click()
    expect(chat.mark).to_have_text(FARE)
    expect(chat.mark).to_be_focused()
    chat.save("people-article")


def test_back_leads_to_where_one_was_by_keyboard_too(chat: Chat) -> None:
    open_people(chat)
    open_record(chat, MARTA)
    link = chat.page.get_by_role("link", name=FARE)
    link.focus()
    chat.page.keyboard.press("Enter")
    expect(chat.mark).to_be_focused()
    back = chat.page.get_by_role("button", name="Back")
    back.press("Enter")
    expect(link).to_be_focused()
    back.press("Enter")
    expect(entry(chat, MARTA)).to_be_focused()
    expect(chat.page.get_by_label("Find a name")).to_have_value(MARTA[:6].lower())
    expect(back).to_be_hidden()
    chat.page.keyboard.press("Escape")
    expect(chat.page.locator("#article-panel")).to_be_hidden()
    expect(chat.page.get_by_role("button", name="People")).to_be_focused()


def test_a_topic_is_asked_about_in_the_chat(chat: Chat, engine: Engine) -> None:
    first = engine.catalogue.people().entries[0]
    question = f"What did {first.person.name} say about {first.topics[0]}?"
    open_people(chat)
    chat.page.get_by_role("button", name=f"Ask what {first.person.name} said about {first.topics[0]}").click()
    chat.wait_for_reply(question)
    expect(chat.page.get_by_label("Question", exact=True)).to_have_value("")
    chat.save("people-topic")


def test_on_a_phone_the_list_is_a_drawer_that_makes_way_for_the_answer(
    open_chat: Callable[..., Chat], address: str
) -> None:
    chat = open_chat(address, size=PHONE)
    chat.save("phone-people-start")
    open_people(chat)
    expect(chat.page.locator("gradio-app")).to_have_js_property("inert", True)
    chat.save("phone-people")
    assert chat.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    topic = chat.page.locator("#article-panel .topic").first
    asked = topic.get_attribute("aria-label") or ""
    topic.click()
    expect(chat.page.locator("#article-panel")).to_be_hidden()
    expect(chat.page.locator(".asked")).to_have_count(1)
    name, about = asked.removeprefix("Ask what ").split(" said about ")
    chat.wait_for_reply(f"What did {name} say about {about}?")


def test_more_than_a_page_of_people_is_shown_on_demand(open_chat: Callable[..., Chat]) -> None:
    names = [f"Nora {first}a{second}" for first in "BCDFGHKL" for second in "bcdfghkl"]
    text = "\n\n".join(f"“Tide number {n} came early,” said {name}." for n, name in enumerate(names))
    crowd = FakeEngine([FERRY.__class__("crowd", text, "The tides of <b>Norvik</b>"), *ARTICLES])
    with served(app_over(crowd)) as address:
        chat = open_chat(address)
        open_people(chat)
        shown = chat.page.locator(".people .name")
        expect(shown).to_have_count(50)
        expect(chat.page.get_by_role("status").filter(has_text="names")).to_have_text(
            "67 names, those quoted most first"
        )
        chat.page.get_by_role("button", name="Show more").click()
        expect(shown).to_have_count(67)
        expect(entry(chat, crowd.catalogue.people(1, 50).entries[0].person.name)).to_be_focused()
        expect(chat.page.get_by_role("button", name="Show more")).to_have_count(0)
        entry(chat, names[0]).click()  # type: ignore[attr-defined]
        expect(chat.page.locator("#article-panel h3")).to_have_text("The tides of <b>Norvik</b>")
        chat.finish()


def test_a_name_that_nobody_has_is_said_to_be_unknown(chat: Chat) -> None:
    open_people(chat)
    chat.page.get_by_label("Find a name").fill("<b>Qwertz</b>")
    expect(chat.page.locator("#article-panel .found")).to_have_text("Nobody of that name is quoted.")
    expect(chat.page.locator(".people > li")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_people_are_readable(open_chat: Callable[..., Chat], address: str, theme: str) -> None:
    chat = open_chat(address, f"?__theme={theme}")
    open_people(chat)
    seen = {name: f"#article-panel {name}" for name in (".name", ".count", ".topic", ".found", "h2")}
    contrasts = {name: chat.page.locator(at).first.evaluate(CONTRAST) for name, at in seen.items()}
    chat.save(f"people-{theme}")
    open_record(chat, MARTA)
    seen = {name: f"#article-panel {name}" for name in (".statement", "h3", ".where", ".back", "header .topic")}
    contrasts |= {name: chat.page.locator(at).first.evaluate(CONTRAST) for name, at in seen.items()}
    chat.save(f"people-record-{theme}")
    assert {name: round(contrast, 2) for name, contrast in contrasts.items() if contrast < 4.5} == {}
