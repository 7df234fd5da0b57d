"""The title of a page's article is its headline alone."""

from pathlib import Path

import pytest

from index.readers.page_titles import without_site
from tests.support.pages import BODY, meta, read_source


def page(title: str, heading: str, head: str = "", before: str = "") -> str:
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title>{head}</head>"
        f"<body>{before}<article>{heading}{BODY}</article></body></html>"
    )


@pytest.mark.parametrize("title", ["Ferry to stop | Fen Herald", "Ferry to stop", "Fen Herald"])
@pytest.mark.parametrize("name", ["kicker", "article-header__eyebrow", "dachzeile", "c-articleLabel"])
def test_what_is_above_a_headline_is_none_of_it(tmp_path: Path, title: str, name: str) -> None:
    heading = f'<h1><span class="{name}">Business</span> <span>Ferry to stop</span></h1>'
    loaded = read_source(tmp_path, page(title, heading))
    assert loaded.title == "Ferry to stop"
    assert loaded.text.startswith("Ferry to stop\n\nThe ferry to Sandlow")


def test_the_page_s_title_tells_which_part_of_a_heading_is_the_headline(tmp_path: Path) -> None:
    heading = "<h1><span>Business</span> <span>Ferry to stop</span></h1>"
    assert read_source(tmp_path, page("Ferry to stop | Fen Herald", heading)).title == "Ferry to stop"
    heading = "<h1><em>Ferry</em> to <b>stop</b></h1>"
    assert read_source(tmp_path, page("Ferry to stop | Ferry", heading)).title == "Ferry to stop"


@pytest.mark.parametrize("title", ["Fen Herald", "Fen Herald | Home", "Ferry to stop | Fen Herald"])
@pytest.mark.parametrize("head", ["", meta("og:site_name", "Fen Herald", "property")])
def test_a_logo_that_is_a_heading_is_no_headline(tmp_path: Path, title: str, head: str) -> None:
    logo = '<header><h1 class="logo"><a href="/">Fen Herald</a></h1></header>'
    assert read_source(tmp_path, page(title, "<h1>Ferry to stop</h1>", head, logo)).title == "Ferry to stop"


@pytest.mark.parametrize(
    "title",
    [
        "Ferry to stop | News",
        "Ferry to stop | News | Fen Herald",
        "Ferry to stop – Fen Herald",
        "Fen Herald: Ferry to stop",
    ],
)
@pytest.mark.parametrize("heading", ["", "<h1>Ferry to stop</h1>"])
def test_the_name_of_the_site_is_no_part_of_a_title(tmp_path: Path, title: str, heading: str) -> None:
    head = meta("og:site_name", "Fen Herald", "property") + meta("og:title", title.replace(":", " |"), "property")
    assert read_source(tmp_path, page(title, heading, head)).title == "Ferry to stop"


@pytest.mark.parametrize("title", ["Ferry | News", "Ferry to stop - for good", "Ferry to stop: News", "News"])
def test_what_only_looks_like_a_site_stays_in_a_title(title: str) -> None:
    assert without_site(title, "Fen Herald", "") == title
