"""A cache in which a value wanted by several threads at once is computed once."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class SingleFlightCache(Generic[T]):
    """The values used last, by key; safe to share between threads."""

    def __init__(self, size: int) -> None:
        """Keep `size` values, and drop the one not used for longest."""
        self._values: OrderedDict[Hashable, Future[T]] = OrderedDict()
        self._size = size
        self._lock = Lock()

    def get(self, key: Hashable, compute: Callable[[], T]) -> T:
        """Return the cached value, computing it once.

        Concurrent callers share the computation; an exception reaches all of them and is not cached.
        """
        with self._lock:
            found = self._values.get(key)
            if found is None:
                computing = self._values[key] = Future[T]()
                while len(self._values) > self._size:
                    self._values.popitem(last=False)
            else:
                self._values.move_to_end(key)
        return found.result() if found is not None else self._compute(key, compute, computing)

    def _compute(self, key: Hashable, compute: Callable[[], T], future: Future[T]) -> T:
        try:
            value = compute()
        except BaseException as error:
            with self._lock:
                if self._values.get(key) is future:
                    del self._values[key]
            future.set_exception(error)
            raise
        future.set_result(value)
        return value
