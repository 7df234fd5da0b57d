"""Roles: whom "the finance minister" means, from how the articles call those they quote."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from index.attribution.languages.language import load_language
from index.people.names import fold, name_tokens
from index.people.people import People, Person
from index.text.words import load_words

_TOKEN = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_MAX_WORDS = 4
_ARTICLES = load_words(Path(__file__).parent).set("names", "articles")

Roles = Mapping[str, tuple[Person, ...]]
"""People by what they are called, in lower case and without an article, those called so most often first."""


def roles_of(mentions: Iterable[tuple[str, str]], people: People) -> Roles:
    """Return people by role, from (speaker, words for the speaker): "Finance Minister Petra Voss", "the minister".

    "Finance Minister" is found as "minister" too.
    """
    found: defaultdict[str, Counter[Person]] = defaultdict(Counter)
    for speaker, mention in mentions:
        if speaker in people:
            person = people[speaker]
            role = _role(mention, person)
            for first in range(len(role)):
                found[" ".join(role[first:])][person] += 1
    return {
        role: tuple(sorted(bearers, key=lambda person: (-bearers[person], person.name)))
        for role, bearers in found.items()
    }


def bearers_of(description: str, roles: Roles) -> tuple[Person, ...]:
    """Return the people who are called so: "the finance minister", "Mayor"."""
    words = [word.lower() for word in _TOKEN.findall(description)]
    return roles.get(" ".join(word for word in words if word not in _ARTICLES), ())


def is_role(description: str) -> bool:
    """Return whether words such as "the head coach" are somebody's role, whether or not anybody is called so."""
    words = [word.lower() for word in _TOKEN.findall(description)]
    return words[:1] == ["the"] and 1 < len(words) <= _MAX_WORDS and _is_role(words[1:])


def _role(mention: str, person: Person) -> list[str]:
    """Return the words of a mention that are the role in it; nothing where it is a name alone or has other words."""
    words = _TOKEN.findall(mention)
    names = {token for name in person.names for token in name_tokens(name)}
    rest = [word.lower() for word in words if fold(word) not in names]
    is_titled = len(rest) < len(words)
    if not is_titled and rest[:1] != ["the"]:
        return []
    role = [word for word in rest if word not in _ARTICLES]
    return role if role and len(role) <= _MAX_WORDS and _is_role(role) else []


def _is_role(words: list[str]) -> bool:
    language = load_language("english")
    return words[-1] in language["role_nouns"] and not any(word in language.function_words for word in words)
