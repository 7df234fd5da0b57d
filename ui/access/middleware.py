"""Finds out who sends each request, before any route sees it; nothing passes that nobody is known to send."""

import time

from fastapi import HTTPException
from fastapi.responses import Response
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.access.authenticators.proxies import named_by_proxy
from ui.access.authenticators.sessions import read_session
from ui.access.authenticators.tokens import refused
from ui.access.csrf import require_same_origin
from ui.access.identity import OWNER, Identity
from ui.access.policy import CurrentPolicy, Policy
from ui.access.public_paths import is_page, is_unguarded
from ui.access.rules import Principal
from ui.http.problem import problem
from ui.pages.login_page import way_in

_SAFE = ("GET", "HEAD", "OPTIONS")
_NOBODY = "Nobody is signed in: sign in, or send a token."


class AuthenticationMiddleware:
    """Puts an `Identity` into the state of every request, and answers itself where there is none."""

    def __init__(self, app: ASGIApp, current_policy: CurrentPolicy | None) -> None:
        """Without rules of access whoever sends a request is the owner."""
        self.app = app
        self.current_policy = current_policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on with its identity."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        if self.current_policy is None:
            state["identity"] = OWNER
        elif not is_unguarded(scope):
            found = self._found(HTTPConnection(scope), self.current_policy)
            if not isinstance(found, Identity):
                await _answer(found, scope, receive, send)
                return
            state["identity"] = found
        await self.app(scope, receive, send)

    def _found(self, connection: HTTPConnection, current_policy: CurrentPolicy) -> Identity | Response:
        """Who sends a request, or the answer to one that may not pass."""
        access = current_policy()
        try:
            identity = _identity(connection, access, current_policy)
            if identity is None:
                return _unknown(connection, access)
            # A browser adds a cookie, and a proxy its header, to what another site sends as well.
            if identity.way in ("session", "proxy") and connection.scope.get("method") not in _SAFE:
                require_same_origin(connection)
        except HTTPException as error:
            return problem(error.status_code, str(error.detail), error.headers)
        return identity


def _identity(connection: HTTPConnection, access: Policy, current_policy: CurrentPolicy) -> Identity | None:
    token = _token(connection)
    if token is not None:
        if access.tokens is None:
            raise refused("This server takes no tokens: leave the header Authorization out.")
        return access.identity(access.tokens.bearer(token), "token")
    named = named_by_proxy(connection, access.settings.proxy) if access.settings.proxy else None
    if named is not None:
        return access.identity(named, "proxy")
    signed_in = person_signed_in(connection, access, current_policy)
    return access.anonymous() if signed_in is None else access.identity(signed_in, "session")


def person_signed_in(connection: HTTPConnection, access: Policy, current_policy: CurrentPolicy) -> Principal | None:
    """Who signed in by a session that still counts: its user is there, with the same password or provider."""
    session = read_session(connection, current_policy.ended, time.time())
    if session is None:
        return None
    if session["by"] == "password" and access.users:
        user = access.users.get(session["name"])
        return Principal(user.name, user.groups) if user and user.epoch == session["epoch"] else None
    if session["by"] == "provider" and access.provider and access.provider.epoch == session["epoch"]:
        return Principal(session["name"], tuple(session["groups"]))
    return None


def _token(connection: HTTPConnection) -> str | None:
    """The token of a request; None where it has none, also where it has a password for a proxy in front."""
    sent = connection.headers.getlist("authorization")
    if len(sent) > 1:
        raise HTTPException(400, "Authorization was sent twice: send one token.")
    if not sent or not sent[0].strip().casefold().startswith("bearer"):
        return None
    return sent[0].strip()[len("bearer") :].strip(" ")


def _unknown(connection: HTTPConnection, access: Policy) -> Response:
    if is_page(connection.scope) and "text/html" in connection.headers.get("accept", ""):
        return way_in(connection, access)
    return problem(401, _NOBODY, {"WWW-Authenticate": "Bearer"})


async def _answer(response: Response, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": _NOBODY})
    else:
        await response(scope, receive, send)
