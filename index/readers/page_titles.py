"""The title of a page's article: its headline, without what stands above it, and without the name of the site."""

import re
from collections.abc import Iterator

from index.readers.boilerplate import table
from index.readers.linked_data import articles
from index.readers.page_boxes import is_box
from index.readers.page_tree import HtmlTree, drop, text_of

_SPACES = re.compile(r"\s+")
_QUOTES = str.maketrans("‘’“”„«»–—", '\'\'"""""--')
_SEPARATORS = re.compile(r"\s+[|·•:›»\-–—]+\s+")
_MIN_WORDS = 2  # of a headline, without which what a title ends with is not taken off


def drop_kickers(tree: HtmlTree) -> None:
    """Drop from the headings of a page what is set above a headline: "Business", "Video"."""
    for heading in tree.iter("h1"):
        for element in [one for one in heading.iterdescendants() if is_box(one, "kicker_boxes")]:
            if len(text_of(element)) < len(text_of(heading)):
                drop(element)


def headline(tree: HtmlTree, found: str, site: str) -> str:
    """Return the title of an article: what was found, or the heading if only that is in the page's title or JSON-LD."""
    declared = {compared(one.get("headline")) for one in articles(tree)}
    titles = list(map(compared, title_parts(tree)))
    names = declared.union(titles) - {compared(site), ""}
    if own := _own_heading(tree, found, site):
        return own
    heading = max((one for one in _possible(tree) if compared(one) in names), key=len, default="")
    if compared(heading) not in declared:
        # The name of the site is a part of the page's title too, though seldom longer than the headline.
        declared = {*titles[:1]} if len(found) < len(heading) else names
    return found if compared(found) in declared else heading or found


def without_site(title: str, *names: str) -> str:
    """Return a title without the names of its site, or of a part of it such as "News", before and behind it."""
    signatures = {*filter(None, map(letters_of, names)), *table("sections")}
    ends = list(_SEPARATORS.finditer(title))
    while ends and _parts(title[ends[-1].end() :], title[: ends[-1].start()], signatures):
        title = title[: ends.pop().start()]
    is_first = ends and _parts(title[: ends[0].start()], title[ends[0].end() :], signatures)
    return title[ends[0].end() :] if is_first else title


def _parts(name: str, title: str, signatures: set[str]) -> bool:
    """Return whether of two parts the one is a site's name and the other enough of a headline."""
    return letters_of(name) in signatures and len(title.split()) >= _MIN_WORDS


def title_parts(tree: HtmlTree) -> list[str]:
    """Return the title of a page as a whole, and what it is made of: "Ferry lost | Tidewater Post"."""
    titles = [text_of(element) for element in tree.xpath("//head/title")[:1]]
    return [part for title in titles for part in (title, *_SEPARATORS.split(title))]


def headings(tree: HtmlTree) -> list[str]:
    """Return the headings of a page."""
    return [text for element in tree.iter("h1") if (text := text_of(element))]


def _possible(tree: HtmlTree) -> Iterator[str]:
    """Yield the headings of a page, and of one in several parts each part, one of which may be the headline."""
    yield from headings(tree)
    for heading in tree.iter("h1"):
        if len(heading) > 1:
            yield from filter(None, map(text_of, heading))


def _own_heading(tree: HtmlTree, found: str, site: str) -> str:
    """Return the one heading within the article where what was found is another heading, such as the site's name."""
    own = list(filter(None, map(text_of, tree.xpath("//h1[ancestor::article or ancestor::main]"))))
    others = {compared(site), *map(compared, headings(tree))} - {"", *map(compared, own)}
    return own[0] if len(own) == 1 and compared(found) in others else ""


def compared(text: object) -> str:
    """Return a title as it is compared with another: without case, kinds of marks, and white space."""
    return _SPACES.sub(" ", text.translate(_QUOTES)).strip().casefold() if isinstance(text, str) else ""


def letters_of(name: str) -> str:
    """Return a name as it is compared with another: its letters and figures, without case."""
    return "".join(filter(str.isalnum, name.casefold()))
