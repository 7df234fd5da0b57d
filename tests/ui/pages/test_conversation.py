"""The turns of a chat, without its page."""

import html
import re

import pytest

from index.errors import CorpusError
from qa.answer import Turn
from tests.support.broken import Broken
from tests.support.fake_engine import FakeEngine
from tests.support.newsroom import BRIDGE, EXAMPLES, FERRY, HOSTILE
from ui.api.validation import MAX_QUESTION_CHARACTERS
from ui.http.errors import UNEXPECTED
from ui.pages.conversation import Exchange, reply_to
from ui.render.html import notice_html, to_html
from ui.serving.answer_cache import AnswerCache, CachedAnswer

ENGINE = "What does Marta Lindqvist say about the new engine fuel?"


@pytest.fixture(scope="module")
def engine() -> FakeEngine:
    return FakeEngine([FERRY, BRIDGE, HOSTILE], EXAMPLES)


def test_a_reply_grows_sentence_by_sentence(engine: FakeEngine) -> None:
    kept = AnswerCache()
    whole = engine.answers.ask(ENGINE)
    waiting, first, last = list(reply_to(engine, ENGINE, (), kept=kept))
    assert waiting == Exchange(ENGINE, notice_html("Reading the articles…"))
    assert first.answer is None
    assert first.reply == to_html(whole).split("\n\n")[0].split("</p>")[0] + "</p></section>"
    (kept_id,) = re.findall(r'href="#answer-(.{16})"', html.unescape(last.reply))
    assert last == Exchange(ENGINE, to_html(whole, kept=kept_id), whole)
    assert kept.get(kept_id) == CachedAnswer(whole)


def test_earlier_exchanges_are_the_history(engine: FakeEngine) -> None:
    *_, first = reply_to(engine, ENGINE, (), kept=AnswerCache())
    list(reply_to(engine, "And the fare?", [first], kept=AnswerCache()))
    assert engine.asked[-1] == ("And the fare?", (Turn(ENGINE, first.answer),), None)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (CorpusError("The index is gone: add articles."), "The index is gone: add articles."),
        (ValueError("x"), UNEXPECTED),
    ],
)
def test_a_fault_while_answering_is_one_sentence_in_the_chat(error: Exception, sentence: str) -> None:
    assert list(reply_to(Broken(error), "Why?", (), kept=AnswerCache()))[-1] == Exchange("Why?", notice_html(sentence))


def test_a_question_that_is_too_long_is_not_repeated_in_full(engine: FakeEngine) -> None:
    *_, last = reply_to(engine, "x" * 50_000, (), kept=AnswerCache())
    assert len(last.question) == MAX_QUESTION_CHARACTERS
    assert last.reply == notice_html(
        "The question has 50,000 characters and the limit is 2,000: ask for one thing at a time."
    )
