"""Limits on the rate of requests of one user, or of one address.

"60/minute" is sixty at once and then one a second: of each sender one number is kept, the time when their allowance is
full again (GCRA, ITU-T I.371). The memory stores of the package `limits` keep the key of every sender for ever.
"""

import math
import threading
import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable

from fastapi.responses import Response
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.access.identity import Identity
from ui.access.settings import LimitRules
from ui.http.language import wording_of
from ui.http.request import path_of, rate_limit_key
from ui.http.request_error import RequestError
from ui.http.route import error_response

SIGN_IN = "/sign-in"

_SENTENCES = {
    "rate.second": "More than {amount} requests a second are not answered: come again in {count} seconds.",
    "rate.minute": "More than {amount} requests a minute are not answered: come again in {count} seconds.",
    "rate.hour": "More than {amount} requests an hour are not answered: come again in {count} seconds.",
    "rate.day": "More than {amount} requests a day are not answered: come again in {count} seconds.",
}
_PERIODS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_READ_BELOW = ("/api/", "/v1/", "/mcp", f"{SIGN_IN}/")
_COSTLY_READS = ("/timeline",)
_FREE = ("/api/health/", "/api/v1/health/")
_MAX_SENDERS = 100_000


class RateLimiter:
    """The recent requests of each sender, counted from the start of the server."""

    def __init__(
        self,
        limits: Callable[[], LimitRules],
        clock: Callable[[], float] = time.monotonic,
        max_senders: int = _MAX_SENDERS,
    ) -> None:
        """Count by the `limits` in force; under each rate, those of the `max_senders` that came last."""
        self.limits = limits
        self._clock, self._max_senders = clock, max_senders
        self._full_again: defaultdict[str, OrderedDict[tuple[str, ...], float]] = defaultdict(OrderedDict)
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """Return how many senders are remembered."""
        return sum(map(len, self._full_again.values()))

    def wait(self, rate: str, *sender: str) -> int:
        """Count a request; return 0, or without counting it the seconds until its sender may ask again."""
        amount, _, unit = rate.partition("/")
        period = _PERIODS[unit]
        step = period / int(amount)
        with self._lock:
            now, full_again = self._clock(), self._full_again[rate]
            while full_again and (next(iter(full_again.values())) <= now or len(full_again) > self._max_senders):
                full_again.popitem(last=False)
            then = max(full_again.get(sender, now), now) + step
            too_early = then - now - period
            if too_early > 1e-6:
                return math.ceil(too_early)
            full_again[sender] = then
            full_again.move_to_end(sender)
        return 0


def check_sign_in(request: HTTPConnection, name: str) -> None:
    """Count an attempt at a password, before it is looked at. Raises 429 after too many for a name, from anywhere."""
    rates = _rates_of(request)
    if rates is not None:
        rate = rates.limits().sign_in
        if wait := rates.wait(rate, "name", name.casefold()[:200]):
            raise _too_many(rate, wait)


def charge(request: HTTPConnection, questions: int) -> None:
    """Count the questions of one request as requests of their own. Raises 429."""
    rates, identity = _rates_of(request), request.scope.get("state", {}).get("identity")
    if rates is None or not isinstance(identity, Identity):
        return
    limits = rates.limits()
    rate, sender = limits.per_address, ("address", rate_limit_key(request.scope))
    if identity.name:
        rate, sender = limits.per_user, (identity.way, identity.name)
    for _ in range(questions):
        if wait := rates.wait(rate, *sender):
            raise _too_many(rate, wait)


class AddressRateLimitMiddleware:
    """Limits requests per address. Must run before authentication."""

    def __init__(self, app: ASGIApp, rates: RateLimiter) -> None:
        """Count reads of the API and whatever changes something or is computed; files and health are free."""
        self.app, self.rates = app, rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 429."""
        if scope["type"] == "http":
            scope.setdefault("state", {})["rates"] = self.rates
            if refusal := self._refusal(scope):
                await refusal(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        path, limits = path_of(scope), self.rates.limits()
        if scope["method"] in _SAFE:
            if not path.startswith(_READ_BELOW) or path.startswith(_FREE):
                return None
            rate = limits.per_address
        else:
            rate = limits.sign_in if path == SIGN_IN else limits.per_address
        return _refusal(scope, rate, self.rates.wait(rate, "address", rate_limit_key(scope)))


class UserRateLimitMiddleware:
    """Limits requests per user. Must run after authentication."""

    def __init__(self, app: ASGIApp, rates: RateLimiter) -> None:
        """Count what is computed and what changes something."""
        self.app, self.rates = app, rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 429."""
        identity = scope.get("state", {}).get("identity")
        if scope["type"] == "http" and isinstance(identity, Identity) and (refusal := self._refusal(scope, identity)):
            await refusal(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _refusal(self, scope: Scope, identity: Identity) -> Response | None:
        costly = scope["method"] not in _SAFE or path_of(scope).endswith(_COSTLY_READS)
        # Users without a name share it: they are counted by address, and that was done.
        if not costly or not identity.name:
            return None
        rate = self.rates.limits().per_user
        return _refusal(scope, rate, self.rates.wait(rate, identity.way, identity.name))


def _refusal(scope: Scope, rate: str, wait: int) -> Response | None:
    return error_response(_too_many(rate, wait), wording_of(HTTPConnection(scope))) if wait else None


def _rates_of(request: HTTPConnection) -> RateLimiter | None:
    """Return what counts a request; None where nothing is counted."""
    rates = request.scope.get("state", {}).get("rates")
    return rates if isinstance(rates, RateLimiter) else None


def _too_many(rate: str, wait: int) -> RequestError:
    amount, _, unit = rate.partition("/")
    kind = f"rate.{unit}"
    return RequestError(_SENTENCES[kind], kind, 429, {"Retry-After": str(wait)}, amount=amount, count=wait)
