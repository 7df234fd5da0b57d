"""How much one user, or one address, may ask.

"60/minute" is sixty at once and then one a second: each sender has one number, when all that they asked is made good
again (GCRA, ITU-T I.371). The memory stores of `limits` keep the key of every sender for ever.
"""

import math
import threading
import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable

from fastapi import HTTPException
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.access.identity import Identity
from ui.access.settings import LimitRules
from ui.http.problem import problem
from ui.http.request import path_of, rate_limit_key
from ui.http.unavailable import Unavailable

SIGN_IN = "/sign-in"

_PERIODS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_READ_BELOW = ("/api/", "/v1/", "/mcp", f"{SIGN_IN}/")
_COSTLY_READS = ("/timeline",)
_FREE = ("/api/health/", "/api/v1/health/")
_MAX_SENDERS = 100_000


class RateLimiter:
    """What was asked lately, by sender; counts from the start of the server."""

    def __init__(
        self, limits: Callable[[], LimitRules], clock: Callable[[], float] = time.monotonic, most: int = _MAX_SENDERS
    ) -> None:
        """By the `limits` that are in force; remembers the `most` senders that came last under each rate."""
        self.limits = limits
        self._clock, self._most = clock, most
        self._good: defaultdict[str, OrderedDict[tuple[str, ...], float]] = defaultdict(OrderedDict)
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """How many senders are remembered."""
        return sum(map(len, self._good.values()))

    def wait(self, rate: str, *sender: str) -> int:
        """The seconds until a sender may ask again; 0 when they may now, which then counts."""
        amount, _, unit = rate.partition("/")
        period = _PERIODS[unit]
        step = period / int(amount)
        with self._lock:
            now, good = self._clock(), self._good[rate]
            while good and (next(iter(good.values())) <= now or len(good) > self._most):
                good.popitem(last=False)
            then = max(good.get(sender, now), now) + step
            too_early = then - now - period
            if too_early > 1e-6:
                return math.ceil(too_early)
            good[sender] = then
            good.move_to_end(sender)
        return 0


def check_sign_in(request: HTTPConnection, name: str) -> None:
    """To be called before a password is looked at. Raises 429 when the name was tried too often, from anywhere."""
    rates = _rates_of(request)
    if rates is not None:
        rate = rates.limits().sign_in
        if wait := rates.wait(rate, "name", name.casefold()[:200]):
            raise HTTPException(429, _sentence(rate, wait), {"Retry-After": str(wait)})


def charge(request: HTTPConnection, questions: int) -> None:
    """Count the questions of one request as requests of their own. Raises `Unavailable`."""
    rates, identity = _rates_of(request), request.scope.get("state", {}).get("identity")
    if rates is None or not isinstance(identity, Identity):
        return
    limits = rates.limits()
    rate, sender = limits.per_address, ("address", rate_limit_key(request.scope))
    if identity.name:
        rate, sender = limits.per_user, (identity.way, identity.name)
    for _ in range(questions):
        if wait := rates.wait(rate, *sender):
            raise Unavailable(_sentence(rate, wait), wait)


class AddressRateLimitMiddleware:
    """Refuses what one address asks beyond its rate; stands before anybody is identified."""

    def __init__(self, app: ASGIApp, rates: RateLimiter) -> None:
        """Counts reads of the API and whatever changes something or is computed; files and health are free."""
        self.app, self.rates = app, rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or answers 429."""
        if scope["type"] == "http":
            scope.setdefault("state", {})["rates"] = self.rates
            path, safe = path_of(scope), scope["method"] in _SAFE
            counts = path.startswith(_READ_BELOW) and not path.startswith(_FREE) if safe else True
            limits = self.rates.limits()
            rate = limits.sign_in if path == SIGN_IN and not safe else limits.per_address
            if counts and (wait := self.rates.wait(rate, "address", rate_limit_key(scope))):
                await problem(429, _sentence(rate, wait), {"Retry-After": str(wait)})(scope, receive, send)
                return
        await self.app(scope, receive, send)


class UserRateLimitMiddleware:
    """Refuses what one user asks beyond their rate; stands behind what identifies them."""

    def __init__(self, app: ASGIApp, rates: RateLimiter) -> None:
        """Counts what is computed and what changes something."""
        self.app, self.rates = app, rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or answers 429."""
        identity = scope.get("state", {}).get("identity")
        if scope["type"] == "http" and isinstance(identity, Identity):
            costly = scope["method"] not in _SAFE or path_of(scope).endswith(_COSTLY_READS)
            rate = self.rates.limits().per_user
            # Nobody's name is everybody's: they count by where they are, and that was counted.
            if costly and identity.name and (wait := self.rates.wait(rate, identity.way, identity.name)):
                answer = problem(429, _sentence(rate, wait), {"Retry-After": str(wait)})
                await answer(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _rates_of(request: HTTPConnection) -> RateLimiter | None:
    """The rates that a request counts under; None where nothing is counted."""
    rates = request.scope.get("state", {}).get("rates")
    return rates if isinstance(rates, RateLimiter) else None


def _sentence(rate: str, wait: int) -> str:
    amount, _, unit = rate.partition("/")
    seconds = "1 second" if wait == 1 else f"{wait} seconds"
    return f"More than {amount} requests a {unit} are not answered: come again in {seconds}."
