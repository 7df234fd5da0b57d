"""Pages that a site sends in place of an article are refused, and said what they are."""

from pathlib import Path

import pytest

from tests.support.pages import BODY, TEXT, read, read_source, reason

BOX = "<p>To continue, please click below.</p><p>Why did this happen? Perhaps an extension blocks a script.</p>"


def page(title: str, body: str) -> str:
    return f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("title", "body", "notice"),
    [
        ("Tidewater", "<noscript>Please enable JavaScript.</noscript>", "Please enable JavaScript."),
        ("Tidewater", "<div><p>You need to enable JavaScript.</p></div>", "You need to enable JavaScript."),
        ("Just a moment...", "<h1>tidewater.example</h1><p>This may take a few seconds.</p>", "Just a moment..."),
        ("tidewater.example", "<h1>Checking your browser</h1><p>Ray ID: 7f</p>", "Checking your browser"),
        ("404 Not Found", "<h1>Not Found</h1><p>nginx</p>", "404 Not Found"),
        ("Page not found | Tidewater Post", "<h1>Oops!</h1><p>Let us take you home.</p>", "Page not found"),
        ("Tidewater", "<p>The page you are looking for is gone.</p>", "The page you are looking for is gone."),
        ("403 Forbidden", "<h1>Forbidden</h1><p>openresty on this server</p>", "403 Forbidden"),
        ("Tidewater", "<h1>Access Denied</h1><p>You don't have permission to see it.</p>", "Access Denied"),
        ("Log in | Tidewater Post", "<h1>Welcome</h1><form><input></form><p>Or read on without.</p>", "Log in"),
        ("Are you a robot?", "<p>Click the box below, and you can go on at once.</p>", "Are you a robot?"),
        ("Tidewater", "<h1>We value your privacy</h1><p>We and our 812 partners do.</p>", "We value your privacy"),
        ("Moorland Bote", "<p>Wir verwenden Cookies.</p><p>Alle akzeptieren</p>", "Wir verwenden Cookies."),
        ("Fen Herald - Subscribe to read", "<h1>Subscribe</h1><p>Only £1 for four weeks.</p>", "Subscribe to read"),
        ("Tidewater", f"<h1>Are you a robot, or not?</h1>{BOX}", "Are you a robot, or not?"),
        ("Seite nicht gefunden – Moorland Bote", "<p>Versuchen Sie es mit der Suche.</p>", "Seite nicht gefunden"),
    ],
)  # fmt: skip
def test_a_notice_is_no_article(tmp_path: Path, title: str, body: str, notice: str) -> None:
    assert reason(tmp_path, page(title, body)) == (
        f"the page is no article, it only says “{notice}”: open the article in a browser and save that page."
    )


@pytest.mark.parametrize(
    "line",
    [
        "<p>Please enable JavaScript to see the comments.</p>",
        "<p>We use cookies, the baker said, of another kind.</p>",
        "<p>The page you are looking for is on the third shelf, she said.</p>",
        "<noscript>You need to enable JavaScript to see the map.</noscript>",
    ],
)
def test_a_line_of_a_notice_in_an_article_refuses_nothing(tmp_path: Path, line: str) -> None:
    assert read(tmp_path, body=BODY + line).text.startswith(TEXT)


def test_an_article_may_be_headed_like_a_notice(tmp_path: Path) -> None:
    long = page("Access denied", f"<article><h1>Access denied</h1>{BODY * 5}</article>")
    assert read_source(tmp_path, long).title == "Access denied"
    part = page("Ferry to stop | Newsletter", f"<article><h1>Ferry to stop</h1>{BODY}</article>")
    assert read_source(tmp_path, part).title == "Ferry to stop"
    short = page("Robot check at the quay", f"<article><h1>Robot check at the quay</h1>{BODY}</article>")
    assert read_source(tmp_path, short).title == "Robot check at the quay"
