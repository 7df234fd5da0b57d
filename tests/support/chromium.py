"""Chromium, as Debian packages it and as tests and benchmarks start it."""

import os
import shutil

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
COUNT_HACKS = "window.hacks = 0; window.hacked = () => { window.hacks += 1; };"
"""A script for every page: payloads call `hacked()`, and a page that ran one of them has counted it."""


def executable() -> str | None:
    """Return the path of Chromium; None where it is not installed."""
    return os.environ.get("ONRECORD_CHROMIUM") or shutil.which("chromium")
