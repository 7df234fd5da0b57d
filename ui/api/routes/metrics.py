"""The numbers of the server, for whoever may read them."""

from collections.abc import Callable, Iterable
from ipaddress import ip_network

from fastapi import FastAPI
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Scope

from ui.access.settings import Network
from ui.http.request import ip_of
from ui.serving.metrics import Metrics

LOOPBACK: tuple[Network, ...] = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


def add_metrics(app: FastAPI, metrics: Metrics, addresses: Iterable[Network]) -> None:
    """`GET /metrics`, which to anybody but these addresses is a page that does not exist."""

    def read(_: Request) -> Response:
        return Response(metrics.render(), media_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})

    allowed = tuple(addresses)
    app.router.routes.append(_ForSome("/metrics", read, lambda scope: _comes_from(scope, allowed)))


class _ForSome(Route):
    """A route that is only there for some requests."""

    def __init__(self, path: str, endpoint: Callable[[Request], Response], allowed: Callable[[Scope], bool]) -> None:
        super().__init__(path, endpoint, methods=["GET"], include_in_schema=False)
        self._allowed = allowed

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        match, child = super().matches(scope)
        return (match, child) if match is Match.FULL and self._allowed(scope) else (Match.NONE, {})


def _comes_from(scope: Scope, allowed: Iterable[Network]) -> bool:
    """Whether one of these addresses asks by itself: what a proxy passes on may come from anywhere."""
    ip = ip_of(scope)
    passed_on = any(name in Headers(scope=scope) for name in _FORWARDED)
    return ip is not None and not passed_on and any(ip in network for network in allowed)
