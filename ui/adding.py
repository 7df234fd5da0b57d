"""Whether articles may be added over HTTP, by whom, and how much at a time."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import HTTPException, Request

from ui.origin import require_same_origin

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Adding:
    """What may be added."""

    allowed: bool = False
    most_bytes: int = 20 * MEGABYTE
    """Of one document."""
    most_files: int = 200
    """That the page sends one after the other."""
    hosts: frozenset[str] = frozenset()
    """The names under which a browser must have asked for this server; empty means any.

    A name of somebody else's that leads here (DNS rebinding) would be of the same origin as itself.
    """

    def check(self, request: Request) -> None:
        """Raises 403 when this request may not add anything, 413 when it says that it is too large."""
        if not self.allowed:
            raise HTTPException(
                403, "Articles cannot be added here: use `onrecord add PATH`, or start the server with --adding."
            )
        require_same_origin(request)
        host = urlsplit(f"//{request.headers.get('host', '')}").hostname
        if self.hosts and host not in self.hosts:
            raise HTTPException(
                403, f"Articles cannot be added by the name {host!r}: open the page by its own address."
            )
        if int(request.headers.get("content-length") or 0) > self.most_bytes:
            raise self.too_large()

    def too_large(self) -> HTTPException:
        """The fault of a document that is larger than allowed."""
        most = f"{self.most_bytes / MEGABYTE:g} MB"
        return HTTPException(413, f"The document is larger than {most}: cut it, or use `onrecord add PATH`.")


NOTHING = Adding()
"""No adding over HTTP."""


def adding_at(host: str, allowed: bool | None, most_megabytes: float) -> Adding:
    """What may be added to a server that listens at `host`: by default, only where no other machine reaches it."""
    local = host in LOOPBACK
    return Adding(
        allowed=local if allowed is None else allowed,
        most_bytes=int(most_megabytes * MEGABYTE),
        hosts=LOOPBACK if local and allowed is None else frozenset(),
    )
