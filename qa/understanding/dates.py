"""Dates in a question, such as "since March" or "last week", into the first and last day of publication."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from dateutil.relativedelta import relativedelta

from index.text.words import load_words

_WORDS = load_words(Path(__file__).parent)
WEEKDAYS = _WORDS.words("calendar", "weekdays")
WEEKDAY = _WORDS.either("calendar", "weekdays")
_MONTHS, _SHORT = _WORDS.either("calendar", "months"), _WORDS.either("calendar", "short_months")
_UNITS = _WORDS.either("calendar", "units")
_SEASONS: dict[str, int] = _WORDS.sections["calendar"]["seasons"]
_NUMBERS: dict[str, int] = _WORDS.sections["calendar"]["numbers"]
_ORDINALS = _WORDS.words("calendar", "ordinals")
_WEEK = 7
MONTHS = f"{_MONTHS}|{_SHORT}"
"""Names of months, whole and short, as alternatives of a pattern."""
_MONTH = rf"(?:{_MONTHS}|(?:{_SHORT})\b\.?)"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
YEAR = r"(?:19|20)\d\d"
_DOTTED = rf"\d{{1,2}}\.\d{{1,2}}\.{YEAR}"
"""Day first, wherever dates are written so."""
_DATE = (
    rf"(?:{YEAR}-\d\d-\d\d|{_DOTTED}|(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+{YEAR})?"
    rf"|{_MONTH}\s+{_DAY}(?!\d)(?:,?\s+{YEAR})?|{_MONTH}(?:\s+(?:of\s+)?{YEAR})?|{YEAR}|(?:last\s+)?(?:{WEEKDAY}))"
)
_EVENT = r"(?:the|his|her|their)\s+[\w’'-]+(?:\s+[\w’'-]+){0,2}"

_BETWEEN = re.compile(rf"\b(?:between|from)\s+({_DATE})\s+(?:and|to|until)\s+({_DATE})(?=\W|$)")
_DAYS_OF_MONTH = re.compile(
    rf"\b(?:between|from)\s+(?:the\s+)?(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:and|to|until)\s+"
    rf"((?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+{YEAR})?)(?=\W|$)",
    re.IGNORECASE,
)
_WEEK_OF = re.compile(
    rf"\b(?:in|during)\s+(?:the\s+)?({'|'.join(_ORDINALS)})\s+week\s+of\s+({_MONTH}(?:\s+{YEAR})?)(?=\W|$)",
    re.IGNORECASE,
)
_AGO = re.compile(rf"\b(\d+|an?|{'|'.join(_NUMBERS)})\s+({_UNITS})s?\s+ago(?=\W|$)", re.IGNORECASE)
_POINT = re.compile(
    rf"\b(since|after|from|before|until|till|up to|by|in|during|on|for)\s+({_DATE})(?=\W|$)", re.IGNORECASE
)
_RELATIVE = re.compile(
    r"\b(?:(?:since|in|over|during|within|for)\s+)?(?:the\s+)?(this|last|past|previous)\s+"
    rf"(?:(\d+|{'|'.join(_NUMBERS)})\s+)?({_UNITS})s?(?=\W|$)",
    re.IGNORECASE,
)
_NEAR_DAY = re.compile(r"\b(?:since\s+)?(today|yesterday)(?=\W|$)", re.IGNORECASE)
_SEASON = re.compile(
    rf"\b(?:in|during)\s+(?:the\s+)?({'|'.join(_SEASONS)})(?:\s+(?:of\s+)?({YEAR}))?(?=\W|$)", re.IGNORECASE
)
_LAST_MONTH = re.compile(rf"\b(?:in\s+)?last\s+({_MONTHS})(?:\s*\(?({YEAR})\)?)?(?=\W|$)", re.IGNORECASE)
_AT_THE_END = re.compile(rf"(?:,\s*|\s|\()((?:{_MONTHS})\s+{YEAR})\)?(?:\s+only)?\s*[?.!]*$", re.IGNORECASE)
_PUBLISHED = re.compile(r"\b(?:articles?|stories|pieces|news|reports?|statements?)\s+$", re.IGNORECASE)
_REPORTED = re.compile(
    r"\b(?:say|said|says|claim|claimed|claims|tell|told|deny|denied|think|thinks)\b.*\b(?:that|whether|if)\b",
    re.IGNORECASE,
)
_SOME_EVENT = re.compile(rf"\b(?:since|before|after|until|during)\s+{_EVENT}\s*[?.!]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateRange:
    """Days of publication asked for, both included, and the words of the question that ask for them."""

    since: date | None
    until: date | None
    words: str
    relative: bool = False
    """Counted back from the day of asking ("this week"), not a day of the calendar, on which something happened."""


def span(question: str, asked: date, newest: date | None = None) -> DateRange | None:
    """Return the days that a question of the day `asked` names; None when it names none that a calendar has.

    A month without a year is the latest one that has begun and, when the newest article is older, that had begun then.
    """
    latest = min(asked, newest) if newest else asked
    readers: tuple[Callable[[], DateRange | None], ...] = (
        lambda: _between(question, latest),
        lambda: _within_month(question, latest),
        lambda: _week_of(question, latest),
        lambda: _ago(question, asked),
        lambda: _relative(question, asked),
        lambda: _near_day(question, asked),
        lambda: _point(question, latest),
        lambda: _last_month(question, latest),
        lambda: _season(question, latest),
        lambda: _at_the_end(question, latest),
    )
    try:
        found = next(filter(None, (read() for read in readers)), None)
    except (ValueError, OverflowError):  # "in the last 5000 years": there is no calendar for it
        return None
    return None if found and _is_reported(question, found.words) else found


def event(question: str) -> str:
    """Return the words that date a question by an event outside the calendar ("before the vote"), or ""."""
    match = _SOME_EVENT.search(question)
    return match.group().rstrip("?.! ") if match else ""


def _between(question: str, latest: date) -> DateRange | None:
    match = _BETWEEN.search(question)
    if not match:
        return None
    end = days_of(match[2], latest)
    start = days_of(match[1], end[1] if end else latest)
    return DateRange(start[0], end[1], match.group()) if start and end else None


def _number(word: str) -> int:
    """Return the number that a word or digits give; 1 for "a" and for nothing."""
    return int(word) if word.isdigit() else _NUMBERS.get(word.lower(), 1)


def _within_month(question: str, latest: date) -> DateRange | None:
    """Return days of one month: "between 8 and 14 March 2025"."""
    match = _DAYS_OF_MONTH.search(question)
    end = days_of(match[2], latest) if match else None
    return DateRange(end[0].replace(day=int(match[1])), end[1], match.group()) if match and end else None


def _week_of(question: str, latest: date) -> DateRange | None:
    """Return seven days of a month, counted from its first: "in the second week of March"."""
    match = _WEEK_OF.search(question)
    month = days_of(match[2], latest) if match else None
    if not match or not month:
        return None
    which = _ORDINALS.index(match[1].lower())
    if match[1].lower() == _ORDINALS[-1]:
        return DateRange(month[1] - timedelta(days=_WEEK - 1), month[1], match.group())
    first = month[0] + timedelta(days=_WEEK * which)
    return DateRange(first, min(first + timedelta(days=_WEEK - 1), month[1]), match.group())


def _ago(question: str, asked: date) -> DateRange | None:
    """Return the days around one that is counted back: "a week ago" is that day, and as many around as it is coarse."""
    match = _AGO.search(question)
    if not match:
        return None
    unit = match[2].lower()
    many = _number(match[1])
    day = asked - relativedelta(**{f"{unit}s": many})  # type: ignore[arg-type]
    slack = timedelta(days={"day": 0, "week": 3, "month": 15, "year": 182}[unit])
    return DateRange(day - slack, day + slack, match.group(), relative=True)


def _relative(question: str, asked: date) -> DateRange | None:
    match = _RELATIVE.search(question)
    if not match:
        return None
    which, number, unit = match[1].lower(), match[2], match[3].lower()
    if number or which == "past" or "the last" in match.group().lower():
        many = _number(number or "")
        return DateRange(asked - relativedelta(**{f"{unit}s": many}), asked, match.group(), relative=True)  # type: ignore[arg-type]
    if which == "this":
        # On a Monday "this week" still means the days of which one has read, not the hours since midnight.
        first = {"day": asked, "week": asked - timedelta(days=7), "month": asked.replace(day=1)}
        return DateRange(first.get(unit, asked.replace(month=1, day=1)), asked, match.group(), relative=True)
    start = {
        "day": asked - timedelta(days=1),
        "week": asked - timedelta(days=asked.weekday() + 7),
        "month": asked.replace(day=1) - relativedelta(months=1),
        "year": asked.replace(month=1, day=1) - relativedelta(years=1),
    }[unit]
    since_then = match.group().lower().startswith("since")
    end = asked if since_then else start + relativedelta(**{f"{unit}s": 1}) - timedelta(days=1)  # type: ignore[arg-type]
    return DateRange(start, end, match.group(), relative=True)


def _near_day(question: str, asked: date) -> DateRange | None:
    match = _NEAR_DAY.search(question)
    if not match:
        return None
    day = asked - timedelta(days=match[1].lower() == "yesterday")
    return DateRange(day, asked, match.group(), relative=True)


def _point(question: str, latest: date) -> DateRange | None:
    for match in _POINT.finditer(question):
        days = days_of(match[2], latest)
        if days is None:
            continue
        first, last = days
        is_of = match[1].lower() == "from" and _PUBLISHED.search(question[: match.start()])
        match "of" if is_of else match[1].lower():
            case "since" | "from":
                return DateRange(first, None, match.group())
            case "after":
                return DateRange(last + timedelta(days=1), None, match.group())
            case "before":
                return DateRange(None, first - timedelta(days=1), match.group())
            case "until" | "till" | "up to" | "by":
                return DateRange(None, last, match.group())
            case _:
                return DateRange(first, last, match.group())
    return None


def _last_month(question: str, latest: date) -> DateRange | None:
    """Return the days of a month that is named as the last: "last March", "last march (2025)"."""
    match = _LAST_MONTH.search(question)
    days = days_of(" ".join(filter(None, match.groups())), latest) if match else None
    return DateRange(*days, match.group()) if match and days else None


def _season(question: str, latest: date) -> DateRange | None:
    """Return three months, of the northern year; the winter is that which begins in the year named."""
    match = _SEASON.search(question)
    if not match:
        return None
    year = int(match[2]) if match[2] else latest.year
    first = date(year, _SEASONS[match[1].lower()], 1)
    if not match[2] and first > latest:
        first = first.replace(year=year - 1)
    return DateRange(first, first + relativedelta(months=3) - timedelta(days=1), match.group())


def _at_the_end(question: str, latest: date) -> DateRange | None:
    """Return a month of a year that ends the question without a preposition: "statements by Voss, July 2025"."""
    match = _AT_THE_END.search(question)
    days = days_of(match[1], latest) if match else None
    return DateRange(*days, match.group().rstrip("?.! ")) if match and days else None


def _is_reported(question: str, words: str) -> bool:
    """Whether a date is part of what was said: "Who said that the bridge would open in May?"."""
    return bool(_REPORTED.search(question[: question.find(words)]))


@lru_cache(maxsize=4096)
def days_of(words: str, latest: date) -> tuple[date, date] | None:
    """First and last day of a written date, the latest that had begun on the day `latest`."""
    if re.fullmatch(_DOTTED, words):
        day = datetime.strptime(words, "%d.%m.%Y").date()  # noqa: DTZ007 (only the day counts)
        return day, day
    from dateparser.date import DateDataParser  # late: it takes a fifth of a second, and few questions hold a date

    parser = DateDataParser(
        languages=["en"],
        settings={
            "RELATIVE_BASE": datetime.combine(latest + timedelta(days=1), datetime.min.time()),
            "PREFER_DATES_FROM": "past",
            "PREFER_DAY_OF_MONTH": "first",
            "PREFER_MONTH_OF_YEAR": "first",
            "RETURN_TIME_SPAN": False,
        },
    )
    found = parser.get_date_data(re.sub(r"\b(?:the|of|last)\s+", "", words))
    if found is None or found.date_obj is None:
        return None
    first = found.date_obj.date()
    if found.period == "year":
        return first.replace(month=1, day=1), first.replace(month=12, day=31)
    if found.period == "month":
        first = first.replace(day=1)
        return first, first + relativedelta(months=1) - timedelta(days=1)
    return first, first
