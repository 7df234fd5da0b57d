"""What every format's reader yields, and what all readers check alike: text, fields, ids."""

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from index.errors import InputError
from index.readers.dates import publication_date
from index.readers.language import detect_language, is_plainly_english, is_plainly_foreign
from index.readers.markup import plain_text
from index.readers.mojibake import without_mojibake
from index.records import DEFAULT_COLLECTION, Article

MAX_CHARACTERS = 10_000_000
"""The longest text of one article; a book has a tenth of it."""
MAX_FIELD_CHARACTERS = 5_000
"""The longest title, author and so on; the title is embedded with every passage."""
MAX_ID_CHARACTERS = 500

# SQLite's own functions stop at NUL; UTF-8 has no place for half of a surrogate pair.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_SHOWN = ("text", "title", "author", "publisher")
_LANGUAGE = re.compile(r"[A-Za-z]{2}(?=[-_]|$)")
# What other systems call `date`, the likeliest first, compared by letters alone.
_DATES = tuple(
    "published datepublished pubdate publishedat publishedon publicationdate publishdate publisheddate".split()
)
_MIN_COUNTED = 10_000_000  # 20250304 or seconds; a smaller number is no date but a flag or a count
_MAX_NUMBER = 10**MAX_ID_CHARACTERS  # Python refuses to print integers of more than 4,300 digits


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of a file, or why a line of it is none."""

    item: Article | InputError
    line: int | None = None
    """1-based line where the article begins, for formats of many articles a file."""
    read: int | None = None
    """Bytes of the file read so far; None means all of it."""


def article(fields: Mapping[str, object], *, mend_text: bool = True) -> Article:
    """Return the article whose `text` and other fields are among `fields`; other keys are left.

    Its id is "" when it comes without one. Text and names are mended where they were decoded wrongly, and have letters
    and their accents in one (NFC), as names are typed; without `mend_text` the text is kept to the character.

    Raises `InputError` when the text is missing, empty, too long or cannot be stored, or when a field is malformed.
    """
    given = {name: value for name, value in fields.items() if not _is_missing(value)}
    fields = {name: _whole(name, value) if mend_text or name != "text" else value for name, value in given.items()}
    text = _text(fields.get("text"))
    return Article(
        id=_given_id(fields.get("id")),
        text=text,
        title=_field(fields, "title"),
        url=_field(fields, "url"),
        publisher=_field(fields, "publisher"),
        author=_field(fields, "author"),
        published=publication_date(given_date(fields)),
        language=_language(_field(fields, "language"), text),
        collection=_field(fields, "collection") or DEFAULT_COLLECTION,
    )


def given_date(fields: Mapping[str, object]) -> object:
    """Return what fields say of the day of publication: `date`, or one of the names that other systems have for it."""
    by_name = {"".join(filter(str.isalpha, name.casefold())): value for name, value in fields.items()}
    given = by_name.get("date")
    if given is not None and str(given).strip():
        return given
    return next(filter(_may_date, map(by_name.get, _DATES)), given)


def _may_date(value: object) -> bool:
    """Return whether a value may be a date: `published` may also say that an article is no draft."""
    if isinstance(value, str):
        return any(map(str.isdigit, value))
    return isinstance(value, date) or (type(value) in (int, float) and float(str(value)) >= _MIN_COUNTED)


def entry(fields: Mapping[str, object], line: int, read: int) -> Entry:
    """Return the article on a line of a file, its markup left out, or the fault of that line.

    The text is not mended: who writes records may count characters in it, as our citations do.
    """
    shown = {name: plain_text(value) for name in _SHOWN if isinstance(value := fields.get(name), str)}
    try:
        return Entry(article({**fields, **shown}, mend_text=False), line, read)
    except InputError as error:
        return Entry(error, line, read)


def _is_missing(value: object) -> bool:
    """Return whether a value is NaN, which is what data frames write for a missing one."""
    return isinstance(value, float) and math.isnan(value)


def _whole(name: str, value: object) -> object:
    """Return a text that readers see as it was meant, before anything is counted in it."""
    is_shown = name in _SHOWN and isinstance(value, str)
    return unicodedata.normalize("NFC", without_mojibake(str(value))) if is_shown else value


def _text(text: object) -> str:
    if not isinstance(text, str):
        raise InputError("`text` is missing or no string: every article needs one.", "text.missing")
    if not text.strip():
        raise InputError("the text is empty: there is nothing to index.", "text.empty")
    if len(text) > MAX_CHARACTERS:
        raise InputError(
            "the text has {length:,} characters and the limit is {limit:,}: cut it into articles.",
            "text.too_long",
            length=len(text),
            limit=MAX_CHARACTERS,
        )
    _check_storable("text", text)
    return text


def _field(fields: Mapping[str, object], name: str) -> str:
    """Return a field as text; lists of names are joined by commas, a missing field is ""."""
    value = fields.get(name)
    values = value if isinstance(value, (list, tuple)) else [value]
    text = ", ".join(_plain(name, item) for item in values)
    _check_storable(name, text)
    if len(text) > MAX_FIELD_CHARACTERS:
        raise InputError(
            "`{name}` has {length:,} characters and the limit is {limit:,}: shorten it.",
            "field.too_long",
            name=name,
            length=len(text),
            limit=MAX_FIELD_CHARACTERS,
        )
    return text


def _plain(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float, date)):
        raise InputError("`{name}` is no text: write it in quotation marks.", "field.no_text", name=name)
    if isinstance(value, int) and abs(value) >= _MAX_NUMBER:
        raise InputError(
            "`{name}` is a number of more than {limit} digits: shorten it.",
            "field.digits",
            name=name,
            limit=MAX_ID_CHARACTERS,
        )
    return str(value)


def _check_storable(name: str, text: str) -> None:
    found = _UNSTORABLE.search(text)
    if not found:
        return
    if found[0] == "\0":
        raise InputError(
            "`{name}` holds a NUL character at character {position:,}, which cannot be stored: remove it.",
            "field.nul",
            name=name,
            position=found.start() + 1,
        )
    raise InputError(
        "`{name}` holds half of a character (a lone surrogate) at character {position:,}, which cannot be stored: "
        "remove it.",
        "field.surrogate",
        name=name,
        position=found.start() + 1,
    )


def _language(given: str, text: str) -> str:
    """Return the two-letter code given ("en" of "en-GB"), or the detected language where none is given so.

    Systems call every text by the language they were set up in, so that one which plainly is English, or is not, is
    believed.
    """
    code = _LANGUAGE.match(given)
    if not code or is_plainly_english(text):
        return detect_language(text)
    language = code[0].lower()
    return "" if language == "en" and is_plainly_foreign(text) else language


def _given_id(given: object) -> str:
    """Return an id as a stripped string; "" when none is given."""
    if isinstance(given, float):
        raise InputError("`id` is the fraction {given}: write it in quotation marks.", "id.fraction", given=given)
    identity = _plain("id", given).strip()
    unprintable = any(unicodedata.category(character) in ("Cc", "Cs") for character in identity)
    if len(identity) > MAX_ID_CHARACTERS or unprintable:
        raise InputError(
            "`id` must have at most {limit} characters and no control characters: mend it.",
            "id.characters",
            limit=MAX_ID_CHARACTERS,
        )
    return identity
