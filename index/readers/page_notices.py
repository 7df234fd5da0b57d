"""What a site sends in place of an article: that a page is missing, that a reader must log in, agree or be no robot."""

import re

from index.errors import InputError
from index.readers.boilerplate import begins_notice, table, without_boilerplate

_MAX_TITLED = 1_500  # characters below a title that is a notice; an article may have such a headline
_MAX_LINE = 600  # characters of a line of a notice
_MIN_SHARE = 0.5  # of the text, in lines that begin as those of notices do
_NO_WORDS = re.compile(r"[\W_]+")
_MIN_OFFER = 3  # words: "Newsletter" may be a part of the site
_MAX_SHOWN = 80


def check_is_article(text: str, titles: list[str]) -> None:
    """Raise `InputError` when a text and the titles of its page are those of a notice that stands for an article."""
    notice = _short_notice(text, titles) if len(text) <= _MAX_TITLED else ""
    notice = notice or _notice_line(text)
    if notice:
        raise InputError(
            "the page is no article, it only says “{notice}”: open the article in a browser and save that page.",
            "html.notice",
            notice=notice[:_MAX_SHOWN],
        )


def _short_notice(text: str, titles: list[str]) -> str:
    """Return the first title that is one of a notice, or that begins as a line of the text does like one; or ""."""
    titled = next(filter(_is_notice_title, titles), "")
    begun = next(filter(begins_notice, titles), "")
    return titled or (begun if any(map(begins_notice, set(text.split("\n")) - {begun})) else "")


def _is_notice_title(title: str) -> bool:
    """Return whether a title is that of a notice, or an offer: "Subscribe to continue reading"."""
    words = _NO_WORDS.sub(" ", title.casefold()).strip()
    return words in table("notice_titles") or (len(words.split()) >= _MIN_OFFER and not without_boilerplate(title))


def _notice_line(text: str) -> str:
    """Return the first line of a text that is mostly made of notices, or ""."""
    lines = text.split("\n")
    notices = [line for line in lines if len(line) <= _MAX_LINE and begins_notice(line)]
    is_notice = sum(map(len, notices)) >= _MIN_SHARE * sum(map(len, lines))
    return next(iter(notices), "").strip() if is_notice else ""
