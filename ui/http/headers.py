"""Security headers on every response, as plain ASGI so that streamed answers are passed on as they come."""

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.http.request import path_of

_UNLESS_STRICTER = {
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_PRIVATE = ("/api/", "/v1/", "/mcp", "/gradio_api/")
_FRAMES, _NOBODY = "frame-ancestors", "'none'"
_INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)


class SecurityHeadersMiddleware:
    """Tells the browser to run and load nothing but what this server wrote.

    A page may start with inline scripts (Gradio's does). Each is allowed by its hash, so the policy needs no
    'unsafe-inline' and a script smuggled into the page later does not run.
    """

    def __init__(self, app: ASGIApp, frame_ancestors: Iterable[str] = ()) -> None:
        """Let these origins show the page in a frame; none by default."""
        self.app = app
        self.frame_ancestors = " ".join(frame_ancestors) or _NOBODY

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; web pages wait for their last byte, everything else streams through."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        secured = _Secured(self, scope, send)
        if "text/html" in Headers(scope=scope).get("accept", ""):
            scope = _uncompressed(scope)
        await self.app(scope, receive, secured)

    def policy(self, page: bytes = b"") -> str:
        """Return the content security policy of a page with these inline scripts."""
        scripts = (b64encode(sha256(script).digest()).decode() for script in _INLINE_SCRIPT.findall(page))
        return "; ".join(
            (
                "default-src 'self'",
                " ".join(("script-src 'self'", *(f"'sha256-{digest}'" for digest in scripts))),
                "style-src 'self' 'unsafe-inline'",  # Gradio sets widths and heights in style attributes
                "img-src 'self' data: blob:",
                "media-src 'self'",
                "font-src 'self' data:",
                "connect-src 'self'",
                "form-action 'self'",
                "base-uri 'self'",
                "object-src 'none'",
                f"{_FRAMES} {self.frame_ancestors}",
            )
        )

    def framed_policy(self, policy: str) -> str:
        """Return a route's own policy with our `frame-ancestors`, unless it allows none."""
        parts = [part.strip() for part in policy.split(";") if part.strip()]
        kept = [part for part in parts if part.split()[0].lower() != _FRAMES]
        allowed = _NOBODY if f"{_FRAMES} {_NOBODY}" in parts else self.frame_ancestors
        return "; ".join((*kept, f"{_FRAMES} {allowed}"))


class _Secured:
    """The `send` of one response, with our headers added."""

    def __init__(self, headers: SecurityHeadersMiddleware, scope: Scope, send: Send) -> None:
        self.headers, self.scope = headers, scope
        self.send = send
        self.page_start: Message | None = None
        self.page = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if Headers(raw=message["headers"]).get("content-type", "").startswith("text/html"):
                self.page_start = message
                return
            self._add_headers(message)
        elif self.page_start is not None and message["type"] == "http.response.body":
            self.page += message.get("body", b"")
            if message.get("more_body"):
                return
            self._add_headers(self.page_start)
            await self.send(self.page_start)
            message = {"type": "http.response.body", "body": bytes(self.page)}
        await self.send(message)

    def _add_headers(self, start: Message) -> None:
        added = MutableHeaders(scope=start)
        own = added.get("Content-Security-Policy")
        policy = self.headers.framed_policy(own or self.headers.policy(bytes(self.page)))
        added["Content-Security-Policy"] = policy
        if policy.endswith(_NOBODY):
            added["X-Frame-Options"] = "DENY"
        added["X-Content-Type-Options"] = "nosniff"
        for name, value in _UNLESS_STRICTER.items():
            added.setdefault(name, value)
        # What somebody may read is not for whoever asks the same proxy next.
        if path_of(self.scope).startswith(_PRIVATE):
            added.setdefault("Cache-Control", "no-store")
        if self.scope.get("scheme") == "https":
            added["Strict-Transport-Security"] = "max-age=31536000"


def _uncompressed(scope: Scope) -> Scope:
    """Return the request without `Accept-Encoding`: the scripts of a compressed page could not be read."""
    headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    return {**scope, "headers": headers}
