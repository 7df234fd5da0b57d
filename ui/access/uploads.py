"""The policy of adding and deleting articles over HTTP: who may do it, and how much at a time."""

from dataclasses import dataclass
from typing import Literal

from fastapi import Request

from ui.access.csrf import require_own_page
from ui.access.identity import Identity, Right, identity_of
from ui.http.hosts import LOOPBACK, host_name
from ui.http.request_error import RequestError

MEGABYTE = 1_000_000

Change = Literal["added", "deleted"]
_DIGITS = 18
"""Of a size; nobody sends more, and Python reads no number without end."""
_SENTENCES = {
    "change.added": "Articles cannot be added here: use `onrecord add PATH`, or start the server with --adding.",
    "change.deleted": "Articles cannot be deleted here: use `onrecord remove ID`, or start the server with --adding.",
    "change.added_by_name": "Articles cannot be added by the name {host!r}: open the page by its own address.",
    "change.deleted_by_name": "Articles cannot be deleted by the name {host!r}: open the page by its own address.",
}


@dataclass(frozen=True, slots=True)
class UploadPolicy:
    """What may be added and deleted where there are no rules of access; how much, everywhere."""

    allowed: bool = False
    max_bytes: int = 20 * MEGABYTE
    """Of one document."""
    max_files: int = 200
    """That the page sends one after the other."""
    hosts: frozenset[str] = frozenset()
    """The names under which a browser must have asked for this server; empty means any.

    A name of somebody else's that leads here (DNS rebinding) would be of the same origin as itself.
    """

    def allows(self, identity: Identity) -> bool:
        """Return whether a user may add articles to any collection."""
        return self.allowed if identity.way == "local" else identity.collections(Right.ADD) != frozenset()

    def check(self, request: Request, change: Change = "added") -> Identity:
        """Return the user of a request that changes articles. Raises 403 when nothing can be changed from there.

        With rules of access these say what may be changed, and where.
        """
        identity = identity_of(request)
        local = identity.way == "local"
        if local and not self.allowed:
            raise _refused(f"change.{change}")
        require_own_page(request)
        host = host_name(request.headers.get("host", ""))
        if local and self.hosts and host not in self.hosts:
            raise _refused(f"change.{change}_by_name", host=host)
        return identity

    def check_size(self, request: Request) -> None:
        """Check the announced size of a document. Raises 413 when it is too large."""
        stated = request.headers.get("content-length", "")
        if stated.isdecimal() and int(stated[:_DIGITS]) > self.max_bytes:
            raise self.too_large()

    def too_large(self) -> RequestError:
        """Return the error of a document that is larger than allowed."""
        return RequestError(
            "The document is larger than {megabytes} MB: cut it, or use `onrecord add PATH`.",
            "upload.too_large",
            413,
            megabytes=f"{self.max_bytes / MEGABYTE:g}",
        )


def _refused(kind: str, **values: object) -> RequestError:
    return RequestError(_SENTENCES[kind], kind, 403, **values)


NO_UPLOADS = UploadPolicy()
"""No adding over HTTP."""


def upload_policy_for(host: str, allowed: bool | None, max_megabytes: float, *, proxied: bool = False) -> UploadPolicy:
    """Return the policy of a server that listens at `host`: by default, uploads only where no other machine reaches it.

    Behind a proxy others do, and where it keeps the host to itself they seem to ask for this machine's own name.
    """
    local = host in LOOPBACK and not proxied
    return UploadPolicy(
        allowed=local if allowed is None else allowed,
        max_bytes=int(max_megabytes * MEGABYTE),
        hosts=LOOPBACK if local and allowed is None else frozenset(),
    )
