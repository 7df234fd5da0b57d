"""A portal that shows the widget on a page of its own, and an On Record whose answers are scripted."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Event
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from tests.support.chromium import COUNT_HACKS
from tests.support.reader import DESKTOP, SCREENSHOTS, expect
from tests.support.serving import listening
from tests.support.waiting import PATIENCE
from ui.api.routes import wording
from ui.http import static_files
from ui.http.headers import SecurityHeadersMiddleware
from ui.pages import embed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

STRICT = (
    "default-src 'none'; script-src {0}; connect-src {0} 'self'; style-src 'none'; frame-src {0}; "
    "require-trusted-types-for 'script'"
)
LAUNCHER = '<script src="{0}/widget.js" defer></script>'
INLINE = '<div id="a"></div><script src="{0}/widget.js" defer data-mode="inline" data-target="#a"></script>'


@dataclass
class Portal:
    """Somebody else's site, under the strictest policy that lets On Record in."""

    address: str = ""
    onrecord: str = ""
    body: str = LAUNCHER
    """What its page holds; {0} is the address of On Record."""
    start: str = '<html lang="en">'
    policy: str = STRICT
    tokens: deque[Response] = field(default_factory=deque)
    """What it answers to who asks for a token, one after the other; the last one for ever."""
    cookies: list[dict[str, str]] = field(default_factory=list)
    """With what it was asked for one."""

    def app(self) -> Starlette:
        """The site."""
        return Starlette(routes=[Route("/", self._page), Route("/token", self._token), Route("/favicon.ico", _nothing)])

    def _page(self, request: Request) -> Response:
        text = f"<!doctype html>{self.start}<title>Portal</title><main><h1>The portal</h1>{self.body}</main></html>"
        headers = {"Content-Security-Policy": self.policy.format(self.onrecord)} if self.policy else {}
        response = HTMLResponse(text.replace("{0}", self.onrecord), headers=headers)
        response.set_cookie("portal", "secret", httponly=True)
        return response

    def _token(self, request: Request) -> Response:
        self.cookies.append(request.cookies)
        return self.tokens.popleft() if len(self.tokens) > 1 else self.tokens[0]


Piece = bytes | Event
"""A part of a stream, or what the next one waits for."""


@dataclass
class Scripted:
    """An On Record that answers as it is told, and remembers what it was asked."""

    answers: deque[Response | tuple[Piece, ...]] = field(default_factory=deque)
    examples: Response = field(default_factory=lambda: JSONResponse({"questions": []}))
    """What it suggests to ask."""
    articles: Response = field(default_factory=lambda: JSONResponse({"total": 0}))
    """What it says of articles, and of each of them."""
    asked: list[dict[str, Any]] = field(default_factory=list)
    senders: list[str | None] = field(default_factory=list)
    """The header Authorization of each question."""
    left: SimpleQueue[str] = field(default_factory=SimpleQueue)
    """Fed when a reader leaves before the end."""

    def app(self, origin: str) -> ASGIApp:
        """The server, as pages of one origin may use it."""
        app = FastAPI(openapi_url=None)
        app.include_router(wording.routes(), prefix="/api/v1")
        app.include_router(embed.routes((origin,)))
        app.add_api_route("/api/v1/ask", self._ask, methods=["POST"])
        app.add_api_route("/api/v1/examples", lambda: self.examples)
        app.add_api_route("/api/v1/articles", lambda: self.articles)
        app.include_router(static_files.routes())
        return across(SecurityHeadersMiddleware(app, (origin,)), origin)

    async def _ask(self, request: Request) -> Response:
        self.asked.append(await request.json())
        self.senders.append(request.headers.get("authorization"))
        answer = self.answers.popleft()
        return answer if isinstance(answer, Response) else StreamingResponse(self._pieces(answer))

    async def _pieces(self, pieces: tuple[Piece, ...]) -> AsyncIterator[bytes]:
        try:
            for piece in pieces:
                if isinstance(piece, bytes):
                    yield piece
                else:
                    await asyncio.to_thread(piece.wait, PATIENCE)
        except asyncio.CancelledError:
            self.left.put("left")
            raise


def _nothing(request: Request) -> Response:
    return Response(status_code=204)


def across(app: ASGIApp, origin: str) -> ASGIApp:
    """The app, open to the pages of one other origin as the product opens itself to those of its settings."""
    allowed = {"allow_methods": ["GET", "POST"], "allow_headers": ["Authorization", "Content-Type"]}
    return CORSMiddleware(app, allow_origins=[origin], expose_headers=["Retry-After"], **allowed)


