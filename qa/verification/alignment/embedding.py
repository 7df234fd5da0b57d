"""What a clause stands under where it is cited: a report, a plan, a question, a condition. Then it is not simply so."""

from collections.abc import Iterator
from pathlib import Path

from index.text.words import load_words
from qa.verification.alignment.dependents import asides
from qa.verification.alignment.difference import Difference
from qa.verification.alignment.parse import Token, Tree, texts_of
from qa.verification.alignment.reading import Reading
from qa.verification.alignment.tense import is_negated

_WORDS = load_words(Path(__file__).parent)
_CONDITIONS = _WORDS.set("words", "conditions")
_CONDITIONAL = _WORDS.set("words", "conditional")
_FACTIVE = _WORDS.set("words", "factive")
_COMPLEMENTS = frozenset(("ccomp", "xcomp", "pcomp", "csubj", "acl"))


def embedding(source: Reading, word: Token, said: Tree | None = None) -> Iterator[Difference]:
    """Yield what a clause of a source stands under; not the conditions that the sentence `said` sets too."""
    tree = source.tree
    if word not in source.tops:
        yield from (Difference("embedded", word.text, one.text) for one in asides(tree, word))
    if said is not None:
        yield from _conditions(tree, word, {one.lemma for one in said.words})
    up = word
    while (head := tree.head(up)) is not None and up not in source.tops and up.relation != "relcl":
        if over := _over(tree, up, head):
            yield Difference("embedded", up.text, over)
        up = head


def _over(tree: Tree, up: Token, head: Token) -> str:
    """Return the word that keeps a clause from being simply so, "" where none does."""
    if up.relation == "advcl":
        return _condition(tree, up, head)
    alternative = up.relation == "conj" and tree.has(head, "or", "nor")
    return head.text if alternative or (up.relation in _COMPLEMENTS and not _is_fact(tree, head)) else ""


def _is_fact(tree: Tree, head: Token) -> bool:
    """Whether a verb holds for a fact what hangs on it: "he knew that"."""
    return head.lemma in _FACTIVE and not is_negated(tree, head)


def _condition(tree: Tree, clause: Token, head: Token) -> str:
    """Return what makes a clause beside another a condition; a participle makes none."""
    marks = {c.lemma for c in tree.below(clause, "mark", "advmod")}
    if marks & _CONDITIONAL:
        return " ".join(sorted(marks))
    return "" if marks or clause.tag in ("VBN", "VBG") else head.text


def _conditions(tree: Tree, word: Token, set_too: set[str]) -> Iterator[Difference]:
    """Yield the conditions that a clause may stand under, wherever the parser hung them."""
    for mark in tree.words:
        if mark.lemma in _CONDITIONS - set_too and mark.relation in ("mark", "advmod"):
            clause = tree.words[mark.head]
            if _may_govern(tree, clause, word):
                yield Difference("left_out", texts_of(tree.subtree(clause)))


def _may_govern(tree: Tree, condition: Token, word: Token) -> bool:
    above, head = _upwards(tree, word), tree.head(condition)
    return head is not None and condition not in above and (head in above or word in _upwards(tree, head))


def _upwards(tree: Tree, word: Token) -> list[Token]:
    """Return a word and all that it hangs on."""
    found = [word]
    while (head := tree.head(found[-1])) is not None:
        found.append(head)
    return found
