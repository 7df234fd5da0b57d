"""What every format's reader yields, and what all readers check alike: text, fields, dates, ids."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from index.article import DEFAULT_COLLECTION, Article, Failure
from index.errors import InputError

MAXIMUM_CHARACTERS = 10_000_000
"""The longest text of one article; a book has a tenth of it."""

_DATED_NAME = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of a file, or why a line of it is none."""

    item: Article | Failure
    line: int | None = None
    read: int | None = None
    """Bytes of the file read so far; None means all of it."""


def article(path: Path, text: object, fields: Mapping[str, object], line: int | None = None) -> Article:
    """The article of `text` (kept unchanged) and of those `fields` that an article has; the others are left out.

    Raises `InputError` when the text is missing, empty, too long or cannot be stored, or when a field is malformed.
    """
    if not isinstance(text, str):
        raise InputError("`text` is missing or no string: every article needs one.")
    if not text.strip():
        raise InputError("the text is empty: there is nothing to index.")
    if len(text) > MAXIMUM_CHARACTERS:
        raise InputError(
            f"the text has {len(text):,} characters and the limit is {MAXIMUM_CHARACTERS:,}: cut it into articles."
        )
    if _SURROGATE.search(text):
        raise InputError("the text holds half of a character (a lone surrogate): save it again as UTF-8.")
    return Article(
        id=_identity(path, fields.get("id"), line),
        text=text,
        title=_field(fields, "title"),
        url=_field(fields, "url"),
        publisher=_field(fields, "publisher"),
        author=_field(fields, "author"),
        published=published(fields.get("date")) or dated_name(path),
        language=_field(fields, "language")[:2].lower() or _guessed_language(text),
        collection=_field(fields, "collection") or DEFAULT_COLLECTION,
    )


def published(value: object) -> date | None:
    """A publication date in any usual way of writing one; None for nothing. Raises `InputError` for anything else."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    from dateutil import parser  # late: only loading needs it

    try:
        if not isinstance(value, str) or not _YEAR.search(value):
            raise ValueError  # dateutil would take "Monday" for the Monday of this week
        return parser.parse(value).date()
    except (ValueError, OverflowError, TypeError) as error:
        raise InputError(f"the date {str(value)[:60]!r} cannot be read: write it as 2022-03-10.") from error


def dated_name(path: Path) -> date | None:
    """The date in a file name such as 2025-03-14-coal-berth.txt."""
    found = _DATED_NAME.search(path.stem)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _field(fields: Mapping[str, object], name: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        value = ", ".join(map(str, value))
    if not isinstance(value, (str, int, float)):
        raise InputError(f"`{name}` is no text: write it as a string.")
    text = " ".join(_CONTROL.sub(" ", str(value)).split())
    if _SURROGATE.search(text):
        raise InputError(f"`{name}` holds half of a character (a lone surrogate): save it again as UTF-8.")
    return text


def _identity(path: Path, given: object, line: int | None) -> str:
    """The id given; else one made from the file's place, so that the same file added again replaces itself."""
    if given is None or given == "":
        slug = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")[:60] or "article"
        digest = hashlib.sha256(str(path.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:8]
        return f"{slug}-{digest}" + (f"-L{line}" if line else "")
    identity = str(given).strip() if isinstance(given, (str, int)) else ""
    if not identity or len(identity) > 500 or _CONTROL.search(identity) or _SURROGATE.search(identity):
        raise InputError("`id` must be a number or a text of 1 to 500 characters without control characters.")
    return identity


# The commonest words of English; in English news they make up a third of all words, elsewhere next to none.
_ENGLISH = frozenset("the of and to a in that is was for it with as his on be at by had not are from or have".split())
_LATIN_WORD = re.compile(r"[^\W\d_]+")


def _guessed_language(text: str) -> str:
    """Give "en" for English, "" for anything else: all that the stages after this need to know."""
    words = _LATIN_WORD.findall(text[:4000].lower())
    return "en" if words and sum(word in _ENGLISH for word in words) >= 0.15 * len(words) else ""
