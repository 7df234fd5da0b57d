"""The app over an engine, as tests build it, and any app on a free port."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.request import urlopen

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.protocol import Engine
from tests.support.waiting import PATIENCE
from ui.access.settings import Settings
from ui.access.uploads import NO_UPLOADS, UploadPolicy
from ui.app import create_api, create_app


def api_over(engine: Engine, adding: UploadPolicy = NO_UPLOADS, settings: Settings | None = None) -> FastAPI:
    """The app without the chat page: building that takes 0.7 to 1.9 seconds, and 8 the first time."""
    return create_api(engine, settings=settings, adding=adding)


def app_over(engine: Engine, adding: UploadPolicy = NO_UPLOADS, settings: Settings | None = None) -> FastAPI:
    """The whole app, built inside an event loop: outside of one Gradio opens its own and never closes them.

    A thread of its own, because Playwright keeps a loop running in the main one.
    """

    async def build() -> FastAPI:
        return create_app(engine, settings=settings, adding=adding)

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(build())).result()


@contextmanager
def listening(app: ASGIApp) -> Iterator[str]:
    """The address of any app while uvicorn serves it in a thread."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """The address of our app while it is served, from its first answer on."""
    with listening(app) as address:
        # The socket listens already, so this waits for the first answer instead of being refused.
        urlopen(f"{address}/api/health/live", timeout=PATIENCE).close()
        yield address


def below(prefix: str, app: ASGIApp) -> ASGIApp:
    """The app as it is called under `uvicorn --root-path PREFIX` behind a proxy that strips the prefix."""

    async def call(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(f"{prefix}/"):
            scope = {**scope, "root_path": prefix}
        await app(scope, receive, send)

    return call
