"""`serve` of ui/app.py over an app that only tells what it was told of whoever sent a request.

python -m tests.support.echo --proxies ADDRESSES --port PORT
"""

import argparse
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from tests.support.fake_engine import FakeEngine
from tests.support.nginx import PREFIX
from ui import app


async def _echo(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "http":
        request = Request(scope)
        assert request.client is not None
        told = {"client": request.client.host, "base": str(request.base_url)}
        await JSONResponse(told)(scope, receive, send)


def _app(*_: Any, **__: Any) -> Any:
    return _echo


def main() -> None:
    """Serve until terminated."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--proxies", default="")
    parser.add_argument("--port", type=int)
    given = parser.parse_args()
    app.create_app = _app
    app.serve(FakeEngine(()), port=given.port, root_path=PREFIX, proxies=given.proxies)


if __name__ == "__main__":
    main()
