"""Articles are added from the page: files and pasted text, each with its progress and its fault."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.embedding import Embedder
from index.storage.corpus import Corpus
from qa.engine import AnswerEngine
from tests.support.axe import violations
from tests.support.reader import PHONE, Chat, expect
from tests.support.serving import app_over, served
from ui.access.uploads import UploadPolicy

STORY = "Harbour master Ida Brekke said on Monday that the tide was late again.\n\nNobody minded, and the ferry waited."


@pytest.fixture
def open_empty(tmp_path: Path, embedder: Embedder, open_chat: Callable[..., Chat]) -> Iterator[Callable[..., Chat]]:
    """The page over an index of its own, to which articles may be added."""
    corpus = Corpus.open(tmp_path / "index", embedder)
    with served(app_over(AnswerEngine(corpus), UploadPolicy(allowed=True, max_bytes=5_000, max_files=3))) as address:
        yield lambda **options: open_chat(address, **options)


def states(chat: Chat) -> "object":
    return chat.page.locator(".documents li .state")


@pytest.mark.parametrize(("theme", "size"), [("light", None), ("dark", PHONE)], ids=["light-desktop", "dark-phone"])
def test_files_are_added_and_each_says_what_became_of_it(
    open_empty: Callable[..., Chat], tmp_path: Path, theme: str, size: dict[str, int] | None
) -> None:
    files = {
        "tide.txt": STORY,
        "big.txt": STORY * 100,
        "<img src=x onerror=hacked()>.xyz": "x",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    chat = open_empty(query=f"?__theme={theme}", **({"size": size} if size else {}))
    chat.view("Add")
    chooser = chat.page.locator("#article-panel input[type=file]")
    chooser.set_input_files([tmp_path / name for name in files])
    known = ".txt, .md, .markdown, .html, .htm, .pdf, .jsonl, .csv"
    expect(states(chat)).to_have_text(
        [
            f"its format is not known: {known} can be read.",
            "The document is larger than 0.005 MB: cut it, or use `onrecord add PATH`.",
            "1 article added",
        ]
    )
    expect(chat.page.locator("#article-panel .found")).to_have_text("3 of 3 done. Ask about them in the chat.")
    expect(chat.page.locator("#product .count")).to_have_text("1 article")
    assert violations(chat) == []
    chat.save(f"adding-{theme}-{'phone' if size else 'desktop'}")
    chooser.set_input_files(tmp_path / "tide.txt")
    expect(states(chat).first).to_have_text("already there, unchanged")  # type: ignore[attr-defined]
    chat.page.keyboard.press("Escape")
    chat.ask("What did Ida Brekke say about the tide?")
    expect(chat.said.first).to_contain_text(STORY.split("\n", maxsplit=1)[0])
    forget_refusals(chat)


def test_a_text_is_pasted(open_empty: Callable[..., Chat]) -> None:
    chat = open_empty()
    chat.view("Add")
    chat.page.get_by_text("Paste text").click()
    chat.page.get_by_label("Headline").fill("Tide late again")
    chat.page.get_by_label("Publisher").fill("The Tidewater Post")
    chat.page.get_by_label("Date of publication").fill("2025-05-01")
    chat.page.get_by_label("Text", exact=True).fill(STORY)
    chat.page.locator("#article-panel").get_by_role("button", name="Add", exact=True).click()
    expect(states(chat)).to_have_text("1 article added")
    chat.page.keyboard.press("Escape")
    chat.ask("What did Ida Brekke say about the tide?")
    expect(chat.reply.locator(".source").first).to_have_text(
        "Ida Brekke · The Tidewater Post · 1 May 2025 · Tide late again"
    )


def test_too_many_files_at_once_are_not_begun(open_empty: Callable[..., Chat], tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"{number}.txt").write_text(f"{STORY} Day {number}.")
    chat = open_empty()
    chat.view("Add")
    chat.page.locator("#article-panel input[type=file]").set_input_files(sorted(tmp_path.glob("*.txt")))
    expect(states(chat)).to_have_text(["1 article added"] * 3)


def test_files_are_dropped_anywhere(open_empty: Callable[..., Chat]) -> None:
    chat = open_empty()
    dropped = (
        "(text) => { const carried = new DataTransfer(); carried.items.add(new File([text], 'tide.txt'));"
        "document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: carried, bubbles: true })); }"
    )
    chat.page.evaluate(dropped, STORY)
    expect(states(chat)).to_have_text("1 article added")


def test_where_adding_is_off_the_page_does_not_offer_it(chat: Chat) -> None:
    assert "Add" not in chat.views()
    assert json.loads(chat.page.request.get(f"{chat.address}/api/page").text())["adding"] is False


def forget_refusals(chat: Chat) -> None:
    """The browser logs every answer of the 400s; these were meant."""
    assert all("422" in error for error in chat.errors)
    chat.errors.clear()
