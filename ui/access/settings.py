"""The rules of access, as an operator writes them in a TOML file; without one, whoever reaches the server owns it.

Every name is checked when the server starts: a rule that is misspelt must not be a rule that is missing.
"""

import tomllib
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PrivateAttr, ValidationError

from index.errors import InputError
from ui.access.origins import checked_issuer, checked_origin
from ui.access.settings_errors import sentence_of, toml_sentence_of

Network = IPv4Network | IPv6Network
Origin = Annotated[str, AfterValidator(checked_origin)]
Issuer = Annotated[str, AfterValidator(checked_issuer)]
Rule = Annotated[str, Field(min_length=1, max_length=200)]
"""The name of a user, of a group after an @, or "*" for whoever is signed in."""
Rate = Annotated[str, Field(pattern=r"^[1-9]\d{0,6}/(second|minute|hour|day)$")]
"""As in "30/minute"."""


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CollectionRules(_Table):
    """Who may do what with one collection: names of users, and of groups after an @."""

    public: bool = False
    """Whether everybody may read it, also who is not signed in where `anonymous` is on."""
    read: frozenset[Rule] = frozenset()
    add: frozenset[Rule] = frozenset()
    administer: frozenset[Rule] = frozenset()


class TokenRules(_Table):
    """Tokens that a portal signs (JWT, RFC 7519)."""

    keys: Annotated[tuple[Path, ...], Field(min_length=1)]
    """Files, each with one key: a secret of 32 bytes or more (HS256), or an Ed25519 public key as PEM (EdDSA).

    Several while keys are changed: a token counts when one of them signed it.
    """
    audience: str = "onrecord"
    issuer: str = ""
    """Who must have issued a token; empty for anybody who has a key."""
    leeway_seconds: Annotated[int, Field(ge=0, le=300)] = 30
    """How much the clocks of two machines may differ."""
    longest_seconds: Annotated[int, Field(ge=1, le=86_400)] = 3600
    """The longest that a token may be valid."""


class ProxyRules(_Table):
    """A reverse proxy that signs people in and names them in a header."""

    addresses: Annotated[tuple[Network, ...], Field(min_length=1)]
    """Where the proxy is; from anywhere else the headers are not believed."""
    user: str = "X-Remote-User"
    groups: str = "X-Remote-Groups"


class OpenIdRules(_Table):
    """A provider of OpenID Connect, for the page that stands alone."""

    issuer: Issuer
    client_id: str
    client_secret_file: Path
    scope: str = "openid profile"
    """What is asked for; some providers tell groups only for a scope of that name."""
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
    """That are made at once."""
    waiting: Annotated[int, Field(ge=0, le=100_000)] = 400
    """That may wait for their turn; who comes then is asked to come again."""
    body_kilobytes: Annotated[int, Field(ge=1)] = 256
    """Of any request but a document that is added."""


class AuditRules(_Table):
    """The record of who asked what and which articles were shown."""

    file: Path
    days: Annotated[int, Field(ge=1, le=36_500)] = 90
    """How long it is kept."""


class MetricsRules(_Table):
    """Who may read the numbers of the server."""

    addresses: tuple[Network, ...] = ()


class Settings(_Table):
    """The whole file."""

    origins: tuple[Origin, ...] = ()
    """Sites whose pages may embed this server and send it requests, as in "https://portal.example"."""
    anonymous: bool = False
    """Whether who is not signed in may read the public collections."""
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
        """Remembers the file that is read, when it is one."""
        self._file = context if isinstance(context, Path) else None

    @property
    def file(self) -> Path | None:
        """Where they are written; None for rules that were made by a program."""
        return self._file


def read_settings(file: Path) -> Settings:
    """The rules in a file; paths in them start at its folder. Raises `InputError`."""
    try:
        text = file.read_text(encoding="utf-8")
        written = tomllib.loads(text)
    except FileNotFoundError as error:
        raise InputError(f"There is no file {file} with rules of access: see docs/portal.md.") from error
    except OSError as error:
        raise InputError(f"{file} cannot be read as rules of access ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{file} is not written in UTF-8: let your editor save it so.") from error
    except RecursionError as error:
        raise InputError(f"{file} is nested too deeply for rules of access: see docs/portal.md.") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{file}: {toml_sentence_of(error, text)}: see docs/portal.md.") from error
    try:
        return Settings.model_validate(_from(file.parent, written), context=file)
    except ValidationError as error:
        said = sentence_of(error, Settings)
        see = " See docs/portal.md." if said.endswith("?") else ": see docs/portal.md."
        raise InputError(f"{file}: {said}{see}") from error


def _from(folder: Path, written: dict[str, Any]) -> dict[str, Any]:
    """The same with every path made to start at `folder`."""
    named = {("openid", "client_secret_file"), ("users", "file"), ("audit", "file")}
    for table, key in named:
        if isinstance(found := written.get(table), dict) and isinstance(found.get(key), str):
            found[key] = folder / found[key]
    if isinstance(tokens := written.get("tokens"), dict) and isinstance(tokens.get("keys"), list):
        tokens["keys"] = [folder / key if isinstance(key, str) else key for key in tokens["keys"]]
    return written
