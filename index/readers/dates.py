"""Publication dates, in any usual way of writing them; one that is incomplete or ambiguous is refused, never filled in.

A wrong date would be cited as a fact, so nothing is guessed.
"""

import re
from datetime import UTC, date, datetime

from index.errors import InputError

_DATED_NAME = re.compile(r"(?<!\d)(\d{4})([-_. ]?)(\d{2})\2(\d{2})(?!\d)", re.ASCII)
_NAMED_YEARS = range(1800, 2101)  # eight digits of a name are a date only in such a year, else a number of some kind
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T\s][\d:.,\sZz+-]*(?:[A-Z]{1,5})?)?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})()(\d{2})(\d{2})(?:T?\d{4,6}Z?)?", re.ASCII)
_FOUR_DIGITS = re.compile(r"\d{4}")
_WEEK = re.compile(r"\d{4}-?W\d", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_DOTTED_DAY = re.compile(r"\b\d{1,2}\.\s?[^\W\d_]")
# Seconds, thousandths, millionths, … since 1970, as machines count: from 2001 on they have as many digits.
_COUNTED = re.compile(r"(\d{10})(?:\d{3}){0,3}(?:\.\d*)?", re.ASCII)
_MAX_YEAR = 2100  # of a counted second; of a year in words too, since Thais count from Buddha
_MAX_LENGTH = 100  # characters: a date in any language is shorter, and the parser is slow on long texts
# Whatever a text leaves out is filled from these, so a difference tells that something was left out.
_DEFAULTS = (datetime(2001, 1, 1), datetime(2004, 12, 31))  # noqa: DTZ001 (only their days count)


def publication_date(value: object) -> date | None:
    """Return the day of a date, a date and time, or a text such as 2020/03/28, 28. März 2020 or 2016-05-19T10:00:00Z.

    A time keeps the day it is written with, whatever its zone; seconds since 1970 are those of UTC. None and blanks
    give None.
    Raises `InputError` for anything else, naming it.
    """
    if value is None or isinstance(value, datetime):
        return value.date() if value else None
    if isinstance(value, date):
        return value
    if isinstance(value, (int, float)):
        value = _number(value)
    if not isinstance(value, str):
        raise InputError("the date is no text: write it as 2022-03-10, in quotation marks.", "date.no_text")
    return _from_text(value.strip()) if value.strip() else None


def date_in_name(name: str) -> date | None:
    """Return the one day that a file name such as 2025-03-14-coal-berth.txt or minutes_20250314.pdf holds, if any."""
    days = {day for found in _DATED_NAME.finditer(name) if (day := _named_day(found))}
    return days.pop() if len(days) == 1 else None


def _named_day(found: re.Match[str]) -> date | None:
    year, month, day = int(found[1]), int(found[3]), int(found[4])
    try:
        return date(year, month, day) if year in _NAMED_YEARS else None
    except ValueError:
        return None


def _number(value: float) -> object:
    """Return the digits of a number that may be a date, 20200328 or seconds since 1970; any other number as it is."""
    is_whole = isinstance(value, float) and value.is_integer()  # data frames make fractions of whole numbers
    digits = str(int(value) if is_whole else value)
    dated = 10_000_101 <= value <= 99_991_231 and digits.isdecimal()
    return digits if dated or _COUNTED.fullmatch(digits) else value


def _from_text(text: str) -> date:
    try:
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
    """Return every day that a text may mean; raises `ValueError` when it is none."""
    if found := _COUNTED.fullmatch(text):
        return {_counted_day(int(found[1]))}
    if found := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        return {date(int(found[1]), int(found[3]), int(found[4]))}
    _check_has_year(text)
    return _english_readings(text) or _foreign_readings(text)


def _check_has_year(text: str) -> None:
    """Raise `ValueError` for "Monday", "3/4/20" or "2020-W10-2", which would be read as something."""
    if len(text) > _MAX_LENGTH or not _FOUR_DIGITS.search(text) or _WEEK.match(text):
        raise ValueError


def _counted_day(seconds: int) -> date:
    day = datetime.fromtimestamp(seconds, UTC).date()
    if day.year > _MAX_YEAR:
        raise ValueError
    return day


def _english_readings(text: str) -> set[date]:
    """Return every day that a text may mean in English, with the day or the month first; none when it is not."""
    from dateutil import parser  # late: only unusual dates need it

    try:
        return {
            parser.parse(text, default=default, dayfirst=day_first, ignoretz=True).date()
            for default in _DEFAULTS
            for day_first in (False, True)
        }
    except (ValueError, OverflowError):
        return set()


def _foreign_readings(text: str) -> set[date]:
    """Return every day that a text with the name of a month in any language may mean; raises `ValueError` if none."""
    readings = _in_order(text, "DMY") | _in_order(text, "MDY")
    # What was filled in or taken out of something else is not written there.
    numbers = {int(number) for number in _NUMBER.findall(text)}
    written = {day for day in readings if day.year <= _MAX_YEAR and {day.day, day.year} <= numbers}
    if not readings or written != readings:
        raise ValueError
    return readings


def _in_order(text: str, order: str) -> set[date]:
    """Return the days that a text means with the day or the month first, in the languages it can be of."""
    from dateparser.date import DateDataParser  # late: it takes a fifth of a second, and few dates need it

    settings = {
        "PARSERS": ["absolute-time"],
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PREFER_LOCALE_DATE_ORDER": False,
        "DATE_ORDER": order,
    }
    found = [DateDataParser(settings=settings).get_date_data(text)]
    # Listopada is November in Polish and October in Croatian, which writes a full stop behind the day.
    if found[0].locale == "pl" and _DOTTED_DAY.search(text):
        found.append(DateDataParser(languages=["hr"], settings=settings).get_date_data(text))
    return {data.date_obj.date() for data in found if data.date_obj}


def _shown(text: str) -> str:
    return repr(text if len(text) <= _MAX_LENGTH else text[:_MAX_LENGTH] + "…")
