"""What many ask for at once, or again, is made once."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class SingleFlightCache(Generic[T]):
    """Things by key, the last few kept; who asks for one that is being made waits for it. Safe between threads."""

    def __init__(self, most: int) -> None:
        """Keep `most`, and forget those not asked for longest."""
        self._made: OrderedDict[Hashable, Future[T]] = OrderedDict()
        self._most = most
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What stands under the key; `make` makes it, and what it raises is raised to all who wait and is not kept."""
        with self._lock:
            waiting = self._made.get(key)
            if waiting is None:
                mine = self._made[key] = Future[T]()
                while len(self._made) > self._most:
                    self._made.popitem(last=False)
            else:
                self._made.move_to_end(key)
        if waiting is not None:
            return waiting.result()
        try:
            made = make()
        except BaseException as error:
            with self._lock:
                if self._made.get(key) is mine:
                    del self._made[key]
            mine.set_exception(error)
            raise
        mine.set_result(made)
        return made
