"""Publication dates, in any usual way of writing them; one that is incomplete or ambiguous is refused, never filled in.

A wrong date would be cited as a fact, so nothing is guessed.
"""

import re
from datetime import date, datetime

from index.errors import InputError

_DATED_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})(?!\d)")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T\s][\d:.,\sZz+-]*(?:[A-Z]{1,5})?)?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})()(\d{2})(\d{2})(?:T?\d{4,6}Z?)?", re.ASCII)
_FOUR_DIGITS = re.compile(r"\d{4}")
_MAX_LENGTH = 100  # characters: a date in any language is shorter, and the parser is slow on long texts
# Whatever a text leaves out is filled from these, so a difference tells that something was left out.
_DEFAULTS = (datetime(2001, 1, 1), datetime(2004, 12, 31))  # noqa: DTZ001 (only their days count)


def publication_date(value: object) -> date | None:
    """Return the day of a date, a date and time, or a text such as 2020/03/28, 28 March 2020 or 2016-05-19T10:00:00Z.

    A time keeps the day it is written with, whatever its zone; None and blanks give None.
    Raises `InputError` for anything else, naming it.
    """
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and 10_000_101 <= value <= 99_991_231:
        value = str(value)  # 20200328 without quotation marks
    if not isinstance(value, str):
        raise InputError("the date is no text: write it as 2022-03-10, in quotation marks.", "date.no_text")
    return _from_text(value.strip()) if value.strip() else None


def date_in_name(name: str) -> date | None:
    """Return the date that a file name such as 2025-03-14-coal-berth.txt begins with."""
    found = _DATED_NAME.match(name)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _from_text(text: str) -> date:
    try:
        if found := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
            return date(int(found[1]), int(found[3]), int(found[4]))
        readings = _readings(text)
    except (ValueError, OverflowError) as error:
        raise InputError(
            "the date {date} cannot be read: write it as 2022-03-10.", "date.unreadable", date=_shown(text)
        ) from error
    if len(readings) > 1:
        raise InputError(
            "the date {date} is incomplete or can be read in two ways: write it as 2022-03-10.",
            "date.ambiguous",
            date=_shown(text),
        )
    return readings.pop()


def _readings(text: str) -> set[date]:
    """Return every day that a text may mean, with the day or the month first."""
    from dateutil import parser  # late: only unusual dates need it

    if len(text) > _MAX_LENGTH or not _FOUR_DIGITS.search(text):
        raise ValueError  # "Monday" or "3/4/20" would be read as something
    return {
        parser.parse(text, default=default, dayfirst=day_first, ignoretz=True).date()
        for default in _DEFAULTS
        for day_first in (False, True)
    }


def _shown(text: str) -> str:
    return repr(text if len(text) <= _MAX_LENGTH else text[:_MAX_LENGTH] + "…")
