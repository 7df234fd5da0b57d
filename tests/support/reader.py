"""A reader of the page: opens it, asks, waits for answers, keeps pictures."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.support.paths import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

SCREENSHOTS = ROOT / "build" / "screenshots"
DESKTOP = {"width": 1280, "height": 800}
TABLET = {"width": 820, "height": 1100}
PHONE = {"width": 390, "height": 844}


def expect(shown: Any) -> Any:
    """Playwright's `expect`, imported late: without Playwright these tests are collected, and skipped."""
    from playwright.sync_api import expect

    return expect(shown)


@dataclass
class Chat:
    """The page as a reader uses it, and what it did behind their back."""

    page: "Page"
    address: str
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, query: str = "?__theme=light") -> None:
        """Open the page and wait until it can be asked."""
        self.page.goto(f"{self.address}/{query}")
        self.page.locator("#question textarea").wait_for()
        self.page.locator("#product .count").wait_for()
        self.page.locator("#views").wait_for(state="attached")

    def begin(self, question: str) -> None:
        """Ask by keyboard, and wait for nothing."""
        box = self.page.get_by_label("Question", exact=True)
        box.fill(question)
        box.press("Enter")

    def ask(self, question: str) -> None:
        """Ask by keyboard and wait for the whole answer."""
        self.begin(question)
        self.wait_for_reply(question)

    def wait_for_reply(self, question: str) -> None:
        """Wait until the last question shown is this one, and answered."""
        expect(self.page.locator(".asked").last).to_have_text(question.strip(), use_inner_text=True)
        expect(self.reply.locator(".group, .refusal, .notice").first).to_be_visible()
        expect(self.reply.get_by_text("Reading the articles…")).to_have_count(0)

    def view(self, name: str) -> None:
        """Open a view from the bar, or from its menu where the window is narrow."""
        menu = self.page.get_by_role("button", name="Menu")
        if menu.is_visible():
            menu.click()
        self.page.get_by_role("navigation", name="Views").get_by_role("button", name=name).click()

    def views(self) -> list[str]:
        """The names of the views in the bar."""
        return self.page.locator("#views button").all_text_contents()

    def script(self, code: str) -> None:
        """Run what static/page/gradio.js exports, as the other scripts of the page do."""
        imported = "const { ask, edit, questions } = await import(new URL('static/page/gradio.js', location))"
        self.page.evaluate(f"async () => {{ {imported}; {code}; }}")

    @property
    def reply(self) -> "Locator":
        """The last answer."""
        return self.page.locator("#conversation .bot-row").last

    @property
    def said(self) -> "Locator":
        """Its sentences; what was found and not used is not among them."""
        return self.reply.locator(".group .said")

    @property
    def panel(self) -> "Locator":
        """The article beside the chat."""
        return self.page.get_by_role("complementary", name="Article")

    @property
    def mark(self) -> "Locator":
        """The cited words in it."""
        return self.panel.locator("mark.cited")

    def save(self, name: str) -> None:
        """Keep a picture of the page for people to look at."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", animations="disabled")

    def finish(self) -> None:
        """Close the page and judge how it behaved: it asked its own server only, and nothing went wrong in it."""
        hacks = self.page.evaluate("window.hacks")
        self.page.context.close()
        assert [url for url in self.requests if not url.startswith((f"{self.address}/", "data:", "blob:"))] == []
        assert self.errors == []
        assert hacks == 0