def event(name: str, **data: Any) -> bytes:
    """One server-sent event."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


def whole(*sentences: dict[str, Any], citations: tuple[dict[str, Any], ...] = (), **more: Any) -> bytes:
    """The event that ends an answer."""
    shape = {"question": "?", "refused": False, "reason": None, "nearest": [], "answer_id": "a" * 16}
    return event("done", **(shape | {"sentences": sentences, "citations": citations} | more))


def problem(status: int, detail: str = "", **headers: str) -> Response:
    """A fault of the server."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return JSONResponse({"detail": detail}, status, named, "application/problem+json")


@dataclass
class Visit:
    """A reader on the portal's page."""

    page: "Page"
    portal: Portal
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    failing: bool = False
    """Whether the test makes a server fail: Chromium logs each such response as an error."""

    def open(self) -> "Visit":
        """Open the page and the widget, where it has to be opened."""
        self.page.goto(self.portal.address)
        if self.portal.body == LAUNCHER:
            self.launcher.click()
        self.box.wait_for()
        return self

    def ask(self, question: str) -> "Locator":
        """Ask by keyboard; where the answer will be."""
        self.box.fill(question)
        self.box.press("Enter")
        expect(self.shown(".asked").last).to_have_text(question, use_inner_text=True)
        return self.shown(".reply").last

    def shown(self, selector: str) -> "Locator":
        """What the (first) widget shows; selectors reach into its shadow."""
        return self.page.locator("on-record-widget").first.locator(selector)

    @property
    def launcher(self) -> "Locator":
        return self.page.locator("on-record-widget .launcher")

    @property
    def box(self) -> "Locator":
        return self.shown("textarea")

    @property
    def focused(self) -> str:
        """What has the focus: its name, or its text."""
        inside = "document.activeElement.shadowRoot?.activeElement ?? document.activeElement"
        return str(self.page.evaluate(f"((e) => e.ariaLabel || e.textContent)({inside})"))

    def told(self) -> list[str]:
        """What the widget said to whoever runs the page, in the console, since this was looked at last."""
        told = [said for said in self.errors if said.startswith("On Record: ")]
        self.errors = [said for said in self.errors if said not in told]
        return [said.removeprefix("On Record: ") for said in told]

    def save(self, name: str) -> None:
        """Keep a picture of the page for people to look at."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"widget-{name}.png", animations="disabled")

    def finish(self) -> None:
        """Close the page and judge how it behaved: it asked two servers only, kept nothing, and nothing went wrong."""
        kept = self.page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")
        known = [cookie["name"] for cookie in self.page.context.cookies()]
        hacks = self.page.evaluate("window.hacks")
        self.page.context.close()
        ours = (f"{self.portal.address}/", f"{self.portal.onrecord}/")
        assert [url for url in self.requests if not url.startswith(ours)] == []
        assert [said for said in self.errors if not (self.failing and "Failed to load" in said)] == []
        assert (kept, known, hacks) == ([0, 0, ""], ["portal"], 0)


@contextmanager
def hosted(build: Callable[[str], ASGIApp]) -> Iterator[Portal]:
    """A portal on one origin ("localhost"), and on another the On Record that is built for it."""
    portal = Portal()
    with ExitStack() as stack:
        portal.address = stack.enter_context(listening(portal.app())).replace("127.0.0.1", "localhost")
        portal.onrecord = stack.enter_context(listening(build(portal.address)))
        yield portal


Arrive = Callable[..., Visit]
"""Comes to a page of the portal: its body, how it starts, and what the browser is like."""


@contextmanager
def visiting(browser: "Browser", portal: Portal) -> Iterator[Arrive]:
    """Readers in fresh profiles; at the end it is judged how the page of each behaved."""
    visits: list[Visit] = []

    def arrive(body: str = LAUNCHER, start: str = '<html lang="en">', *, policy: str = STRICT, **context: Any) -> Visit:
        portal.body, portal.start, portal.policy = body, start, policy
        page = browser.new_context(**({"viewport": DESKTOP} | context)).new_page()
        visit = Visit(page, portal)
        visits.append(visit)
        page.add_init_script(COUNT_HACKS)
        page.on("request", lambda request: visit.requests.append(request.url))
        page.on("console", lambda said: visit.errors.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: visit.errors.append(str(error)))
        return visit

    yield arrive
    for visit in visits:
        visit.finish()
