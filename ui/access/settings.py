"""The rules of access, as an operator writes them in a TOML file; without one, everyone who reaches the server owns it.

Every name is checked when the server starts: a misspelt rule must not be a missing rule.
"""

import tomllib
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PrivateAttr, ValidationError

from index.errors import InputError
from ui.access.origins import checked_issuer, checked_origin
from ui.access.settings_errors import settings_error, toml_error

Network = IPv4Network | IPv6Network
Origin = Annotated[str, AfterValidator(checked_origin)]
Issuer = Annotated[str, AfterValidator(checked_issuer)]
Grantee = Annotated[str, Field(min_length=1, max_length=200)]
"""The name of a user, of a group after an @, or "*" for every user who is signed in."""
Rate = Annotated[str, Field(pattern=r"^[1-9]\d{0,6}/(second|minute|hour|day)$")]
"""As in "30/minute"."""


_PATHS = (("openid", "client_secret_file"), ("users", "file"), ("audit", "file"), ("tokens", "keys"))
"""Tables and settings that hold paths of files."""


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CollectionRules(_Table):
    """The users who may do what with one collection: their names, and those of groups after an @."""

    public: bool = False
    """Whether everybody may read it; where `anonymous` is on, also users who are not signed in."""
    read: frozenset[Grantee] = frozenset()
    add: frozenset[Grantee] = frozenset()
    administer: frozenset[Grantee] = frozenset()


class TokenRules(_Table):
    """Tokens that a portal signs (JWT, RFC 7519)."""

    keys: Annotated[tuple[Path, ...], Field(min_length=1)]
    """Files, each with one key: a secret of 32 bytes or more (HS256), or an Ed25519 public key as PEM (EdDSA).

    Several while keys are changed: a token counts when one of them signed it.
    """
    audience: str = "onrecord"
    issuer: str = ""
    """The issuer that tokens must name; empty for any."""
    leeway_seconds: Annotated[int, Field(ge=0, le=300)] = 30
    """How much the clocks of two machines may differ."""
    longest_seconds: Annotated[int, Field(ge=1, le=86_400)] = 3600
    """The longest that a token may be valid."""


class ProxyRules(_Table):
    """A reverse proxy that signs users in and names them in a header."""

    addresses: Annotated[tuple[Network, ...], Field(min_length=1)]
    """The proxy's addresses; from any other the headers are not trusted."""
    user: str = "X-Remote-User"
    groups: str = "X-Remote-Groups"


class OpenIdRules(_Table):
    """A provider of OpenID Connect, where users sign in on a page of this server."""

    issuer: Issuer
    client_id: str
    client_secret_file: Path
    scope: str = "openid profile"
    """What is asked for; some providers list groups only for a scope of that name."""
    name_claim: str = "preferred_username"
    groups_claim: str = "groups"


class UserRules(_Table):
    """Users of this server alone; `onrecord user` writes the file."""

    file: Path


class LimitRules(_Table):
    """How much one user, or one address, may ask."""

    per_user: Rate = "60/minute"
    per_address: Rate = "600/minute"
    sign_in: Rate = "10/minute"
    """Attempts at a password, by address."""
    answers: Annotated[int, Field(ge=1, le=1000)] = 8
    """That are made at the same time."""
    waiting: Annotated[int, Field(ge=0, le=100_000)] = 400
    """That may wait for their turn; further ones are answered 503."""
    body_kilobytes: Annotated[int, Field(ge=1)] = 256
    """The size of any request but a document that is added."""


class AuditRules(_Table):
    """The audit log: who asked what, and which articles were shown."""

    file: Path
    days: Annotated[int, Field(ge=1, le=36_500)] = 90
    """How long it is kept."""


class MetricsRules(_Table):
    """The addresses that may read the metrics of the server."""

    addresses: tuple[Network, ...] = ()


class Settings(_Table):
    """The whole file."""

    origins: tuple[Origin, ...] = ()
    """Sites whose pages may embed this server and send it requests, as in "https://portal.example"."""
    anonymous: bool = False
    """Whether users who are not signed in may read the public collections."""
    collections: dict[str, CollectionRules] = {}
    tokens: TokenRules | None = None
    proxy: ProxyRules | None = None
    openid: OpenIdRules | None = None
    users: UserRules | None = None
    limits: LimitRules = LimitRules()
    audit: AuditRules | None = None
    metrics: MetricsRules = MetricsRules()
    _file: Path | None = PrivateAttr(default=None)

    def model_post_init(self, context: Any) -> None:
        """Remember the file that is read, when it is one."""
        self._file = context if isinstance(context, Path) else None

    @property
    def file(self) -> Path | None:
        """The file with these rules; None for rules that were made by a program."""
        return self._file

    @property
    def signs_in(self) -> bool:
        """Whether users sign in on a page of this server."""
        return bool(self.users or self.openid)


def read_settings(file: Path) -> Settings:
    """Return the rules in a file; paths in them start at its folder. Raises `InputError`."""
    tables = _tables(file, _text(file))
    try:
        return Settings.model_validate(_below(file.parent, tables), context=file)
    except ValidationError as error:
        raise settings_error(file, error, Settings) from error


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise InputError(
            "There is no file {file} with rules of access: see docs/portal.md.", "access.none", file=file
        ) from error
    except OSError as error:
        raise InputError(
            "{file} cannot be read as rules of access ({reason}).",
            "access.unreadable",
            file=file,
            reason=error.strerror,
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(
            "{file} is not written in UTF-8: let your editor save it so.", "access.encoding", file=file
        ) from error


def _tables(file: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise InputError(
            "{file} is nested too deeply for rules of access: see docs/portal.md.", "access.nested", file=file
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise toml_error(file, error, text) from error


def _below(folder: Path, tables: dict[str, Any]) -> dict[str, Any]:
    """Return the tables with every path made to start at `folder`."""
    for table, key in _PATHS:
        found = tables.get(table)
        if isinstance(found, dict) and key in found:
            found[key] = _placed(folder, found[key])
    return tables


def _placed(folder: Path, written: object) -> object:
    if isinstance(written, list):
        return [_placed(folder, path) for path in written]
    return folder / written if isinstance(written, str) else written
