"""Texts, and those of JSON lines and CSV, that an editorial system exported with their markup, into plain text.

A text is kept to the character unless it certainly is HTML: a stray tag or "a < b" is what somebody wrote.
"""

import re
from html import unescape
from html.entities import html5
from html.parser import HTMLParser

from index.readers.shortcodes import without_shortcodes

_INLINE = (
    "a abbr b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span strike strong sub sup time u var"
)
_SKIPPED = frozenset("script style template noscript iframe object svg head title del s strike".split())
_BLOCK = (
    "address article aside blockquote body dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 "
    "h6 header hr html li main nav ol p pre section summary table tbody tfoot thead tr ul"
)
_BLOCKS = frozenset(_BLOCK.split())
_ITEMS = frozenset("dd dt li tr".split())  # each begins a line, without a blank one before it
_ENTITY = re.compile(r"&(?:amp;)?(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BEGINNINGS = {"q": "“", "br": "\n", "li": "\n- ", "dd": "\n", "dt": "\n", "tr": "\n", "td": " ", "th": " "}
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_BLOCK_TAG = re.compile(
    rf"\A\s*<p(?:\s[^<>]*)?>|<br\s*/?>|</(?:{'|'.join(_BLOCKS)})\s*>|<p(?:\s[^<>]*)?>(?=.*<p[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_INLINE_PAIR = re.compile(rf"<({'|'.join(_INLINE.split())})(?:\s[^<>]*)?>[^<>]*</\1\s*>", re.IGNORECASE)
_LINK = re.compile(r"<a\s[^<>]*>([^<>]*)</a\s*>", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\s*\n[^\S\n]*\n\s*")
_AROUND_LINE_END = re.compile(r"[^\S\n]*\n[^\S\n]*")
_SPACES = re.compile(r"[^\S\n]+")
_MANY_LINES = re.compile(r"\n{3,}")


def plain_text(text: str) -> str:
    """Return the text without its markup, paragraphs apart by a blank line; a text without any is kept as it is."""
    text = without_shortcodes(text)
    if "<" not in text and (decoded := _decoded(text)).lstrip().startswith("<"):
        text = decoded  # the whole page was escaped
    if _is_html(text):
        return _read(text)
    return text if "<a " in text else _decoded(text)


def _is_html(text: str) -> bool:
    """Return whether a text has markup beyond a link that somebody left in it."""
    if _BLOCK_TAG.search(text):
        return True
    without_links = _LINK.sub(r"\1", text)
    has_link = without_links != text
    return bool(_INLINE_PAIR.search(without_links) or (has_link and _ENTITY.search(_TAG.sub("", text))))


def _decoded(text: str) -> str:
    """Return a text with its entities as the characters they mean, when they mean any."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    name = found[1]
    if not name.startswith("#") and f"{name};" not in html5:
        return found[0]
    return unescape(f"&{name};").replace("\xa0", " ")


def _read(source: str) -> str:
    # Where no element parts them, the line ends of the source are the author's.
    parser = _TextParser(keep_lines=not _BLOCK_TAG.search(source))
    try:
        parser.feed(source)
        parser.close()
    except AssertionError:  # how the parser refuses "<![…", which no page holds
        return source
    return _decoded(parser.text())  # systems escape what is escaped already


class _TextParser(HTMLParser):
    """Collects what a browser would show, and the blank lines that systems take for paragraphs."""

    def __init__(self, *, keep_lines: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[str] = []
        self._skipped = 0
        self._line_end = "\n" if keep_lines else " "

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Begin a line, a paragraph or a quotation."""
        self._skipped += tag in _SKIPPED
        self._pieces.append(_BEGINNINGS.get(tag) or "\n\n" * (tag in _BLOCKS))

    def handle_endtag(self, tag: str) -> None:
        """End a paragraph or a quotation."""
        self._skipped = max(0, self._skipped - (tag in _SKIPPED))
        self._pieces.append("”" if tag == "q" else "\n\n" * (tag in _BLOCKS - _ITEMS))

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        if not self._skipped:
            paragraphs = _BLANK_LINE.split(data.replace("\r\n", "\n").replace("\r", "\n"))
            self._pieces.append("\n\n".join(part.replace("\n", self._line_end) for part in paragraphs))

    def text(self) -> str:
        """Return what was read."""
        lines = _AROUND_LINE_END.sub("\n", _SPACES.sub(" ", "".join(self._pieces)))
        return _MANY_LINES.sub("\n\n", lines).strip()
