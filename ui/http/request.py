"""From which address a request comes, and to which path of ours it goes."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from starlette._utils import get_route_path
from starlette.types import Scope


def path_of(scope: Scope) -> str:
    """The path as our routes know it, without the prefix that a proxy put in front."""
    return get_route_path(scope)


def address_of(scope: Scope) -> str:
    """The client's address; empty where there is none, as with a socket that is a file."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def ip_of(scope: Scope) -> IPv4Address | IPv6Address | None:
    """The same as an address of the Internet; IPv4 stays IPv4 also where it is written as IPv6."""
    try:
        ip = ip_address(address_of(scope))
    except ValueError:
        return None
    return ip.ipv4_mapped or ip if isinstance(ip, IPv6Address) else ip


def rate_limit_key(scope: Scope) -> str:
    """What counts as one sender: an address, with IPv6 the /64 that one subscriber has to themselves."""
    ip = ip_of(scope)
    if isinstance(ip, IPv6Address):
        return str(IPv6Network((int(ip) >> 64 << 64, 64)))
    return str(ip) if ip else address_of(scope)
