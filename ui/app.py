"""One FastAPI process on one port: the API and its health checks, and the page before them."""

import os
import threading

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from qa.protocol import Engine
from ui.access.authentication.middleware import AuthenticationMiddleware
from ui.access.authentication.policy import CurrentPolicy
from ui.access.authentication.proxies import trust_proxies
from ui.access.authentication.sessions import SessionsMiddleware
from ui.access.identity import EngineFactory, engine_for_requests
from ui.access.rate_limits import AddressRateLimitMiddleware, RateLimiter, UserRateLimitMiddleware
from ui.access.settings import Settings
from ui.access.uploads import NO_UPLOADS, UploadPolicy
from ui.api.openai.errors import OpenAIErrorMiddleware
from ui.api.routes.metrics import LOOPBACK, add_metrics
from ui.api.routes.router import add_routes, finish_routes
from ui.http import static_files
from ui.http.body_limit import BodyLimitMiddleware
from ui.http.headers import SecurityHeadersMiddleware
from ui.http.hosts import HostsMiddleware, allowed_hosts
from ui.pages import embed, login
from ui.pages.favicon import FaviconMiddleware
from ui.pages.login_page import way_in
from ui.pages.page_owners import PageOwnershipMiddleware
from ui.serving.answer_cache import AnswerCache
from ui.serving.audit import Audit, observe_requests
from ui.serving.metrics import Metrics, MetricsMiddleware
from ui.serving.scheduler import AnswerScheduler, SchedulerMiddleware

HOST = "127.0.0.1"
PORT = 8000

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
    engine: Engine,
    *,
    settings: Settings | None = None,
    adding: UploadPolicy = NO_UPLOADS,
    hosts: frozenset[str] = frozenset(),
) -> FastAPI:
    """Create the whole application over an open index: what `create_api` gives, and the chat page at its root."""
    app = create_api(engine, settings=settings, adding=adding, hosts=hosts)
    _mount_page(app, engine)
    return app


def create_api(
    engine: Engine,
    *,
    settings: Settings | None = None,
    adding: UploadPolicy = NO_UPLOADS,
    hosts: frozenset[str] = frozenset(),
) -> FastAPI:
    """Create the application without the chat page, and so without importing Gradio.

    `settings` are the rules of access; without them whoever reaches the server is its owner. `adding` says whether
    articles may be added over HTTP, and `hosts` by which names the server may be asked for; none means any.
    """
    rules = settings or Settings()
    # FastAPI's own pages for reading the API load their scripts from a CDN.
    app = FastAPI(title="On Record", docs_url=None, redoc_url=None, openapi_url=None)
    policy = CurrentPolicy(settings) if settings else None
    scheduler = app.state.scheduler = AnswerScheduler(rules.limits.answers, rules.limits.waiting)
    answers = app.state.answers = AnswerCache()
    metrics = Metrics(scheduler)
    app.state.audit = Audit(rules.audit.file, rules.audit.days) if rules.audit else None
    _add_layers(app, rules, policy, metrics, scheduler, hosts)
    engine_for = observe_requests(engine_for_requests(engine), metrics.observe, app.state.audit)
    app.state.engine_for = engine_for
    add_metrics(app, metrics, rules.metrics.addresses if settings else LOOPBACK)
    add_routes(app, engine, engine_for, answers, adding, signs_in=rules.signs_in)
    _add_tools(app, engine_for, rules)
    app.include_router(embed.routes(rules.origins))
    if policy:
        app.include_router(login.routes(policy))
    app.include_router(static_files.routes())
    finish_routes(app, settings)
    return app


def _add_layers(
    app: FastAPI,
    rules: Settings,
    policy: CurrentPolicy | None,
    metrics: Metrics,
    scheduler: AnswerScheduler,
    hosts: frozenset[str],
) -> None:
    """Add what every request passes on its way to a route, the innermost first."""
    app.add_middleware(FaviconMiddleware)
    app.add_middleware(PageOwnershipMiddleware)
    rates = RateLimiter(lambda: policy().settings.limits if policy else rules.limits)
    if policy:
        app.add_middleware(UserRateLimitMiddleware, rates=rates)
    app.add_middleware(AuthenticationMiddleware, current_policy=policy, sign_in_page=way_in)
    if policy:
        app.add_middleware(SessionsMiddleware, key=policy.session_key)
        app.add_middleware(AddressRateLimitMiddleware, rates=rates)
    app.add_middleware(BodyLimitMiddleware, kilobytes=rules.limits.body_kilobytes)
    app.add_middleware(SchedulerMiddleware, scheduler=scheduler)
    app.add_middleware(HostsMiddleware, hosts=hosts)
    app.add_middleware(OpenAIErrorMiddleware, below="/v1/")
    app.add_middleware(MetricsMiddleware, metrics=metrics)
    # Around all that refuses: a page elsewhere must be able to read why. Without credentials: it sends a token, never
    # a cookie.
    app.add_middleware(
        CORSMiddleware,
        allow_origins=rules.origins,
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["Authorization", "Content-Type", *_MCP_HEADERS],
        expose_headers=["Retry-After", "Mcp-Session-Id"],
    )
    app.add_middleware(SecurityHeadersMiddleware, frame_ancestors=rules.origins)


def serve(
    engine: Engine,
    *,
    host: str = HOST,
    port: int = PORT,
    root_path: str = "",
    proxies: str = "",
    settings: Settings | None = None,
    adding: UploadPolicy = NO_UPLOADS,
) -> None:
    """Serve the app until it is interrupted.

    Behind a proxy that strips a prefix, `root_path` is the prefix and `proxies` the proxy's addresses, separated by
    commas: forwarded headers are trusted from these alone.
    """
    import uvicorn  # only a server needs it

    hosts = allowed_hosts(host, elsewhere=bool(settings or proxies or root_path))
    app = create_app(engine, settings=settings, adding=adding, hosts=hosts)
    # While the page is being opened, so that not even the first question waits for the model.
    threading.Thread(target=engine.answers.warm, daemon=True).start()
    uvicorn.run(
        trust_proxies(app, proxies),
        host=host,
        port=port,
        root_path=root_path,
        proxy_headers=False,  # `trust_proxies` reads them, once it has noted which address really connects
        log_level="warning",
        timeout_graceful_shutdown=3,  # open pages hold a stream each, and would keep Ctrl+C waiting for ever
    )


def _add_tools(app: FastAPI, engine_for: EngineFactory, settings: Settings) -> None:
    from ui.api.mcp.server import add_mcp

    add_mcp(app, engine_for, settings)


def _mount_page(app: FastAPI, engine: Engine) -> None:
    for name, value in _GRADIO.items():
        os.environ.setdefault(name, value)
    from ui.pages.chat import mount

    mount(app, engine.answers.models.names, app.state.engine_for, app.state.answers)
