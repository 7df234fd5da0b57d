"""Files of ours that browsers load: the scripts, styles and pictures in `static/`."""

from collections.abc import Callable
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse

STATIC = Path(__file__).parents[1] / "static"
_SENT = {".css", ".js", ".svg"}
_BUILT_FROM = STATIC / "widget"
"""The sources of `widget.js`, which browsers load in their place."""

STATIC_FILES = {
    f"/static/{file.relative_to(STATIC).as_posix()}": file
    for file in sorted(STATIC.rglob("*"))
    if file.suffix in _SENT and _BUILT_FROM not in file.parents
}
"""Each file by the path under which it is served."""


def routes() -> APIRouter:
    """Return a route for each file: no mounted folder, as Gradio serves its own files under /static too."""
    routes = APIRouter(include_in_schema=False)
    for path, file in STATIC_FILES.items():
        routes.add_api_route(path, _sender(file))
    return routes


def _sender(file: Path) -> Callable[[], FileResponse]:
    def send() -> FileResponse:
        return FileResponse(file, headers={"Cache-Control": "no-cache"})

    return send
