"""Values computed from the articles of a store, kept until the articles change."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar, TypeVarTuple

from index.storage.single_flight import SingleFlightCache

Arguments = TypeVarTuple("Arguments")
Result = TypeVar("Result")


def cached_by_generation(
    compute: Callable[[*Arguments], Result], generation: Callable[[], int], size: int = 1
) -> Callable[[*Arguments], Result]:
    """Return `compute` with its last `size` results kept, each for as long as `generation()` gives the same number.

    The arguments must be hashable. `generation` is called before the value is computed, so that a value may be newer
    than the number it is kept under, and never older. Callers at the same time share one computation.
    """
    cache = SingleFlightCache[Result](size)

    def current(*arguments: *Arguments) -> Result:
        return cache.get((generation(), *arguments), partial(compute, *arguments))

    return current
