"""Which part of a source a part of a sentence may be laid beside, and which parts of a source may not be missing."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from index.text.words import load_words
from qa.verification.alignment.dependents import Dependent, dependents
from qa.verification.alignment.lexicon import means
from qa.verification.alignment.parse import Token, Tree

_WORDS = load_words(Path(__file__).parent)
_LIMITING = _WORDS.set("words", "limiting")
_UNIVERSAL = _WORDS.set("words", "universal")
_TRANSPARENT = _WORDS.set("words", "transparent")
_LIMITING_PREPOSITIONS = _WORDS.set("words", "limiting_prepositions")
_LIMITING_CLAUSES = _WORDS.set("words", "conditions") | {"while", "except", "without", "whether", ""}
_DENIED = frozenset(("no", "any", "neither"))
_DENIED_WITH_VERB = frozenset(("object", "complement", "preposition", "adverb", "clause"))
_OF_ALL = frozenset(("preposition", "relative"))
_LOOSE = frozenset(("adverb", "preposition", "to"))
"""What a parser may hang on a verb as well as on what the verb takes."""


def candidates(one: Dependent, tree: Tree, other: Token, theirs: Sequence[Dependent]) -> Iterator[Dependent]:
    """Yield what a dependent may be laid beside: what hangs on the word `other` of a source, and what hangs near it."""
    yield from (two for two in theirs if _fits(one, two))
    yield from _adjectives(one, tree, other, theirs)
    if one.role == "object":  # to approve the building of a terminal is to approve a terminal
        whole = (two for two in theirs if two.role == "object" and two.word.lemma in _TRANSPARENT)
        yield from (d for d in _below(tree, whole) if d.link == "of")
    if one.role in ("complement", "preposition", "clause"):
        adjectives = (two for two in theirs if two.role == "complement" and not two.word.is_verb)
        yield from (d for d in _below(tree, adjectives) if _fits(one, d))
    if one.role in _LOOSE:
        yield from (two for two in _nearby(tree, other, theirs) if two.role in _LOOSE and _fits(one, two))


def _below(tree: Tree, found: Iterable[Dependent]) -> Iterator[Dependent]:
    """Yield what hangs on dependents."""
    return (d for one in found for d in dependents(tree, one.word))


def _adjectives(one: Dependent, tree: Tree, other: Token, theirs: Sequence[Dependent]) -> Iterator[Dependent]:
    """Yield adjectives: "is neutral" is "is a neutral country", "keep it low" is "it was kept low"."""
    head = tree.head(other)
    found: Iterable[Dependent] = ()
    if one.word.tag.startswith("JJ") and one.role == "complement":
        found = _below(tree, (two for two in theirs if two.role == "complement"))
    elif one.word.tag.startswith("JJ") and one.role == "modifier" and head is not None:
        found = (d for d in dependents(tree, head) if d.role == "complement")
    yield from (d for d in found if d.word.tag.startswith("JJ"))


def _nearby(tree: Tree, other: Token, theirs: Sequence[Dependent]) -> Iterator[Dependent]:
    yield from _below(tree, (near for near in theirs if near.role != "subject" and not near.borrowed))
    if not other.is_verb:
        yield from _beside(tree, other)


def _beside(tree: Tree, noun: Token) -> list[Dependent]:
    """Return what else hangs on the same word as a noun, its preposition aside."""
    head = tree.head(noun)
    if head is not None and head.tag in ("IN", "TO"):
        head = tree.head(head)
    found = dependents(tree, head) if head is not None else ()
    return [two for two in found if two.word.at != noun.at]


def _fits(one: Dependent, two: Dependent) -> bool:
    """Whether two dependents may be in the same role."""
    if one.role == two.role:
        return one.role not in ("preposition", "clause") or one.link == two.link or means(one.link, two.link)
    pair = frozenset((one.role, two.role))
    links = (one.link, two.link)
    if pair == {"modifier", "preposition"}:
        return "of" in links
    if pair in ({"object", "preposition"}, {"to", "preposition"}):
        return "to" in links
    return pair in ({"modifier", "adverb"}, {"to", "object"})


def is_universal(theirs: Sequence[Dependent]) -> bool:
    """Whether what hangs on a word makes it all, none or the most of a kind, so that it must say of which."""
    return any(
        d.role in ("modifier", "adverb") and (d.word.lemma in _UNIVERSAL or d.word.tag in ("JJS", "RBS"))
        for d in theirs
    )


def limits(two: Dependent, *, negated: bool, universal: bool) -> bool:
    """Whether a source says less with a dependent than it would without."""
    if two.role == "modifier" and two.word.lemma in _DENIED:
        return False  # what they deny is compared as what the verb says
    if two.word.lemma in _LIMITING or two.alternative or _sets_condition(two):
        return True
    return (negated and two.role in _DENIED_WITH_VERB) or (universal and two.role in _OF_ALL)


def _sets_condition(two: Dependent) -> bool:
    if two.role == "preposition":
        return two.link in _LIMITING_PREPOSITIONS
    return two.role == "clause" and two.link in _LIMITING_CLAUSES
