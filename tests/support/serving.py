"""The app over an engine, as tests run it: built without leaving anything open, and served on a free port."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.request import urlopen

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from benchmarks import page
from qa.protocol import Engine
from ui.access.settings import Settings
from ui.access.uploads import NO_UPLOADS, UploadPolicy
from ui.app import create_app


def app_over(engine: Engine, adding: UploadPolicy = NO_UPLOADS, settings: Settings | None = None) -> FastAPI:
    """The app, built inside an event loop: outside of one Gradio opens its own and never closes them.

    A thread of its own, because Playwright keeps a loop running in the main one.
    """

    async def build() -> FastAPI:
        return create_app(engine, settings=settings, adding=adding)

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(build())).result()


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """The address of the app while it is served, from its first answer on."""
    with page.served(app) as address:
        # The socket listens already, so this waits for the first answer instead of being refused.
        urlopen(f"{address}/api/health/live", timeout=60).close()
        yield address


def below(prefix: str, app: ASGIApp) -> ASGIApp:
    """The app as it is called under `uvicorn --root-path PREFIX` behind a proxy that strips the prefix."""

    async def call(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(f"{prefix}/"):
            scope = {**scope, "root_path": prefix}
        await app(scope, receive, send)

    return call
