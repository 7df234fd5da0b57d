"""The rules of access that are in force now, and what checks who somebody is by them."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from ui.access.authenticators.openid import OpenIdProvider
from ui.access.authenticators.sessions import RevokedSessions, revoked_sessions_file, session_key
from ui.access.authenticators.tokens import Tokens
from ui.access.authenticators.users import Users
from ui.access.identity import Identity, Way
from ui.access.reload import ReloadingFile
from ui.access.rules import Principal, public_rights, rights_of
from ui.access.settings import Settings, read_settings

_AT_START = ("origins", "audit", "metrics")
_LIMITS_AT_START = ("answers", "waiting", "body_kilobytes")
"""What counts as it was when the server was started."""


class Policy:
    """Some rules of access, with the keys, users and provider that they name."""

    def __init__(self, settings: Settings) -> None:
        """Raises `InputError` when one of the files that they name cannot be used."""
        self.settings = settings
        self.tokens = Tokens(settings.tokens) if settings.tokens else None
        self.users = Users(settings.users.file) if settings.users else None
        self.provider = OpenIdProvider(settings.openid) if settings.openid else None
        self.session_key = session_key(settings.file) if self.users or self.provider else None
        """Signs the cookies of sessions; None where nobody signs in here."""

    def identity(self, person: Principal, way: Way) -> Identity:
        """Somebody who is known, with what they may do; everybody may read what is public."""
        return Identity.of(person.name, [*public_rights(self.settings), *rights_of(self.settings, person)], way)

    def anonymous(self) -> Identity | None:
        """Who is not known, where they may read."""
        return Identity.of("", public_rights(self.settings), "anonymous") if self.settings.anonymous else None

    def relevant(self, person: Principal) -> Principal:
        """Somebody with only those groups that a rule names: a provider may tell of hundreds."""
        named = {
            rule for rules in self.settings.collections.values() for rule in rules.read | rules.add | rules.administer
        }
        return Principal(person.name, tuple(group for group in person.groups if f"@{group}" in named))


class CurrentPolicy:
    """The rules in force: those of the file as it is now, where they come from one."""

    def __init__(self, settings: Settings) -> None:
        """Raises `InputError` when one of the files that they name cannot be used."""
        self._access: Callable[[], Policy] = (
            ReloadingFile(settings.file, _read, told=partial(_told, settings))
            if settings.file
            else partial(_same, Policy(settings))
        )
        self.ended = RevokedSessions(revoked_sessions_file(settings.file))
        """The sessions that somebody signed out of, whatever the rules."""

    def __call__(self) -> Policy:
        """The rules as they are now."""
        return self._access()

    def session_key(self) -> str | None:
        """The key that signs sessions now."""
        return self().session_key


def _same(access: Policy) -> Policy:
    return access


def _read(file: Path) -> Policy:
    return Policy(read_settings(file))


def _told(started: Settings, access: Policy) -> str:
    """What the log says of rules that were read again, when the server was started with others."""
    now = access.settings
    changed = [name for name in _AT_START if getattr(now, name) != getattr(started, name)]
    changed += [
        f"limits.{name}" for name in _LIMITS_AT_START if getattr(now.limits, name) != getattr(started.limits, name)
    ]
    return (
        f"was read again; changes of {', '.join(changed)} count from the next start." if changed else "was read again."
    )
