"""Names of people: what in a name tells who is meant, and whether two names can be one person's."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from index.attribution.languages.language import load_language
from index.text.words import load_words

_WORDS = load_words(Path(__file__).parent)
_TITLES, _SUFFIXES = _WORDS.set("names", "titles"), _WORDS.set("names", "suffixes")
_SHORT_FORMS = {short: frozenset(full.split()) for short, full in _WORDS.sections["short_forms"].items()}
_WORD = re.compile(r"[^\W_]+(?:[.'’‐‑–-][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
# Letters that Unicode does not take apart, and the ways to type the marks inside names.
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
    | dict.fromkeys("’ʼ`´", "'")
    | dict.fromkeys("‐‑–", "-")
)
_REPEATED = re.compile(r"(.)\1+")
_MIN_COMMON_PREFIX = 3

NameTokens = tuple[str, ...]
"""The words of a name that tell who is meant, surname last."""


def name_tokens(name: str) -> NameTokens:
    """Return the identifying words of a name: folded, without titles, suffixes and possessive endings."""
    words = [fold(_POSSESSIVE.sub("", word)) for word in _WORD.findall(_POSSESSIVE.sub("", name.strip()))]
    kept = [word for word in words if word not in _TITLES and word not in _SUFFIXES]
    return tuple(kept or words)


def phonetic_keys(names: Iterable[str]) -> set[str]:
    """Return the phonetic key of every identifying word of the names."""
    return {phonetic_key(word) for name in names for word in name_tokens(name)}


@cache
def phonetic_key(word: str) -> str:
    """Return a folded word without spelling variants: Zelensky, Zelenskyy and Zelenskiy have one key."""
    return _REPEATED.sub(r"\1", word.replace("y", "i").replace("ks", "x"))


def may_corefer(one: NameTokens, other: NameTokens) -> bool:
    """Return whether two names may be one person's: "Kerry", "J. Kerry" and "John Kerry" may.

    The surnames are spelt the same, and first and middle names do not contradict each other where both are given.
    """
    if not one or not other or phonetic_key(one[-1]) != phonetic_key(other[-1]):
        return False
    if min(len(one), len(other)) == 1:
        return True
    return _same_first(one[0], other[0]) and _same_middles(one[1:-1], other[1:-1])


def is_person_name(words: NameTokens) -> bool:
    """Return whether a full name is certainly a person's: it begins with a first name or an initial."""
    return len(words) > 1 and (is_initial(words[0]) or words[0] in _genders())


def is_initial(word: str) -> bool:
    """Return whether a first name is only an initial: "j", "d.j"."""
    return len(word) == 1 or "." in word


def fold(word: str) -> str:
    """Return the word in lower case without accents: "Étienne" is found as "Etienne", "Łukasz" as "Lukasz"."""
    plain = unicodedata.normalize("NFKD", word.casefold()).translate(_PLAIN)
    return "".join(c for c in plain if not unicodedata.combining(c))


@cache
def _same_first(one: str, other: str) -> bool:
    if phonetic_key(one) == phonetic_key(other) or _initial_of(one, other):
        return True
    if {_genders().get(one), _genders().get(other)} >= {"male", "female"}:
        return False
    return _is_short_form(one, other) or _is_short_form(other, one)


def _is_short_form(short: str, full: str) -> bool:
    is_beginning = len(short) >= _MIN_COMMON_PREFIX and full.startswith(short)
    return is_beginning or full in _SHORT_FORMS.get(short, ())


def _same_middles(one: NameTokens, other: NameTokens) -> bool:
    return all(a == b or _initial_of(a, b) for a, b in zip(one, other, strict=False))


def _initial_of(one: str, other: str) -> bool:
    return (is_initial(one) or is_initial(other)) and one[0] == other[0]


def is_place(word: str) -> bool:
    """Return whether a folded word is a place, or a people named after one."""
    return word in _places()


def gender_of(words: NameTokens) -> str:
    """Return "male" or "female" as the first name tells, "" where it does not."""
    gender = _genders().get(words[0], "") if len(words) > 1 else ""
    return gender if gender in ("male", "female") else ""


@cache
def _places() -> frozenset[str]:
    language = load_language("english")
    return frozenset(map(fold, language["place_words"] | language["demonyms"]))


@cache
def _genders() -> dict[str, str]:
    return {fold(name): gender for name, gender in load_language("english").name_genders.items()}
