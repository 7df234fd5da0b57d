"""What the interface says, in the reader's language: one catalogue for the page's Python and its scripts.

A language is one file in `catalogue/`, sections of entries; an entry that depends on a number has the plural forms of
that language (CLDR: "one", "other", …), chosen by its `count`.
"""

import json
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal

from index.errors import OnRecordError
from qa.answer import Note, Refusal, Section
from ui.render.notices import Notices

_CATALOGUE = Path(__file__).parent / "catalogue"
_MESSAGES = Path(__file__).parent / "messages"
DEFAULT_LANGUAGE = "en"
LANGUAGES = tuple(sorted(file.stem for file in _CATALOGUE.glob("*.json")))
"""ISO 639-1 codes of the languages that the interface has."""

CatalogueEntry = str | dict[str, str]
"""A sentence, or its plural forms."""
CatalogueSections = dict[str, dict[str, CatalogueEntry]]


@cache
def _catalogue(language: str) -> Mapping[str, Any]:
    read: CatalogueSections = json.loads((_CATALOGUE / f"{language}.json").read_text(encoding="utf-8"))
    return read


@cache
def _terminal(language: str) -> Mapping[str, Mapping[str, CatalogueEntry]]:
    return tomllib.loads((_MESSAGES / "terminal" / f"{language}.toml").read_text(encoding="utf-8"))


@cache
def _messages(language: str) -> Mapping[str, CatalogueEntry]:
    """Return the sentences of faults by their kind; in English only those that say more than the fault itself does."""
    tables = tomllib.loads((_MESSAGES / f"{language}.toml").read_text(encoding="utf-8"))
    return {f"{area}.{name}": sentence for area, own in tables.items() for name, sentence in own.items()}


class Wording:
    """The interface in one language."""

    def __init__(self, language: str = DEFAULT_LANGUAGE) -> None:
        """`language` is one of `LANGUAGES`; any other means English."""
        self.language = language if language in LANGUAGES else DEFAULT_LANGUAGE
        self.catalogue = _catalogue(self.language)
        # British dates: "10 March 2022".
        self._locale = Locale.parse("en_GB" if self.language == "en" else self.language)
        self._notices = Notices(self.language, self._locale)

    def __call__(self, key: str, **values: object) -> str:
        """Return an entry by its name ("page.articles"), with its values filled in, numbers in the language's form."""
        section, name = key.split(".")
        return self._entry(self.catalogue[section][name], values)

    def terminal(self, key: str, **values: object) -> str:
        """Return a line that the command line prints ("people.nobody"), with its values filled in."""
        section, name = key.split(".")
        return self._entry(_terminal(self.language)[section][name], values)

    def number(self, number: int) -> str:
        """Return a number as the language writes it, "1,234"."""
        return str(format_decimal(number, locale=self._locale))

    def error(self, error: OnRecordError) -> str:
        """Return the sentence of an error; its own, in English, where no other is known."""
        sentence = _messages(self.language).get(error.kind)
        return self._entry(sentence, error.values) if sentence else str(error)

    def refusal(self, refusal: Refusal | None) -> str:
        """Return why there is no answer; nothing where there is one."""
        return self._notices.refusal(refusal) if refusal else ""

    def notes(self, notes: Iterable[Note]) -> str:
        """Return the notes of an answer, one after the other."""
        return " ".join(self.note(note) for note in notes)

    def note(self, note: Note) -> str:
        """Return what is told beside an answer."""
        return self._notices.note(note)

    def section(self, section: Section | None) -> str:
        """Return the heading of a section; nothing where there is none."""
        return self._notices.section(section) if section else ""

    def _entry(self, entry: CatalogueEntry, values: Mapping[str, object]) -> str:
        if isinstance(entry, dict):
            count = values["count"]
            assert isinstance(count, int)
            entry = entry.get(self._locale.plural_form(count), entry["other"])
        return self._fill(entry, values)

    def _fill(self, sentence: str, values: Mapping[str, object]) -> str:
        return sentence.format(**{name: self._written(value) for name, value in values.items()})

    def _written(self, value: object) -> object:
        """Return a value as the language writes it: a number, and an error within an error."""
        if isinstance(value, OnRecordError):
            return self.error(value)
        return format_decimal(value, locale=self._locale) if isinstance(value, int) else value

    def day(self, published: date | None) -> str:
        """Return a date as a reader writes it, "10 March 2022"; nothing when it is not known."""
        return str(format_date(published, "long", locale=self._locale)) if published else ""


ENGLISH = Wording()


def negotiate_language(asked: str | None, accepted: str | None) -> Wording:
    """Return the wording in the language asked for, else in the first accepted one (RFC 9110, 12.5.4) that we have."""
    if asked in LANGUAGES:
        return Wording(asked)
    for language in _by_preference(accepted or ""):
        if language in LANGUAGES:
            return Wording(language)
    return ENGLISH


def _by_preference(accepted: str) -> list[str]:
    ranked = []
    for position, entry in enumerate(accepted.split(",")):
        tag, _, quality = entry.strip().partition(";")
        try:
            weight = float(quality.strip().removeprefix("q=") or 1)
            ranked.append((-weight, position, Locale.parse(tag.strip(), sep="-").language))
        except (ValueError, TypeError, UnknownLocaleError):
            continue
    return [language for *_, language in sorted(ranked)]
