"""What many ask for at once is made once, and nobody waits for ever."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier, Event

import pytest

from index.storage.corpus import Corpus
from qa.cache import SingleFlightCache
from qa.engine import AnswerEngine
from qa.extractive import ExtractiveAnswers
from tests.support.articles import article, put
from tests.support.waiting import PATIENCE


def test_who_asks_for_what_is_being_made_waits_for_it() -> None:
    once, made, going_on, both = SingleFlightCache[str](2), list[str](), Event(), Barrier(9)

    def make() -> str:
        going_on.wait(PATIENCE)
        made.append("made")
        return f"number {len(made)}"

    def ask() -> str:
        both.wait(PATIENCE)
        return once.get("key", make)

    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(ask) for _ in range(8)]
        both.wait(PATIENCE)
        going_on.set()
        assert {one.result(30) for one in asked} == {"number 1"}
    assert made == ["made"]


def test_a_fault_is_told_and_not_kept() -> None:
    once = SingleFlightCache[int](2)
    with pytest.raises(ZeroDivisionError):
        once.get("key", lambda: 1 // 0)
    assert once.get("key", lambda: 1) == 1


def test_what_was_not_asked_for_longest_is_forgotten() -> None:
    once, made = SingleFlightCache[str](2), list[str]()

    def ask(key: str) -> None:
        once.get(key, lambda: made.append(key) or key)

    for key in ("a", "b", "a", "c", "a", "b"):
        ask(key)
    assert made == ["a", "b", "c", "b"]


def test_an_answer_is_made_anew_when_the_articles_the_scope_or_the_day_change(
    make_corpus: Callable[..., Corpus], monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = make_corpus(article("1", "“The ferry is late,” said Ida Brekke.", "Ferry"))
    engine, found = AnswerEngine(corpus), list[str]()
    real = ExtractiveAnswers._answer
    monkeypatch.setattr(ExtractiveAnswers, "_answer", lambda *asked: found.append("looked") or real(*asked))
    question = "What did Ida Brekke say about the ferry?"
    first = engine.answers.ask(question)
    assert (engine.answers.ask(question), len(found)) == (first, 1)
    engine.answers.ask(question, asked=date(2024, 3, 1))
    engine.readable_by(frozenset({"default"})).answers.ask(question)
    assert len(found) == 3
    put(corpus, article("2", "“The ferry will never come,” said Ida Brekke.", "Ferry"))
    assert len(engine.answers.ask(question).citations) == 2
    assert len(found) == 4
