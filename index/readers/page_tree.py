"""Elements of a page as trafilatura parses them; lxml's own types would make it one more dependency."""

import copy
from typing import Any

HtmlTree = Any
"""An element with all that it holds."""

_LINES = ("br", "p", "div", "li", "time", "h2", "h3", "h4")


def text_of(element: HtmlTree) -> str:
    """Return the text of an element as one line."""
    return " ".join(str(element.text_content()).split())


def lines_of(element: HtmlTree) -> list[str]:
    """Return the lines of an element as they stand below each other in a browser, empty ones left out."""
    element = copy.deepcopy(element)
    for part in element.iter(*_LINES):
        part.tail = f"\n{part.tail or ''}"
        part.text = f"\n{part.text or ''}"
    lines = (" ".join(line.split()) for line in str(element.text_content()).split("\n"))
    return list(filter(None, lines))


def drop(element: HtmlTree) -> None:
    """Take an element out of its page, but not the text that follows it."""
    if element.getparent() is not None:
        element.drop_tree()
