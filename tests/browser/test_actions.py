"""What a reader does with an answer: copies it, saves it, links to it, asks it again, judges it."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from index.storage.corpus import Corpus
from index.storage.feedback import list_feedback
from qa.engine import AnswerEngine
from qa.protocol import Engine
from tests.support.axe import violations
from tests.support.reader import PHONE, Chat, expect
from ui.api.export import FORMATS

QUESTION = "What did Marta Lindqvist say about the ferry?"
UNANSWERED = "Who won the chess tournament on the moon?"


def action(chat: Chat, name: str) -> None:
    chat.reply.get_by_role("group", name="What to do with this answer").get_by_role("button", name=name).click()


def clipboard(chat: Chat) -> str:
    return str(chat.page.evaluate("navigator.clipboard.readText()"))


@pytest.mark.parametrize("name", ["text", "markdown", "bibtex", "ris"])
def test_an_answer_is_copied_with_its_references(chat: Chat, engine: Engine, name: str) -> None:
    labels = {"text": "Plain text", "markdown": "Markdown", "bibtex": "BibTeX", "ris": "RIS"}
    chat.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    chat.ask(QUESTION)
    action(chat, "Copy")
    chat.reply.get_by_role("button", name=f"Copy: {labels[name]}").click()
    expect(chat.reply.get_by_role("status")).to_have_text("Copied.")
    written = FORMATS[name].write(engine.answers.ask(QUESTION), f"{chat.address}/")
    assert clipboard(chat).replace("\r\n", "\n") == written.replace("\r\n", "\n")
    chat.save(f"copied-{name}")


def test_an_answer_is_saved_as_a_file(chat: Chat, engine: Engine, tmp_path: Path) -> None:
    chat.ask(QUESTION)
    action(chat, "Copy")
    with chat.page.expect_download() as saved:
        chat.reply.get_by_role("link", name="Save: HTML").click()
    assert saved.value.suggested_filename == "on-record.html"
    saved.value.save_as(tmp_path / "answer.html")
    written = FORMATS["html"].write(engine.answers.ask(QUESTION), f"{chat.address}/")
    assert (tmp_path / "answer.html").read_text(encoding="utf-8") == written


def test_a_refusal_has_no_references_to_copy(chat: Chat) -> None:
    chat.ask(UNANSWERED)
    action(chat, "Copy")
    expect(chat.reply.locator(".formats li span")).to_have_text(["Plain text", "Markdown", "HTML"])


def test_a_link_asks_the_same_again(open_chat: Callable[..., Chat], chat: Chat) -> None:
    chat.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    chat.ask(QUESTION)
    chat.ask("And about the fare?")
    action(chat, "Link")
    expect(chat.reply.get_by_role("status")).to_have_text("The link is copied.")
    copied = urlsplit(clipboard(chat))
    assert parse_qs(copied.query)["q"] == [QUESTION, "And about the fare?"]
    other = open_chat(chat.address, f"?{copied.query}")
    other.wait_for_reply("And about the fare?")
    expect(other.page.locator(".asked")).to_have_text([QUESTION, "And about the fare?"])
    expect(other.reply).to_contain_text("We will keep the ferry fare at two crowns")
    assert "q=" not in other.page.url


def test_a_question_is_asked_again_and_changed(chat: Chat) -> None:
    chat.ask(QUESTION)
    first = chat.page.locator(".bot-row").get_attribute("data-answer")
    action(chat, "Ask again")
    expect(chat.page.locator(".bot-row")).not_to_have_attribute("data-answer", first or "")
    expect(chat.page.locator(".bot-row")).to_have_attribute("data-answer", re.compile("."))
    expect(chat.page.locator(".asked")).to_have_text([QUESTION])
    expect(chat.page.locator(".actions")).to_have_count(1)
    chat.ask(UNANSWERED)  # it follows, and does not take the place of what was asked again
    expect(chat.page.locator(".asked")).to_have_text([QUESTION, UNANSWERED])
    action(chat, "Edit")
    expect(chat.page.get_by_label("Question", exact=True)).to_have_value(UNANSWERED)


@pytest.mark.parametrize(("theme", "size"), [("light", None), ("dark", PHONE)], ids=["light-desktop", "dark-phone"])
def test_a_wrong_person_is_reported(
    open_chat: Callable[..., Chat], address: str, engine: Engine, theme: str, size: dict[str, int] | None
) -> None:
    assert isinstance(engine, AnswerEngine)
    before = len(kept(engine.corpus))
    chat = open_chat(address, f"?__theme={theme}", **({"size": size} if size else {}))
    chat.ask(QUESTION)
    action(chat, "Report")
    form = chat.reply.locator("form.report")
    assert violations(chat) == []
    chat.save(f"report-{theme}-{'phone' if size else 'desktop'}")
    form.get_by_role("button", name="Send").click()  # nothing is chosen yet: the browser asks for it
    expect(form).to_be_visible()
    form.get_by_label("Wrong person").check()
    form.get_by_label("Tell us more (optional)").fill("<b>It was Brandt.</b>")
    form.get_by_role("button", name="Send").press("Enter")
    expect(chat.reply.get_by_role("status")).to_have_text("Thank you. It is kept with the articles on this server.")
    expect(form).to_have_count(0)
    entries = kept(engine.corpus)
    assert len(entries) == before + 1
    assert entries[-1] == ("wrong person", "<b>It was Brandt.</b>", QUESTION)


def test_a_good_answer_is_praised_with_one_click(chat: Chat, engine: Engine) -> None:
    assert isinstance(engine, AnswerEngine)
    chat.ask(QUESTION)
    action(chat, "Good answer")
    expect(chat.reply.get_by_role("status")).to_contain_text("Thank you.")
    assert kept(engine.corpus)[-1] == ("good", "", QUESTION)


def kept(corpus: Corpus) -> list[tuple[str, str, str]]:
    return [(entry.verdict, entry.comment, entry.question) for entry in list_feedback(corpus.store.database)]
