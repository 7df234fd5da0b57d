"""A figure that moved: all of its values in order, or the newest; never the value of another figure."""

import re

import pytest

from index.storage.corpus import Corpus
from qa.engine import AnswerEngine


@pytest.fixture(scope="module")
def engine(samples: Corpus) -> AnswerEngine:
    return AnswerEngine(samples)


def test_a_price_that_rose_is_told_in_order(engine: AnswerEngine) -> None:
    answer = engine.answers.ask("How did the cost of the terminal change?")
    days = [citation.published for citation in answer.citations]
    assert days == sorted(filter(None, days))
    told = " ".join(sentence.text for sentence in answer.sentences)
    assert re.search(r"610 million.*740 million.*870 million", told, re.DOTALL)


def test_of_a_price_now_the_newest_value_comes_first(engine: AnswerEngine) -> None:
    answer = engine.answers.ask("whats the price of the terminal now")
    assert "870 million" in answer.sentences[0].text
    days = [citation.published for citation in answer.citations if citation.published]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize("question", ["what is the current price of bitcoin", "how did the price of zinc change"])
def test_another_figure_is_no_answer(engine: AnswerEngine, question: str) -> None:
    assert engine.answers.ask(question).refused
