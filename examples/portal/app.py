"""A small internal portal whose readers ask On Record as themselves; to be read, and to be clicked through.

    .venv/bin/python examples/portal/app.py --keys keys [--port 9000] [--onrecord http://127.0.0.1:8000]

Its sign-in is a toy: whoever comes picks who they are. Everything that follows is done as in earnest.
"""

import argparse
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import jwt
import uvicorn
from fastapi import Depends, FastAPI, Form, HTTPException, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates
from starlette.middleware.sessions import SessionMiddleware

HERE = Path(__file__).parent
SECONDS = 300
"""How long a token is valid; the widget gets the next one by itself."""


@dataclass(frozen=True)
class User:
    """Somebody who works here."""

    name: str
    title: str
    groups: tuple[str, ...]


USERS = {
    "erika": User("Erika Brandt", "Editor", ("editors",)),
    "paul": User("Paul Iversen", "Press officer", ("press",)),
}


def signed(key: str, user_id: str, seconds: int = SECONDS) -> str:
    """Return the token that says to On Record who this is; what they may read stands in its access.toml, by group."""
    now = int(time.time())
    claims = {"sub": user_id, "groups": list(USERS[user_id].groups), "iss": "harbour-desk", "aud": "onrecord"}
    return jwt.encode({**claims, "iat": now, "exp": now + seconds}, key, algorithm="EdDSA")


def signed_in(request: Request) -> str:
    """Who is signed in to the portal. Raises 401."""
    user_id = request.session.get("user")
    if user_id not in USERS:
        raise HTTPException(401, "Nobody is signed in.")
    return str(user_id)


def of_this_site(request: Request) -> None:
    """Raise 403 for what another site's page makes a reader's browser send: the cookie goes along there too."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise HTTPException(403, "This request comes from another site.")


def create_portal(key: str, onrecord: str) -> FastAPI:
    """Build the portal; `key` signs its tokens, `onrecord` is the address of On Record."""
    portal = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    portal.mount("/static", StaticFiles(directory=HERE / "static"))
    # Behind TLS also https_only=True. Who was signed in must do it again when the portal starts anew.
    portal.add_middleware(SessionMiddleware, secret_key=secrets.token_hex(32), session_cookie="portal")
    pages = Jinja2Templates(directory=HERE / "pages")
    policy = (
        f"default-src 'none'; script-src 'self' {onrecord}; connect-src 'self' {onrecord}; frame-src {onrecord}; "
        "style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'"
    )

    @portal.middleware("http")
    async def secured(request: Request, pass_on: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await pass_on(request)
        response.headers["Content-Security-Policy"] = policy
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    @portal.get("/onrecord-token", dependencies=[Depends(of_this_site)])
    def token(user_id: Annotated[str, Depends(signed_in)]) -> JSONResponse:
        return JSONResponse({"token": signed(key, user_id)}, headers={"Cache-Control": "no-store"})

    @portal.post("/sign-in", dependencies=[Depends(of_this_site)])
    def sign_in(request: Request, user: Annotated[Literal["erika", "paul"], Form()]) -> RedirectResponse:
        request.session["user"] = user
        return RedirectResponse("/", 303)

    @portal.post("/sign-out", dependencies=[Depends(of_this_site)])
    def sign_out(request: Request) -> RedirectResponse:
        request.session.clear()
        return RedirectResponse("/", 303)

    def show(request: Request, page: str) -> Response:
        user = USERS.get(request.session.get("user", ""))
        shown = {"page": page, "user": user, "users": USERS, "onrecord": onrecord}
        return pages.TemplateResponse(request, f"{page if user else 'sign_in'}.html", shown)

    @portal.get("/")
    def launcher(request: Request) -> Response:
        return show(request, "launcher")

    @portal.get("/inline")
    def inline(request: Request) -> Response:
        return show(request, "inline")

    @portal.get("/frame")
    def frame(request: Request) -> Response:
        return show(request, "frame")

    return portal


def main() -> None:
    """Serve the portal on this machine."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keys", type=Path, required=True, help="The folder that make_keys.py wrote.")
    parser.add_argument("--port", type=int, default=9000)
    parser.add_argument("--onrecord", default="http://127.0.0.1:8000", help="The address of On Record.")
    given = parser.parse_args()
    key = (given.keys / "portal-private.pem").read_text(encoding="ascii")
    uvicorn.run(create_portal(key, given.onrecord), port=given.port, log_level="warning")


if __name__ == "__main__":
    main()
