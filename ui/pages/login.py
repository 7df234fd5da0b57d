"""Signing in and out on the page that stands alone."""

from typing import TypeVar
from urllib.parse import parse_qsl

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from ui.access.authentication.middleware import signed_in_user
from ui.access.authentication.openid import ProviderError
from ui.access.authentication.policy import CurrentPolicy, Policy
from ui.access.authentication.sessions import begin_session
from ui.access.authentication.users import MAX_CHARACTERS
from ui.access.csrf import require_same_origin
from ui.access.rate_limits import check_sign_in
from ui.access.rules import Principal
from ui.http.request_error import RequestError
from ui.pages.login_page import local_address, redirect, sign_in_page, signed_in_page
from ui.serving.audit import log_sign_in

_MAX_BYTES = 16_384
T = TypeVar("T")
_AT_ONCE = 2  # looking at a password takes 64 MB and a core


def routes(current_policy: CurrentPolicy) -> APIRouter:
    """`/sign-in`, `/sign-in/provider`, `/sign-in/answer` and `/sign-out`; nothing of them is of use to programs."""
    routes = APIRouter(include_in_schema=False)
    at_once = CapacityLimiter(_AT_ONCE)

    @routes.get("/sign-in")
    async def ask(request: Request, next: str = "") -> Response:
        access = _access(current_policy)
        person = signed_in_user(request, access, current_policy)
        wanted = local_address(next) if next else ""
        return signed_in_page(request, person.name) if person else sign_in_page(request, access, wanted=wanted)

    @routes.post("/sign-in", dependencies=[Depends(require_same_origin)])
    async def sign_in(request: Request) -> Response:
        access = _access(current_policy)
        users = _here(access.users)
        form = await _form(request)
        name, password, wanted = (form.get(key, "") for key in ("name", "password", "next"))
        check_sign_in(request, name)
        right = len(password) <= MAX_CHARACTERS
        user = await to_thread.run_sync(users.verified, name, password, limiter=at_once) if right else None
        log_sign_in(request, name, succeeded=user is not None)
        if user is None:
            return sign_in_page(request, access, wanted=wanted, fault="sign_in.wrong", status=401, name=name[:200])
        # Their groups are looked up with every request.
        _end(request, current_policy)
        begin_session(request, Principal(user.name), "password", user.epoch)
        return redirect(request, local_address(wanted))

    @routes.get("/sign-in/provider")
    async def leave(request: Request, next: str = "/") -> Response:
        access = _access(current_policy)
        provider = _here(access.provider)
        request.session["next"] = local_address(next)
        answer_at = request.base_url.replace(path=f"{_root(request)}/sign-in/answer")
        try:
            return await provider.redirect_to_provider(request, str(answer_at))
        except ProviderError as error:
            return sign_in_page(request, access, fault=error.key, status=error.status)

    @routes.get("/sign-in/answer")
    async def come_back(request: Request) -> Response:
        access = _access(current_policy)
        provider = _here(access.provider)
        wanted = str(request.session.get("next", "/"))
        try:
            person = await provider.handle_callback(request)
        except ProviderError as error:
            return sign_in_page(request, access, fault=error.key, status=error.status)
        log_sign_in(request, person.name, succeeded=True)
        _end(request, current_policy)
        begin_session(request, access.relevant(person), "provider", provider.epoch)
        return redirect(request, local_address(wanted))

    @routes.post("/sign-out", dependencies=[Depends(require_same_origin)])
    async def sign_out(request: Request) -> Response:
        _access(current_policy)
        _end(request, current_policy)
        return redirect(request, "/sign-in")

    return routes


def _access(current_policy: CurrentPolicy) -> Policy:
    """Return the policy. Raises 404 where nobody signs in here."""
    access = current_policy()
    if access.session_key is None:
        raise RequestError("Nobody signs in here: open the articles from your own site.", "sign_in.not_here", 404)
    return access


def _here(way: T | None) -> T:
    if way is None:
        raise RequestError("Nobody signs in here in this way: see /sign-in.", "sign_in.other_way", 404)
    return way


def _end(request: Request, current_policy: CurrentPolicy) -> None:
    if "id" in request.session:
        current_policy.revoked_sessions.add(request.session["id"])
    request.session.clear()


def _root(request: Request) -> str:
    return str(request.scope.get("root_path", "")).rstrip("/")


async def _form(request: Request) -> dict[str, str]:
    """Return the fields of a form. Raises 413 and 400."""
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > _MAX_BYTES:
            raise RequestError("The form is too large: send name and password alone.", "sign_in.too_large", 413)
    try:
        return dict(parse_qsl(content.decode("utf-8"), keep_blank_values=True, max_num_fields=10))
    except ValueError:
        raise RequestError("The form cannot be read: use the page /sign-in.", "sign_in.unreadable", 400) from None
