"""Days that a sentence names: each must be named by what it cites, or be the day on which that was published.

"Last March" and "on Thursday" are counted from the day of publication; "in March 2022" is met by "10 March 2022", not
the other way around.
"""

import re
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from dateutil.relativedelta import relativedelta

from index.text.words import load_words
from qa.understanding.dates import MONTHS, WEEKDAY, WEEKDAYS, YEAR, days_of
from qa.verification.rules.rule import Claim

Days = tuple[date, date]
"""First and last, both included."""

_WORDS = load_words(Path(__file__).parent)
_STEPS: dict[str, int] = _WORDS.sections["dates"]["steps"]
_NEAR_DAYS: dict[str, int] = _WORDS.sections["dates"]["near_days"]
_COUNTS: dict[str, int] = _WORDS.sections["dates"]["counts"]
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_NAMED = re.compile(
    rf"\b(?:\d{{4}}-\d\d-\d\d|(?:the\s+)?{_DAY}\s+(?:of\s+)?(?:{MONTHS})\b\.?(?:,?\s+{YEAR}\b)?"
    rf"|(?:{MONTHS})\b\.?\s+{_DAY}(?!\d)(?:,?\s+{YEAR}\b)?|(?:{MONTHS})\b\.?(?:\s+(?:of\s+)?{YEAR}\b)|{YEAR}\b(?!\s*(?:people|%)))"
)
# Names of months that are words too count only after a word that makes them one.
_MONTH_ALONE = re.compile(rf"\b(?:{_WORDS.either('dates', 'before_month')})[ -]({MONTHS})\b")
_WEEKDAY = re.compile(rf"\b({WEEKDAY})\b", re.IGNORECASE)
_RELATIVE = re.compile(
    rf"\b(?:({'|'.join(_STEPS)})\s+(week|month|year)|({'|'.join(_NEAR_DAYS)})"
    rf"|(\d+|{'|'.join(_COUNTS)})\s+(day|week|month|year)s?\s+({_WORDS.either('dates', 'back')}))\b",
    re.IGNORECASE,
)


def unsupported(claim: Claim) -> list[str]:
    """Return the days that a sentence names and no premise does, as written."""
    sources = [(premise.text, premise.article.published) for premise in claim.premises]
    return [
        day
        for day, _, _ in written(claim.sentence)
        if not any(is_named_by(day, text, published) for text, published in sources)
    ]


def without_days(text: str) -> str:
    """Blank out the days that a text names, so that their numbers are not read as numbers."""
    for _, start, end in written(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def written(text: str) -> list[tuple[str, int, int]]:
    """Every day, month or year as written, with its offsets; none within another."""
    found: list[tuple[str, int, int]] = []
    for pattern, group in ((_NAMED, 0), (_RELATIVE, 0), (_MONTH_ALONE, 1), (_WEEKDAY, 1)):
        for match in pattern.finditer(text):
            start, end = match.span(group)
            if not any(start < b and a < end for _, a, b in found):
                found.append((match[group].rstrip("."), start, end))
    return found


def is_named_by(day: str, source: str, published: date | None) -> bool:
    """Whether a source names a day, in whatever words, or was published on it."""
    if re.search(rf"(?<!\w){re.escape(day)}(?!\w)", source):
        return True
    meant = _meant(day, published)
    if meant is None:
        return False
    known = [*_all_days(source, published), *([(published, published)] if published else ())]
    return any(_within(days, possible) for days in known for possible in _ahead_too(day, meant))


def _within(days: Days, other: Days) -> bool:
    return other[0] <= days[0] and days[1] <= other[1]


@lru_cache(maxsize=2048)
def _all_days(text: str, published: date | None) -> tuple[Days, ...]:
    found = ((day, _meant(day, published)) for day, _, _ in written(text))
    return tuple(days for day, meant in found if meant for days in _ahead_too(day, meant))


def _ahead_too(day: str, meant: Days) -> tuple[Days, ...]:
    """Return the days that may be meant: a day of the week, or one without its year, may lie ahead of publication."""
    if day.title() in WEEKDAYS:
        step = relativedelta(weeks=1)
    elif _RELATIVE.fullmatch(day) or re.search(YEAR, day):
        return (meant,)
    else:
        step = relativedelta(years=1)
    try:
        return meant, (meant[0] + step, meant[1] + step)
    except (ValueError, OverflowError):  # beyond the last year there is
        return (meant,)


@lru_cache(maxsize=4096)
def _meant(day: str, published: date | None) -> Days | None:
    """First and last day of what is written in an article published on that day; None when it cannot be told."""
    relative = _RELATIVE.fullmatch(day)
    if published is None and (relative or not re.search(YEAR, day)):
        return None
    if relative and published:
        try:
            return _counted(relative, published)
        except (ValueError, OverflowError):  # "4500 years ago"
            return None
    return days_of(day, published or date.max - timedelta(2))


def _counted(match: re.Match[str], published: date) -> Days:
    which, unit, near, many, step, _ = (part and part.lower() for part in match.groups())
    if near:
        day = published + timedelta(_NEAR_DAYS[near])
        return day, day
    if many:
        back = _COUNTS.get(many) or int(many)
        day = published - relativedelta(**{f"{step}s": back})  # type: ignore[arg-type]
        return _around(day, step or "day")
    day = published + relativedelta(**{f"{unit}s": _STEPS[which or "this"]})  # type: ignore[arg-type]
    return _around(day, unit or "day")


def _around(day: date, unit: str) -> Days:
    """Return the week, month or year that contains a day."""
    if unit == "week":
        first = day - timedelta(day.weekday())
        return first, first + timedelta(6)
    if unit == "month":
        first = day.replace(day=1)
        return first, first + relativedelta(months=1) - timedelta(1)
    if unit == "year":
        return day.replace(month=1, day=1), day.replace(month=12, day=31)
    return day, day
