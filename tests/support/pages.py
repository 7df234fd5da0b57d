"""Small pages of our own, and what is read of them."""

import json
from datetime import date
from pathlib import Path

from index.records import Article, LoadFailure
from index.sources.files import find, load

FIRST = "The ferry to Sandlow will stop at the end of the month, the county said, because nobody pays for its engine."
SECOND = "Ferry master Ilse Vandam said the engine had been promised three times and had never been ordered by anybody."
THIRD = "Until the summer a bus will go round the fen, which takes fifty minutes instead of nine and costs double."
BODY = "".join(f"<p>{text}</p>" for text in (FIRST, SECOND, THIRD))
TEXT = f"Ferry to stop\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}"
DAY = date(2025, 3, 4)


def read(folder: Path, head: str = "", body: str = BODY, name: str = "a.html", title: str = "Ferry to stop") -> Article:
    page = (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{title}</title>{head}</head>"
        f"<body><article><h1>Ferry to stop</h1>{body}</article></body></html>"
    )
    return read_source(folder, page, name)


def read_source(folder: Path, page: str, name: str = "a.html") -> Article:
    """Return the article of a page given as a whole."""
    (folder / name).write_text(page, encoding="utf-8")
    (loaded,) = load(find([folder / name]))
    assert not isinstance(loaded.item, LoadFailure), loaded.item.reason
    assert isinstance(loaded.item, Article)
    return loaded.item


def reason(folder: Path, page: str, name: str = "a.html") -> str:
    """Return why a page is refused."""
    (folder / name).write_text(page, encoding="utf-8")
    (loaded,) = load(find([folder / name]))
    assert isinstance(loaded.item, LoadFailure), loaded.item
    return loaded.item.reason


def linked(*objects: object) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(one)}</script>' for one in objects)


def meta(name: str, content: str, attribute: str = "name") -> str:
    return f'<meta {attribute}="{name}" content="{content}">'
