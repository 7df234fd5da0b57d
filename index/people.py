"""Names of people: which of those who are quoted a name in a question means."""

import difflib
import re
import unicodedata
from collections.abc import Iterable

_TITLES = frozenset(
    "mr mrs ms mx dr sir dame lord lady prof professor gen general sen senator rep representative gov governor vice"
    " president prime minister secretary chancellor mayor judge justice col colonel capt captain lt sgt rev reverend"
    " pope king queen prince princess former the foreign ambassador speaker leader chief".split()
)
_SUFFIXES = frozenset("jr sr ii iii iv".split())
_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_MISSPELT = 0.8


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name that tell who is meant: folded, without titles, suffixes and possessive endings."""
    words = [_folded(_POSSESSIVE.sub("", word)) for word in _WORD.findall(_POSSESSIVE.sub("", name.strip()))]
    kept = [word for word in words if word not in _TITLES and word not in _SUFFIXES]
    return tuple(kept or words)


def matching(name: str, speakers: Iterable[str]) -> list[str]:
    """Those of the `speakers` that `name` may mean, in order; a misspelt surname counts when none is spelt so."""
    asked = name_words(name)
    if not asked:
        return []
    by_words = {speaker: name_words(speaker) for speaker in speakers}
    found = sorted(speaker for speaker, words in by_words.items() if _may_be(asked, words))
    if found:
        return found
    surnames = {words[-1] for words in by_words.values() if words and len(words[-1]) > 3}
    if len(asked[-1]) <= 3 or asked[-1] in surnames:
        return []
    meant = difflib.get_close_matches(asked[-1], sorted(surnames), n=1, cutoff=_MISSPELT)
    return sorted(s for s, words in by_words.items() if meant and _may_be((*asked[:-1], *meant), words))


def _may_be(asked: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """Whether two names can be one person's: the same surname, and first names that do not contradict each other."""
    if not known or not asked:
        return False
    if asked == known:
        return True
    if asked[-1] != known[-1]:
        return False
    if len(asked) == 1 or len(known) == 1:
        return True
    first, other = asked[0], known[0]
    initial = len(first) == 1 or len(other) == 1 or "." in first + other
    return first == other or (initial and first[0] == other[0]) or first.startswith(other) or other.startswith(first)


def _folded(word: str) -> str:
    """Lower case without accents: "Étienne" is found as "Etienne"."""
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
