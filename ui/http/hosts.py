"""The names under which a server is asked for.

A page on the internet can give its own name the address 127.0.0.1 (DNS rebinding); to the browser this server is then
of the page's own origin, and it could read every article.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.http.language import wording_of
from ui.http.request_error import RequestError
from ui.http.route import error_response

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
"""The names by which a machine calls itself."""


def allowed_hosts(host: str, *, elsewhere: bool) -> frozenset[str]:
    """Return the names of a server that listens at `host`: where no other machine reaches it, those of this machine.

    Any name, so none of them, where it is known `elsewhere`: behind a proxy, or where people sign in.
    """
    return LOOPBACK if host in LOOPBACK and not elsewhere else frozenset()


class HostsMiddleware:
    """Answers 421 to requests for a server of another name."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        """Accept these names, without ports; none means any."""
        self.app, self.hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if self.hosts and scope["type"] in ("http", "websocket"):
            host = host_name(Headers(scope=scope).get("host", ""))
            if host not in self.hosts:
                await _refuse(host, scope, receive, send)
                return
        await self.app(scope, receive, send)


def host_name(written: str) -> str:
    """Return the name in a `Host` header without port and brackets; empty when there is none in it."""
    try:
        return urlsplit(f"//{written}").hostname or ""
    except ValueError:
        return ""


async def _refuse(host: str, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    refused = RequestError(
        "This server does not answer to the name {host!r}: open it as localhost or 127.0.0.1, or start it with "
        "--root-path or --proxies when a proxy stands before it.",
        "request.other_host",
        421,
        host=host,
    )
    await error_response(refused, wording_of(HTTPConnection(scope)))(scope, receive, send)
