"""Whether a request that changes something comes from our own page.

A page on the internet can make a reader's browser send requests to a server on their machine; browsers say where a
request comes from (Fetch Metadata, W3C; `Origin`, RFC 6454), programs such as curl say nothing and may pass.
"""

from urllib.parse import urlsplit

from fastapi import Request
from starlette.requests import HTTPConnection

from ui.access.identity import identity_of
from ui.http.request_error import RequestError


def require_own_page(request: Request) -> None:
    """Require that no other site's page sent the request in its user's name. Raises 403 otherwise.

    With a token any page may: no browser sends one by itself.
    """
    if identity_of(request).uses_browser_credentials:
        require_same_origin(request)


def require_same_origin(request: HTTPConnection) -> None:
    """Require that no browser says that another site sends the request. Raises 403 otherwise."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    foreign = origin is not None and _host(origin) != request.headers.get("host")
    if site not in ("same-origin", "none") or (foreign and "sec-fetch-site" not in request.headers):
        raise RequestError(
            "This request comes from another site and was refused: use On Record's own page, or a program.",
            "request.other_site",
            403,
        )


def _host(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:  # "http://[" and its like
        return None
