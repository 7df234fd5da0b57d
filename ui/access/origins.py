"""Origins (RFC 6454): the sites whose pages may embed this server and send it requests."""

from urllib.parse import urlsplit

from pydantic_core import PydanticCustomError


def checked_origin(written: str) -> str:
    """Return an origin as browsers write it. Raises `ValueError` for anything else, also for "*" and "null"."""
    parts = urlsplit(written)
    if written.endswith("/") and written.casefold() == f"{_origin(written)}/":
        raise PydanticCustomError("origin_slash", "this is no origin, for the slash at its end", {"written": written})
    if parts.scheme not in ("https", "http") or not parts.hostname or written.casefold() != _origin(written):
        raise PydanticCustomError("origin", "this is no origin", {"written": written})
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
        raise PydanticCustomError("issuer", "this is no issuer", {"written": written})
    return written
