"""Whether a parsed clause holds in a source: each of its words has its word there, in the same role.

A word is laid beside a word and then all that hangs on the first beside what hangs on the second. Nothing may be
added; what may be left out is what neither limits nor turns what is left.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from index.text.words import load_words
from qa.verification.alignment.dependents import Dependent, conjuncts, dependents
from qa.verification.alignment.difference import Difference
from qa.verification.alignment.embedding import embedding
from qa.verification.alignment.parse import Token, Tree, texts_of
from qa.verification.alignment.reading import Reading
from qa.verification.alignment.references import References, is_described
from qa.verification.alignment.roles import candidates, is_universal, limits
from qa.verification.alignment.tense import agree, is_negated, mood
from qa.verification.rules import dates

_WORDS = load_words(Path(__file__).parent)
_EMPTY = _WORDS.set("words", "empty")
_EMBEDDING = _WORDS.set("words", "embedding") | {"be"}
_REPORTING = _WORDS.set("frames", "assert")
_CONTRAST = _WORDS.set("words", "contrast")
_DENIED = frozenset(("any", "no", "neither"))
"""What these deny is compared as what the verb says."""
_ON_THE_DAY = frozenset(("on", "in", ","))


class Alignment:
    """One reading laid beside another."""

    def __init__(self, said: Reading, source: Reading) -> None:
        """Lay `said` beside `source`."""
        self.said, self.source = said, source
        self.references = References(said, source)
        self._mine, self._theirs = said.tree, source.tree
        self._known: dict[tuple[int, int], tuple[Difference, ...]] = {}

    def of_clause(self, clause: Token) -> tuple[Difference, ...] | None:
        """Return the differences to the clause nearest to one of the sentence; None where there is none like it."""
        found = [
            (*embedding(self.source, word, self._mine), *self._between(clause, word))
            for word in self._theirs.words
            if word.is_verb == clause.is_verb and self.references.same(clause, word)
        ]
        found += self._as_apposition(clause)
        return min(found, key=len, default=None)

    def turned(self, mine: Token, other: Token) -> Iterator[Difference]:
        """Yield how a verb is denied, or placed in time, otherwise than another."""
        if mine.is_verb != other.is_verb:
            if mine.tag in ("VBD", "VBZ", "VBP"):
                yield Difference("time", mine.text, other.text)
            return
        one = mood(self._mine, mine, reported=_is_reported(self.said, mine))
        two = mood(self._theirs, other, reported=_is_reported(self.source, other))
        if one.negated != two.negated:
            yield Difference("turned", mine.text, other.text)
        if not agree(one, two):
            yield Difference("time", mine.text, other.text)

    def _as_apposition(self, clause: Token) -> Iterator[tuple[Difference, ...]]:
        """Yield the differences of "X is Y" to "X, Y,"."""
        own = dependents(self._mine, clause)
        roles = {one.role: one.word for one in own}
        plain = clause.lemma == "be" and clause.tag in ("VBZ", "VBP") and not is_negated(self._mine, clause)
        if not plain or len(own) != len(roles) or roles.keys() != {"subject", "complement"}:
            return
        for word in self._theirs.words:
            head: Token | None = word
            while head is not None and head.relation == "appos":
                head = self._theirs.head(head)
            if head is not None and head is not word and self.references.is_one(roles["subject"], head):
                yield self._between(roles["complement"], word)

    def _between(self, mine: Token, other: Token) -> tuple[Difference, ...]:
        """Return the differences between two words and all that hangs on them."""
        key = (mine.at, other.at)
        if key not in self._known:
            self._known[key] = ()  # a relative clause leads back to its noun
            self._known[key] = tuple(self._compared(mine, other))
        return self._known[key]

    def _compared(self, mine: Token, other: Token) -> Iterator[Difference]:
        if not self.references.same(mine, other):
            yield Difference("other", mine.text, other.text)
            return
        if mine.is_verb or other.is_verb:
            yield from self.turned(mine, other)
        if not mine.is_pronoun and not other.is_pronoun:
            yield from self._in_roles(mine, other)

    def _in_roles(self, mine: Token, other: Token) -> Iterator[Difference]:
        """Yield the differences between what hangs on two words."""
        theirs = dependents(self._theirs, other)
        used: set[int] = set()
        for one in dependents(self._mine, mine):
            if not self._is_empty(one, mine):
                yield from self._met(mine, one, other, theirs, used)
        yield from self._left_out(other, theirs, used)

    def _met(
        self, mine: Token, one: Dependent, other: Token, theirs: Sequence[Dependent], used: set[int]
    ) -> Iterator[Difference]:
        """Yield what is missing of a dependent in all that it may be laid beside."""
        if self._is_same_day(one):
            return
        if region := self._written_alike(mine, one, other):
            used.update(region)
            return
        found = [
            (two.word.at, self._beside(one, two))
            for two in candidates(one, self._theirs, other, theirs)
            if two.word.at not in used or two.borrowed or one.borrowed
        ]
        if found:
            at, best = min(found, key=lambda each: len(each[1]))
            used.add(at)
            yield from best
        elif not one.borrowed and not self._is_known_of(one, mine):
            yield Difference("added", texts_of(self._mine.subtree(one.word)))

    def _beside(self, one: Dependent, two: Dependent) -> tuple[Difference, ...]:
        if one.negated != two.negated:
            return (Difference("turned", one.word.text, two.word.text),)
        mine, theirs = self._mine.subtree(one.word), self._theirs.subtree(two.word)
        if texts_of(mine).casefold() == texts_of(theirs).casefold():
            return ()
        if one.borrowed or two.borrowed:
            same = self.references.same(one.word, two.word)
            return () if same else (Difference("other", one.word.text, two.word.text),)
        return self._between(one.word, two.word)

    def _left_out(self, other: Token, theirs: Sequence[Dependent], used: set[int]) -> Iterator[Difference]:
        """Yield what a source has and a sentence may not leave out."""
        negated = other.is_verb and is_negated(self._theirs, other)
        universal = is_universal(theirs)
        for role in ("object", "complement"):
            own = [d.word for d in theirs if d.role == role and not d.borrowed and d.word.tag != "DT"]
            needed = other.lemma not in _REPORTING if role == "object" else other.lemma in _EMBEDDING
            if own and needed and not any(w.at in used for word in own for w in self._theirs.subtree(word)):
                yield Difference("left_out", texts_of(self._theirs.subtree(own[0])))
        for two in theirs:
            if two.word.at not in used and not two.borrowed and limits(two, negated=negated, universal=universal):
                yield Difference("left_out", texts_of(self._theirs.subtree(two.word)))

    def _is_empty(self, one: Dependent, mine: Token) -> bool:
        """Whether a dependent says nothing, or nothing that is not compared elsewhere."""
        if one.role == "clause":
            return one.link in _CONTRAST and self._mine.head(mine) is None
        if one.link == "according to":
            return self.said.frame is not None
        lemmas = _EMPTY | _DENIED if one.role == "modifier" else _EMPTY
        return one.word.lemma in lemmas and not self._mine.children(one.word)

    def _is_known_of(self, one: Dependent, mine: Token) -> bool:
        """Whether what is added to a name is said of it elsewhere in the article."""
        if not mine.is_name or one.role != "modifier" or self.source.premise is None:
            return False
        words = tuple(w.text for w in self._mine.subtree(one.word) if w.tag[:2] in ("NN", "JJ", "CD"))
        return is_described(self.source.premise.article.text, mine.text, words)

    def _is_same_day(self, one: Dependent) -> bool:
        """Whether a dependent is a day that the source names too, in other words."""
        text = texts_of(self._mine.subtree(one.word))
        days = dates.written(text)
        left = set(dates.without_days(text).casefold().split())
        if not days or left - _ON_THE_DAY or one.link not in ("", "on", "in") or self.source.premise is None:
            return False
        published = self.source.premise.article.published
        return all(dates.is_named_by(day, self.source.text, published) for day, _, _ in days)

    def _written_alike(self, mine: Token, one: Dependent, other: Token) -> list[int]:
        """Return the places in the source of a stretch from a word to all of its dependent, where it is the same."""
        if one.borrowed:
            return []
        my_row, their_row = self._mine.row, self._theirs.row
        if mine.is_mark or other.is_mark:
            return []
        here = self._mine.places[mine.at]
        shift = self._theirs.places[other.at] - here
        places = [here, *(self._mine.places[w.at] for w in self._mine.subtree(one.word) if not w.is_mark)]
        first, last = min(places), max(places)
        if first + shift < 0 or last + shift >= len(their_row):
            return []
        stretch = [n for n in range(first, last + 1) if n != here]
        same = all(my_row[n].text.casefold() == their_row[n + shift].text.casefold() for n in stretch)
        return [their_row[n + shift].at for n in range(first, last + 1)] if same else []


def _is_reported(reading: Reading, word: Token) -> bool:
    """Whether a verb stands in words that somebody else tells."""
    if reading.frame is not None:
        return not reading.frame.direct
    up: Token | None = word
    while up is not None:
        if up.relation in ("ccomp", "pcomp", "xcomp"):
            return True
        up = reading.tree.head(up)
    return False


def clauses(tree: Tree) -> list[Token]:
    """Return the words that each carry a clause of its own: the roots and the verbs that are joined to them."""
    roots = [root for root in tree.roots if not root.is_mark]
    joined = [word for root in roots for word in conjuncts(tree, root) if word.is_verb]
    return roots + joined + [one.word for root in roots for one in dependents(tree, root) if _is_contrast(one)]


def _is_contrast(one: Dependent) -> bool:
    return one.role == "clause" and one.link in _CONTRAST
