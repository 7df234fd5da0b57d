"""What the models of the API have in common: how they are built of records, and what of them is left out."""

from collections.abc import Callable
from datetime import date
from operator import not_
from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

T = TypeVar("T")


def _iso(published: object) -> object:
    return published.isoformat() if isinstance(published, date) else published


def omitted_if(holds: Callable[[Any], bool]) -> Any:
    """Leave a member out of what is sent where its value is such."""
    return Field(exclude_if=holds)


IsoDay = Annotated[str, BeforeValidator(_iso)]
"""ISO 8601, as in 2025-04-09."""
OmittedIfEmpty = Annotated[T, omitted_if(not_)]
"""A member that is left out where it says nothing."""


class ApiModel(BaseModel):
    """An object of the API; it has these members and no others."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    @classmethod
    def from_records(cls, *records: object, **own: Any) -> Self:
        """Build a model of what is given by name, and else of the first record that has a member's name."""
        for name in cls.model_fields.keys() - own.keys():
            record = next((record for record in records if hasattr(record, name)), None)
            if record is not None:
                own[name] = getattr(record, name)
        return cls(**own)
