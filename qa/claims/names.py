"""Names that a sentence gives: each must stand in what it cites, or be known of it from its article.

A fuller form of a name is taken from the whole article ("Sergei Lavrov" where the passage says "Lavrov"); a country,
its people and its capital are one name; so are "European Union" and "EU".
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from index.keywords import stem
from index.names import folded, spelling
from index.speakers.language import load_language
from index.speakers.people import Name, read_names
from index.speakers.words import read_words
from qa.claims.premise import Premise

_ENGLISH = load_language("english")
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*\.?")
_POSSESSIVE = re.compile(r"['’]s?$")
_NOUN = re.compile(r"(?:s|ing|ed|ly|ion|ment|ity|ance|ence|ness|ship|[a-z]ty|le|re|body|one)$")
"""Endings of words that open a sentence without "the" and are no names; other single words before a verb are."""
_LEAST_IN_COMMON = 4
_LONGEST_ACRONYM = 4
_PEOPLE_OF = ("n", "an", "ian", "ish", "ese", "i", "er", "ers", "ns", "ans", "ians", "s", "ic")
"""Endings that make a place's name its people's: "Kaldmark" and "Kaldmarkish"."""
_ALIASES = (
    "us usa america american americans united-states washington",
    "uk britain british britons united-kingdom london", "eu european-union brussels", "un united-nations",
    "russia russian russians moscow kremlin", "ukraine ukrainian ukrainians kyiv kiev", "china chinese beijing",
    "france french paris", "germany german germans berlin", "netherlands dutch", "spain spanish madrid",
    "greece greek greeks athens", "switzerland swiss", "poland polish poles warsaw", "denmark danish danes",
    "sweden swedish swedes", "turkey turkish ankara", "wales welsh", "england english", "scotland scottish scots",
    "ireland irish", "philippines filipino", "israel israeli israelis jerusalem", "iran iranian tehran",
    "syria syrian damascus", "republican republicans gop", "democrat democrats democratic",
    "tory tories conservative conservatives",
)  # fmt: skip
_SAME = {word: frozenset(line.split()) for line in _ALIASES for word in line.split()}


def missing(sentence: str, premises: Sequence[Premise]) -> list[str]:
    """The names of a sentence that are not those of its premises, as written."""
    stands = _stands(tuple(premises))
    articles = {premise.article.text for premise in premises}

    def is_name(word: str) -> bool:
        return any(_is_proper(word, text) for text in articles)

    return [" ".join(name) for name in names(sentence, is_name) if not _is_known(name, stands, articles)]


def names(text: str, is_name: Callable[[str], bool] = lambda _: False) -> list[tuple[str, ...]]:
    """The names of a text, each as its words without titles; `is_name` tells of a word that begins a sentence."""
    words = read_words(text, _ENGLISH.word_pattern)
    found = (name for name in read_names(words, _ENGLISH) if name.parts)
    return [name.parts for name in found if not _only_begins(name, words.raw) or is_name(name.parts[0])]


def is_known_as(one: str, other: str) -> bool:
    """Whether all words of one name may be those of another: "Kyiv" and "Ukraine", "Zelensky" and "Zelenskyy"."""
    words = frozenset(_folded(other))
    return all(_is_one_of(word, words) for word in _folded(one))


def _only_begins(name: Name, raw: Sequence[str]) -> bool:
    """Whether a single capitalised word may be any word at the head of its sentence."""
    if len(name.parts) > 1 or name.titles:
        return False
    begins = name.first == 0 or (not raw[name.first - 1][0].isalnum() and raw[name.first - 1] not in ",;(-–—’'")
    word, following = name.parts[0], raw[name.last] if name.last < len(raw) else ""
    if following in _ENGLISH.finite and not _NOUN.search(word):
        return False
    listed = word in _ENGLISH.name_genders or word in _ENGLISH["place_words"] or word in _ENGLISH["demonyms"]
    return begins and not listed and word[1:].islower()


@lru_cache(maxsize=1024)
def _is_proper(word: str, text: str) -> bool:
    """Whether an article writes a word with a capital in the middle of a sentence."""
    return re.search(rf"[a-z,] {re.escape(word)}\b", text) is not None


@lru_cache(maxsize=256)
def _stands(premises: tuple[Premise, ...]) -> frozenset[str]:
    """Every word of the premises and of what is known of them, folded; neighbours joined, and their initials."""
    words = [word for premise in premises for word in _folded(f"{premise.text}\n{premise.about}")]
    lengths = range(2, _LONGEST_ACRONYM + 1)
    initials = {"".join(word[0] for word in words[n : n + k]) for n in range(len(words)) for k in lengths}
    return frozenset(words) | initials | {f"{a}-{b}" for a, b in pairwise(words)}


def _folded(text: str) -> list[str]:
    return [folded(_POSSESSIVE.sub("", word.replace(".", ""))) for word in _WORD.findall(text)]


def _is_known(name: Sequence[str], stands: frozenset[str], articles: Iterable[str]) -> bool:
    words = _folded(" ".join(name))
    initials = "".join(word[0] for word in words)
    if _is_one_of("-".join(words), stands) or (len(words) > 1 and initials in stands):
        return True
    if all(_is_one_of(word, stands) for word in words):
        return True
    # The surname stands here, the first name elsewhere in the article.
    whole = re.compile(r"\s+".join(re.escape(part) for part in name))
    return _is_one_of(words[-1], stands) and any(whole.search(text) for text in articles)


def _is_one_of(word: str, stands: frozenset[str]) -> bool:
    if word in stands or _SAME.get(word, frozenset()) & stands:
        return True
    is_long = len(word) > _LEAST_IN_COMMON
    begun_alike = (other for other in stands if other.startswith(word[:2]))
    if any(spelling(other) == spelling(word) or (is_long and stem(other) == stem(word)) for other in begun_alike):
        return True
    return is_long and any(
        f"{word}{end}" in stands
        or f"{word[:-1]}{end}" in stands
        or (word.endswith(end) and word[: -len(end)] in stands)
        for end in _PEOPLE_OF
    )
