"""One FastAPI process on one port: the page, the API behind it, and the health checks."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import FileResponse

from ui.access.identified import Identified
from ui.access.identity import Asking, asking_within
from ui.access.settings import Settings
from ui.adding import NOTHING, Adding
from ui.api import add_routes
from ui.asker import AskerProtocol
from ui.headers import SecurityHeaders
from ui.kept import Kept

HOST = "127.0.0.1"
PORT = 8000

_STATIC = Path(__file__).parent / "static"
_GRADIO = {
    # Three that keep it from looking anything up on the network.
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    # It would draw up statistics of its events, in pandas, after every single one; nobody reads them.
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000000",
}
"""Settings that Gradio reads from the environment only, most of them while it is imported."""


def create_app(asker: AskerProtocol, *, settings: Settings | None = None, adding: Adding = NOTHING) -> FastAPI:
    """The whole application over one opened index.

    `settings` are the rules of access; without them whoever reaches the server is its owner. `adding` says whether
    articles may be added over HTTP.
    """
    rules = settings or Settings()
    # FastAPI's own pages for reading the API load their scripts from a CDN.
    app = FastAPI(title="On Record", docs_url=None, redoc_url=None)
    app.add_middleware(Identified, settings=settings)
    app.add_middleware(SecurityHeaders, frame_ancestors=rules.origins)
    # Without credentials: a page elsewhere sends a token, never a cookie.
    app.add_middleware(
        CORSMiddleware,
        allow_origins=rules.origins,
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "Mcp-Session-Id", "Mcp-Protocol-Version"],
        expose_headers=["Retry-After", "Mcp-Session-Id"],
    )
    kept, asking = Kept(), asking_within(asker)
    add_routes(app, asker, asking, kept, adding)
    _add_static_files(app)
    _mount_page(app, asker, asking, kept)
    return app


def serve(
    asker: AskerProtocol,
    *,
    host: str = HOST,
    port: int = PORT,
    root_path: str = "",
    proxies: str = "",
    settings: Settings | None = None,
    adding: Adding = NOTHING,
) -> None:
    """Serves the app until it is interrupted.

    Behind a proxy that strips a prefix, `root_path` is the prefix and `proxies` the proxy's addresses, separated by
    commas: only theirs are the forwarded headers that are believed.
    """
    import uvicorn  # only a server needs it

    app = create_app(asker, settings=settings, adding=adding)
    # While the page is being opened, so that not even the first question waits for the model.
    threading.Thread(target=asker.warm, daemon=True).start()
    uvicorn.run(
        app,
        host=host,
        port=port,
        root_path=root_path,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies or None,
        log_level="warning",
        timeout_graceful_shutdown=3,  # open pages hold a stream each, and would keep Ctrl+C waiting for ever
    )


def _add_static_files(app: FastAPI) -> None:
    # File by file, not as a mounted folder: Gradio serves its own files under /static too.
    for file in sorted(_STATIC.iterdir()):
        app.add_api_route(f"/static/{file.name}", _sender(file), include_in_schema=False)


def _sender(file: Path) -> Callable[[], FileResponse]:
    def send() -> FileResponse:
        return FileResponse(file, headers={"Cache-Control": "no-cache"})

    return send


def _mount_page(app: FastAPI, asker: AskerProtocol, asking: Asking, kept: Kept) -> None:
    for name, value in _GRADIO.items():
        os.environ.setdefault(name, value)
    from ui.chat import mount  # imports Gradio, which takes seconds and reads the environment above

    mount(app, asker.models.names, asking, kept)
