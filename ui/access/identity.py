"""The identity of a request: its user and their rights, found once a request, before any route sees it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from starlette.requests import HTTPConnection

from qa.protocol import Answers, Catalogue, Engine
from ui.http.request_error import RequestError

EVERY_COLLECTION = "*"
"""Stands for every collection, also those that are yet to come."""

Way = Literal["local", "anonymous", "token", "proxy", "session"]


class Right(IntEnum):
    """What a user may do with a collection; each right includes those before it."""

    READ = 1
    """Ask, search, browse and read its articles."""
    ADD = 2
    """Add articles to it, and correct those that are there."""
    ADMINISTER = 3
    """Delete its articles, and read what readers said of answers from it."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A user, and the collections that they have rights in."""

    name: str
    """As it is in the audit log; empty for a user who is not known."""
    rights: frozenset[tuple[str, Right]]
    """A collection, or `EVERY_COLLECTION`, and the highest right in it."""
    way: Way
    """How they were identified."""

    @classmethod
    def of(cls, name: str, rights: Mapping[str, Right] | Iterable[tuple[str, Right]], way: Way) -> "Identity":
        """Return the identity with the highest right of each collection."""
        pairs = rights.items() if isinstance(rights, Mapping) else rights
        highest: dict[str, Right] = {}
        for collection, right in pairs:
            highest[collection] = max(right, highest.get(collection, right))
        return cls(name, frozenset(highest.items()), way)

    @property
    def uses_browser_credentials(self) -> bool:
        """Whether browsers are identified by what they add themselves: then other sites can send requests as well."""
        return self.way in ("local", "proxy", "session")

    def collections(self, right: Right) -> frozenset[str] | None:
        """Return the collections in which they have a right; None for every one."""
        found = frozenset(collection for collection, highest in self.rights if highest >= right)
        return None if EVERY_COLLECTION in found else found

    def may(self, right: Right, collection: str) -> bool:
        """Return whether they have a right in a collection."""
        found = self.collections(right)
        return found is None or collection in found


OWNER = Identity("", frozenset({(EVERY_COLLECTION, Right.ADMINISTER)}), "local")
"""Whoever reaches a server that was started without rules of access: the articles are theirs."""

EngineFactory = Callable[[HTTPConnection], Engine]
"""Returns the engine of a request: it sees only the articles that the request's sender may read."""
AnswersFactory = Callable[[HTTPConnection], Answers]
CatalogueFactory = Callable[[HTTPConnection], Catalogue]
"""Return a part of that engine, for routes that need no other."""


def identity_of(request: HTTPConnection) -> Identity:
    """Return the user of a request.

    Raises 401 when none was identified: no route is reached without one.
    """
    identity = request.scope.get("state", {}).get("identity")
    if not isinstance(identity, Identity):
        raise not_signed_in()
    return identity


def not_signed_in() -> RequestError:
    """Return the error of a request whose user is not known."""
    return RequestError(
        "Nobody is signed in: sign in, or send a token.", "user.not_signed_in", 401, {"WWW-Authenticate": "Bearer"}
    )


def engine_for_requests(engine: Engine) -> EngineFactory:
    """Return what gives each request an engine that sees only what its user may read."""

    def engine_for(request: HTTPConnection) -> Engine:
        return engine.readable_by(identity_of(request).collections(Right.READ))

    return engine_for
