"""Lines of a page that are none of its article: offers, advertisements, links to other articles; a table beside this.

A line goes only when it certainly is such a one. What is left in is a blemish, what is taken out is lost.
"""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

_MAX_LENGTH = 250  # characters of a line that is dropped: offers are short
_QUOTATION = re.compile(r"[“”„«»\"]")  # somebody speaks, and may speak of newsletters
_ENDING = re.compile(r"[\s:.!…»›→>)\]-]+$")
_BEGINNING = "-•*»›→>([ "
_LEAD_MARK = r"\s*[:|]"
_SOME_WORDS = r".{1,80}?"


@cache
def table(name: str) -> frozenset[str]:
    """Return a list of the table, as it is compared: without case."""
    source = files("index.readers").joinpath("boilerplate.toml").read_text("utf-8")
    return frozenset(map(str.casefold, tomllib.loads(source)[name]))


def without_boilerplate(text: str) -> str:
    """Return a text without the lines that certainly are none of the article's."""
    return "\n".join(line for line in text.split("\n") if not _is_boilerplate(line))


def _is_boilerplate(line: str) -> bool:
    """Return whether a line certainly is an offer, an advertisement's mark, or a link to another article."""
    line = line.replace("’", "'").strip().lstrip(_BEGINNING).casefold()
    if len(line) > _MAX_LENGTH:
        return False
    if _ENDING.sub("", line) in table("whole"):
        return True
    return bool(_leads().match(line) or (not _QUOTATION.search(line) and _offers().match(line)))


def is_lead(text: str) -> bool:
    """Return whether a heading announces links to other articles, or a line of links begins so."""
    line = text.replace("’", "'").strip().casefold()
    return _ENDING.sub("", line) in table("whole") or bool(_bare_leads().match(line))


def has_offer(text: str) -> bool:
    """Return whether a text speaks of subscriptions, newsletters and the like."""
    return bool(_offer_words().search(text.casefold()))


def is_company(name: str) -> bool:
    """Return whether a name is that of a company that owns papers, by a word such as "Holdings"."""
    return any(word.strip(".,") in table("companies") for word in name.casefold().split())


def dates_a_change(text: str) -> bool:
    """Return whether a line such as "Updated 4 March 2025" dates a change."""
    return bool(_changes().match(text.strip().casefold()))


def begins_notice(line: str) -> bool:
    """Return whether a line begins like "Please enable JavaScript" or "We use cookies"."""
    return bool(_notices().match(line.replace("’", "'").strip().lstrip(_BEGINNING).casefold()))


def pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of phrases, the longest first, that end where a word does."""
    listed = sorted(phrases, key=len, reverse=True)
    either = "|".join(_SOME_WORDS.join(map(re.escape, phrase.split("…"))) for phrase in listed)
    return re.compile(rf"(?:{either})(?:(?<=\W)|(?!\w))")


@cache
def _notices() -> re.Pattern[str]:
    return pattern(table("notice_lines"))


@cache
def dating_words() -> re.Pattern[str]:
    """Return a pattern of how a date of publication (group `first`) or of a change is announced, without case."""
    return re.compile(rf"(?i:(?P<first>{pattern(table('publications')).pattern})|{_changes().pattern})")


@cache
def _changes() -> re.Pattern[str]:
    return pattern(table("changes"))


@cache
def _leads() -> re.Pattern[str]:
    return re.compile(_bare_leads().pattern + _LEAD_MARK)


@cache
def _bare_leads() -> re.Pattern[str]:
    return pattern(phrase.rstrip(":") for phrase in table("leads"))


@cache
def _offers() -> re.Pattern[str]:
    return pattern(table("offers"))


@cache
def _offer_words() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){pattern(table('offer_words')).pattern}")
