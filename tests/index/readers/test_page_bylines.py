"""The author of a page is who wrote it: names alone, and never the paper."""

from pathlib import Path

import pytest

from tests.support.pages import BODY, linked, meta, read

SITE = meta("og:site_name", "Fen Herald", "property")


NEWS = {"@context": "https://schema.org", "@type": "NewsArticle"}


def author(folder: Path, byline: str, head: str = SITE) -> str:
    return read(folder, head, byline + BODY).author


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ilse Vandam", "Ilse Vandam"),
        ("Ilse Vandam", "Ilse Vandam"),
        ("By Ilse Vandam, Fenland Correspondent | ilse.vandam@herald.example", "Ilse Vandam"),
        ("By Ilse Vandam, Senior Reporter, and Bo Carr", "Ilse Vandam; Bo Carr"),
        ("By Ilse Vandam and Abby Byrne", "Ilse Vandam; Abby Byrne"),
        ("Words by Ilse Vandam, photographs by Abby Byrne", "Ilse Vandam"),
        ("Words by Ilse Vandam Photographs by Abby Byrne and Bo Carr", "Ilse Vandam"),
        ("Story by Ilse Vandam •", "Ilse Vandam"),
        ("Story by Ilse Vandam • Video by Abby Byrne", "Ilse Vandam"),
        ("Text by Ilse Vandam | Illustrations: Abby Byrne", "Ilse Vandam"),
        ("By Ilse Vandam, Published 10:12, 4 March 2025", "Ilse Vandam"),
        ("By Ilse Vandam · 4 March 2025 · 3 min", "Ilse Vandam"),
        ("Ilse Vandam<br>Senior reporter", "Ilse Vandam"),
        ("<div>Ilse Vandam</div><div>Fenland correspondent</div>", "Ilse Vandam"),
        ("<span>By</span> <a href='/v' rel='author'>Ilse Vandam</a>, Fen Herald", "Ilse Vandam"),
        ("<div>By</div><div>Ilse Vandam</div>", "Ilse Vandam"),
        ("BY ILSE VANDAM", "ILSE VANDAM"),
        ("By Ilse Vandam in Sandlow", "Ilse Vandam"),
        ("Ilse Vandam Senior Reporter", "Ilse Vandam"),
        ("By Staff Writer Ilse Vandam", "Ilse Vandam"),
        ("Von Ilse Vandam, Redakteurin", "Ilse Vandam"),
        ("By Ilse Vandam @ilsevandam Mar 4, 2025, 10:12am EST", "Ilse Vandam"),
        ("Von Ilse van der Berg und Bo Carr (Text), Abby Byrne (Fotos)", "Ilse van der Berg; Bo Carr"),
        ("Ilse Vandam<div class='author-bio'>Ilse Vandam covers the fen.</div>", "Ilse Vandam"),
        ("By Ilse Vandam, MP", "Ilse Vandam"),
        ("Fen Herald Staff", ""),
        ("By Fen Herald", ""),
        ("Redaktion", ""),
    ],
)
def test_a_byline_names_who_wrote(tmp_path: Path, line: str, names: str) -> None:
    assert author(tmp_path, f'<div class="byline">{line}</div>') == names
    assert author(tmp_path, f'<div class="article-meta__author">{line}</div>') == names


@pytest.mark.parametrize(
    ("head", "names"),
    [
        (meta("author", "Fen Herald"), ""),
        (meta("author", "Fen Herald Staff"), ""),
        (meta("author", "admin"), ""),
        (meta("author", "Ilse Vandam, Business Editor"), "Ilse Vandam"),
        (meta("author", "Fen Press Agency"), "Fen Press Agency"),
        (linked({**NEWS, "author": {"name": "Ilse Vandam"}}), "Ilse Vandam"),
        (linked({**NEWS, "author": {"name": "Ilse Vandam Senior Reporter"}}), "Ilse Vandam"),
        (linked({**NEWS, "author": {"name": "Fen Auto Writer"}}), ""),
    ],
)  # fmt: skip
def test_an_author_that_is_declared(tmp_path: Path, head: str, names: str) -> None:
    assert author(tmp_path, "", SITE + head) == names


def test_the_byline_counts_where_the_paper_is_declared_as_author(tmp_path: Path) -> None:
    line = '<p class="byline">By Ilse Vandam, Fenland Correspondent</p>'
    assert author(tmp_path, line, SITE + meta("author", "Fen Herald")) == "Ilse Vandam"
    assert author(tmp_path, '<p class="author-box">Follow us</p>', SITE + meta("author", "Fen Herald")) == ""
    for other in ("aside", "footer", "div class='teaser'", "div id='comments'"):
        line = f'<{other}><p class="byline">By Bo Carr</p></{other.split()[0]}>'
        assert author(tmp_path, line, SITE + meta("author", "Fen Herald")) == ""
