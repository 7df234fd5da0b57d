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
from fastapi import HTTPException
from jwt.exceptions import InvalidSubjectError

from ui.access.authentication.keys import Key, read_key
from ui.access.identity import Right
from ui.access.reload import ReloadingFile
from ui.access.rules import MAX_NAME_CHARACTERS, CollectionRights, Principal, is_name
from ui.access.settings import TokenRules

MAX_BYTES = 8192
"""Of a token; servers refuse larger headers anyway."""
MAX_NAMES = 1000
"""Of collections, or of groups, in a token."""

_FORM = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
_UNKNOWN = "The token is not signed by a key that this server knows: get a new one from the site that gave it."
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
        """Return the user that a token names. Raises `HTTPException` 401 for an invalid token."""
        if len(token) > MAX_BYTES:
            raise refused(f"The token is longer than {MAX_BYTES // 1024} KB: leave claims out.")
        if not _FORM.fullmatch(token):
            raise refused('This is no signed token: send one as "Authorization: Bearer TOKEN".')
        claims = self._signed(token)
        self._check_time(claims)
        if not is_name(claims["sub"]):
            raise refused(
                f"The token's \"sub\" is no name: write the user's in at most {MAX_NAME_CHARACTERS} characters."
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
                raise refused('The token has a "crit" header, which this server does not know: leave it out.')
            return dict(decoded["payload"])
        raise refused(_UNKNOWN)

    def _decode(self, token: str, key: Key) -> dict[str, Any]:
        return jwt.decode_complete(
            token,
            key.material,
            algorithms=[key.algorithm],
            audience=self._rules.audience,
            issuer=self._rules.issuer or None,
            options=_OPTIONS,
        )

    def _refusal(self, error: Exception) -> HTTPException:
        match error:
            case jwt.MissingRequiredClaimError():
                return refused(f'The token has no "{error.claim}": it needs {", ".join(_REQUIRED)}.')
            case jwt.InvalidAudienceError():
                return refused(f'The token is for somebody else: its "aud" must be "{self._rules.audience}".')
            case jwt.InvalidIssuerError():
                return refused(f'Another issuer gave this token: its "iss" must be "{self._rules.issuer}".')
            case InvalidSubjectError():
                return refused("The token's \"sub\" is no text: write the user's name.")
        return refused(_UNKNOWN)  # whatever else is wrong with it

    def _check_time(self, claims: Mapping[str, Any]) -> None:
        now, leeway, limit = self._clock(), self._rules.leeway_seconds, self._rules.longest_seconds
        expires, issued = _moment("exp", claims), _moment("iat", claims)
        begins = _moment("nbf", claims) if "nbf" in claims else issued
        if expires <= now - leeway:
            raise refused("The token has expired: get a new one.")
        if max(issued, begins) > now + leeway:
            raise refused("The token is not valid yet: set the clocks of the two servers right.")
        if not 0 < expires - issued <= limit:
            raise refused(f"The token is valid for too long: {limit} seconds are the most.")


def _keys_in(file: Path) -> tuple[Key, ...]:
    return (read_key(file),)


def refused(detail: str) -> HTTPException:
    """Return the error of an invalid token (RFC 6750, 3.1)."""
    return HTTPException(401, detail, {"WWW-Authenticate": 'Bearer error="invalid_token"'})


def _moment(claim: str, claims: Mapping[str, Any]) -> float:
    value = claims[claim]
    # Neither NaN nor a number that is too large for a clock passes the comparison.
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < _END_OF_TIME:
        raise refused(f'The token\'s "{claim}" is no time: write seconds since 1970, as a number.')
    return float(value)


def _rights(claimed: object) -> CollectionRights:
    if isinstance(claimed, list):
        return [(name, Right.READ) for name in _names("collections", claimed)]
    if not isinstance(claimed, dict):
        raise refused('The token\'s "collections" is no list of names, and no object of names and rights.')
    return _named_rights(claimed)


def _named_rights(claimed: dict[str, object]) -> CollectionRights:
    if not all(isinstance(right, str) and right in _RIGHTS for right in claimed.values()):
        raise refused('The token has a right that is not known: write "read", "add" or "administer".')
    return [(name, _RIGHTS[str(claimed[name])]) for name in _names("collections", list(claimed))]


def _names(claim: str, claimed: object) -> tuple[str, ...]:
    if not isinstance(claimed, list) or len(claimed) > MAX_NAMES or not all(is_name(name) for name in claimed):
        raise refused(
            f'The token\'s "{claim}" is no list of names: '
            f"write at most {MAX_NAMES}, each of at most {MAX_NAME_CHARACTERS} characters."
        )
    return tuple(claimed)
