"""The rights that the rules of access give to users."""

from dataclasses import dataclass

from ui.access.identity import Right
from ui.access.settings import Settings

ANYBODY = "*"
"""In place of a name: every user who is signed in."""

MAX_NAME_CHARACTERS = 200
"""Of the name of a user, a group or a collection."""

CollectionRights = list[tuple[str, Right]]


@dataclass(frozen=True, slots=True)
class Principal:
    """A user who is known by name."""

    name: str
    groups: tuple[str, ...] = ()
    rights: CollectionRights | None = None
    """As a token gives them; None where they come from the rules."""


def rights_of(settings: Settings, principal: Principal) -> CollectionRights:
    """Return the rights of a user: those that a token gives, else those of the rules."""
    if principal.rights is not None:
        return principal.rights
    names = _named_by(principal)
    return [
        (collection, right)
        for collection, rules in settings.collections.items()
        for right, given in ((Right.READ, rules.read), (Right.ADD, rules.add), (Right.ADMINISTER, rules.administer))
        if names & given
    ]


def _named_by(principal: Principal) -> set[str]:
    """Return the names in rules that mean a user."""
    names = {ANYBODY, *(f"@{group}" for group in principal.groups)}
    # The name of a user who is called "@press" is not the group.
    return names if principal.name.startswith("@") else names | {principal.name}


def public_rights(settings: Settings) -> CollectionRights:
    """Return the rights that everybody has."""
    return [(collection, Right.READ) for collection, rules in settings.collections.items() if rules.public]


def is_name(name: object) -> bool:
    """Return whether this can be the name of a user, a group or a collection, in one line of a log."""
    return (
        isinstance(name, str) and 0 < len(name) <= MAX_NAME_CHARACTERS and name.isprintable() and name == name.strip()
    )
