"""Whether a request that changes something comes from our own page.

A page on the internet can make a reader's browser send requests to a server on their machine; browsers say where a
request comes from (Fetch Metadata, W3C; `Origin`, RFC 6454), programs such as curl say nothing and may pass.
"""

from urllib.parse import urlsplit

from fastapi import HTTPException, Request

_REFUSED = "This request comes from another site and was refused: use On Record's own page, or a program."


def require_same_origin(request: Request) -> None:
    """Raises 403 when a browser says that another site sends the request."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if site not in ("same-origin", "none") or (foreign and "sec-fetch-site" not in request.headers):
        raise HTTPException(403, _REFUSED)
