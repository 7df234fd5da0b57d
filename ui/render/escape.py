"""Article text as data: one function for each place where text could turn into something else.

A page would read it as HTML, a Markdown file as markup, a terminal as control codes, a link as a script.
"""

import re
from urllib.parse import urlsplit

_LINE_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_UNPRINTABLE = re.compile(r"[\x00\ud800-\udfff]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# The chat runs its messages through a Markdown parser before the browser sees them. A character written as a
# numeric reference is text to both; line breaks too, because a blank line would end the HTML block we write.
_ACTIVE = "&<>\"'" + "\\`*_{}[]()#+!|~$:=" + "\t\n\r\f"
_REFERENCES = str.maketrans({character: f"&#{ord(character)};" for character in _ACTIVE})

_MARKDOWN_ANYWHERE = re.compile(r"[\\`*_\[\]<>&|~$]")
_MARKDOWN_AT_START = re.compile(r"^(\d*)([#+=.)-])")
_MARKDOWN_ADDRESS = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)


def as_html(text: str) -> str:
    """Text that HTML and Markdown alike show to the letter, in an element or in a quoted attribute."""
    return _UNPRINTABLE.sub(_REPLACEMENT, text).translate(_REFERENCES)


def as_line(text: str) -> str:
    """Text for one line of a terminal: line breaks become spaces, and no control code reaches the terminal."""
    return _CONTROLS.sub(_REPLACEMENT, _UNPRINTABLE.sub(_REPLACEMENT, _LINE_BREAKS.sub(" ", text))).strip()


def as_markdown(text: str) -> str:
    """One line of Markdown that renders as the text itself: no emphasis, link, image, list or HTML."""
    escaped = _MARKDOWN_ANYWHERE.sub(r"\\\g<0>", as_line(text))
    escaped = _MARKDOWN_ADDRESS.sub(r"\\\g<0>", escaped)
    return _MARKDOWN_AT_START.sub(r"\1\\\2", escaped)


def web_address(url: str) -> str | None:
    """Return the address if a browser may be sent there: http or https with a host, nothing else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else None
