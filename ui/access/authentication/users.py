"""Users of this server alone, in a file that `onrecord user` writes, with digests of their passwords."""

import json
import os
import secrets
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from index.errors import InputError
from ui.access.reload import ReloadingFile
from ui.access.rules import is_name

MIN_CHARACTERS = 12
"""Of a password (NIST SP 800-63B asks for 8 where it is not the only factor, 15 where it is)."""
MAX_CHARACTERS = 1000

_HASHER = PasswordHasher()


@dataclass(frozen=True, slots=True)
class User:
    """A user with a password."""

    name: str
    digest: str = field(repr=False)
    groups: tuple[str, ...] = ()
    epoch: str = ""
    """Another with each new password: sessions that began with an old one end."""


class Users:
    """The users in a file as it is now."""

    def __init__(self, file: Path) -> None:
        """Read the file. Raises `InputError` when that is impossible."""
        self._file = file
        self._read: ReloadingFile[dict[str, User]] = ReloadingFile(file, read_users, gone={})
        _unknown_digest()  # made now, so that the first name that is not known takes as long as any

    def get(self, name: str) -> User | None:
        """Return the user of that name, if there is one."""
        return self._read().get(name)

    def verified(self, name: str, password: str) -> User | None:
        """Return the user, if that is their password; takes as long when there is no user of that name."""
        user = self.get(name)
        right = _verify(user.digest if user else _unknown_digest(), password)
        if user is None or not right:
            return None
        if _HASHER.check_needs_rehash(user.digest):
            self._hash_again(user, password)
        return user

    def _hash_again(self, user: User, password: str) -> None:
        # A server that may only read the file goes on with the old digest.
        with suppress(OSError, InputError), changing(self._file) as users:
            if users.get(user.name) == user:
                users[user.name] = replace(user, digest=_HASHER.hash(_normal(password)))


def user_with(name: str, password: str, groups: tuple[str, ...] = ()) -> User:
    """Return a user with a new password. Raises `InputError` when name, group or password cannot be used."""
    # "@press" would be a group in the rules, "*" anybody; commas and colons part names elsewhere.
    for written in (name, *groups):
        if not is_name(written) or written.startswith("@") or set(written) & set("*,:"):
            raise InputError(
                "{name!r} cannot be a name: write at most 200 characters, without @ in front, * , or :",
                "users.name",
                name=written,
            )
    if not MIN_CHARACTERS <= len(password) <= MAX_CHARACTERS:
        raise InputError(
            "The password has {length} characters: at least {least} are needed, and {most} are the most.",
            "users.password",
            length=len(password),
            least=MIN_CHARACTERS,
            most=MAX_CHARACTERS,
        )
    return User(name, _HASHER.hash(_normal(password)), groups, secrets.token_hex(8))


def read_users(file: Path) -> dict[str, User]:
    """Return the users in a file, by name. Raises `InputError`."""
    try:
        users = _parse_users(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError(
            "There are no users in {file}: add the first with `onrecord user add NAME`.", "users.none", file=file
        ) from error
    except OSError as error:
        raise InputError(
            "{file} cannot be read as a list of users ({reason}).", "users.unreadable", file=file, reason=error.strerror
        ) from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise InputError(
            "{file} is no list of users: let `onrecord user` alone write it.", "users.damaged", file=file
        ) from error
    return {user.name: user for user in users}


def _parse_users(text: str) -> list[User]:
    """Return the users in a JSON text. Raises `ValueError` and its like for any other text."""
    users = [User(**{**user, "groups": tuple(user["groups"])}) for user in json.loads(text)["users"]]
    if not all(
        isinstance(value, str) for user in users for value in (user.name, user.digest, user.epoch, *user.groups)
    ):
        raise TypeError("a user has something else in place of a text")
    return users


@contextmanager
def changing(file: Path) -> Iterator[dict[str, User]]:
    """Give the users in a file to change; then write them, unless something went wrong, one process at a time.

    Raises `InputError` when the file is damaged, or cannot be written.
    """
    try:
        with _alone(file):
            users = read_users(file) if file.exists() else {}
            yield users
            write_private(file, json.dumps({"users": [asdict(user) for user in users.values()]}, indent=2))
    except OSError as error:
        raise InputError(
            "{file} cannot be written ({reason}).", "users.unwritable", file=file, reason=error.strerror
        ) from error


def write_private(file: Path, text: str) -> None:
    """Replace a file by a text at once, readable for its owner alone. Raises `OSError`."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")  # which only its owner may read
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as written:
            written.write(text)
            written.flush()
            os.fsync(written.fileno())
        if file.exists():
            # Whoever administers the server is not always who runs it.
            with suppress(OSError):
                os.chown(name, file.stat().st_uid, file.stat().st_gid)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Wait until no other process changes the file."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    with file.with_name(f".{file.name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _verify(digest: str, password: str) -> bool:
    try:
        return _HASHER.verify(digest, _normal(password))
    except (Argon2Error, InvalidHashError):
        return False


@cache
def _unknown_digest() -> str:
    """Return the digest that the password of an unknown user is compared with."""
    return _HASHER.hash(secrets.token_hex())


def _normal(password: str) -> str:
    """Return a password as every keyboard gives it: letters with accents can be typed in two ways."""
    return unicodedata.normalize("NFKC", password)
