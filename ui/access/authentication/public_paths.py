"""Paths that need no authentication. All others do."""

from starlette._utils import get_route_path
from starlette.types import Scope

from ui.http.static_files import STATIC_FILES

_PUBLIC = frozenset(
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


def is_public(scope: Scope) -> bool:
    """Return whether a request may pass without authentication: its path is written exactly like one of the list.

    The path is the one that routes are found by (Starlette's own reading of it), so the two cannot differ.
    """
    return scope["type"] == "http" and get_route_path(scope) in _PUBLIC


def is_page(scope: Scope) -> bool:
    """Return whether a request opens the page itself."""
    return scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and get_route_path(scope) in ("", "/")
