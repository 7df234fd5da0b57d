"""The example portal as an operator starts it, and readers of it in a Chromium that gives other sites no cookies."""

import importlib.util
import json
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from tests.support.chromium import FLAGS, executable
from tests.support.command import serving
from tests.support.documented import EXAMPLE
from tests.support.reader import DESKTOP, SCREENSHOTS, expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, FrameLocator, Locator, Page, Request

BLOCKED = {"cookie_controls_mode": 1, "block_third_party_cookies": True}
ALLOWED = {"cookie_controls_mode": 0, "block_third_party_cookies": False}


@dataclass(frozen=True)
class Example:
    """Both servers of it: to a browser two sites."""

    portal: str
    onrecord: str
    folder: Path

    @property
    def key(self) -> str:
        """With which the portal signs."""
        return (self.folder / "keys" / "portal-private.pem").read_text(encoding="ascii")


@contextmanager
def started(folder: Path) -> Iterator[Example]:
    """The example, started by its one command."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    run = (sys.executable, str(EXAMPLE / "run.py"), "--onrecord-port", str(port), "--folder", str(folder))
    with serving(*run) as address:
        yield Example(address.replace("127.0.0.1", "localhost"), f"http://127.0.0.1:{port}", folder)


def its_app() -> ModuleType:
    """The module of the portal; its folder is no package."""
    spec = importlib.util.spec_from_file_location("portal_example", EXAMPLE / "app.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@contextmanager
def profile(browser: "Browser", folder: Path, preferences: dict[str, object]) -> Iterator["BrowserContext"]:
    """A profile of its own with these preferences; Chromium reads them when it starts."""
    (folder / "Default").mkdir(parents=True)
    (folder / "Default" / "Preferences").write_text(json.dumps({"profile": preferences}), encoding="utf-8")
    context = browser.browser_type.launch_persistent_context(
        folder, executable_path=executable(), args=list(FLAGS), viewport=DESKTOP
    )  # type: ignore[call-arg]
    yield context
    context.close()


@dataclass
class Reader:
    """Somebody at the portal, and what their browser did behind their back."""

    page: "Page"
    example: Example
    requests: list["Request"] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()
    """Beginnings of what Chromium logs of the faults that a test makes."""

    def __post_init__(self) -> None:
        """Listen from the first request on."""
        self.page.on("request", self._sent)
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type in ("error", "warning") else 0)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _sent(self, request: "Request") -> None:
        self.requests.append(request)

    def sign_in(self, name: str, path: str = "/") -> "Reader":
        """Pick who to be, then open a page."""
        self.page.goto(self.example.portal)
        self.page.get_by_role("button", name=name).click()
        expect(self.page.get_by_role("button", name="Sign out")).to_be_visible()
        if path != "/":
            self.page.goto(self.example.portal + path)
        return self

    @property
    def chat(self) -> "Page | FrameLocator":
        """Where the widget is: on the page, or on that in its frame."""
        framed = self.page.locator("iframe").count() > 0
        return self.page.frame_locator("iframe") if framed else self.page

    def ask(self, question: str) -> "Locator":
        """Ask, opening the launcher where it is not; where the answer is."""
        box = self.chat.locator("on-record-widget textarea")
        launcher = self.page.locator("on-record-widget .launcher")
        if self.page.url == f"{self.example.portal}/" and launcher.get_attribute("aria-expanded") == "false":
            launcher.click()
        box.fill(question)
        box.press("Enter")
        expect(self.chat.locator(".asked").last).to_have_text(question, use_inner_text=True)
        expect(self.chat.get_by_role("button", name="Send")).to_be_visible()
        return self.chat.locator(".reply").last

    def tokens(self) -> int:
        """How often the portal was asked for a token."""
        return sum(request.url == f"{self.example.portal}/onrecord-token" for request in self.requests)

    def save(self, name: str) -> None:
        """Keep a picture of the page for people to look at."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"portal-{name}.png", animations="disabled")

    def finish(self) -> None:
        """Close the page and judge: two servers were asked, On Record set no cookie, no token stood in an address."""
        kept = [(cookie["name"], cookie["domain"]) for cookie in self.page.context.cookies()]
        stored = self.page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")
        self.page.close()
        ours = (f"{self.example.portal}/", f"{self.example.onrecord}/")
        urls = [request.url for request in self.requests]
        assert [url for url in urls if not url.startswith(ours)] == []
        assert [url for url in urls if "eyJ" in url] == []
        assert [said for said in self.errors if not said.startswith(self.expected or ("\0",))] == []
        assert kept in ([], [("portal", "localhost")])
        assert stored == [0, 0, ""]
