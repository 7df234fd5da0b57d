"""A reverse proxy in front: the address that really connects, and the user that the proxy names.

The two must not be confused: anybody can send `X-Forwarded-For`, while headers that name a user are trusted by the
address at the other end of the connection alone.
"""

from ipaddress import IPv6Address, ip_address

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.access.rules import Principal, is_name
from ui.access.settings import ProxyRules
from ui.http.request_error import RequestError

_PEER = "peer"
_MISLEADING = frozenset((b"x-gradio-server", b"x-forwarded-host"))
_MAX_GROUPS = 1000


class PeerMiddleware:
    """Notes which address connects, before the forwarded one takes its place."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap whatever trusts `X-Forwarded-For`."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with the address of its connection."""
        if scope["type"] != "lifespan":
            scope.setdefault("state", {})[_PEER] = _address(scope)
        await self.app(scope, receive, send)


class StripForwardedHostMiddleware:
    """Removes forwarded-host headers: only `Host` names this server.

    Gradio trusts them from anybody, and writes them into the page.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the page."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on without them."""
        if scope["type"] in ("http", "websocket"):
            kept = [header for header in scope["headers"] if header[0].lower() not in _MISLEADING]
            scope = {**scope, "headers": kept}
        await self.app(scope, receive, send)


def trust_proxies(app: ASGIApp, proxies: str) -> ASGIApp:
    """Wrap the app so that it takes the client's address from these proxies, given by addresses and networks."""
    from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

    trusting: ASGIApp = ProxyHeadersMiddleware(app, proxies) if proxies else app  # type: ignore[arg-type, assignment]
    return PeerMiddleware(StripForwardedHostMiddleware(trusting))


def named_by_proxy(connection: HTTPConnection, rules: ProxyRules) -> Principal | None:
    """Return the user and their groups; None when the proxy names nobody, or another address connects.

    Raises 400 when a header comes twice: one of the two is not the proxy's.
    """
    if not _connects_from(connection.scope, rules):
        return None
    user = _header(connection, rules.user)
    if not user:
        return None
    groups = _listed(_header(connection, rules.groups))
    if len(groups) > _MAX_GROUPS or not all(is_name(name) for name in (user, *groups)):
        raise RequestError(
            "{user} or {groups} is not as expected: let the proxy send plain names.",
            "proxy.names",
            400,
            user=rules.user,
            groups=rules.groups,
        )
    return Principal(user, groups)


def _listed(header: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in header.split(",") if name.strip())


def _connects_from(scope: Scope, rules: ProxyRules) -> bool:
    written = scope.get("state", {}).get(_PEER, _address(scope))
    try:
        address = ip_address(written)
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address
    return any(address in network for network in rules.addresses)


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


def _header(connection: HTTPConnection, name: str) -> str:
    wanted = name.lower().encode("latin-1", "replace")
    sent = [value for header, value in connection.scope["headers"] if header.lower() == wanted]
    if len(sent) > 1:
        raise RequestError(
            "{header} was sent twice: let the proxy remove what the client sends.", "proxy.twice", 400, header=name
        )
    try:
        return sent[0].decode("utf-8").strip() if sent else ""
    except UnicodeDecodeError as error:
        raise RequestError(
            "{header} is not UTF-8: let the proxy send plain names.", "proxy.encoding", 400, header=name
        ) from error
