"""What the page sends along with a request: the part of the articles it is for, a question's place in its conversation.

It comes from a browser, so nothing in it is believed before it is checked.
"""

import datetime
import re
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from index.errors import InputError
from index.records import Scope
from ui.api.validation import MAX_QUESTION_CHARACTERS
from ui.http.value_error import value_error

_EarlierQuestion = Annotated[str, Field(max_length=MAX_QUESTION_CHARACTERS)]
_MAX_TURNS = 50
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _written_as_day(written: object) -> object:
    """Pydantic would take 0 for the first of January 1970, and a day with a time for a day."""
    if isinstance(written, datetime.date) or (isinstance(written, str) and _DAY.fullmatch(written)):
        return written
    raise PydanticCustomError("day", "Input should be a day as YYYY-MM-DD")


def _written_as_number(written: object) -> object:
    """Pydantic would take "20" and true for numbers."""
    if isinstance(written, int | float) and not isinstance(written, bool):
        return written
    raise PydanticCustomError("whole_number", "Input should be a whole number")


NameText = Annotated[str, Field(max_length=500)]
PageOffset = Annotated[int, Query(ge=0, le=2**31)]
LanguageText = Annotated[str, Field(max_length=20, description="The language to answer in; else the browser's.")]
DayText = Annotated[datetime.date, BeforeValidator(_written_as_day)]
WRITTEN_AS_NUMBER = BeforeValidator(_written_as_number)
"""For numbers in a body; an address has nothing but text."""


class ScopeBody(BaseModel):
    """The part of the articles that is asked; everything left empty means all."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    collections: Annotated[list[NameText], Field(max_length=100)] = []
    publishers: Annotated[list[NameText], Field(max_length=100)] = []
    person: NameText = ""
    """Only what this person says."""
    since: DayText | None = None
    """First day of publication; undated articles always stay."""
    until: DayText | None = None
    """Last day of publication."""

    def scope(self) -> Scope:
        """Return the same as a record."""
        return Scope(tuple(self.collections), tuple(self.publishers), self.person, self.since, self.until)


class ScopeQuery(BaseModel):
    """A `Scope` as it stands in an address, each name a parameter of its own; whose words is for the route to say."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    collection: Annotated[list[NameText], Field(max_length=100)] = []
    """May be repeated."""
    publisher: Annotated[list[NameText], Field(max_length=100)] = []
    """May be repeated."""
    since: DayText | None = None
    """First day of publication; undated articles always stay."""
    until: DayText | None = None
    """Last day of publication."""

    def scope(self) -> Scope:
        """Return the same as a record."""
        return Scope(tuple(self.collection), tuple(self.publisher), "", self.since, self.until)


class AskParameters(BaseModel):
    """How a question is to be asked."""

    model_config = ConfigDict(extra="forbid")

    scope: ScopeBody = ScopeBody()
    turn: Annotated[int, Field(ge=0)] | None = None
    """The 0-based turn of the conversation that is asked anew, and with which everything after it is replaced."""
    earlier: Annotated[list[_EarlierQuestion], Field(max_length=_MAX_TURNS)] = []
    """Questions to ask before it, to take up a conversation where it was left."""
    language: Annotated[str, Field(max_length=20)] = "en"


def parse_parameters(sent: str) -> AskParameters:
    """Return the parameters that a page sent; the defaults where it sent none. Raises `InputError`."""
    try:
        return AskParameters.model_validate_json(sent) if sent.strip() else AskParameters()
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the order"
        raise InputError(
            "The filters cannot be used ({where}: {message}): clear them and ask again.",
            "question.filters",
            where=where,
            message=value_error(first),
        ) from error
