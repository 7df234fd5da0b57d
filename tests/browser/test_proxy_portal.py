"""Below a prefix, behind the nginx of docs/proxy.md: readers who sign in, and a portal that shows the widget."""

from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.fake_engine import FakeEngine
from tests.support.hosting import INLINE, STRICT, Portal, visiting
from tests.support.newsroom import ARTICLES
from tests.support.nginx import PREFIX, proxied, stripped
from tests.support.reader import DESKTOP, Chat, expect
from tests.support.serving import app_over, listening, served
from ui.access.authentication.sessions import COOKIE
from ui.access.authentication.users import changing, user_with
from ui.access.settings import CollectionRules, Settings, read_settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

QUESTION = "What did Marta Lindqvist say about the ferry?"
PASSWORD = "a ferry in the ice"
RULES = """
[collections.default]
read = ["anna"]
[users]
file = "users.json"
"""


def test_a_reader_signs_in_and_stays_below_the_prefix(browser: "Browser", tmp_path: Path) -> None:
    (tmp_path / "access.toml").write_text(RULES)
    with changing(tmp_path / "users.json") as known:
        known["anna"] = user_with("anna", PASSWORD)
    app = app_over(FakeEngine(ARTICLES), settings=read_settings(tmp_path / "access.toml"))
    context = browser.new_context(ignore_https_errors=True, viewport=DESKTOP)  # type: ignore[arg-type]
    with served(stripped(app)) as upstream, proxied(tmp_path / "nginx", upstream) as proxy:
        chat = Chat(context.new_page(), proxy.secure)
        chat.page.add_init_script("window.hacks = 0")
        chat.page.on("request", lambda request: chat.requests.append(request.url))
        chat.page.on("console", lambda said: chat.errors.append(said.text) if said.type == "error" else None)
        chat.page.goto(f"{proxy.secure}/?__theme=light")
        expect(chat.page).to_have_url(f"{proxy.secure}/sign-in?next=%2F%3F__theme%3Dlight")
        chat.page.get_by_label("Name").fill("anna")
        chat.page.get_by_label("Password").fill(PASSWORD)
        chat.page.get_by_label("Password").press("Enter")
        expect(chat.page).to_have_url(f"{proxy.secure}/?__theme=light")
        (cookie,) = context.cookies()
        assert (cookie["name"], cookie["path"], cookie["secure"]) == (COOKIE, PREFIX, True)
        chat.page.locator("#views").wait_for(state="attached")
        chat.ask(QUESTION)
        chat.reply.locator("a.cite").first.click()
        expect(chat.mark).not_to_be_empty()
        chat.finish()
        assert proxy.elsewhere() == []


def test_the_widget_of_a_portal_asks_below_the_prefix(browser: "Browser", tmp_path: Path) -> None:
    portal = Portal()
    with listening(portal.app()) as address:
        portal.address = address.replace("127.0.0.1", "localhost")
        rules = {"default": CollectionRules(public=True)}
        settings = Settings(origins=(portal.address,), anonymous=True, collections=rules)
        app = app_over(FakeEngine(ARTICLES), settings=settings)
        with (
            served(stripped(app)) as upstream,
            proxied(tmp_path, upstream) as proxy,
            visiting(browser, portal) as arrive,
        ):
            portal.onrecord = proxy.plain
            visit = arrive(INLINE, policy=STRICT.replace("{0}", "{0}/")).open()
            reply = visit.ask(QUESTION)
            expect(reply).to_contain_text("The new ferry engine burns a third less fuel")
            assert f"{proxy.plain}/api/v1/ask" in {url.split("?")[0] for url in visit.requests}
            assert proxy.elsewhere() == []
