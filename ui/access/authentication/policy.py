"""The rules of access that are in force now, and what identifies users by them."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from ui.access.authentication.openid import OpenIdProvider
from ui.access.authentication.sessions import RevokedSessions, revoked_sessions_file, session_key
from ui.access.authentication.tokens import TokenVerifier
from ui.access.authentication.users import Users
from ui.access.identity import Identity, Way
from ui.access.reload import ReloadingFile
from ui.access.rules import Principal, public_rights, rights_of
from ui.access.settings import Settings, read_settings

_AT_START = ("origins", "audit", "metrics")
_LIMITS_AT_START = ("answers", "waiting", "body_kilobytes")
"""Settings that are read when the server starts, and not again."""


class Policy:
    """Rules of access, with the keys, users and provider that they name."""

    def __init__(self, settings: Settings) -> None:
        """Open the files that the rules name. Raises `InputError` when one of them cannot be used."""
        self.settings = settings
        self.tokens = TokenVerifier(settings.tokens) if settings.tokens else None
        self.users = Users(settings.users.file) if settings.users else None
        self.provider = OpenIdProvider(settings.openid) if settings.openid else None
        self.session_key = session_key(settings.file) if settings.signs_in else None
        """Signs the cookies of sessions; None where nobody signs in here."""

    def identity(self, principal: Principal, way: Way) -> Identity:
        """Return the identity of a known user, with their rights and those that everybody has."""
        return Identity.of(principal.name, [*public_rights(self.settings), *rights_of(self.settings, principal)], way)

    def anonymous(self) -> Identity | None:
        """Return the identity of a user who is not known; None where they may read nothing."""
        return Identity.of("", public_rights(self.settings), "anonymous") if self.settings.anonymous else None

    def relevant(self, principal: Principal) -> Principal:
        """Return a user with only those groups that a rule names: a provider may list hundreds."""
        named = {
            rule for rules in self.settings.collections.values() for rule in rules.read | rules.add | rules.administer
        }
        return Principal(principal.name, tuple(group for group in principal.groups if f"@{group}" in named))


class CurrentPolicy:
    """The policy in force: that of the settings file as it is now, where they come from one."""

    def __init__(self, settings: Settings) -> None:
        """Start with these settings. Raises `InputError` when one of the files that they name cannot be used."""
        self._policy: Callable[[], Policy] = (
            ReloadingFile(settings.file, _read, reloaded=partial(_reloaded, settings))
            if settings.file
            else partial(_same, Policy(settings))
        )
        self.revoked_sessions = RevokedSessions(revoked_sessions_file(settings.file))
        """The sessions that their users signed out of, whatever the rules."""

    def __call__(self) -> Policy:
        """Return the policy as it is now."""
        return self._policy()

    def session_key(self) -> str | None:
        """Return the key that signs sessions now."""
        return self().session_key


def _same(policy: Policy) -> Policy:
    return policy


def _read(file: Path) -> Policy:
    return Policy(read_settings(file))


def _reloaded(started: Settings, policy: Policy) -> str:
    """Return what the log says of rules that were read again: which changes count from the next start only."""
    now = policy.settings
    changed = [name for name in _AT_START if getattr(now, name) != getattr(started, name)]
    changed += [
        f"limits.{name}" for name in _LIMITS_AT_START if getattr(now.limits, name) != getattr(started.limits, name)
    ]
    return (
        f"was read again; changes of {', '.join(changed)} count from the next start." if changed else "was read again."
    )
