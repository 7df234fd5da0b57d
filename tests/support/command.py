"""Servers as an operator starts them: processes of their own."""

import os
import socket
import subprocess
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.support.paths import ROOT
from tests.support.waiting import PATIENCE

ONRECORD = str(Path(sysconfig.get_path("scripts")) / "onrecord")
"""The command as it was installed."""


@contextmanager
def serving(*command: str) -> Iterator[str]:
    """The address of a program that is told its --port, from when it listens there."""
    port = _free_port()
    process = subprocess.Popen([*command, "--port", str(port)], cwd=ROOT, env=_environment())
    try:
        _wait_for(process, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _environment() -> dict[str, str]:
    # Without a user's own settings: they would name another index, or a model.
    ours = {name: value for name, value in os.environ.items() if not name.startswith("ONRECORD_")}
    return {**ours, "PYTHONUNBUFFERED": "1"}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(int(PATIENCE * 10)):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        with suppress(subprocess.TimeoutExpired):
            raise AssertionError(f"the server ended with {process.wait(0.1)}")
    raise AssertionError("the server does not listen")
