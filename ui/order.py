"""What the page sends along with a request: the part of the articles it is for, a question's place in its conversation.

It comes from a browser, so nothing in it is believed before it is checked.
"""

import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.article import Scope
from index.errors import InputError

_Name = Annotated[str, Field(max_length=500)]
_MOST_TURNS = 50


class ScopeOrder(BaseModel):
    """A `Scope` as JSON."""

    model_config = ConfigDict(extra="forbid")

    collections: Annotated[list[_Name], Field(max_length=100)] = []
    publishers: Annotated[list[_Name], Field(max_length=100)] = []
    person: _Name = ""
    since: datetime.date | None = None
    until: datetime.date | None = None

    def scope(self) -> Scope:
        """The same as a record."""
        return Scope(tuple(self.collections), tuple(self.publishers), self.person, self.since, self.until)


class ScopeQuery(BaseModel):
    """A `Scope` as it stands in an address, each name a parameter of its own; whose words is for the route to say."""

    collection: Annotated[list[str], Field(max_length=100)] = []
    publisher: Annotated[list[str], Field(max_length=100)] = []
    since: datetime.date | None = None
    until: datetime.date | None = None

    def scope(self) -> Scope:
        """The same as a record."""
        return Scope(tuple(self.collection), tuple(self.publisher), "", self.since, self.until)


class Order(BaseModel):
    """How a question is to be asked."""

    model_config = ConfigDict(extra="forbid")

    scope: ScopeOrder = ScopeOrder()
    turn: Annotated[int, Field(ge=0)] | None = None
    """The 0-based turn of the conversation that is asked anew, and with which everything after it is replaced."""
    earlier: Annotated[list[str], Field(max_length=_MOST_TURNS)] = []
    """Questions to ask before it, to take up a conversation where it was left."""
    language: Annotated[str, Field(max_length=20)] = "en"


def read_order(sent: str) -> Order:
    """The order a page sent; nothing sent is the plain order. Raises `InputError`."""
    try:
        return Order.model_validate_json(sent) if sent.strip() else Order()
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the order"
        raise InputError(f"The filters cannot be used ({where}: {first['msg']}): clear them and ask again.") from error
