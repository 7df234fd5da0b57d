"""What many ask for at once is made once, and nobody waits for ever."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from index.storage.single_flight import SingleFlightCache
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
