"""Answers that a chat model writes, in the page: what stands is shown and can be checked, nothing else ever appears."""

from collections.abc import Callable, Iterator

import pytest

from index.storage.corpus import Corpus
from tests.support.model_server import ModelServer, drops, hangs, says
from tests.support.reader import PHONE, Chat, expect
from tests.support.serving import app_over, served
from tests.support.waiting import PATIENCE
from tests.support.writer import HELD, LEAVES, MODEL, QUESTION, RESIGNED, WRITTEN, written_by

BY = f"Written by {MODEL} · every sentence checked against the articles it cites"
MARKUP = "img, script, a:not(.cite):not(.used):not(.kept)"


@pytest.fixture
def written(model_server: ModelServer, samples: Corpus) -> Iterator[str]:
    """Where the page is served whose answers the model writes."""
    with served(app_over(written_by(model_server, samples))) as address:
        yield address


@pytest.mark.parametrize("size", [None, PHONE], ids=["desktop", "phone"])
def test_what_stands_is_shown_as_prose_and_opens_its_article(
    open_chat: Callable[..., Chat], written: str, model_server: ModelServer, size: dict[str, int] | None
) -> None:
    model_server.turns.append(says(*WRITTEN))
    chat = open_chat(written, **({"size": size} if size else {}))
    expect(chat.page.locator(".greeting")).to_contain_text(f"Answers are written by {MODEL}")
    chat.begin(QUESTION)
    expect(chat.reply.locator(".after")).to_have_count(1)
    expect(chat.reply.locator(".running .said")).to_have_text(f"{RESIGNED} [1] {LEAVES} [2]")
    expect(chat.reply.locator(".written")).to_have_text(BY)
    expect(chat.reply.locator(".note")).to_have_text(HELD)
    expect(chat.reply.locator(".writing, .group, .source:not(.after .source)")).to_have_count(0)
    expect(chat.reply.locator(".message-content").locator(MARKUP)).to_have_count(0)
    expect(chat.page.locator("body")).not_to_contain_text("4711")
    assert "every sentence checked" in str(chat.page.locator("#announcements").text_content())
    chat.save("written-phone" if size else "written")
    chat.reply.get_by_role("link", name="[2]").click()
    expect(chat.mark).to_have_text(LEAVES)
    chat.save("written-article-phone" if size else "written-article")
    chat.finish()


def test_when_the_model_fails_the_articles_own_words_are_shown(
    open_chat: Callable[..., Chat], written: str, model_server: ModelServer
) -> None:
    model_server.turns.append(drops(*WRITTEN[:2]))
    chat = open_chat(written, "?__theme=dark")
    chat.begin(QUESTION)
    expect(chat.reply.locator(".after")).to_have_count(1)
    expect(chat.reply.locator(".note")).to_have_text(
        f"{MODEL} stopped in the middle of its answer. These are the articles’ own words."
    )
    expect(chat.said).to_have_text([f"{RESIGNED} [1]"])
    expect(chat.reply.locator(".running, .written, .writing")).to_have_count(0)
    chat.save("written-failed")
    chat.finish()


def test_stopping_ends_the_models_request_and_keeps_what_stands(
    open_chat: Callable[..., Chat], written: str, model_server: ModelServer
) -> None:
    model_server.turns.extend([hangs(*WRITTEN[:2]), says(*WRITTEN)])
    chat = open_chat(written)
    chat.begin(QUESTION)
    expect(chat.reply.locator(".running .said")).to_have_text(f"{RESIGNED} [1]")
    expect(chat.reply.locator(".writing")).to_have_text(f"{MODEL} is writing…")
    chat.save("writing")
    chat.page.get_by_role("button", name="Stop").click()
    assert model_server.left.get(timeout=PATIENCE) == "/v1/chat/completions"
    expect(chat.reply.locator(".notice")).to_have_text("Stopped before the answer was complete.")
    expect(chat.reply.locator(".running .said")).to_have_text(f"{RESIGNED} [1]")
    expect(chat.reply.locator(".writing")).to_have_count(0)
    expect(chat.page.locator("#question .submit-button")).to_be_visible()  # the box is ready for another question
    chat.begin(QUESTION)
    expect(chat.page.locator(".bot-row .after")).to_have_count(1)
    expect(chat.page.locator(".asked")).to_have_text([QUESTION, QUESTION])
    chat.finish()


def test_a_new_conversation_ends_the_models_request(
    open_chat: Callable[..., Chat], written: str, model_server: ModelServer
) -> None:
    model_server.turns.append(hangs(*WRITTEN[:2]))
    chat = open_chat(written)
    chat.begin(QUESTION)
    expect(chat.reply.locator(".writing")).to_be_visible()
    chat.page.get_by_role("button", name="New conversation").click()
    assert model_server.left.get(timeout=PATIENCE) == "/v1/chat/completions"
    expect(chat.page.locator(".asked")).to_have_count(0)
    chat.finish()


def test_leaving_the_page_ends_the_models_request(
    open_chat: Callable[..., Chat], written: str, model_server: ModelServer
) -> None:
    model_server.turns.append(hangs(*WRITTEN[:2]))
    chat = open_chat(written)
    chat.begin(QUESTION)
    expect(chat.reply.locator(".writing")).to_be_visible()
    chat.finish()
    assert model_server.left.get(timeout=PATIENCE) == "/v1/chat/completions"
