"""The address that a request comes from, and the path that it asks for."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from starlette._utils import get_route_path
from starlette.types import Scope


def path_of(scope: Scope) -> str:
    """Return the path as our routes know it, without the prefix that a proxy put in front."""
    return get_route_path(scope)


def address_of(scope: Scope) -> str:
    """Return the client's address; empty where there is none, as with a Unix socket."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def ip_of(scope: Scope) -> IPv4Address | IPv6Address | None:
    """Return the client's IP address, if it has one; an IPv4 address mapped to IPv6 is given as IPv4."""
    try:
        ip = ip_address(address_of(scope))
    except ValueError:
        return None
    return ip.ipv4_mapped or ip if isinstance(ip, IPv6Address) else ip


def rate_limit_key(scope: Scope) -> str:
    """Return the address that rates are counted by; with IPv6, the /64 that one subscriber has to themselves."""
    ip = ip_of(scope)
    if isinstance(ip, IPv6Address):
        return str(IPv6Network((int(ip) >> 64 << 64, 64)))
    return str(ip) if ip else address_of(scope)
