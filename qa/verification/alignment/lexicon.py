"""Whether one word may stand for another: the same word, a safe synonym, a known name, the same amount."""

from functools import cache
from pathlib import Path

from index.text.keywords import stem
from index.text.words import load_words
from qa.verification.alignment.parse import Token, Tree
from qa.verification.rules.names import is_known_as

_WORDS = load_words(Path(__file__).parent)
_MIN_STEM = 4
_TITLES = _WORDS.set("words", "titles")


@cache
def _meanings() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    lines = [line for kind in _WORDS.sections["synonyms"].values() for line in kind]
    for n, line in enumerate(lines):
        for word in line.split():
            found.setdefault(word, set()).add(n)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def means(said: str, source: str) -> bool:
    """Whether a word in its base form may stand for another."""
    if said == source:
        return True
    none: frozenset[int] = frozenset()
    return bool(_meanings().get(said, none) & _meanings().get(source, none))


def same_word(said: Token, source: Token) -> bool:
    """Whether a word says no more than another, names and pronouns aside."""
    if said.quantity or source.quantity:
        return bool(said.quantity and source.quantity and said.quantity.says(source.quantity))
    if said.is_name and source.is_name:
        return is_known_as(said.text, source.text)
    one, two = said.text.casefold(), source.text.casefold()
    alike = len(one) > _MIN_STEM and stem(one) == stem(two)
    return alike or one == two or means(said.lemma, source.lemma)


def name_of(tree: Tree, word: Token) -> tuple[str, ...]:
    """Return a name as its words, titles among them."""
    before = [child for child in tree.children(word) if child.relation in ("compound", "nmod") and child.is_name]
    return tuple(one.text for one in (*before, word))


def same_name(said: tuple[str, ...], source: tuple[str, ...]) -> bool:
    """Whether two names are one: all of the shorter stands in the longer, titles aside."""
    one, two = _bare(said), _bare(source)
    shorter, longer = (one, two) if len(one) <= len(two) else (two, one)
    return bool(shorter) and all(any(is_known_as(a, b) for b in longer) for a in shorter)


def _bare(name: tuple[str, ...]) -> list[str]:
    return [w for w in name if not w.endswith(".") and w.casefold() not in _TITLES] or list(name)
