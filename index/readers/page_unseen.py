"""What a page holds and its readers never see, or see struck out: it is none of what the article says.

Pages that hide their whole article until a script has run are read all the same, so what goes is a small share.
"""

import re
from collections.abc import Iterable
from itertools import chain

from index.readers.page_boxes import is_box
from index.readers.page_tree import HtmlTree, drop, text_of

_MAX_SHARE = 0.4  # of the text of a page
_STRUCK = ("del", "s", "strike")
_UNDRAWN = ("template", "dialog")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_KEPT = frozenset("html head body main article script style h1".split())


def drop_unseen(tree: HtmlTree) -> None:
    """Drop the elements of a page that browsers do not draw, that only screen readers read, or that are struck out."""
    limit = _MAX_SHARE * (_length([tree]) - _length(tree.iter("script", "style")))
    paragraphs = list(filter(_is_unseen, tree.iter("p")))
    others = list(filter(_is_unseen, tree.iter()))
    _drop_small([paragraphs, list(tree.iter(*_STRUCK)), *([other] for other in others if other.tag != "p")], limit)


def _drop_small(groups: Iterable[list[HtmlTree]], limit: float) -> None:
    """Drop the elements of each group whose texts together are shorter than the limit."""
    for element in chain.from_iterable(group for group in groups if _length(group) < limit):
        drop(element)


def _length(elements: Iterable[HtmlTree]) -> int:
    return sum(len(text_of(element)) for element in elements)


def _is_unseen(element: HtmlTree) -> bool:
    if not isinstance(element.tag, str) or element.tag in _KEPT:
        return False
    if element.tag in _UNDRAWN:
        return element.get("open") is None
    is_hidden = element.get("hidden") is not None or is_box(element, "unseen_boxes")
    return is_hidden or bool(_HIDING.search(element.get("style", "")))
