"""The audit log: who asked what, and which articles were shown, in a file of JSON lines for each day (UTC).

It fails closed: while the file cannot be written, requests for answers and articles are refused.
"""

import json
import logging
import os
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from glob import escape
from pathlib import Path

from starlette.requests import HTTPConnection

from index.errors import InputError
from index.records import Scope
from qa.protocol import Engine
from ui.access.identity import EngineFactory, Identity
from ui.http.errors import Unavailable
from ui.http.request import address_of, path_of
from ui.serving.events import Event, ObservedEngine, Observer

_log = logging.getLogger("onrecord")

_COME_AGAIN = 60
_ROUTES = {"/api/": "api", "/v1/": "completions", "/mcp": "mcp"}


def _now() -> datetime:
    return datetime.now(UTC)


class Audit:
    """The files of the last days; safe to write to from several threads and processes."""

    def __init__(self, file: Path, days: int, now: Callable[[], datetime] = _now) -> None:
        """Write each day's file beside `file`, its name with the day in it, and delete those of more than `days` ago.

        Raises `InputError` when nothing can be written there.
        """
        self._file, self._days, self._now = file, days, now
        self._day: date | None = None
        self._failing = False
        self._lock = threading.Lock()
        try:
            self._append(now().date(), b"")
        except OSError as error:
            raise InputError(
                "The audit log {file} cannot be written ({reason}): name a file in a folder of your own.",
                "audit.unwritable",
                file=file,
                reason=error.strerror,
            ) from error

    def write(self, line: Mapping[str, object]) -> None:
        """Append a line, with the time in front. Raises `Unavailable` when it cannot be written."""
        now = self._now()
        entry = {"time": now.isoformat(timespec="milliseconds").replace("+00:00", "Z"), **line}
        # ASCII alone: no character of a question can look like the end of a line, or control a terminal.
        encoded = json.dumps(entry, separators=(",", ":")).encode("ascii") + b"\n"
        try:
            self._append(now.date(), encoded)
        except OSError as error:
            self._fail(error)
            raise Unavailable(
                "Nothing is answered at the moment, because the audit log cannot be written: come again in a minute.",
                _COME_AGAIN,
                "audit.closed",
            ) from error
        self._failing = False

    def file_of(self, day: date) -> Path:
        """Return the file of a day's lines."""
        return self._file.with_name(f"{self._file.stem}-{day.isoformat()}{self._file.suffix}")

    def _append(self, day: date, line: bytes) -> None:
        with self._lock:
            if day != self._day:
                self._delete_files(day - timedelta(days=self._days))
                self._day = day
        # Opened each time: a file that somebody moved away or deleted is not written to for ever.
        opened = os.open(self.file_of(day), os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            _lock(opened)  # until it is closed: what another process is just writing looks cut off
            if line and _is_cut_off(opened):
                line = b"\n" + line
            if os.write(opened, line) < len(line):
                raise OSError(0, "the disk is full")
        finally:
            os.close(opened)

    def _delete_files(self, before: date) -> None:
        for file in self._file.parent.glob(f"{escape(self._file.stem)}-????-??-??{escape(self._file.suffix)}"):
            try:
                day = date.fromisoformat(file.name.removeprefix(f"{self._file.stem}-").removesuffix(self._file.suffix))
            except ValueError:
                continue
            if day < before:
                file.unlink(missing_ok=True)

    def _fail(self, error: OSError) -> None:
        if not self._failing:
            _log.error("The audit log %s cannot be written (%s); nothing is answered until it can.", self._file, error)
        self._failing = True


def _lock(opened: int) -> None:
    try:
        from fcntl import LOCK_EX, flock
    except ImportError:  # Windows, where one process writes
        return
    flock(opened, LOCK_EX)


def _is_cut_off(opened: int) -> bool:
    """Return whether a file ends in the middle of a line: the disk was full, or the power went."""
    size = os.fstat(opened).st_size
    if not size:
        return False
    os.lseek(opened, size - 1, os.SEEK_SET)
    return os.read(opened, 1) != b"\n"


def observe_requests(engine_for: EngineFactory, counted: Observer, audit: Audit | None) -> EngineFactory:
    """Return the same with every use of an engine written to the log, where one is kept, and then counted."""

    def observed_engine_for(request: HTTPConnection) -> Engine:
        def notify(event: Event) -> None:
            if audit:
                log_event(audit, request, event)
            counted(event)

        return ObservedEngine(engine_for(request), notify)

    return observed_engine_for


def log_event(audit: Audit, request: HTTPConnection, event: Event) -> None:
    """Append what was done for a request, with its user and address."""
    identity = request.scope.get("state", {}).get("identity")
    known = isinstance(identity, Identity)
    audit.write(
        {
            "user": identity.name if known else "",
            "way": identity.way if known else "",
            "address": address_of(request.scope),
            "route": _route(path_of(request.scope)),
            "event": event.kind,
            "status": event.status,
            "question": event.question,
            "scope": _scope_to_dict(event.scope),
            "refused": event.status == "refused",
            "articles": list(event.articles),
            "answer_id": event.answer_id,
        }
    )


def log_sign_in(request: HTTPConnection, name: str, *, succeeded: bool) -> None:
    """Append an attempt to sign in by that name, where a log is kept."""
    audit = getattr(request.app.state, "audit", None)
    if isinstance(audit, Audit):
        log_event(audit, request, Event("sign-in", "done" if succeeded else "failed", question=name[:200]))


def _route(path: str) -> str:
    return next((name for start, name in _ROUTES.items() if path.startswith(start)), "page")


def _scope_to_dict(scope: Scope) -> dict[str, object]:
    """Return the filters that are set, and nothing else."""
    filters: dict[str, object] = {
        "collections": list(scope.collections),
        "publishers": list(scope.publishers),
        "person": scope.person,
        "since": scope.since.isoformat() if scope.since else None,
        "until": scope.until.isoformat() if scope.until else None,
    }
    return {name: value for name, value in filters.items() if value}
