"""One FastAPI process on one port: the page, the API behind it, and the health checks."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import FileResponse

from qa.protocol import AskerProtocol
from ui.access.authenticators.proxies import behind
from ui.access.authenticators.sessions import Sessions
from ui.access.identity import Asking, asking_within
from ui.access.middleware import Identified
from ui.access.policy import InForce
from ui.access.rate_limits import PerAddress, PerUser, Rates
from ui.access.settings import Settings
from ui.access.uploads import NOTHING, Adding
from ui.api.openai.errors import ToldAsOpenAI
from ui.api.router import add_routes, complete
from ui.api.routes.metrics import LOOPBACK, add_metrics
from ui.http.body_limit import Bodies
from ui.http.headers import SecurityHeaders
from ui.http.hosts import Hosts, hosts_at
from ui.pages import embed
from ui.pages import login as signing_in
from ui.pages.favicon import OwnIcon
from ui.pages.page_owners import Pages
from ui.serving.answer_cache import Kept
from ui.serving.audit import Audit, witnessed
from ui.serving.metrics import Measured, Metrics
from ui.serving.scheduler import Turns, WithTurns

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
_MCP_HEADERS = ("Mcp-Session-Id", "Mcp-Protocol-Version", "Mcp-Method", "Mcp-Name")
"""What a page elsewhere sends along with a call of a tool."""


def create_app(
    asker: AskerProtocol,
    *,
    settings: Settings | None = None,
    adding: Adding = NOTHING,
    hosts: frozenset[str] = frozenset(),
) -> FastAPI:
    """The whole application over one opened index.

    `settings` are the rules of access; without them whoever reaches the server is its owner. `adding` says whether
    articles may be added over HTTP, and `hosts` by which names the server may be asked for; none means any.
    """
    rules = settings or Settings()
    # FastAPI's own pages for reading the API load their scripts from a CDN.
    app = FastAPI(title="On Record", docs_url=None, redoc_url=None, openapi_url=None)
    in_force = InForce(settings) if settings else None
    turns = app.state.turns = Turns(rules.limits.answers, rules.limits.waiting)
    kept = Kept()
    metrics = Metrics(turns)
    app.state.audit = Audit(rules.audit.file, rules.audit.days) if rules.audit else None
    _add_layers(app, rules, in_force, metrics, turns, hosts)
    asking = witnessed(asking_within(asker), metrics.told, app.state.audit, kept.id_of)
    add_metrics(app, metrics, rules.metrics.addresses if settings else LOOPBACK)
    signs_in = bool(rules.users or rules.openid)
    add_routes(app, asker, asking, kept, adding, signs_in=signs_in)
    _add_tools(app, asking, rules)
    app.include_router(embed.routes(rules.origins))
    if in_force:
        app.include_router(signing_in.routes(in_force))
    _add_static_files(app)
    complete(app, settings)
    _mount_page(app, asker, asking, kept)
    return app


def _add_layers(
    app: FastAPI, rules: Settings, in_force: InForce | None, metrics: Metrics, turns: Turns, hosts: frozenset[str]
) -> None:
    """What every request passes on its way to a route; the innermost comes first here."""
    app.add_middleware(OwnIcon)
    app.add_middleware(Pages)
    rates = Rates(lambda: in_force().settings.limits if in_force else rules.limits)
    if in_force:
        app.add_middleware(PerUser, rates=rates)
    app.add_middleware(Identified, in_force=in_force)
    if in_force:
        app.add_middleware(Sessions, key=in_force.session_key)
        app.add_middleware(PerAddress, rates=rates)
    app.add_middleware(Bodies, kilobytes=rules.limits.body_kilobytes)
    app.add_middleware(WithTurns, turns=turns)
    app.add_middleware(Hosts, hosts=hosts)
    app.add_middleware(ToldAsOpenAI, below="/v1/")
    app.add_middleware(Measured, metrics=metrics)
    # Around all that refuses: a page elsewhere must be able to read why. Without credentials: it sends a token, never
    # a cookie.
    app.add_middleware(
        CORSMiddleware,
        allow_origins=rules.origins,
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["Authorization", "Content-Type", *_MCP_HEADERS],
        expose_headers=["Retry-After", "Mcp-Session-Id"],
    )
    app.add_middleware(SecurityHeaders, frame_ancestors=rules.origins)


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

    hosts = hosts_at(host, elsewhere=bool(settings or proxies or root_path))
    app = create_app(asker, settings=settings, adding=adding, hosts=hosts)
    # While the page is being opened, so that not even the first question waits for the model.
    threading.Thread(target=asker.warm, daemon=True).start()
    uvicorn.run(
        behind(app, proxies),
        host=host,
        port=port,
        root_path=root_path,
        proxy_headers=False,  # `behind` believes them, once it has noted who really connects
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


def _add_tools(app: FastAPI, asking: Asking, settings: Settings) -> None:
    from ui.api.mcp.server import add_mcp

    add_mcp(app, asking, settings)


def _mount_page(app: FastAPI, asker: AskerProtocol, asking: Asking, kept: Kept) -> None:
    for name, value in _GRADIO.items():
        os.environ.setdefault(name, value)
    from ui.pages.chat import mount

    mount(app, asker.models.names, asking, kept)
