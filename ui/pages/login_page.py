"""The page on which a reader signs in: plain HTML, without a script."""

import re
from html import escape
from pathlib import Path
from urllib.parse import urlencode

from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup
from starlette.requests import HTTPConnection

from ui.access.authentication.policy import Policy
from ui.http.language import wording_of
from ui.render.templating import Macros
from ui.render.wording import Wording

_PRODUCT = "On Record"
_SIGN_IN = Macros(Path(__file__).parent / "templates" / "sign_in.html", escape)
_LOCAL = re.compile(r"/(?![/\\])[!-\[\]-~]*")
_MAX_CHARACTERS = 2000
_HEADERS = {
    # Nothing may frame it either: who signs in must see where.
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Vary": "Accept-Language, Cookie",
}


def way_in(connection: HTTPConnection, access: Policy) -> Response:
    """For who opens the page and is not known: the way to sign in, else where they are signed in already."""
    if access.users or access.provider:
        query = connection.scope["query_string"].decode("latin-1")
        wanted = {"next": local_address(f"/?{query}")} if query else {}
        return redirect(connection, f"/sign-in?{urlencode(wanted)}" if wanted else "/sign-in")
    wording = wording_of(connection)
    alert = _SIGN_IN("alert", wording("sign_in.elsewhere"))
    return _page(connection, wording, wording("sign_in.title"), alert, 401)


def sign_in_page(
    connection: HTTPConnection, access: Policy, *, wanted: str = "", fault: str = "", status: int = 200, name: str = ""
) -> Response:
    """Return the page with the ways to sign in; `wanted` is the address after it, `fault` names a sentence."""
    wording = wording_of(connection)
    query = {key: value for key, value in (("next", wanted), ("lang", connection.query_params.get("lang"))) if value}
    provider = f"/sign-in/provider?{urlencode(query)}".rstrip("?") if access.provider else ""
    body = _SIGN_IN("ways", wording, _root(connection), fault, wanted, name, bool(access.users), provider)
    return _page(connection, wording, wording("sign_in.title"), body, status)


def signed_in_page(connection: HTTPConnection, name: str) -> Response:
    """Return the page for a user who is signed in: who they are, and how to sign out."""
    wording = wording_of(connection)
    body = _SIGN_IN("signed_in", wording, _root(connection))
    return _page(connection, wording, wording("sign_in.signed_in", name=name), body, 200)


def redirect(connection: HTTPConnection, address: str) -> Response:
    """Return a redirect to an address of ours."""
    return RedirectResponse(f"{_root(connection)}{address}", 303, {"Cache-Control": "no-store"})


def local_address(wanted: str) -> str:
    """Return an address of ours as it was wanted; the page's for anything that could lead elsewhere."""
    return wanted if _LOCAL.fullmatch(wanted) and len(wanted) <= _MAX_CHARACTERS else "/"


def _page(connection: HTTPConnection, wording: Wording, title: str, body: Markup, status: int) -> Response:
    headers = _HEADERS | ({"WWW-Authenticate": "Bearer"} if status == 401 else {})
    return HTMLResponse(str(_SIGN_IN("page", _PRODUCT, wording, _root(connection), title, body)), status, headers)


def _root(connection: HTTPConnection) -> str:
    return str(connection.scope.get("root_path", "")).rstrip("/")
