"""What a page declares of its article: date of publication and publisher; each only where it is certain.

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
from index.readers.page_titles import compared, headings, letters_of, title_parts
from index.readers.page_tree import HtmlTree

# Names of `property`, `name` and `itemprop`, the surest first.
_PUBLISHED = (
    "article:published_time og:article:published_time og:published_time og:pubdate datepublished schema:datepublished "
    "article:published article.published published_time published-time published_at parsely-pub-date "
    "cxenseparse:recs:publishtime pubdate publishdate publish-date publish_date publication_date publication-date "
    "publicationdate iso-8601-publish-date bt:pubdate rnews:datepublished sailthru.date article_date_original "
    "originalpublicationdate citation_publication_date dc.date.issued dcterms.issued dc.issued dcterms.available "
    "dc.date.created dcterms.created dc:created dc.created dc.date dcterms.date dc:date date"
).split()
_HOST = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}/?", re.IGNORECASE)
_FIGURES = re.compile(r"\d{4}|\d[./-]\d")
_MIN_YEAR = 1800  # machines write the year 1 where they know none
_UNSET = date(1970, 1, 1)  # and the first second that they count


@dataclass(frozen=True, slots=True)
class DeclaredDate:
    """What a page says of its day of publication."""

    day: date | None
    is_given: bool
    """Whether it says anything; one that can be read in two ways, or is in no calendar, is given and yet none."""


def declared_date(tree: HtmlTree) -> DeclaredDate:
    """Return the day of publication that a page declares."""
    is_given = False
    for value in [*_linked_dates(tree), *_tagged_dates(tree)]:
        try:
            day = publication_date(value)
        except InputError as error:
            is_given |= _is_meant(value, error)
            continue
        if day and day.year >= _MIN_YEAR and day != _UNSET:
            return DeclaredDate(day, is_given=True)
    return DeclaredDate(None, is_given=is_given)


def _is_meant(value: object, error: InputError) -> bool:
    """Return whether what cannot be read was to be a date: of "2025-02-30" or "04/03/25" others would make some day."""
    return error.kind == "date.ambiguous" or bool(_FIGURES.search(str(value)))


def _linked_dates(tree: HtmlTree) -> list[object]:
    """Return the dates of JSON-LD: of the article with the page's headline, else of all in their order."""
    headlines = set(map(compared, headings(tree)))
    found = articles(tree)
    own = [one for one in found if compared(one.get("headline")) in headlines]
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


def publisher(tree: HtmlTree, found: str, host: str) -> str:
    """Return the name of the paper: what the page calls its site, or what was found if title or address confirm it.

    What was found may be the company that owns the paper, which goes behind whatever the site is called.
    """
    site = next((name for name in _site_names(tree) if not _HOST.fullmatch(name)), "")
    letters = letters_of(found)
    if letters in ("", letters_of(site)) or not site:
        return found or site
    confirmed = letters in letters_of(host) or letters in map(letters_of, title_parts(tree))
    return found if confirmed and not is_company(found) else site


def _site_names(tree: HtmlTree) -> list[str]:
    """Return what a page calls its site, then what its JSON-LD calls the publisher, unless that is a company."""
    tagged = [_value(element).lstrip("@") for element in tree.iter("meta") if "og:site_name" in names_of(element)]
    linked = [_called(one.get("publisher")) for one in articles(tree)]
    return list(filter(None, [*tagged, *(name for name in linked if not is_company(name))]))


def _called(publisher: object) -> str:
    name = publisher.get("name") if isinstance(publisher, dict) else publisher
    return name if isinstance(name, str) else ""
