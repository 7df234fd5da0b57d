"""Values that hold while the articles stay the same."""

import pytest

from index.storage.cached import cached_by_generation


def test_a_value_is_computed_once_a_generation_and_argument() -> None:
    generation, computed = [1], list[str]()

    def shout(word: str) -> str:
        computed.append(word)
        return word.upper()

    cached = cached_by_generation(shout, lambda: generation[0], size=2)
    assert [cached("a"), cached("b"), cached("a")] == ["A", "B", "A"]
    assert computed == ["a", "b"]
    generation[0] = 2
    assert [cached("a"), cached("a")] == ["A", "A"]
    assert computed == ["a", "b", "a"]


def test_only_so_many_values_are_kept() -> None:
    computed = list[int]()
    cached = cached_by_generation(lambda n: computed.append(n) or n, lambda: 7)
    assert [cached(1), cached(2), cached(1)] == [1, 2, 1]
    assert computed == [1, 2, 1]


def test_an_error_is_raised_and_not_kept() -> None:
    outcomes = [ValueError("not yet"), None]

    def compute() -> str:
        if (error := outcomes.pop(0)) is not None:
            raise error
        return "done"

    cached = cached_by_generation(compute, lambda: 1)
    with pytest.raises(ValueError, match="not yet"):
        cached()
    assert cached() == "done"
