"""Sessions of users who sign in here, in a cookie that this server signs (Starlette's).

The cookie says who a user is, never what they may do: users, groups and rules are looked up with every request.
"""

import hashlib
import logging
import os
import secrets
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from index.errors import InputError
from ui.access.rules import Principal

COOKIE = "onrecord_session"
LASTS_SECONDS = 12 * 3600
"""From signing in, whatever happens in between."""

_MIN_CHARACTERS = 32
_log = logging.getLogger("onrecord")


class SessionsMiddleware:
    """Gives every request its session, from a cookie that browsers send to this server alone."""

    def __init__(self, app: ASGIApp, key: Callable[[], str | None]) -> None:
        """Sign the cookies with `key`; there are no sessions while it is None."""
        self.app = app
        self.key = key
        self._known: dict[tuple[str, str, bool], SessionMiddleware] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its session."""
        key = self.key() if scope["type"] in ("http", "websocket") else None
        # Mounted in a portal, a request comes with the portal's session, which is not ours to read or to replace.
        if "session" in scope:
            scope = {name: value for name, value in scope.items() if name != "session"}
        await (self.app if key is None else self._signing(key, scope))(scope, receive, send)

    def _signing(self, key: str, scope: Scope) -> ASGIApp:
        chosen = key, scope.get("root_path", "") or "/", scope.get("scheme") in ("https", "wss")
        if chosen not in self._known:
            if chosen[0] not in {known for known, *_ in self._known}:
                self._known.clear()
            _, path, secure = chosen
            self._known[chosen] = SessionMiddleware(
                self.app, key, COOKIE, max_age=LASTS_SECONDS, path=path, https_only=secure
            )
        return self._known[chosen]


class RevokedSessions:
    """The sessions that their users signed out of: copies of their cookies may exist."""

    def __init__(self, file: Path | None = None) -> None:
        """Keep them in a file, where there is one, beyond the end of the server; each until its cookie has expired."""
        self._file = file
        self._until: dict[str, float] = dict(_revoked_in(file)) if file else {}

    def add(self, session_id: str) -> None:
        """Revoke a session."""
        now = time.time()
        self._until = {known: until for known, until in self._until.items() if until > now}
        self._until[session_id] = now + LASTS_SECONDS
        if self._file:
            written = "".join(f"{known} {until:.0f}\n" for known, until in self._until.items())
            beside = self._file.with_name(f"{self._file.name}.tmp")
            try:
                beside.write_text(written, encoding="ascii")
                beside.replace(self._file)
            except OSError as error:
                _log.warning("%s cannot be written (%s): a copied cookie counts again when the server starts anew.",
                             self._file, error.strerror)  # fmt: skip

    def __contains__(self, session_id: str) -> bool:
        """Return whether a session was revoked."""
        return session_id in self._until


def revoked_sessions_file(settings_file: Path | None) -> Path | None:
    """Return the file of revoked sessions: beside the rules of access."""
    return settings_file and settings_file.with_name(f"{settings_file.stem}.ended-sessions")


def _revoked_in(file: Path) -> Iterator[tuple[str, float]]:
    lines = file.read_text(encoding="ascii", errors="replace").splitlines() if file.is_file() else ()
    for line in lines:
        session_id, _, until = line.partition(" ")
        if until.isdecimal():
            yield session_id, float(until)


def begin_session(connection: HTTPConnection, principal: Principal, by: str, epoch: str) -> None:
    """Sign a user in `by` a way, in a session of its own: one that somebody prepared for them ends."""
    session = connection.session
    session.clear()
    session["id"] = secrets.token_hex(16)
    session["since"] = int(time.time())
    session.update(name=principal.name, groups=list(principal.groups), by=by, epoch=epoch)


def read_session(connection: HTTPConnection, revoked: RevokedSessions, now: float) -> dict[str, Any] | None:
    """Return the session of a user who signed in; None when nobody did, or it has expired or was revoked."""
    if "session" not in connection.scope:
        return None
    session = connection.session
    if "name" not in session or session["id"] in revoked:
        return None
    return dict(session) if now - session["since"] <= LASTS_SECONDS else None


def session_key(settings_file: Path | None) -> str:
    """Return the key that signs sessions, made once beside the rules. Raises `InputError` for a damaged one."""
    if settings_file is None:
        return _temporary_key()
    file = settings_file.with_name(f"{settings_file.stem}.session-key")
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_key(file)
    except OSError as error:
        _log.warning("%s cannot be written (%s): who is signed in must do it again when the server starts anew.",
                     file, error.strerror)  # fmt: skip
        return _temporary_key()
    with os.fdopen(handle, "w", encoding="ascii") as written:
        written.write(secrets.token_hex(32))
    return _read_key(file)


def epoch_of(*parts: str) -> str:
    """Return a digest of settings; a session that began under another one ends."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _read_key(file: Path) -> str:
    try:
        key = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            "{file} cannot be read as the key of sessions ({reason}): remove it for a new one.",
            "session_key.unreadable",
            file=file,
            reason=error,
        ) from error
    if len(key) < _MIN_CHARACTERS:
        raise InputError(
            "{file} is too short for the key of sessions: remove it for a new one.", "session_key.short", file=file
        )
    return key


@cache
def _temporary_key() -> str:
    """Return a key for as long as the process lives."""
    return secrets.token_hex(32)
