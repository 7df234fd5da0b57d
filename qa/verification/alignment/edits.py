"""Whether a clause is what a source says, word for word and in its order, with nothing left out that matters.

Where a sentence keeps to the order of its source, who does what to whom is the same, and the parser is asked only about
what was left out: whole phrases that neither limit nor turn the rest, or what stands between commas.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from qa.verification.alignment.parse import Tree, Word
from qa.words import load_words

_WORDS = load_words(Path(__file__).parent)
_FREE = _WORDS.set("edits", "free")
_HOLDING = frozenset(
    word
    for section, name in (("words", "limiting"), ("words", "negators"), ("words", "conditional"), ("words", "embedding"),
                          ("words", "possible"), ("words", "able"), ("edits", "holding"), ("frames", "assert"))
    for word in _WORDS.words(section, name)
)  # fmt: skip
_DROPPED = frozenset(
    ("prep", "pobj", "pcomp", "advmod", "npadvmod", "amod", "compound", "nmod", "poss", "case", "relcl", "acl", "appos", "nummod", "det", "punct", "advcl", "agent", "quantmod", "mark")
)
"""What a phrase may hang by that is left out."""
_FREE_RELATIONS = frozenset(("aux", "auxpass", "punct", "case"))

_COMMAS = frozenset((",", "-", "–", "—", "(", ")"))
_NEGATORS = _WORDS.set("words", "negators")

Pairs = list[tuple[Word, Word]]


def in_order(mine: Sequence[Word], theirs: Sequence[Word], same: Callable[[Word, Word], bool]) -> Pairs | None:
    """Return each word beside its own in the source, in order; None where one of them has none."""
    said = [w for w in mine if not _is_free(w)]
    there = [w for w in theirs if w.relation != "punct" and w.relation not in ("aux", "auxpass")]
    if not said or len(said) > len(there):
        return None
    # The fewest gaps: from the end of both, how many stretches are left out, and which way they were matched.
    best: list[list[int | None]] = [[None] * (len(there) + 1) for _ in range(len(said) + 1)]
    best[len(said)] = [0] * (len(there) + 1)
    for n in range(len(said) - 1, -1, -1):
        for k in range(len(there) - 1, -1, -1):
            after = best[n + 1][k + 1]
            skipped = best[n][k + 1]
            options = [0 + after] if after is not None and same(said[n], there[k]) else []
            options += [skipped + 1] if skipped is not None else []
            best[n][k] = min(options, default=None)
    return _path(said, there, best, same)


def _path(said: list[Word], there: list[Word], best: list[list[int | None]], same: Callable[[Word, Word], bool]) -> Pairs | None:
    if best[0][0] is None:
        return None
    pairs: Pairs = []
    n = k = 0
    while n < len(said):
        if best[n + 1][k + 1] == best[n][k] and same(said[n], there[k]):
            pairs.append((said[n], there[k]))
            n, k = n + 1, k + 1
        else:
            k += 1
    return pairs


def _is_free(word: Word) -> bool:
    return word.relation in _FREE_RELATIONS or word.lemma in _FREE


def may_be_left_out(tree: Tree, theirs: Sequence[Word], kept: Sequence[Word]) -> bool:
    """Whether the words of a source that were not kept change nothing."""
    places = {w.at for w in kept}
    denied = min((w.at for w in theirs if w.lemma in _NEGATORS and w.at in places), default=len(tree.words))
    return all(_may_go(tree, piece, places, strict=piece[0].at > denied) for piece in _pieces(theirs, places))


def _pieces(theirs: Sequence[Word], places: set[int]) -> Iterator[list[Word]]:
    """Yield the stretches left out, parted at commas."""
    piece: list[Word] = []
    for word in theirs:
        if word.at not in places and word.relation != "punct":
            piece.append(word)
        elif piece and (word.at in places or word.text in _COMMAS):
            yield piece
            piece = []
    if piece:
        yield piece


def _may_go(tree: Tree, piece: list[Word], places: set[int], *, strict: bool) -> bool:
    if all(_is_free(w) for w in piece) or (len(piece) == 1 and piece[0].is_pronoun and piece[0].relation == "nsubj"):
        return True
    if any(w.lemma in _HOLDING or w.text.casefold() in _HOLDING or (w.quantity and w.quantity.limit) for w in piece):
        return False
    if _between_commas(tree, piece):
        return True
    own = {w.at for w in piece}
    whole = all(not any(one.at in places for one in tree.subtree(w)) for w in piece if not _is_free(w))
    return whole and not strict and all(w.relation in _DROPPED or w.head in own for w in piece)


def _between_commas(tree: Tree, piece: list[Word]) -> bool:
    first, last = piece[0].at, piece[-1].at
    opens = first == 0 or tree.words[first - 1].text in _COMMAS
    ends = last + 1 >= len(tree.words) or tree.words[last + 1].text in _COMMAS or tree.words[last + 1].text == "."
    return opens and ends and not (first == 0 and last + 1 >= len(tree.words))
