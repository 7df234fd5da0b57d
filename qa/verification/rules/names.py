"""Names that a sentence gives: each must stand in what it cites, or be known of it from its article.

A fuller form of a name is taken from the whole article ("Sergei Lavrov" where the passage says "Lavrov"); a country and
its people are one name, and so are "European Union" and "EU". Only what a source writes with a capital is a name there.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from index.attribution.languages.language import load_language
from index.attribution.mentions import NameMention, read_names
from index.attribution.tokens import tokenize
from index.people.names import fold, phonetic_key
from index.text.keywords import stem
from index.text.words import load_words
from qa.premise import Premise
from qa.verification.rules.rule import Claim

_ENGLISH = load_language("english")
_WORDS = load_words(Path(__file__).parent)
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*\.?")
_POSSESSIVE = re.compile(r"['’]s?$")
_NOUN = re.compile(rf"(?:{_WORDS.either('names', 'noun_endings')})$")
"""Endings of words that open a sentence without "the" and are no names; other single words before a verb are."""
_AFTER_NAME = _WORDS.set("names", "after_name")
_MIN_IN_COMMON = 4
_LONG_ACRONYMS = (3, 4)
"""Letters of what may stand for words without capitals too: "GDP"."""
_PEOPLE_OF = _WORDS.words("names", "people_endings")
"""Endings that make a place's name its people's: "Kaldmark" and "Kaldmarkish"."""
_ALIASES = _WORDS.words("names", "aliases")
_SAME = {word: frozenset(line.split()) for line in _ALIASES for word in line.split()}


def unsupported(claim: Claim) -> list[str]:
    """Return the names of a sentence that are not those of its premises, as written."""
    sentence, premises = claim.sentence, claim.premises
    stands = _stands(premises)
    articles = {premise.article.text for premise in premises}

    def is_name(word: str) -> bool:
        return any(_is_proper(word, text) for text in articles)

    unknown = [" ".join(name) for name in mentioned_names(sentence, is_name) if not _is_known(name, stands, articles)]
    return unknown + _unknown_titles(sentence, "\n".join((*articles, *(premise.about for premise in premises))))


def _unknown_titles(sentence: str, source: str) -> list[str]:
    known = source.casefold()
    return [title for title in _titles(sentence) if not any(form in known for form in _forms(title))]


def _forms(title: str) -> tuple[str, ...]:
    """Return a title and its short forms: "general", "gen.", "prof."."""
    word = title.casefold()
    return word, f"{word[:3]}.", f"{word[:4]}."


def _titles(text: str) -> list[str]:
    """Return the titles that precede people's names ("Mayor Solheim"), short forms aside."""
    words = tokenize(text, _ENGLISH.word_pattern)
    called = (title for name in read_names(words, _ENGLISH) for title in name.titles if name.parts)
    return [title for title in called if not title.endswith(".") and title not in _ENGLISH["family_titles"]]


def mentioned_names(text: str, is_name: Callable[[str], bool] = lambda _: False) -> list[tuple[str, ...]]:
    """Return the names of a text, each as its words without titles; `is_name` decides on a first word."""
    words = tokenize(text, _ENGLISH.word_pattern)
    found = (name for name in read_names(words, _ENGLISH) if name.parts)
    return [name.parts for name in found if not _only_begins(name, words.raw) or is_name(name.parts[0])]


def is_known_as(one: str, other: str) -> bool:
    """Whether all words of one name may be those of another: "Kiev" and "Kyiv", "Zelensky" and "Zelenskyy"."""
    words = frozenset(_folded(_WORD.findall(other)))
    return all(_is_one_of(word, words, words) for word in _folded(_WORD.findall(one)))


def _only_begins(name: NameMention, raw: Sequence[str]) -> bool:
    """Whether a single capitalised word may be any word at the head of its sentence."""
    if len(name.parts) > 1 or name.titles:
        return False
    if _is_subject(name, raw):
        return False
    word = name.parts[0]
    return _begins_sentence(name, raw) and not _is_listed(word) and word[1:].islower()


