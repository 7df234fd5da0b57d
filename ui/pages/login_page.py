"""The page on which a reader signs in: plain HTML, without a script."""

import re
from html import escape
from urllib.parse import urlencode

from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.requests import HTTPConnection

from ui.access.authentication.policy import Policy
from ui.render.wording import Wording, negotiate_language

_PRODUCT = "On Record"
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
    said = f'<p role="alert">{escape(wording("sign_in.elsewhere"))}</p>'
    return _page(connection, wording, wording("sign_in.title"), said, 401)


def sign_in_page(
    connection: HTTPConnection, access: Policy, *, wanted: str = "", fault: str = "", status: int = 200, name: str = ""
) -> Response:
    """The ways to sign in; `wanted` is where a reader goes from here, `fault` names the sentence of what went wrong."""
    wording, root = wording_of(connection), escape(_root(connection))
    query = {key: value for key, value in (("next", wanted), ("lang", connection.query_params.get("lang"))) if value}
    blocks = [f'<p role="alert" id="fault">{escape(wording(fault))}</p>'] if fault else []
    if access.users:
        blocks.append(_form(wording, root, wanted, name, wrong=fault == "sign_in.wrong"))
    if access.provider:
        way = escape(f"/sign-in/provider?{urlencode(query)}".rstrip("?"))
        blocks.append(f'<p><a class="way" href="{root}{way}">{escape(wording("sign_in.provider"))}</a></p>')
    return _page(connection, wording, wording("sign_in.title"), "\n".join(blocks), status)


def signed_in_page(connection: HTTPConnection, name: str) -> Response:
    """What it says to somebody who is signed in: who they are, and how to end it."""
    wording, root = wording_of(connection), escape(_root(connection))
    leave = f'<button class="second">{escape(wording("sign_in.leave"))}</button>'
    said = (
        f'<p><a class="way" href="{root}/">{escape(wording("sign_in.enter"))}</a></p>\n'
        f'<form method="post" action="{root}/sign-out">{leave}</form>'
    )
    return _page(connection, wording, wording("sign_in.signed_in", name=name), said, 200)


def redirect(connection: HTTPConnection, address: str) -> Response:
    """Sends a reader on to an address of ours."""
    return RedirectResponse(f"{_root(connection)}{address}", 303, {"Cache-Control": "no-store"})


def local_address(wanted: str) -> str:
    """An address of ours as it was wanted; the page's for anything that could lead elsewhere."""
    return wanted if _LOCAL.fullmatch(wanted) and len(wanted) <= _MAX_CHARACTERS else "/"


def wording_of(connection: HTTPConnection) -> Wording:
    """What is said, in the reader's language."""
    return negotiate_language(connection.query_params.get("lang"), connection.headers.get("accept-language"))


def _form(wording: Wording, root: str, wanted: str, name: str, *, wrong: bool) -> str:
    marks = ' aria-invalid="true" aria-describedby="fault"' if wrong else ""
    # Of a name and a password that do not fit, the password is far more often the wrong one.
    to_name, to_password = ("", " autofocus") if wrong and name else (" autofocus", "")
    return (
        f'<form method="post" action="{root}/sign-in">\n'
        f'<input type="hidden" name="next" value="{escape(wanted)}">\n'
        f'<label for="name">{escape(wording("sign_in.name"))}</label>\n'
        f'<input id="name" name="name" value="{escape(name)}" autocomplete="username" autocapitalize="none" '
        f"required{to_name}{marks}>\n"
        f'<label for="password">{escape(wording("sign_in.password"))}</label>\n'
        f'<input id="password" name="password" type="password" autocomplete="current-password" '
        f"required{to_password}{marks}>\n"
        f"<button>{escape(wording('sign_in.submit'))}</button>\n</form>"
    )


def _page(connection: HTTPConnection, wording: Wording, heading: str, body: str, status: int) -> Response:
    root, title = escape(_root(connection)), escape(heading)
    headers = _HEADERS | ({"WWW-Authenticate": "Bearer"} if status == 401 else {})
    return HTMLResponse(
        f'<!doctype html>\n<html lang="{wording.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title} – {_PRODUCT}</title>\n'
        f'<link rel="stylesheet" href="{root}/static/styles/sign-in.css">\n'
        f'<link rel="icon" type="image/svg+xml" href="{root}/static/icon.svg">\n</head>\n'
        f'<body>\n<main>\n<p class="brand">{_PRODUCT}</p>\n<h1>{title}</h1>\n{body}\n</main>\n</body>\n</html>\n',
        status,
        headers,
    )


def _root(connection: HTTPConnection) -> str:
    return str(connection.scope.get("root_path", "")).rstrip("/")
