"""What other sites show of On Record: the script of the widget, and a page that fills a frame with it."""

from collections.abc import Iterable
from gzip import compress
from hashlib import sha256
from html import escape
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from ui.http.language import wording_of
from ui.http.static_files import STATIC
from ui.render.templating import Macros

_EMBED = Macros(Path(__file__).parent / "templates" / "embed.html", escape)


def routes(origins: Iterable[str]) -> APIRouter:
    """`GET /widget.js` and `GET /embed`; `origins` are the sites that may show the latter in a frame."""
    routes = APIRouter(include_in_schema=False)
    allowed = " ".join(origins)
    script = (STATIC / "widget.js").read_bytes()
    packed = compress(script, mtime=0)
    tag = f'W/"{sha256(script).hexdigest()[:32]}"'  # weak: packed or not, it is the same script
    headers = {
        "ETag": tag,
        "Cache-Control": "public, max-age=300, must-revalidate",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Vary": "Accept-Encoding",
    }

    @routes.api_route("/widget.js", methods=["GET", "HEAD"])
    def widget(request: Request) -> Response:
        if tag.removeprefix("W/") in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(packed, headers=headers | {"Content-Encoding": "gzip"}, media_type="text/javascript")
        return Response(script, headers=headers, media_type="text/javascript")

    @routes.get("/embed")
    def embed(request: Request) -> Response:
        page = _EMBED("page", wording_of(request).language, allowed)
        return HTMLResponse(
            page, headers={"Content-Security-Policy": _policy(allowed or "'none'"), "Vary": "Accept-Language"}
        )

    return routes


def _policy(ancestors: str) -> str:
    """Stricter than that of the chat page, whose Gradio needs more."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "connect-src 'self'",
            "img-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
            f"frame-ancestors {ancestors}",
        )
    )
