"""Boxes and lines of a page that are none of its article are taken out of its tree: offers, advertisements, links.

Some pages put their whole article into a box called "paywall", so that a name alone proves nothing: what goes is small,
and speaks of an offer or is made of links.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import chain, pairwise

from index.readers.boilerplate import has_offer, is_lead, table
from index.readers.page_tree import HtmlTree, drop, text_of

_MAX_SHARE = 0.4  # of the text in paragraphs, all boxes of a name together
_MAX_BOX = 600  # characters
_MIN_LINKED = 0.6  # of the text of a box with links
_KEPT = frozenset("html head body main article header h1 script style".split())
_LINES = ("p", "li", "h2", "h3", "h4", "h5", "h6", "div", "span", "strong")
_NOTE_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[a-z]|[*†‡§↩↑^]{1,3}\ufe0e?)[\])]?")
_NAME_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


def drop_boxes(tree: HtmlTree) -> None:
    """Drop small boxes whose class or id and whose text say that they are an offer, links or an advertisement."""
    total = _length(tree.iter("p"))
    boxes: dict[str, list[HtmlTree]] = defaultdict(list)
    for element in tree.iter():
        for word in _box_words(element, "offer_boxes", "link_boxes", "other_boxes"):
            boxes[word].append(element)
    for word, found in boxes.items():
        if _length(found) < _MAX_SHARE * total:
            _drop_furniture(found, word)


def _length(elements: Iterable[HtmlTree]) -> int:
    return sum(len(text_of(element)) for element in elements)


def _drop_furniture(found: list[HtmlTree], word: str) -> None:
    for element in found:
        if _is_furniture(element, word):
            drop(element)


def is_box(element: HtmlTree, *kinds: str) -> bool:
    """Return whether an element's class or id says that it is a box of one of the kinds that the table lists."""
    return bool(_box_words(element, *kinds))


def _box_words(element: HtmlTree, *kinds: str) -> frozenset[str]:
    """Return the words of an element's class and id that boxes of the kinds are known by."""
    if not isinstance(element.tag, str) or element.tag in _KEPT:
        return frozenset()
    names = [*element.get("class", "").split(), *element.get("id", "").split()]
    known: frozenset[str] = frozenset().union(*map(table, kinds))
    return known.intersection(chain.from_iterable(map(_name_words, names)))


def _name_words(name: str) -> list[str]:
    """Return the words of a name such as "article-readMore", each and by twos."""
    parts = [part.lower() for part in _NAME_PART.findall(name)]
    return [*parts, *map("-".join, pairwise(parts)), "-".join(parts)]


def _is_furniture(element: HtmlTree, word: str) -> bool:
    text = text_of(element)
    if len(text) > _MAX_BOX or element.find(".//h1") is not None:
        return False
    is_links = word in table("link_boxes") and linked_share(element) >= _MIN_LINKED
    return is_links or word in table("other_boxes") or (word in table("offer_boxes") and has_offer(text))


def linked_share(element: HtmlTree) -> float:
    """Return how much of an element's text is links, between 0 and 1."""
    return _length(element.iter("a")) / max(1, _length([element]))


def drop_note_marks(tree: HtmlTree) -> None:
    """Drop the marks of footnotes, links within the page like "1" or "[a]", which would stand in a sentence."""
    for link in list(tree.iter("a")):
        if (link.get("href") or "").startswith("#") and _NOTE_MARK.fullmatch(text_of(link)):
            drop(link)


def drop_link_lines(tree: HtmlTree) -> None:
    """Drop lines such as "Also read" with a link, and lists of links under a heading such as "Related"."""
    for element in list(tree.iter(*_LINES)):
        text = text_of(element)
        if len(text) <= _MAX_BOX and is_lead(text):
            _drop_line(element)


def _drop_line(element: HtmlTree) -> None:
    following = element.getnext()
    if following is not None and following.tag in ("ul", "ol") and linked_share(following) >= _MIN_LINKED:
        drop(following)
        drop(element)
    elif linked_share(element) >= _MIN_LINKED:
        drop(element)