def _is_subject(name: NameMention, raw: Sequence[str]) -> bool:
    """Whether a verb follows a word that does not end as nouns do."""
    following = raw[name.last] if name.last < len(raw) else ""
    return (following in _ENGLISH.finite or following in _AFTER_NAME) and not _NOUN.search(name.parts[0])


def _begins_sentence(name: NameMention, raw: Sequence[str]) -> bool:
    return name.first == 0 or (not raw[name.first - 1][0].isalnum() and raw[name.first - 1] not in ",;(-–—’'")


def _is_listed(word: str) -> bool:
    """Whether a word is known as a first name, a place or its people."""
    return word in _ENGLISH.name_genders or word in _ENGLISH["place_words"] or word in _ENGLISH["demonyms"]


@lru_cache(maxsize=1024)
def _is_proper(word: str, text: str) -> bool:
    """Whether an article writes a word with a capital in the middle of a sentence."""
    return re.search(rf"[a-z,] {re.escape(word)}\b", text) is not None


@lru_cache(maxsize=256)
def _stands(premises: tuple[Premise, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Every word of the premises and of what is known of them, folded, and those that may be names: what has a capital.

    Among the names are neighbours joined, and the initials of what may be a longer name.
    """
    words: list[str] = []
    proper: set[str] = set()
    for premise in premises:
        raw = _WORD.findall(f"{premise.text}\n{premise.about}")
        own = _folded(raw)
        words += own
        capital = [n for n, written in enumerate(raw) if written[0].isupper()]
        proper |= {own[n] for n in capital} | {"-".join(own[n : n + 2]) for n in capital}
        proper |= {_initials(own[n : n + k]) for n in capital for k in (2, *_LONG_ACRONYMS)}
        proper |= {_initials(own[n : n + k]) for n in range(len(own)) for k in _LONG_ACRONYMS}
    return frozenset(words), frozenset(proper)


def _initials(words: Sequence[str]) -> str:
    return "".join(word[0] for word in words)


def _folded(words: Iterable[str]) -> list[str]:
    return [fold(_POSSESSIVE.sub("", word.replace(".", ""))) for word in words]


def _is_known(name: Sequence[str], stands: tuple[frozenset[str], frozenset[str]], articles: Iterable[str]) -> bool:
    words = _folded(_WORD.findall(" ".join(name)))
    if _is_one_of("-".join(words), *stands) or (len(words) > 1 and _initials(words) in stands[1]):
        return True
    if all(_is_one_of(word, *stands) for word in words):
        return True
    # The surname stands here, the first name elsewhere in the article.
    whole = re.compile(r"\s+".join(re.escape(part) for part in name))
    return _is_one_of(words[-1], *stands) and any(whole.search(text) for text in articles)


def _is_one_of(word: str, stands: frozenset[str], proper: frozenset[str]) -> bool:
    """Whether a word stands there as it is, or as another form of the same name."""
    if word in stands or word in proper or _SAME.get(word, frozenset()) & proper:
        return True
    return _is_variant(word, proper) or _is_place_or_its_people(word, proper)


def _is_variant(word: str, proper: frozenset[str]) -> bool:
    """Whether a word sounds like one of the names or, when it is long, has the stem of one."""
    is_long = len(word) > _MIN_IN_COMMON
    begun_alike = (other for other in proper if other.startswith(word[:2]))
    return any(
        phonetic_key(other) == phonetic_key(word) or (is_long and stem(other) == stem(word)) for other in begun_alike
    )


def _is_place_or_its_people(word: str, proper: frozenset[str]) -> bool:
    """Whether one of the names is the place whose people a word names, or the people of that place."""
    if len(word) <= _MIN_IN_COMMON:
        return False
    places = (word[: -len(end)] for end in _PEOPLE_OF if word.endswith(end))
    people = (f"{place}{end}" for end in _PEOPLE_OF for place in (word, word[:-1]))
    return not proper.isdisjoint((*places, *people))
