"""The page's own icon, named before a browser looks for one.

Gradio's page names a manifest at the root of the host, and its head is filled by scripts, so that browsers have asked
for `/favicon.ico` by then: below a proxy's prefix both belong to somebody else's site.
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.http.request import path_of

_MANIFEST = b'<link rel="manifest" href="/manifest.json" />'
_ICON = b'<link rel="icon" href="static/icon.svg">'.ljust(len(_MANIFEST))  # its length has been announced


class FaviconMiddleware:
    """Puts the icon where the page names the manifest."""

    def __init__(self, app: ASGIApp) -> None:
        """Must stand inside of whatever looks at the whole page."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; only the page itself is changed."""
        if scope["type"] != "http" or path_of(scope) not in ("", "/"):
            await self.app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.body" and _MANIFEST in message.get("body", b""):
                message = {**message, "body": message["body"].replace(_MANIFEST, _ICON)}
            await send(message)

        await self.app(scope, receive, sent)
