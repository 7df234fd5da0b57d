"""Origins (RFC 6454): the sites whose pages may embed this server and send it requests."""

from urllib.parse import urlsplit


def checked_origin(written: str) -> str:
    """Return an origin as browsers write it. Raises `ValueError` for anything else, also for "*" and "null"."""
    parts = urlsplit(written)
    if written.endswith("/") and written.casefold() == f"{_origin(written)}/":
        raise ValueError(f"{written!r} is no origin: leave the slash at the end away")
    if parts.scheme not in ("https", "http") or not parts.hostname or written.casefold() != _origin(written):
        raise ValueError(f'{written!r} is no origin: write scheme and host, as in "https://portal.example"')
    return _origin(written)


def _origin(written: str) -> str:
    parts = urlsplit(written)
    return f"{parts.scheme}://{parts.netloc}".casefold()


def checked_issuer(written: str) -> str:
    """Return the address of a provider of OpenID Connect. Raises `ValueError` for anything less safe than HTTPS."""
    parts = urlsplit(written)
    local = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1")
    safe = parts.hostname and (parts.scheme == "https" or local)
    if not safe or parts.query or parts.fragment:
        raise ValueError(f'{written!r} is no issuer: write its address, as in "https://login.example/realms/press"')
    return written
