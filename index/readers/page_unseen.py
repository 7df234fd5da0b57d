"""What a page holds and its readers never see, or see struck out: it is none of what the article says.

Pages that hide their whole article until a script has run are read all the same, so what goes is a small share.
"""

from index.readers.page_boxes import is_box
from index.readers.page_tree import HtmlTree, drop, text_of

_MAX_SHARE = 0.4  # of the text of a page
_STRUCK = ("del", "s", "strike")
_UNDRAWN = ("template", "dialog")
_HIDING = ("display:none", "visibility:hidden")
_KEPT = frozenset("html head body main article script style h1".split())


def drop_unseen(tree: HtmlTree) -> None:
    """Drop the elements of a page that browsers do not draw, that only screen readers read, or that are struck out."""
    limit = _MAX_SHARE * (_length(tree) - sum(map(_length, tree.iter("script", "style"))))
    unseen = [element for element in tree.iter() if _is_unseen(element)]
    paragraphs = sum(_length(element) for element in unseen if element.tag == "p")
    for element in unseen:
        if (paragraphs if element.tag == "p" else _length(element)) < limit:
            drop(element)
    for element in list(tree.iter(*_STRUCK)):
        drop(element)


def _length(element: HtmlTree) -> int:
    return len(text_of(element))


def _is_unseen(element: HtmlTree) -> bool:
    if not isinstance(element.tag, str) or element.tag in _KEPT:
        return False
    if element.tag in _UNDRAWN:
        return element.get("open") is None
    style = "".join((element.get("style") or "").lower().split())
    is_hidden = element.get("hidden") is not None or any(how in style for how in _HIDING)
    return is_hidden or is_box(element, "unseen_boxes")
