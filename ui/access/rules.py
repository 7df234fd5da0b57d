"""Which rights the rules of access give to whom."""

from dataclasses import dataclass

from ui.access.identity import Right
from ui.access.settings import Settings

ANYBODY = "*"
"""In place of a name: whoever is signed in."""

MAX_NAME_CHARACTERS = 200
"""Of the name of a user, a group or a collection."""

CollectionRights = list[tuple[str, Right]]


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody who is known by name."""

    name: str
    groups: tuple[str, ...] = ()
    rights: CollectionRights | None = None
    """As a token gives them; None where they come from the rules."""


def rights_of(settings: Settings, person: Principal) -> CollectionRights:
    """The rights of somebody: those that a token gives, else those of the rules."""
    if person.rights is not None:
        return person.rights
    # The name of a user who is called "@press" is not the group.
    own = [] if person.name.startswith("@") else [person.name]
    names = {ANYBODY, *(f"@{group}" for group in person.groups), *own}
    return [
        (collection, right)
        for collection, rules in settings.collections.items()
        for right, given in ((Right.READ, rules.read), (Right.ADD, rules.add), (Right.ADMINISTER, rules.administer))
        if names & given
    ]


def public_rights(settings: Settings) -> CollectionRights:
    """The rights that everybody has."""
    return [(collection, Right.READ) for collection, rules in settings.collections.items() if rules.public]


def is_name(name: object) -> bool:
    """Whether this can be the name of a user, a group or a collection, and stand in a line of a log."""
    return (
        isinstance(name, str) and 0 < len(name) <= MAX_NAME_CHARACTERS and name.isprintable() and name == name.strip()
    )
