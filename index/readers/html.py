"""Web pages: main text, title, author, date and publisher by trafilatura, with what the page declares before it.

Nothing is fetched.
"""

import codecs
import copy
import logging
import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, BinaryIO

from index.errors import InputError
from index.readers.boilerplate import without_boilerplate
from index.readers.dates import date_in_name
from index.readers.encoding import check_is_text, decode, read_bytes, without_nul
from index.readers.entry import Entry, article
from index.readers.page_boxes import drop_boxes, drop_link_lines, drop_note_marks
from index.readers.page_bylines import writers
from index.readers.page_dates import drop_other_dates, stated_date, visible_date
from index.readers.page_metadata import declared_date, publisher
from index.readers.page_notices import check_is_article
from index.readers.page_quotes import write_quotations
from index.readers.page_tables import write_tables, write_turns
from index.readers.page_titles import drop_kickers, headline, title_parts, without_site
from index.readers.page_tree import HtmlTree
from index.readers.page_unseen import drop_unseen

if TYPE_CHECKING:
    from trafilatura.settings import Document

_MAX_BYTES = 10_000_000  # a parsed tree takes many times as much, and a minute at worst
_HEAD_BYTES = 4_000
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_LANGUAGE = re.compile(r"<html[^>]{0,1000}?\slang\s*=\s*[\"']?([A-Za-z]{2})(?=[-_\"'\s>])", re.IGNORECASE)
_NEW_PARAGRAPH = re.compile(r"\n+(?!- )")
# Browsers read each of these as the wider one that contains it.
_WIDER = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949",
}  # fmt: skip
_TEXT_CODEC = re.compile(r"(?:cp\d|iso8859|koi8|mac-|gb18030|big5|euc_jp|iso2022_jp|tis-620)")


def read(name: str, stream: BinaryIO) -> Iterator[Entry]:
    """Yield the one article of a web page; raises `InputError` when none is found in it."""
    source = page_text(read_bytes(stream, _MAX_BYTES))
    try:
        fields = _fields(source, name)
    except InputError:
        raise
    except Exception as error:  # a foreign parser over hostile input raises what it likes
        raise InputError("the page cannot be read as HTML: save it again.", "html.unreadable") from error
    language = _LANGUAGE.search(source[:_HEAD_BYTES])
    yield Entry(article({**fields, "language": language[1] if language else None}))


def _fields(source: str, name: str) -> dict[str, object]:
    """Return what an article is made of."""
    from trafilatura import load_html  # late: it takes a second to import

    tree = load_html(source)
    if tree is None:
        raise _no_article()
    day = _published(tree, source, name)
    page = _extracted(tree)
    text = _text(page)
    title, site, host = (value or "" for value in (page.title, page.sitename, page.hostname))
    paper = publisher(tree, site or host, host)
    title = without_site(headline(tree, title, site), site, paper)
    check_is_article(text, [*title_parts(tree), title])
    return {
        "text": _paragraphs(text),
        "title": title,
        "url": page.url,
        "publisher": paper,
        "author": writers(tree, page.author or "", site, host, paper),
        "date": day,
    }


def _text(page: "Document") -> str:
    """Return the text of what was extracted, its boilerplate left out."""
    text = without_boilerplate(page.text or "").strip()
    if not text:
        raise _no_article()
    return text


def _published(tree: HtmlTree, source: str, name: str) -> date | None:
    """Return the day that a page declares, else the one it shows, else that of its file's name."""
    from trafilatura.metadata import extract_metadata

    tree = copy.deepcopy(tree)
    drop_other_dates(tree)
    declared = declared_date(tree)
    if declared.is_given:
        return declared.day
    if stated := stated_date(tree):
        return stated
    # The extensive search would take any day the text mentions.
    found = extract_metadata(tree, date_config={"extensive_search": False, "original_date": True}).date
    return visible_date(found, source, date_in_name(name))


def _extracted(tree: HtmlTree) -> "Document":
    """Return what trafilatura finds in a page, whose tree is changed to what its readers see."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it logs, the failure below says once
    drop_unseen(tree)
    drop_kickers(tree)
    drop_boxes(tree)
    drop_link_lines(tree)
    drop_note_marks(tree)
    write_quotations(tree)
    write_tables(tree)
    write_turns(tree)
    page = bare_extraction(
        tree,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        date_extraction_params={"extensive_search": False},  # a date of its own that is thrown away: the fast way
    )
    if not isinstance(page, Document):
        raise _no_article()
    return page


def _no_article() -> InputError:
    return InputError("no article was found in the page: save its text as .txt instead.", "html.no_article")


def page_text(content: bytes) -> str:
    """Return the source of a page: as UTF-8 where valid, else in the encoding it declares, else in the likeliest one.

    Raises `InputError` when it is no text.
    """
    declared = _declared(content)
    if declared and (content.isascii() or not _is_utf8(content)):
        try:
            text = without_nul(content.decode(declared))
        except UnicodeDecodeError:
            return decode(content)
        check_is_text(text)
        return text
    return decode(content)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _declared(content: bytes) -> str | None:
    """Return the Python name of the encoding a page declares, unless it is UTF-8 or no text encoding."""
    found = _CHARSET.search(content, 0, _HEAD_BYTES)
    try:
        name = codecs.lookup(found[1].decode()).name if found else ""
    except (LookupError, UnicodeDecodeError):
        return None
    name = _WIDER.get(name, name)
    return name if _TEXT_CODEC.match(name) else None


def _paragraphs(text: str) -> str:
    """Separate trafilatura's lines, one a paragraph, by blank lines, as the sentence splitter expects them."""
    return _NEW_PARAGRAPH.sub("\n\n", text)
