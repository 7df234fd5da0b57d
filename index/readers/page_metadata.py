"""What a page declares of its article: date of publication, headline, publisher; each only where it is certain.

The declaration for search engines (JSON-LD) goes before the tags in the head. Times of changes are no dates of
publication.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from index.errors import InputError
from index.readers.boilerplate import is_company
from index.readers.dates import publication_date
from index.readers.linked_data import articles
from index.readers.page_tree import HtmlTree, text_of

# Names of `property`, `name` and `itemprop`, the surest first.
_PUBLISHED = (
    "article:published_time og:article:published_time og:published_time og:pubdate datepublished schema:datepublished "
    "article:published article.published published_time published-time published_at parsely-pub-date "
    "cxenseparse:recs:publishtime pubdate publishdate publish-date publish_date publication_date publication-date "
    "publicationdate iso-8601-publish-date bt:pubdate rnews:datepublished sailthru.date article_date_original "
    "originalpublicationdate citation_publication_date dc.date.issued dcterms.issued dc.issued dcterms.available "
    "dc.date.created dcterms.created dc:created dc.created dc.date dcterms.date dc:date date"
).split()
_SPACES = re.compile(r"\s+")
_QUOTES = str.maketrans("‘’“”„«»–—", '\'\'"""""--')
_SEPARATORS = re.compile(r"\s+[|·•:›»\-–—]+\s+")
_HOST = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}/?", re.IGNORECASE)
_MIN_YEAR = 1800  # machines write the year 1 where they know none
_UNSET = date(1970, 1, 1)  # and the first second that they count


@dataclass(frozen=True, slots=True)
class DeclaredDate:
    """What a page says of its day of publication."""

    day: date | None
    is_given: bool
    """Whether it says anything; a day that can be read in two ways is given and yet none."""


def declared_date(tree: HtmlTree) -> DeclaredDate:
    """Return the day of publication that a page declares."""
    ambiguous = False
    for value in [*_linked_dates(tree), *_tagged_dates(tree)]:
        try:
            day = publication_date(value)
        except InputError as error:
            ambiguous |= error.kind == "date.ambiguous"
            continue
        if day and day.year >= _MIN_YEAR and day != _UNSET:
            return DeclaredDate(day, is_given=True)
    return DeclaredDate(None, is_given=ambiguous)


def _linked_dates(tree: HtmlTree) -> list[object]:
    """Return the dates of JSON-LD: of the article with the page's headline, else of all in their order."""
    headlines = set(map(_plain, _headings(tree)))
    found = articles(tree)
    own = [one for one in found if _plain(one.get("headline")) in headlines]
    return [_single(one.get("datePublished")) for one in own or found]


def _single(value: object) -> object:
    """Return the first of several values, without what JSON-LD says of its type."""
    first = value[0] if isinstance(value, list) and value else value
    return first.get("@value") if isinstance(first, dict) else first


def _tagged_dates(tree: HtmlTree) -> Iterator[str]:
    """Yield the dates of tags, those with the surest name first; none of a name that dates several things."""
    by_name: dict[str, list[str]] = {}
    for element in tree.iter("meta", "time", "span", "abbr", "div", "p"):
        for name in names_of(element):
            by_name.setdefault(name, []).append(_value(element))
    for name in _PUBLISHED:
        values = list(dict.fromkeys(filter(None, by_name.get(name, ()))))
        if len({value[:10] for value in values}) == 1:
            yield from values


def names_of(element: HtmlTree) -> list[str]:
    """Return what an element is called in the vocabularies of metadata, in lower case."""
    attributes = ("property", "name", "itemprop", "http-equiv")
    names = [name for attribute in attributes for name in (element.get(attribute) or "").lower().split()]
    is_old = element.tag == "time" and element.get("pubdate") is not None
    return [*names, "pubdate"] if is_old else names


def _value(element: HtmlTree) -> str:
    value = element.get("content") or element.get("datetime")
    return (value or ("" if element.tag == "meta" else element.text_content())).strip()


def headline(tree: HtmlTree, found: str, site: str) -> str:
    """Return the title of an article: what was found, or the heading if only that is in the page's title or JSON-LD."""
    declared = {_plain(one.get("headline")) for one in articles(tree)}
    titles = list(map(_plain, title_parts(tree)))
    names = declared.union(titles) - {_plain(site), ""}
    heading = max((one for one in _headings(tree) if _plain(one) in names), key=len, default="")
    if _plain(heading) not in declared:
        # The name of the site is a part of the page's title too, though seldom longer than the headline.
        declared = {*titles[:1]} if len(found) < len(heading) else names
    return found if _plain(found) in declared else heading or found


def publisher(tree: HtmlTree, found: str, host: str) -> str:
    """Return the name of the paper: what the page calls its site, or what was found if title or address confirm it.

    What was found may be the company that owns the paper, which goes behind whatever the site is called.
    """
    site = next((name for name in _site_names(tree) if not _HOST.fullmatch(name)), "")
    letters = _letters(found)
    if letters in ("", _letters(site)) or not site:
        return found or site
    confirmed = letters in _letters(host) or letters in map(_letters, title_parts(tree))
    return found if confirmed and not is_company(found) else site


def title_parts(tree: HtmlTree) -> list[str]:
    """Return the title of a page as a whole, and what it is made of: "Ferry lost | Tidewater Post"."""
    titles = [text_of(element) for element in tree.xpath("//head/title")[:1]]
    return [part for title in titles for part in (title, *_SEPARATORS.split(title))]


def _site_names(tree: HtmlTree) -> list[str]:
    """Return what a page calls its site, then what its JSON-LD calls the publisher, unless that is a company."""
    tagged = [_value(element).lstrip("@") for element in tree.iter("meta") if "og:site_name" in names_of(element)]
    linked = [_called(one.get("publisher")) for one in articles(tree)]
    return list(filter(None, [*tagged, *(name for name in linked if not is_company(name))]))


def _called(publisher: object) -> str:
    name = publisher.get("name") if isinstance(publisher, dict) else publisher
    return name if isinstance(name, str) else ""


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def _headings(tree: HtmlTree) -> list[str]:
    return [text for element in tree.iter("h1") if (text := text_of(element))]


def _plain(text: object) -> str:
    """Return a title as it is compared with another: without case, kinds of marks, and white space."""
    return _SPACES.sub(" ", text.translate(_QUOTES)).strip().casefold() if isinstance(text, str) else ""
