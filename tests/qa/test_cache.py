"""What many ask for at once is made once, and nobody waits for ever."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier, Event

import pytest

from index.storage.corpus import Archive
from qa.ask import Asker
from qa.cache import Once
from tests.conftest import article, put


def test_who_asks_for_what_is_being_made_waits_for_it() -> None:
    once, made, going_on, both = Once[str](2), list[str](), Event(), Barrier(9)

    def make() -> str:
        going_on.wait(30)
        made.append("made")
        return f"number {len(made)}"

    def ask() -> str:
        both.wait(30)
        return once.get("key", make)

    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(ask) for _ in range(8)]
        both.wait(30)
        going_on.set()
        assert {one.result(30) for one in asked} == {"number 1"}
    assert made == ["made"]


def test_a_fault_is_told_and_not_kept() -> None:
    once = Once[int](2)
    with pytest.raises(ZeroDivisionError):
        once.get("key", lambda: 1 // 0)
    assert once.get("key", lambda: 1) == 1


def test_what_was_not_asked_for_longest_is_forgotten() -> None:
    once, made = Once[str](2), list[str]()

    def ask(key: str) -> None:
        once.get(key, lambda: made.append(key) or key)

    for key in ("a", "b", "a", "c", "a", "b"):
        ask(key)
    assert made == ["a", "b", "c", "b"]


def test_an_answer_is_made_anew_when_the_articles_the_scope_or_the_day_change(
    make_archive: Callable[..., Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = make_archive(article("1", "“The ferry is late,” said Ida Brekke.", "Ferry"))
    asker, found = Asker(archive), list[str]()
    real = Asker._found
    monkeypatch.setattr(Asker, "_found", lambda *asked: found.append("looked") or real(*asked))
    question = "What did Ida Brekke say about the ferry?"
    first = asker.ask(question)
    assert (asker.ask(question), len(found)) == (first, 1)
    asker.ask(question, asked=date(2024, 3, 1))
    asker.readable_by(frozenset({"default"})).ask(question)
    assert len(found) == 3
    put(archive, article("2", "“The ferry will never come,” said Ida Brekke.", "Ferry"))
    assert len(asker.ask(question).citations) == 2
    assert len(found) == 4
