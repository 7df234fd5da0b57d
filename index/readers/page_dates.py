"""The day that a page shows and does not declare: only what dates the article itself, and can be read in one way."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from index.errors import InputError
from index.readers.boilerplate import dates_a_change, dating_words
from index.readers.dates import publication_date
from index.readers.page_boxes import is_box
from index.readers.page_metadata import names_of
from index.readers.page_tree import HtmlTree, drop, lines_of, text_of

_MODIFIED = frozenset(
    "article:modified_time article:modified article.updated og:updated_time og:modified_time datemodified "
    "schema:datemodified modified_time updated_time last-modified lastmodified lastmod last_updated last-updated "
    "revised dc.date.modified dcterms.modified dc.modified dc:modified dateupdated updated modified "
    "modificationdate".split()
)
_MODIFIED_FIELD = re.compile(r'("dateModified"\s*:\s*)"[^"]*"')
_WORD = r"[^\W\d_]{3,15}"
_MONTHS = 12
_MAX_LINE = 80  # characters of a line that dates something
_MIN_HEADLINE = 15  # characters
_MAX_LINES = 200  # characters of an element with several such lines
_BEFORE = re.compile(r"(?:^|[\n|·•;(–—-]|\d[.,]?|(?<=\d) ?[ap]\.?m\.?,?|\b[A-Z]{2,4}[.,]?)\s*$")
_AFTER = re.compile(r"[\n|·•;]")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)")
_AROUND = " \n.,:;()–—-"
_YEAR = re.compile(r"(?:19|20)\d\d")
_PARTS = "a article aside div footer li meta nav ol p section span time ul".split()


def drop_other_dates(tree: HtmlTree) -> None:
    """Take out of a page whatever dates something else: changes, other articles, comments, data of scripts."""
    own = {article for heading in tree.iter("h1") for article in heading.iterancestors("article")}
    for element in list(tree.iter(*_PARTS)):
        if _is_other(element, own) and element.find(".//h1") is None:
            drop(element)
    for script in tree.iter("script"):
        script.text = _publishing(script.text or "", script.get("type") or "")


def _publishing(source: str, kind: str) -> str:
    """Return what a script says of publication: JSON-LD without the times of changes, nothing of other data."""
    return _MODIFIED_FIELD.sub(r'\1""', source) if "ld+json" in kind else ""


def _is_other(element: HtmlTree, own: set[HtmlTree]) -> bool:
    """Return whether a part of a page is not of its article, `own`, or dates a change of it."""
    if element.tag == "article":
        return bool(own) and element not in own
    if element.tag in ("aside", "footer"):
        return own.isdisjoint(element.iterancestors("article")) or element.find(".//a") is not None
    if element.tag == "a":
        return _is_teaser(element)
    return element.tag == "nav" or is_box(element, "link_boxes", "comment_boxes") or _is_change(element)


def _is_teaser(link: HtmlTree) -> bool:
    """Return whether a link has a date and a headline; a date alone may lead to the article itself."""
    times = [text_of(time) for time in link.iter("time")]
    return bool(times) and len(text_of(link)) >= sum(map(len, times)) + _MIN_HEADLINE


def _is_change(element: HtmlTree) -> bool:
    """Return whether an element, or the line that it is, dates a change and nothing else."""
    if not _MODIFIED.isdisjoint(names_of(element)):
        return True
    text, classes = text_of(element), element.get("class", "").split()
    is_called_so = bool(classes) and all(map(dates_a_change, classes))
    return len(text) <= _MAX_LINE and len(_YEAR.findall(text)) < 2 and (is_called_so or dates_a_change(text))


def stated_date(tree: HtmlTree) -> date | None:
    """Return the one day that lines such as "Updated 9 March 2025 · Published 4 March 2025" say is of publication."""
    days = {day for element in filter(_may_state, tree.iter(*_PARTS)) for day in _stated(element)}
    return days.pop() if len(days) == 1 else None


def _may_state(element: HtmlTree) -> bool:
    text = text_of(element)
    return any(map(str.isdigit, text)) and len(text) <= _MAX_LINES


def _stated(element: HtmlTree) -> Iterator[date]:
    """Yield the days that an element says are of publication: behind such a word, or before that of a change."""
    text = "\n".join(lines_of(element))
    words = [found for found in dating_words().finditer(text) if _BEFORE.search(text[: found.start()])]
    for found in words[:1]:
        yield from () if found["first"] else _days(text[: found.start()])
    for found, end in zip(words, [*(word.start() for word in words[1:]), len(text)], strict=False):
        yield from _days(text[found.end() : end]) if found["first"] else ()


def _days(written: str) -> Iterator[date]:
    """Yield the day that is written up to the next mark, if one is; with points it is written day first."""
    written = _AFTER.split(written.strip(_AROUND))[0].strip(_AROUND)
    dotted = _DOTTED.match(written)
    written = f"{dotted[3]}-{dotted[2]}-{dotted[1]}" if dotted else written
    with suppress(InputError):
        yield from filter(None, [publication_date(written)])


def visible_date(found: str | None, source: str, named: date | None) -> date | None:
    """Return the day found on a page, none if day and month could be exchanged as it is written; else the file's."""
    day = publication_date(found)
    return None if day and _is_ambiguous(day, source) else day or named


def _is_ambiguous(day: date, source: str) -> bool:
    """Return whether a page writes a day only in figures whose day and month could be exchanged: 11/01/2023."""
    if day.day > _MONTHS or day.day == day.month:
        return False
    number, month, year = f"0?{day.day}", f"0?{day.month}", rf"(?:{day.year // 100})?{day.year % 100:02}"
    either = rf"(?<!\d)(?:{number}[/-]{month}|{month}[/-]{number})[/-]{year}(?!\d)"
    in_figures = rf"{year}[-/.]?{month}[-/.]?{number}(?!\d)|(?<!\d){number}\.\s?{month}\.\s?{year}"
    day_first = rf"(?<!\d){number}\W?\w{{0,2}}\W{{1,3}}(?:of |de )?{_WORD}\W{{1,5}}{year}"
    month_first = rf"{_WORD}\W{{1,3}}{number}\w{{0,2}},?\s{year}"
    return bool(re.search(either, source)) and not re.search(f"{in_figures}|{day_first}|{month_first}", source)
