"""What a page says of its article for machines: JSON-LD, the objects of schema.org in its scripts."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from index.readers.page_tree import HtmlTree

LinkedObject = Mapping[str, Any]

_ARTICLE_ENDINGS = ("article", "posting", "report")  # NewsArticle, LiveBlogPosting
_PAGES = frozenset(("webpage", "itempage"))
# Objects under these are other articles, which the page speaks of or leads to.
_OTHERS = frozenset(
    "about citation comment hasPart isBasedOn isPartOf itemListElement mentions potentialAction relatedLink review "
    "significantLink subjectOf".split()
)
# Around the JSON, for browsers and servers of long ago: <!-- … -->, //<![CDATA[ … //]]>, a semicolon.
_BEFORE = re.compile(r"^\s*(?:<!--|(?://|/\*)?\s*<!\[CDATA\[\s*(?:\*/)?)?\s*")
_AFTER = re.compile(r"\s*(?:-->|(?://|/\*)?\s*\]\]>\s*(?:\*/)?|;)?\s*$")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_MAX_DEPTH = 30


def articles(tree: HtmlTree) -> list[LinkedObject]:
    """Return the objects of a page that describe an article, else those that describe the page; in its order."""
    objects = list(_objects(_scripts(tree)))
    return list(filter(_is_article, objects)) or [one for one in objects if not _PAGES.isdisjoint(_types(one))]


def _is_article(one: LinkedObject) -> bool:
    return any(name.endswith(_ARTICLE_ENDINGS) for name in _types(one))


def _scripts(tree: HtmlTree) -> list[object]:
    scripts = [element for element in tree.iter("script") if "ld+json" in (element.get("type") or "").lower()]
    return [_parsed(element.text or "") for element in scripts]


def _parsed(source: str) -> object:
    source = _AFTER.sub("", _BEFORE.sub("", source))
    for written in (source, _TRAILING_COMMA.sub("", source)):
        try:
            return json.loads(written, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(node: object, depth: int = 0) -> Iterator[LinkedObject]:
    """Yield every object that a node is or holds, outer ones first."""
    if isinstance(node, dict):
        yield node
        node = [value for name, value in node.items() if name not in _OTHERS]
    if isinstance(node, list) and depth < _MAX_DEPTH:
        for one in node:
            yield from _objects(one, depth + 1)


def _types(one: LinkedObject) -> set[str]:
    """Return the names of an object's types in lower case, without the address of their vocabulary."""
    given = one.get("@type")
    names = given if isinstance(given, list) else [given]
    return {re.split(r"[/#:]", name)[-1].lower() for name in names if isinstance(name, str)}
