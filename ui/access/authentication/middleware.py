"""Finds out who sends each request, before any route sees it; nothing passes that nobody is known to send."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from fastapi import HTTPException
from fastapi.responses import Response
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.access.authentication.policy import CurrentPolicy, Policy
from ui.access.authentication.proxies import named_by_proxy
from ui.access.authentication.public_paths import is_page, is_public
from ui.access.authentication.sessions import read_session
from ui.access.authentication.tokens import refused
from ui.access.csrf import require_same_origin
from ui.access.identity import OWNER, Identity, not_signed_in
from ui.access.rules import Principal
from ui.http.language import wording_of
from ui.http.request_error import RequestError
from ui.http.route import error_response

_SAFE = ("GET", "HEAD", "OPTIONS")

SignInPage = Callable[[HTTPConnection, Policy], Response]
"""Answers a browser that opens the page when its user is not known."""


class AuthenticationMiddleware:
    """Puts an `Identity` into the state of every request, and answers itself where there is none."""

    def __init__(self, app: ASGIApp, current_policy: CurrentPolicy | None, sign_in_page: SignInPage) -> None:
        """Identify by the policy; without one the sender of every request is the owner."""
        self.app = app
        self.current_policy = current_policy
        self.sign_in_page = sign_in_page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its identity, or answer it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        if self.current_policy is None:
            state["identity"] = OWNER
        elif not is_public(scope):
            sender = self._identify(HTTPConnection(scope), self.current_policy)
            if not isinstance(sender, Identity):
                await _answer(sender, scope, receive, send)
                return
            state["identity"] = sender
        await self.app(scope, receive, send)

    def _identify(self, connection: HTTPConnection, current_policy: CurrentPolicy) -> Identity | Response:
        """Return who sends a request, or the answer to one that may not pass."""
        policy = current_policy()
        try:
            identity = _identity(connection, policy, current_policy)
            if identity is None:
                return self._challenge(connection, policy)
            # A browser adds a cookie, and a proxy its header, to what another site sends as well.
            if identity.way in ("session", "proxy") and connection.scope.get("method") not in _SAFE:
                require_same_origin(connection)
        except HTTPException as error:
            return error_response(error, wording_of(connection))
        return identity

    def _challenge(self, connection: HTTPConnection, policy: Policy) -> Response:
        if is_page(connection.scope) and "text/html" in connection.headers.get("accept", ""):
            return self.sign_in_page(connection, policy)
        return error_response(not_signed_in(), wording_of(connection))


def _identity(connection: HTTPConnection, policy: Policy, current_policy: CurrentPolicy) -> Identity | None:
    token = _token(connection)
    if token is not None:
        if policy.tokens is None:
            raise refused("This server takes no tokens: leave the header Authorization out.", "token.none")
        return policy.identity(policy.tokens.bearer(token), "token")
    named = named_by_proxy(connection, policy.settings.proxy) if policy.settings.proxy else None
    if named is not None:
        return policy.identity(named, "proxy")
    user = signed_in_user(connection, policy, current_policy)
    return policy.anonymous() if user is None else policy.identity(user, "session")


def signed_in_user(connection: HTTPConnection, policy: Policy, current_policy: CurrentPolicy) -> Principal | None:
    """Return the user of a session that is still valid: they exist, with the same password or provider."""
    session = read_session(connection, current_policy.revoked_sessions, time.time())
    if session is None:
        return None
    return _by_password(session, policy) if session["by"] == "password" else _by_provider(session, policy)


def _by_password(session: Mapping[str, Any], policy: Policy) -> Principal | None:
    user = policy.users.get(session["name"]) if policy.users else None
    return Principal(user.name, user.groups) if user and user.epoch == session["epoch"] else None


def _by_provider(session: Mapping[str, Any], policy: Policy) -> Principal | None:
    if policy.provider and policy.provider.epoch == session["epoch"] and session["by"] == "provider":
        return Principal(session["name"], tuple(session["groups"]))
    return None


def _token(connection: HTTPConnection) -> str | None:
    """Return the token of a request; None where it has none, also where it has a password for a proxy in front."""
    sent = connection.headers.getlist("authorization")
    if len(sent) > 1:
        raise RequestError("Authorization was sent twice: send one token.", "token.twice", 400)
    if not sent or not sent[0].strip().casefold().startswith("bearer"):
        return None
    return sent[0].strip()[len("bearer") :].strip(" ")


async def _answer(response: Response, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": str(not_signed_in())})
    else:
        await response(scope, receive, send)
