"""Values computed from the articles of a store, kept until the articles change."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar, TypeVarTuple

Arguments = TypeVarTuple("Arguments")
Result = TypeVar("Result")


def cached_by_generation(
    compute: Callable[[*Arguments], Result], generation: Callable[[], int], size: int = 1
) -> Callable[[*Arguments], Result]:
    """Return `compute` with its last `size` results kept, each for as long as `generation()` gives the same number.

    The arguments must be hashable. `generation` is called before the value is computed, so that a value may be newer
    than the number it is kept under, and never older. Callers at the same time may compute the same value twice.
    """

    @lru_cache(maxsize=size)
    def kept(_: int, *arguments: *Arguments) -> Result:
        return compute(*arguments)

    def current(*arguments: *Arguments) -> Result:
        return kept(generation(), *arguments)

    return current
