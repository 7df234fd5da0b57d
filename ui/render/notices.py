"""What is told beside an answer, or in place of one, as sentences of one language: refusals, notes, headings."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from qa.answer import Citation, MessageValue, Note, Refusal, Section

_ANSWERS = Path(__file__).parent / "messages" / "answers"
_MAX_PEOPLE = 4
"""Names that a list of people has; of further ones it has the number."""


@cache
def _tables(language: str) -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((_ANSWERS / f"{language}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class _NameList:
    """Names as a value of a sentence, which asks for them as `{names:and}` or `{names:or}`."""

    names: tuple[str, ...]
    more: str
    """What stands for the names beyond the first few in a list with "and"."""
    locale: Locale

    def __format__(self, style: str) -> str:
        if style == "or":
            return format_list(self.names, style="or", locale=self.locale)
        shown = [*self.names[:_MAX_PEOPLE], self.more] if len(self.names) > _MAX_PEOPLE else self.names
        return format_list(shown, locale=self.locale)


class Notices:
    """The refusals, notes and headings of answers in one language."""

    def __init__(self, language: str, locale: Locale) -> None:
        """`language` names the file of sentences; `locale` says how dates, numbers and lists are written."""
        self._table, self._locale = _tables(language), locale

    def refusal(self, refusal: Refusal) -> str:
        """Return why there is no answer."""
        return self._sentence("refusal", refusal.kind, refusal.values)

    def note(self, note: Note) -> str:
        """Return what is told beside an answer."""
        return self._sentence("note", note.kind, note.values)

    def section(self, section: Section) -> str:
        """Return the heading of a section."""
        named = self._sentence("section", "named", {"named": section.named}) if section.named else ""
        return " · ".join(part for part in (*section.questions, section.speaker, named) if part)

    def _sentence(self, table: str, kind: str, values: Mapping[str, MessageValue]) -> str:
        entry = self._table[table][kind]
        if isinstance(entry, dict):
            count = values["count"]
            assert isinstance(count, int | float)
            entry = entry.get(self._locale.plural_form(count), entry["other"])
        written = {name: self._written(value) for name, value in values.items()}
        sentence: str = entry.format(**written, on=self._on(values), period=self._period(values))
        return sentence

    def _written(self, value: MessageValue) -> object:
        match value:
            case Refusal():
                return self.refusal(value)
            case date():
                return format_date(value, "long", locale=self._locale)
            case int() | float():
                # Without "," or "." between thousands: a sentence may be read by a program.
                return format_decimal(value, locale=self._locale, group_separator=False)
            case tuple():
                return self._listed(value)
        return value

    def _listed(self, values: tuple[MessageValue, ...]) -> object:
        if refusals := [value for value in values if isinstance(value, Refusal)]:
            return " ".join(map(self.refusal, refusals))
        if citations := [value for value in values if isinstance(value, Citation)]:
            return self._places(citations)
        more = self._part("more", count=len(values) - _MAX_PEOPLE)
        return _NameList(tuple(map(str, values)), more, self._locale)

    def _part(self, name: str, **values: MessageValue) -> str:
        sentence: str = self._table["part"][name]
        return sentence.format(**{name: self._written(value) for name, value in values.items()})

    def _on(self, values: Mapping[str, MessageValue]) -> str:
        """Return " on {topic}", nothing without a topic."""
        return self._part("on", topic=values["topic"]) if values.get("topic") else ""

    def _period(self, values: Mapping[str, MessageValue]) -> str:
        """Return the days from `since` to `until` in words, nothing without either."""
        since, until = values.get("since"), values.get("until")
        if since and until:
            return self._part("period_day" if since == until else "period_between", since=since, until=until)
        if since:
            return self._part("period_since", since=since)
        return self._part("period_until", until=until) if until else ""

    def _places(self, citations: Iterable[Citation]) -> str:
        """Return where the cited articles appeared, and when, each with the numbers of its citations."""
        cited: dict[str, list[Citation]] = {}
        for citation in citations:
            cited.setdefault(citation.article_id, []).append(citation)
        return "; ".join(
            f"{self._place(first)} [{', '.join(str(citation.n) for citation in (first, *others))}]"
            for first, *others in cited.values()
        )

    def _place(self, citation: Citation) -> str:
        title = self._part("title", title=citation.title) if citation.title else citation.article_id
        day = format_date(citation.published, "long", locale=self._locale) if citation.published else ""
        return ", ".join(part for part in (citation.publisher, title, day or self._part("undated")) if part)
