"""Tokens that a portal's server signs for its readers (JWT, RFC 7519; checked as RFC 8725 says).

Whoever holds an invalid token reads why it is refused: of one that no key here signed, nothing but that.
"""

import re
import time
from collections.abc import Callable, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import jwt
from jwt.exceptions import InvalidSubjectError

from ui.access.authentication.keys import Key, read_key
from ui.access.identity import Right
from ui.access.reload import ReloadingFile
from ui.access.rules import MAX_NAME_CHARACTERS, CollectionRights, Principal, is_name
from ui.access.settings import TokenRules
from ui.http.request_error import RequestError

MAX_BYTES = 8192
"""Of a token; servers refuse larger headers anyway."""
MAX_NAMES = 1000
"""Of collections, or of groups, in a token."""

_FORM = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
_END_OF_TIME = 1e12
_RIGHTS = {"read": Right.READ, "add": Right.ADD, "administer": Right.ADMINISTER}
_REQUIRED = ["aud", "exp", "iat", "sub"]
# Time is checked here, by a clock that tests can set.
_OPTIONS: Any = {"require": _REQUIRED, "verify_exp": False, "verify_iat": False, "verify_nbf": False}


class TokenVerifier:
    """Checks tokens with keys that may change while the server runs."""

    def __init__(self, rules: TokenRules, clock: Callable[[], float] = time.time) -> None:
        """Read the keys. Raises `InputError` for a file that holds none."""
        self._rules, self._clock = rules, clock
        self._keys: list[ReloadingFile[tuple[Key, ...]]] = [
            ReloadingFile(file, _keys_in, gone=()) for file in rules.keys
        ]

    def bearer(self, token: str) -> Principal:
        """Return the user that a token names. Raises 401 for an invalid token."""
        if len(token) > MAX_BYTES:
            raise refused(
                "The token is longer than {kilobytes} KB: leave claims out.",
                "token.too_long",
                kilobytes=MAX_BYTES // 1024,
            )
        if not _FORM.fullmatch(token):
            raise refused('This is no signed token: send one as "Authorization: Bearer TOKEN".', "token.form")
        claims = self._signed(token)
        self._check_time(claims)
        if not is_name(claims["sub"]):
            raise refused(
                "The token's \"sub\" is no name: write the user's in at most {limit} characters.",
                "token.name",
                limit=MAX_NAME_CHARACTERS,
            )
        rights = _rights(claims["collections"]) if "collections" in claims else None
        return Principal(claims["sub"], _names("groups", claims.get("groups", [])), rights)

    def _signed(self, token: str) -> Mapping[str, Any]:
        """Return the claims of a token that one of the keys signed for this server."""
        for key in chain.from_iterable(keys() for keys in self._keys):
            try:
                decoded = self._decode(token, key)
            except (jwt.InvalidSignatureError, jwt.InvalidAlgorithmError):
                continue  # the next key may have signed it
            except Exception as error:
                raise self._refusal(error) from error
            if "crit" in decoded["header"]:
                raise refused(
                    'The token has a "crit" header, which this server does not know: leave it out.', "token.crit"
                )
            return dict(decoded["payload"])
        raise _unknown()

    def _decode(self, token: str, key: Key) -> dict[str, Any]:
        return jwt.decode_complete(
            token,
            key.material,
            algorithms=[key.algorithm],
            audience=self._rules.audience,
            issuer=self._rules.issuer or None,
            options=_OPTIONS,
        )

    def _refusal(self, error: Exception) -> RequestError:
        match error:
            case jwt.MissingRequiredClaimError():
                return refused(
                    'The token has no "{claim}": it needs {needed}.',
                    "token.claim",
                    claim=error.claim,
                    needed=", ".join(_REQUIRED),
                )
            case jwt.InvalidAudienceError():
                return refused(
                    'The token is for somebody else: its "aud" must be "{audience}".',
                    "token.audience",
                    audience=self._rules.audience,
                )
            case jwt.InvalidIssuerError():
                return refused(
                    'Another issuer gave this token: its "iss" must be "{issuer}".',
                    "token.issuer",
                    issuer=self._rules.issuer,
                )
            case InvalidSubjectError():
                return refused("The token's \"sub\" is no text: write the user's name.", "token.subject")
        return _unknown()  # whatever else is wrong with it

    def _check_time(self, claims: Mapping[str, Any]) -> None:
        now, leeway, limit = self._clock(), self._rules.leeway_seconds, self._rules.longest_seconds
        expires, issued = _moment("exp", claims), _moment("iat", claims)
        begins = _moment("nbf", claims) if "nbf" in claims else issued
        if expires <= now - leeway:
            raise refused("The token has expired: get a new one.", "token.expired")
        if max(issued, begins) > now + leeway:
            raise refused("The token is not valid yet: set the clocks of the two servers right.", "token.early")
        if not 0 < expires - issued <= limit:
            raise refused(
                "The token is valid for too long: {limit} seconds are the most.", "token.lasting", limit=limit
            )


def _keys_in(file: Path) -> tuple[Key, ...]:
    return (read_key(file),)


def refused(sentence: str, kind: str, /, **values: object) -> RequestError:
    """Return the error of an invalid token (RFC 6750, 3.1)."""
    return RequestError(sentence, kind, 401, {"WWW-Authenticate": 'Bearer error="invalid_token"'}, **values)


def _unknown() -> RequestError:
    return refused(
        "The token is not signed by a key that this server knows: get a new one from the site that gave it.",
        "token.unknown",
    )


def _moment(claim: str, claims: Mapping[str, Any]) -> float:
    value = claims[claim]
    # Neither NaN nor a number that is too large for a clock passes the comparison.
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < _END_OF_TIME:
        raise refused(
            'The token\'s "{claim}" is no time: write seconds since 1970, as a number.', "token.time", claim=claim
        )
    return float(value)


def _rights(claimed: object) -> CollectionRights:
    if isinstance(claimed, list):
        return [(name, Right.READ) for name in _names("collections", claimed)]
    if not isinstance(claimed, dict):
        raise refused(
            'The token\'s "collections" is no list of names, and no object of names and rights.', "token.collections"
        )
    return _named_rights(claimed)


def _named_rights(claimed: dict[str, object]) -> CollectionRights:
    if not all(isinstance(right, str) and right in _RIGHTS for right in claimed.values()):
        raise refused('The token has a right that is not known: write "read", "add" or "administer".', "token.right")
    return [(name, _RIGHTS[str(claimed[name])]) for name in _names("collections", list(claimed))]


def _names(claim: str, claimed: object) -> tuple[str, ...]:
    if not isinstance(claimed, list) or len(claimed) > MAX_NAMES or not all(is_name(name) for name in claimed):
        raise refused(
            'The token\'s "{claim}" is no list of names: '
            "write at most {names}, each of at most {characters} characters.",
            "token.names",
            claim=claim,
            names=MAX_NAMES,
            characters=MAX_NAME_CHARACTERS,
        )
    return tuple(claimed)
