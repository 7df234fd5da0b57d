"""What may be asked for by nobody in particular; everything else needs somebody who is known."""

from starlette._utils import get_route_path
from starlette.types import Scope

from ui.http.static_files import STATIC_FILES

_UNGUARDED = frozenset(
    {
        *(f"{api}/health/{check}" for api in ("/api", "/api/v1") for check in ("live", "ready")),
        *(f"{api}/wording" for api in ("/api", "/api/v1")),
        *STATIC_FILES,
        *(f"/sign-in{step}" for step in ("", "/provider", "/answer")),
        "/sign-out",
        "/metrics",  # guarded by address
        "/widget.js",
        "/embed",
        "/favicon.ico",
    }
)


def is_unguarded(scope: Scope) -> bool:
    """Whether a request may pass whoever sends it: only for paths that are written exactly like one of the list.

    The path is the one that routes are found by (Starlette's own reading of it), so the two cannot differ.
    """
    return scope["type"] == "http" and get_route_path(scope) in _UNGUARDED


def is_page(scope: Scope) -> bool:
    """Whether somebody opens the page itself."""
    return scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and get_route_path(scope) in ("", "/")
