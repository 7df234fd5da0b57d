"""Elements of a page as trafilatura parses them; lxml's own types would make it one more dependency."""

from typing import Any

HtmlTree = Any
"""An element with all that it holds."""


def text_of(element: HtmlTree) -> str:
    """Return the text of an element as one line."""
    return " ".join(str(element.text_content()).split())


def drop(element: HtmlTree) -> None:
    """Take an element out of its page, but not the text that follows it."""
    if element.getparent() is not None:
        element.drop_tree()
