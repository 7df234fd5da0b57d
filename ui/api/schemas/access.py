"""What the API sends of who asks, and what the page and whoever watches over the server must know, as models."""

from typing import Literal, cast

from ui.access.identity import Right, Way
from ui.api.schemas.library import FacetSchema
from ui.api.schemas.model import ApiModel

RightNames = list[Literal["read", "add", "administer"]]


def right_names(highest: int) -> RightNames:
    """Return the names of the rights up to somebody's highest."""
    return cast("RightNames", [right.name.lower() for right in Right if right <= highest])


class CollectionSchema(FacetSchema):
    """A collection, and what you may do with it."""

    rights: RightNames


class CollectionsSchema(ApiModel):
    """The collections that you may read."""

    collections: list[CollectionSchema]


class PermissionsSchema(ApiModel):
    """What somebody may do with a collection."""

    name: str
    """"*" stands for every collection."""
    rights: RightNames


class MeSchema(ApiModel):
    """Who asks, and what they may do."""

    name: str
    """Empty for whoever is not known by name."""
    way: Way
    """How they are known."""
    collections: list[PermissionsSchema]


class PageSchema(ApiModel):
    """What the page must know before it offers to add articles, or to sign in or out."""

    user: str
    """Who is signed in; empty for nobody in particular."""
    sign_in: bool
    """Whether readers sign in and out here, at /sign-in."""
    adding: bool
    articles: int
    most_bytes: int
    most_files: int


class WordingSchema(ApiModel):
    """What the interface says."""

    language: str
    languages: list[str]
    catalogue: dict[str, dict[str, str | dict[str, str]]]


class LivenessSchema(ApiModel):
    """The server lives."""

    status: Literal["live"]


class ReadinessSchema(ApiModel):
    """The server can answer."""

    status: Literal["ready"]
