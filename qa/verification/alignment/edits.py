"""Whether a clause is what a source says, word for word and in its order, with nothing left out that matters.

Where a sentence keeps to the order of its source, who does what to whom is the same, and the parser is asked only about
what was left out: whole phrases that neither limit nor turn the rest, or what stands between commas.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from math import inf
from pathlib import Path

from index.text.words import load_words
from qa.verification.alignment.align import Alignment
from qa.verification.alignment.dependents import conjuncts
from qa.verification.alignment.embedding import embedding
from qa.verification.alignment.parse import Token, Tree
from qa.verification.alignment.reading import Reading

_WORDS = load_words(Path(__file__).parent)
_FREE = _WORDS.set("edits", "free")
_HOLDING = frozenset(
    word
    for section, names in (
        ("words", "limiting negators conditional embedding possible able"),
        ("edits", "holding"),
        ("frames", "assert"),
    )
    for name in names.split()
    for word in _WORDS.words(section, name)
)
"""What must not be missing in a stretch that is left out."""
_DROPPED = frozenset(
    "prep pobj pcomp advmod npadvmod amod compound nmod poss case relcl acl appos nummod det punct advcl agent quantmod"
    " mark".split()
)
"""What a phrase may hang by that is left out."""
_FREE_RELATIONS = frozenset(("aux", "auxpass", "punct", "case"))

_COMMAS = frozenset((",", "-", "–", "—", "(", ")"))
_ENDS = _COMMAS | {"."}
_NEGATORS = _WORDS.set("words", "negators")

Pairs = list[tuple[Token, Token]]


def is_word_for_word(alignment: Alignment, clause: Token) -> bool:
    """Whether a clause is the source's own, in its order, with nothing left out that matters."""
    mine, source = alignment.said.tree, alignment.source
    theirs = _cited_words(source)
    pairs = _in_order(_own_words(mine, clause), theirs, alignment.references.same)
    head = dict(pairs).get(clause)
    if head is None or any(embedding(source, head, mine)) or _changes_time(alignment, pairs):
        return False
    return _may_be_left_out(source.tree, theirs, [two for _, two in pairs])


def _cited_words(source: Reading) -> list[Token]:
    """Return the words of what a frame reports, or of the whole."""
    if not source.tops:
        return list(source.tree.words)
    return sorted({w for top in source.tops for w in source.tree.subtree(top)}, key=lambda w: w.at)


def _changes_time(alignment: Alignment, pairs: Pairs) -> bool:
    verbs = ((one, two) for one, two in pairs if one.is_verb or two.is_verb)
    return any(found.kind == "time" for one, two in verbs for found in alignment.turned(one, two))


def _own_words(tree: Tree, clause: Token) -> list[Token]:
    """Return the words of a clause without the clauses that are joined to it, and what joins or opens it."""
    others = set(tree.below(clause, "cc"))
    for one in conjuncts(tree, clause):
        others.update(tree.subtree(one) if one.is_verb else ())
    own = [w for w in tree.subtree(clause) if w not in others]
    return own[1:] if own[0].relation == "mark" else own


def _in_order(mine: Sequence[Token], theirs: Sequence[Token], same: Callable[[Token, Token], bool]) -> Pairs:
    """Return each word beside its own in the source, in order, with the fewest left out; none where one has none."""
    said = [w for w in mine if not _is_free(w)]
    there = [w for w in theirs if w.relation not in ("punct", "aux", "auxpass")]
    # From the end of both: how many are left out until all have been met.
    missing: list[list[float]] = [[inf] * (len(there) + 1) for _ in said] + [[0.0] * (len(there) + 1)]
    for n in reversed(range(len(said))):
        for k in reversed(range(len(there))):
            met = missing[n + 1][k + 1] if same(said[n], there[k]) else inf
            missing[n][k] = min(met, missing[n][k + 1] + 1)
    return _path(said, there, missing) if missing[0][0] < inf else []


def _path(said: Sequence[Token], there: Sequence[Token], missing: Sequence[Sequence[float]]) -> Pairs:
    pairs: Pairs = []
    k = 0
    for n, word in enumerate(said):
        while missing[n][k] == missing[n][k + 1] + 1:
            k += 1
        pairs.append((word, there[k]))
        k += 1
    return pairs


def _is_free(word: Token) -> bool:
    return word.relation in _FREE_RELATIONS or word.lemma in _FREE


def _may_be_left_out(tree: Tree, theirs: Sequence[Token], kept: Sequence[Token]) -> bool:
    """Whether the words of a source that were not kept change nothing."""
    places = {w.at for w in kept}
    denied = min((w.at for w in theirs if w.lemma in _NEGATORS and w.at in places), default=len(tree.words))
    return all(_may_go(tree, piece, places, strict=piece[0].at > denied) for piece in _pieces(theirs, places))


def _pieces(theirs: Sequence[Token], places: set[int]) -> Iterator[list[Token]]:
    """Yield the stretches left out, parted at commas."""
    parted = groupby(theirs, key=lambda w: w.at in places or w.text in _COMMAS)
    return (list(stretch) for ends, stretch in parted if not ends)


def _may_go(tree: Tree, piece: list[Token], places: set[int], *, strict: bool) -> bool:
    if _says_nothing(piece):
        return True
    if any(_holds(word) for word in piece):
        return False
    return _between_commas(tree, piece) or (not strict and _is_phrase(tree, piece, places))


def _says_nothing(piece: list[Token]) -> bool:
    repeated = len(piece) == 1 and piece[0].is_pronoun and piece[0].relation == "nsubj"
    return repeated or all(_is_free(word) for word in piece)


def _holds(word: Token) -> bool:
    """Whether a word limits, turns or sets a condition."""
    limited = word.quantity is not None and bool(word.quantity.limit)
    return limited or word.lemma in _HOLDING or word.text.casefold() in _HOLDING


def _is_phrase(tree: Tree, piece: list[Token], places: set[int]) -> bool:
    """Whether a stretch is made of whole phrases that may be missing."""
    own = {w.at for w in piece}
    heads = [w for w in piece if w.head not in own and not _is_free(w)]
    below = {one.at for w in heads for one in tree.subtree(w)}
    return _DROPPED.issuperset(w.relation for w in heads) and places.isdisjoint(below)


def _between_commas(tree: Tree, piece: list[Token]) -> bool:
    before, behind = tree.words[: piece[0].at], tree.words[piece[-1].at + 1 :]
    opens = not before or before[-1].text in _COMMAS
    ends = not behind or behind[0].text in _ENDS
    return opens and ends and bool(before or behind)
