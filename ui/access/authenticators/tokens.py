"""Tokens that a portal's server signs for its readers (JWT, RFC 7519; checked as RFC 8725 says).

What is told of a token that does not count goes to whoever holds it: of a token that nobody here signed, nothing but
that.
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

from ui.access.authenticators.keys import Key, read_key
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


class Tokens:
    """Checks tokens with keys that may change while the server runs."""

    def __init__(self, rules: TokenRules, clock: Callable[[], float] = time.time) -> None:
        """Raises `InputError` for a file that holds no key."""
        self._rules, self._clock = rules, clock
        self._keys: list[ReloadingFile[tuple[Key, ...]]] = [
            ReloadingFile(file, _keys_in, gone=()) for file in rules.keys
        ]

    def bearer(self, token: str) -> Principal:
        """Whom a token speaks for. Raises `HTTPException` 401 for a token that does not count."""
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
        """The claims of a token that one of the keys signed, for this server."""
        rules = self._rules
        for key in chain.from_iterable(watched() for watched in self._keys):
            try:
                decoded = jwt.decode_complete(
                    token,
                    key.material,
                    algorithms=[key.algorithm],
                    audience=rules.audience,
                    issuer=rules.issuer or None,
                    options=_OPTIONS,
                )
            except (jwt.InvalidSignatureError, jwt.InvalidAlgorithmError):
                continue  # the next key may have signed it
            except jwt.MissingRequiredClaimError as error:
                raise refused(f'The token has no "{error.claim}": it needs {", ".join(_REQUIRED)}.') from error
            except jwt.InvalidAudienceError as error:
                raise refused(f'The token is for somebody else: its "aud" must be "{rules.audience}".') from error
            except jwt.InvalidIssuerError as error:
                raise refused(f'Another issuer gave this token: its "iss" must be "{rules.issuer}".') from error
            except InvalidSubjectError as error:
                raise refused("The token's \"sub\" is no text: write the user's name.") from error
            except Exception as error:  # whatever else is wrong with it
                raise refused(_UNKNOWN) from error
            if "crit" in decoded["header"]:
                raise refused('The token has a "crit" header, which this server does not know: leave it out.')
            return dict(decoded["payload"])
        raise refused(_UNKNOWN)

    def _check_time(self, claims: Mapping[str, Any]) -> None:
        now, leeway, longest = self._clock(), self._rules.leeway_seconds, self._rules.longest_seconds
        expires, issued = _moment("exp", claims), _moment("iat", claims)
        begins = _moment("nbf", claims) if "nbf" in claims else issued
        if expires <= now - leeway:
            raise refused("The token has expired: get a new one.")
        if max(issued, begins) > now + leeway:
            raise refused("The token is not valid yet: set the clocks of the two servers right.")
        if not 0 < expires - issued <= longest:
            raise refused(f"The token is valid for too long: {longest} seconds are the most.")


def _keys_in(file: Path) -> tuple[Key, ...]:
    return (read_key(file),)


def refused(detail: str) -> HTTPException:
    """The fault of a token that does not count (RFC 6750, 3.1)."""
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
    unknown = [right for right in claimed.values() if not isinstance(right, str) or right not in _RIGHTS]
    if unknown:
        raise refused('The token has a right that is not known: write "read", "add" or "administer".')
    return [(name, _RIGHTS[claimed[name]]) for name in _names("collections", list(claimed))]


def _names(claim: str, claimed: object) -> tuple[str, ...]:
    if not isinstance(claimed, list) or len(claimed) > MAX_NAMES or not all(is_name(name) for name in claimed):
        raise refused(
            f'The token\'s "{claim}" is no list of names: '
            f"write at most {MAX_NAMES}, each of at most {MAX_NAME_CHARACTERS} characters."
        )
    return tuple(claimed)
