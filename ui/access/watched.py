"""What is read from a file, and read again when the file changes: no restart, and no thread that waits for it."""

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from index.errors import OnRecordError

SECONDS = 0.25
"""How long a file is believed not to have changed."""

_log = logging.getLogger("onrecord")
_Stamp = tuple[int, int, int]
T = TypeVar("T")


class Watched(Generic[T]):
    """What stands in a file now.

    A fault in what was written since keeps what was read before, and is logged once.
    """

    def __init__(self, file: Path, read: Callable[[Path], T], *, gone: T | None = None, first: T | None = None) -> None:
        """`gone` counts when the file is taken away; without it what was read before does.

        `first` is what was read from it already. Raises what `read` raises.
        """
        self._file, self._read, self._gone = file, read, gone
        # Before it is read: what is written in between is seen the next time.
        self._stamp = None if first is not None else _stamp(file)
        self._value = read(file) if first is None else first
        self._checked = time.monotonic()

    def __call__(self) -> T:
        """What was read from it last."""
        now = time.monotonic()
        if now - self._checked >= SECONDS:
            self._checked = now
            stamp = _stamp(self._file)
            if stamp != self._stamp:
                self._stamp = stamp
                self._value = self._read_again(stamp)
        return self._value

    def _read_again(self, stamp: _Stamp | None) -> T:
        if stamp is None and self._gone is not None:
            _log.warning("%s was taken away: what it held no longer counts.", self._file)
            return self._gone
        try:
            return self._read(self._file)
        except OnRecordError as error:
            _log.warning("%s What was read before stays in force.", error)
            return self._value


def _stamp(file: Path) -> _Stamp | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
