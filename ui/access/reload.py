"""Values that are read from a file, and again when it changes: without a restart, and without a thread that waits."""

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from index.errors import OnRecordError

SECONDS = 0.25
"""How long a file is taken not to have changed."""

_log = logging.getLogger("onrecord")
_Stamp = tuple[int, int, int]
T = TypeVar("T")


class ReloadingFile(Generic[T]):
    """The value in a file.

    If the new content is invalid, the last valid content stays in use. The failure and the recovery are each logged
    once.
    """

    def __init__(
        self,
        file: Path,
        read: Callable[[Path], T],
        *,
        gone: T | None = None,
        reloaded: Callable[[T], str] | None = None,
    ) -> None:
        """Read the file; use the value `gone` when it is removed, or without one the last value.

        `reloaded` gives what the log says of a value that is read again, behind the name of the file; without it that
        is logged only when it ends a failure. Raises what `read` raises.
        """
        self._file, self._read, self._gone, self._reloaded = file, read, gone, reloaded
        # Before it is read: what is written in between is seen the next time.
        self._stamp = _stamp(file)
        self._value = read(file)
        self._checked = time.monotonic()
        self._fault = ""

    def __call__(self) -> T:
        """Return the value that was last valid."""
        now = time.monotonic()
        if now - self._checked >= SECONDS:
            self._checked = now
            stamp = _stamp(self._file)
            # A fault may be in another file that this one names, and end there.
            if stamp != self._stamp or (self._fault and stamp is not None):
                known, self._stamp = stamp == self._stamp, stamp
                self._value = self._read_again(stamp, known=known)
        return self._value

    def _read_again(self, stamp: _Stamp | None, *, known: bool) -> T:
        """Return the value now; `known` says that the file has not changed since a failure."""
        if stamp is None and self._gone is not None:
            self._fault = f"{self._file} was taken away: what it held no longer counts."
            _log.warning("%s", self._fault)
            return self._gone
        try:
            value = self._read(self._file)
        except OnRecordError as error:
            if not known or str(error) != self._fault:
                _log.warning("%s What was read before stays in force.", error)
            self._fault = str(error)
            return self._value
        self._log_reload(value)
        self._fault = ""
        return value

    def _log_reload(self, value: T) -> None:
        if self._reloaded or self._fault:
            # A warning: without a set-up of logging nothing less is shown.
            _log.warning("%s %s", self._file, self._reloaded(value) if self._reloaded else "was read again.")


def _stamp(file: Path) -> _Stamp | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
