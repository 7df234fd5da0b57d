"""Whether a clause is what a source says, word for word and in its order, with nothing left out that matters.

Where a sentence keeps to the order of its source, who does what to whom is the same, and the parser is asked only about
what was left out: whole phrases that neither limit nor turn the rest, or what stands between commas.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from qa.verification.alignment.align import Alignment
from qa.verification.alignment.dependents import conjuncts
from qa.verification.alignment.embedding import embedding
from qa.verification.alignment.parse import Token, Tree
from qa.words import load_words

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
_NEGATORS = _WORDS.set("words", "negators")

Pairs = list[tuple[Token, Token]]


def is_word_for_word(alignment: Alignment, clause: Token) -> bool:
    """Whether a clause is the source's own, in its order, with nothing left out that matters."""
    mine, source = alignment.said.tree, alignment.source
    theirs = list(source.tree.words)
    if source.tops:
        theirs = sorted({w for top in source.tops for w in source.tree.subtree(top)}, key=lambda w: w.at)
    pairs = _in_order(_own_words(mine, clause), theirs, alignment.references.same)
    head = next((two for one, two in pairs or () if one is clause), None)
    if not pairs or head is None or any(embedding(source, head, mine)):
        return False
    verbs = [(one, two) for one, two in pairs if one.is_verb or two.is_verb]
    if any(d.kind == "time" for one, two in verbs for d in alignment.turned(one, two)):
        return False
    return _may_be_left_out(source.tree, theirs, [two for _, two in pairs])


def _own_words(tree: Tree, clause: Token) -> list[Token]:
    """Return the words of a clause without the clauses that are joined to it, and what joins or opens it."""
    others = {w for one in conjuncts(tree, clause) if one.is_verb for w in tree.subtree(one)}
    own = [w for w in tree.subtree(clause) if w not in others and (w.relation != "cc" or w.head != clause.at)]
    return own[1:] if own[0].relation == "mark" else own


def _in_order(mine: Sequence[Token], theirs: Sequence[Token], same: Callable[[Token, Token], bool]) -> Pairs | None:
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
            options = [after] if after is not None and same(said[n], there[k]) else []
            options += [skipped + 1] if skipped is not None else []
            best[n][k] = min(options, default=None)
    return _path(said, there, best, same)


def _path(
    said: list[Token], there: list[Token], best: list[list[int | None]], same: Callable[[Token, Token], bool]
) -> Pairs | None:
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


def _is_free(word: Token) -> bool:
    return word.relation in _FREE_RELATIONS or word.lemma in _FREE


def _may_be_left_out(tree: Tree, theirs: Sequence[Token], kept: Sequence[Token]) -> bool:
    """Whether the words of a source that were not kept change nothing."""
    places = {w.at for w in kept}
    denied = min((w.at for w in theirs if w.lemma in _NEGATORS and w.at in places), default=len(tree.words))
    return all(_may_go(tree, piece, places, strict=piece[0].at > denied) for piece in _pieces(theirs, places))


def _pieces(theirs: Sequence[Token], places: set[int]) -> Iterator[list[Token]]:
    """Yield the stretches left out, parted at commas."""
    piece: list[Token] = []
    for word in theirs:
        if word.at not in places and word.relation != "punct":
            piece.append(word)
        elif piece and (word.at in places or word.text in _COMMAS):
            yield piece
            piece = []
    if piece:
        yield piece


def _may_go(tree: Tree, piece: list[Token], places: set[int], *, strict: bool) -> bool:
    if all(_is_free(w) for w in piece) or (len(piece) == 1 and piece[0].is_pronoun and piece[0].relation == "nsubj"):
        return True
    if any(w.lemma in _HOLDING or w.text.casefold() in _HOLDING or (w.quantity and w.quantity.limit) for w in piece):
        return False
    if _between_commas(tree, piece):
        return True
    own = {w.at for w in piece}
    whole = all(not any(one.at in places for one in tree.subtree(w)) for w in piece if not _is_free(w))
    return whole and not strict and all(w.relation in _DROPPED or w.head in own for w in piece)


def _between_commas(tree: Tree, piece: list[Token]) -> bool:
    first, last = piece[0].at, piece[-1].at
    opens = first == 0 or tree.words[first - 1].text in _COMMAS
    ends = last + 1 >= len(tree.words) or tree.words[last + 1].text in _COMMAS or tree.words[last + 1].text == "."
    return opens and ends and not (first == 0 and last + 1 >= len(tree.words))
