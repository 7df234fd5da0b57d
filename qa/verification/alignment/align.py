"""Whether a parsed sentence holds in another: each of its words has its word there, in the same role.

A word is laid beside a word and then all that hangs on the first beside what hangs on the second. Nothing may be
added; what may be left out is what neither limits nor turns what is left.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from index.text.keywords import STOP_STEMS, stems
from qa.verification.alignment.dependents import Dependent, asides, conjuncts, dependents
from qa.verification.alignment.edits import in_order, may_be_left_out
from qa.verification.alignment.lexicon import means, name_of, same_name, same_word
from qa.verification.alignment.parse import Tree, Word, parse, texts_of
from qa.verification.alignment.reading import Reading
from qa.verification.alignment.tense import agree, is_negated, mood
from qa.verification.rules import dates
from qa.verification.rules.names import is_known_as
from qa.words import load_words

_WORDS = load_words(Path(__file__).parent)
_EMPTY = _WORDS.set("words", "empty")
_LIMITING = _WORDS.set("words", "limiting")
_QUANTIFIERS = _WORDS.set("words", "quantifiers")
_UNIVERSAL = _WORDS.set("words", "universal")
_CONDITIONAL = _WORDS.set("words", "conditional")
_EMBEDDING = _WORDS.set("words", "embedding")
_CONDITIONS = _WORDS.set("words", "conditions")
_REPORTING = _WORDS.set("frames", "assert")
_TRANSPARENT = _WORDS.set("words", "transparent")
_CONTRAST = _WORDS.set("words", "contrast")
_FACTIVE = _WORDS.set("words", "factive")
_BODIES = _WORDS.set("words", "bodies")
_LIMITING_PREPOSITIONS = _WORDS.set("words", "limiting_prepositions")
_FIRST = frozenset(("i", "we", "me", "us", "my", "our", "mine", "ours", "myself", "ourselves"))
_PERSON = frozenset(("he", "she", "him", "her", "his", "hers"))
_THING = frozenset(("it", "its", "they", "them", "their", "this", "that", "these", "those", "one"))
_LOOSE = frozenset(("adverb", "preposition", "to"))


@dataclass(frozen=True, slots=True)
class Difference:
    """What of a sentence is not shown to hold."""

    kind: str
    """other, added, left_out, turned, time, speaker or embedded."""
    words: str
    """Of the sentence; of the source where something was left out."""
    source: str = ""
    """What stands there instead."""


class Alignment:
    """One reading laid beside another."""

    def __init__(self, said: Reading, source: Reading) -> None:
        self.said, self.source = said, source
        self.mine, self.theirs = said.tree, source.tree
        self._known: dict[tuple[int, int], tuple[Difference, ...]] = {}
        self._my_row, self._their_row = _row(self.mine), _row(self.theirs)
        self._my_place = {w.at: n for n, w in enumerate(self._my_row)}
        self._their_place = {w.at: n for n, w in enumerate(self._their_row)}

    def of_clause(self, clause: Word) -> tuple[Difference, ...] | None:
        """Return the differences to the clause nearest to one of the sentence; None where there is none like it."""
        found = [
            (*self.embedding(word), *self.between(clause, word))
            for word in self.theirs.words
            if word.is_verb == clause.is_verb and self._same(clause, word)
        ]
        found += self._as_apposition(clause)
        return min(found, key=len, default=None)

    def is_word_for_word(self, clause: Word) -> bool:
        """Whether a clause is the source's own, in its order, with nothing left out that matters."""
        others = {w for one in conjuncts(self.mine, clause) if one.is_verb for w in self.mine.subtree(one)}
        mine = [w for w in self.mine.subtree(clause) if w not in others and not (w.relation == "cc" and w.head == clause.at)]
        theirs = list(self.theirs.words)
        if self.source.tops:
            theirs = sorted({w for top in self.source.tops for w in self.theirs.subtree(top)}, key=lambda w: w.at)
        mine = [w for w in mine if w.relation != "mark" or w.at != mine[0].at]
        pairs = in_order(mine, theirs, self._same)
        if pairs is None:
            return False
        head = next((two for one, two in pairs if one is clause), None)
        if head is None or any(self.embedding(head)):
            return False
        verbs = [(one, two) for one, two in pairs if one.is_verb or two.is_verb]
        if any(d.kind == "time" for one, two in verbs for d in self._turned(one, two)):
            return False
        return may_be_left_out(self.theirs, theirs, [two for _, two in pairs])

    def _as_apposition(self, clause: Word) -> Iterator[tuple[Difference, ...]]:
        """Yield the differences of "X is Y" to "X, Y,"."""
        own = dependents(self.mine, clause)
        who, what = ([d.word for d in own if d.role == role] for role in ("subject", "complement"))
        if clause.lemma != "be" or clause.tag not in ("VBZ", "VBP") or is_negated(self.mine, clause) or len(own) != 2 or not who or not what:
            return
        for word in self.theirs.words:
            head: Word | None = word
            while head is not None and head.relation == "appos":
                head = self.theirs.head(head)
            if head is not None and head is not word and self._is_one(who[0], head):
                yield self.between(what[0], word)

    def between(self, mine: Word, other: Word) -> tuple[Difference, ...]:
        """Return the differences between two words and all that hangs on them."""
        key = (mine.at, other.at)
        if key not in self._known:
            self._known[key] = ()  # a relative clause leads back to its noun
            self._known[key] = tuple(self._compare(mine, other))
        return self._known[key]

    def _compare(self, mine: Word, other: Word) -> Iterator[Difference]:
        if not self._same(mine, other):
            yield Difference("other", mine.text, other.text)
            return
        if mine.is_verb or other.is_verb:
            yield from self._turned(mine, other)
        if mine.is_pronoun or other.is_pronoun:
            return
        theirs = dependents(self.theirs, other)
        used: set[int] = set()
        for one in dependents(self.mine, mine):
            if not self._is_empty(one, mine):
                yield from self._met(mine, one, other, theirs, used)
        yield from self._left_out(mine, other, theirs, used)

    def _turned(self, mine: Word, other: Word) -> Iterator[Difference]:
        if mine.is_verb != other.is_verb:
            if mine.tag in ("VBD", "VBZ", "VBP"):
                yield Difference("time", mine.text, other.text)
            return
        one = mood(self.mine, mine, reported=self._reported(self.mine, self.said, mine))
        two = mood(self.theirs, other, reported=self._reported(self.theirs, self.source, other))
        if one.negated != two.negated:
            yield Difference("turned", mine.text, other.text)
        if not agree(one, two):
            yield Difference("time", mine.text, other.text)

    @staticmethod
    def _reported(tree: Tree, reading: Reading, word: Word) -> bool:
        if reading.frame is not None:
            return not reading.frame.direct
        up: Word | None = word
        while up is not None:
            if up.relation in ("ccomp", "pcomp", "xcomp"):
                return True
            up = tree.head(up)
        return False

    def _met(
        self, mine: Word, one: Dependent, other: Word, theirs: Sequence[Dependent], used: set[int]
    ) -> Iterator[Difference]:
        """Yield what is missing of a dependent in all that it may be laid beside."""
        if self._is_same_day(one):
            return
        region = self._written_alike(mine, one, other)
        if region:
            used.update(region)
            return
        found: list[tuple[int, tuple[Difference, ...], int]] = []
        for n, two in enumerate(self._candidates(one, other, theirs)):
            if two.word.at not in used or two.borrowed or one.borrowed:
                found.append((len(diff := self._beside(one, two)), diff, two.word.at))
        if found:
            _, best, at = min(found, key=lambda f: f[0])
            used.add(at)
            yield from best
        elif not one.borrowed and not self._is_known_of(one, mine):
            yield Difference("added", texts_of(self.mine.subtree(one.word)))

    def _beside(self, one: Dependent, two: Dependent) -> tuple[Difference, ...]:
        if texts_of(self.mine.subtree(one.word)).casefold() == texts_of(self.theirs.subtree(two.word)).casefold():
            return ()
        if one.negated != two.negated:
            return (Difference("turned", one.word.text, two.word.text),)
        if one.borrowed or two.borrowed:
            return () if self._same(one.word, two.word) else (Difference("other", one.word.text, two.word.text),)
        return self.between(one.word, two.word)

    def _candidates(self, one: Dependent, other: Word, theirs: Sequence[Dependent]) -> Iterator[Dependent]:
        yield from (two for two in theirs if _fits(one, two))
        if one.role == "complement" and one.word.tag.startswith("JJ"):
            yield from (d for two in theirs if two.role == "complement" for d in dependents(self.theirs, two.word) if d.word.tag.startswith("JJ"))
        if one.role == "modifier" and one.word.tag.startswith("JJ") and (head := self.theirs.head(other)) is not None:
            yield from (d for d in dependents(self.theirs, head) if d.role == "complement" and d.word.tag.startswith("JJ"))
        if one.role == "object":  # to approve the building of a terminal is to approve a terminal
            yield from (d for two in theirs if two.role == "object" and two.word.lemma in _TRANSPARENT for d in dependents(self.theirs, two.word) if d.link == "of")
        if one.role in ("complement", "preposition", "clause"):
            adjectives = [two.word for two in theirs if two.role == "complement" and not two.word.is_verb]
            yield from (d for word in adjectives for d in dependents(self.theirs, word) if _fits(one, d))
        if one.role in _LOOSE:
            for near in theirs:
                if near.role != "subject" and not near.borrowed:
                    for two in dependents(self.theirs, near.word):
                        if two.role in _LOOSE and _fits(one, two):
                            yield two
            head = self.theirs.head(other)
            if head is not None and not other.is_verb:
                head = self.theirs.head(head) if head.tag in ("IN", "TO") else head
                if head is not None:
                    yield from (two for two in dependents(self.theirs, head) if two.role in _LOOSE and _fits(one, two) and two.word.at != other.at)

    def _left_out(self, mine: Word, other: Word, theirs: Sequence[Dependent], used: set[int]) -> Iterator[Difference]:
        negated = other.is_verb and is_negated(self.theirs, other)
        every = any(d.word.lemma in _UNIVERSAL or d.word.tag in ("JJS", "RBS") for d in theirs if d.role in ("modifier", "adverb"))
        for role in ("object", "complement"):
            if role == "object" and other.lemma in _REPORTING:
                continue  # who is told
            own = [d for d in theirs if d.role == role and not d.borrowed and d.word.tag != "DT"]
            if own and not any(w.at in used for d in own for w in self.theirs.subtree(d.word)) and (role == "object" or other.lemma in _EMBEDDING or other.lemma == "be"):
                yield Difference("left_out", texts_of(self.theirs.subtree(own[0].word)))
        for two in theirs:
            if two.word.at not in used and not two.borrowed and _limits(two, negated=negated, every=every):
                yield Difference("left_out", texts_of(self.theirs.subtree(two.word)))

    def embedding(self, word: Word) -> Iterator[Difference]:
        """Yield what a clause hangs on that does not hold it for a fact."""
        if word not in self.source.tops:
            yield from (Difference("embedded", word.text, one.text) for one in asides(self.theirs, word))
        yield from (Difference("left_out", texts_of(self.theirs.subtree(one))) for one in self._conditions_of(word))
        up = word
        while (head := self.theirs.head(up)) is not None and up not in self.source.tops:
            if up.relation in ("ccomp", "xcomp", "pcomp", "csubj") and not (head.lemma in _FACTIVE and not is_negated(self.theirs, head)):
                yield Difference("embedded", up.text, head.text)
            elif up.relation == "advcl":
                marks = {c.lemma for c in self.theirs.children(up) if c.relation in ("mark", "advmod")}
                if marks & _CONDITIONAL or (not marks and up.tag not in ("VBN", "VBG")):
                    yield Difference("embedded", up.text, " ".join(sorted(marks)))
            elif up.relation == "relcl":
                return
            elif up.relation == "acl":
                yield Difference("embedded", up.text, head.text)
            elif up.relation == "conj" and any(c.lemma in ("or", "nor") for c in self.theirs.children(head)):
                yield Difference("embedded", up.text, head.text)
            up = head

    def _conditions_of(self, word: Word) -> Iterator[Word]:
        """Yield the conditions that a clause may stand under and the sentence does not set, wherever the parser hung them."""
        mine = {w.lemma for w in self.mine.words}
        above = _upwards(self.theirs, word)
        for mark in self.theirs.words:
            if mark.lemma in _CONDITIONS and mark.lemma not in mine and mark.relation in ("mark", "advmod"):
                clause = self.theirs.words[mark.head]
                head = self.theirs.head(clause)
                if clause not in above and head is not None and (head in above or word in _upwards(self.theirs, head)):
                    yield clause

    def _same(self, mine: Word, other: Word) -> bool:
        if other.is_pronoun or (other.text.casefold() == "one" and other.relation in ("dobj", "pobj", "attr")):
            return self._is_theirs(mine, other)
        if mine.is_pronoun:
            named = list(_nouns_before(self.mine, mine))
            if other.lemma in _BODIES and any(one.is_name for one in named) and mine.text.casefold() in _THING:
                return True
            return any(same_word(one, other) for one in named) or self._is_speaker(mine, other)
        return any(self._is_one(a, b) for a in _also(self.mine, mine) for b in _also(self.theirs, other))

    def _is_one(self, mine: Word, other: Word) -> bool:
        if mine.text == other.text and mine.text[0].isupper() and not mine.quantity:
            return same_name(name_of(self.mine, mine), name_of(self.theirs, other))
        if mine.is_name and other.is_name:
            return same_name(name_of(self.mine, mine), name_of(self.theirs, other))
        if mine.is_name != other.is_name and not (mine.quantity or other.quantity):
            return mine.text.casefold() == other.text.casefold() or self._is_called(mine, other)
        return same_word(mine, other)

    def _is_called(self, mine: Word, other: Word) -> bool:
        """Whether one is a name and the other what its bearer is called: "Solheim" and "the mayor"."""
        name, role = (mine, other) if mine.is_name else (other, mine)
        premise = self.source.premise
        if premise is None or not role.tag.startswith("NN"):
            return same_word(mine, other)
        if role.lemma in _BODIES and mine.is_name:
            return any(same_word(mine, one) for one in self._things_before(other, back=1) if one.is_name)
        return bearers(premise.article.text, role.text.casefold()) == {name.text}

    def _is_speaker(self, pronoun: Word, other: Word) -> bool:
        return pronoun.text.casefold() in _PERSON and any(is_known_as(other.text, s) for s in self.said.speakers)

    def _is_theirs(self, mine: Word, pronoun: Word) -> bool:
        """Whether the source's pronoun is what the sentence names."""
        theirs = pronoun.text.casefold()
        if mine.is_pronoun:
            return theirs in _FIRST or _group(mine.text.casefold()) == _group(theirs)
        if mine.is_name:
            if theirs in _FIRST or theirs in _PERSON:
                known = [*self.source.speakers, *(self._nearest_doer(pronoun) if theirs in _PERSON else ())]
                return any(is_known_as(mine.text, speaker) for speaker in known)
        elif theirs in _FIRST:
            return mine.lemma in _BODIES
        elif theirs in _PERSON and self.source.premise is not None:
            called = bearers(self.source.premise.article.text, mine.text.casefold())
            return len(called) == 1 and any(w.text in called for w in self.theirs.words[: pronoun.at])
        return theirs in _THING and any(same_word(mine, one) for one in self._things_before(pronoun))

    def _nearest_doer(self, pronoun: Word) -> Iterator[str]:
        """Yield who does something last before a pronoun, in its sentence or else in those before."""
        rows = [self.theirs.words[: pronoun.at], *(tree.words for tree in reversed(parse(self.source.before)))]
        doers = [[w.text for w in row if w.is_name and w.relation in ("nsubj", "nsubjpass", "poss")] for row in rows]
        yield from next((names[-1:] for names in doers if names), [])

    def _things_before(self, pronoun: Word, back: int = 3) -> Iterator[Word]:
        yield from _nouns_before(self.theirs, pronoun)
        for tree in parse(self.source.before[-back:]):
            yield from (w for w in tree.words if w.tag.startswith("NN") or w.tag == "VBG")

    def _is_empty(self, one: Dependent, mine: Word) -> bool:
        if one.role == "clause" and one.link in _CONTRAST and self.mine.head(mine) is None:
            return True  # a clause of its own
        if one.word.lemma in _EMPTY and not self.mine.children(one.word):
            return True
        if one.link == "according to" and self.said.frame is not None:
            return True  # the frame itself
        if one.role == "modifier" and one.word.lemma in ("any", "no", "neither"):
            return True  # what they deny has been compared
        return one.role == "modifier" and one.word.is_pronoun

    def _is_known_of(self, one: Dependent, mine: Word) -> bool:
        """Whether what is added to a name is said of it elsewhere in the article."""
        if not mine.is_name or one.role != "modifier" or self.source.premise is None:
            return False
        words = tuple(w.text for w in self.mine.subtree(one.word) if w.tag[:2] in ("NN", "JJ", "CD"))
        return is_described(self.source.premise.article.text, mine.text, words)

    def _is_same_day(self, one: Dependent) -> bool:
        text = texts_of(self.mine.subtree(one.word))
        days = dates.written(text)
        if not days or one.link not in ("", "on", "in") or self.source.premise is None:
            return False
        left = dates.without_days(text).split()
        if any(word.casefold() not in ("on", "in", ",") for word in left):
            return False
        article = self.source.premise.article
        return all(dates.is_named_by(day, self.source.text, article.published) for day, _, _ in days)

    def _written_alike(self, mine: Word, one: Dependent, other: Word) -> list[int]:
        """Return the places in the source of a stretch from a word to all of its dependent, where it is the same."""
        if one.borrowed:
            return []
        places = [self._my_place[w.at] for w in self.mine.subtree(one.word) if w.at in self._my_place]
        here, there = self._my_place.get(mine.at), self._their_place.get(other.at)
        if here is None or there is None or not places:
            return []
        first, last = min(here, *places), max(here, *places)
        shift = there - here
        if first + shift < 0 or last + shift >= len(self._their_row):
            return []
        same = all(
            n == here or self._my_row[n].text.casefold() == self._their_row[n + shift].text.casefold()
            for n in range(first, last + 1)
        )
        return [self._their_row[n + shift].at for n in range(first, last + 1)] if same else []


def _upwards(tree: Tree, word: Word) -> list[Word]:
    """Return a word and all that it hangs on."""
    found = [word]
    while (head := tree.head(found[-1])) is not None:
        found.append(head)
    return found


def _row(tree: Tree) -> list[Word]:
    return [w for w in tree.words if w.relation != "punct" and w.tag not in (",", ":", ".", "``", "''")]


def _fits(one: Dependent, two: Dependent) -> bool:
    """Whether two dependents may be in the same role."""
    if one.role == two.role:
        return one.role not in ("preposition", "clause") or one.link == two.link or means(one.link, two.link)
    pair = {one.role, two.role}
    if pair == {"modifier", "preposition"}:
        return "of" in (one.link, two.link)
    if pair == {"object", "preposition"}:
        return "to" in (one.link, two.link)
    return pair in ({"modifier", "adverb"}, {"to", "object"}) or (pair == {"to", "preposition"} and "to" in (one.link, two.link))


def _limits(two: Dependent, *, negated: bool, every: bool) -> bool:
    """Whether what a source has says less than it would without."""
    if two.role == "modifier" and two.word.lemma in ("no", "any", "neither"):
        return False  # what they deny has been compared
    if two.word.lemma in _LIMITING or two.alternative:
        return True
    if two.role == "clause":
        return negated or two.link in ("if", "unless", "once", "until", "till", "while", "except", "without", "whether", "")
    if two.role == "preposition" and two.link in _LIMITING_PREPOSITIONS:
        return True
    if negated:
        return two.role in ("object", "complement", "preposition", "adverb")
    return every and two.role in ("preposition", "relative")


def _group(pronoun: str) -> str:
    return "person" if pronoun in _PERSON else "thing" if pronoun in _THING else "you" if pronoun == "you" else "first"


def _nouns_before(tree: Tree, word: Word) -> Iterator[Word]:
    yield from (one for one in reversed(tree.words[: word.at]) if one.tag.startswith("NN"))


def _also(tree: Tree, word: Word) -> list[Word]:
    """Return a noun and the names that are put beside it: "the chief executive, Philippa Renshaw"."""
    beside = [c for c in tree.children(word) if c.relation == "appos" and (c.is_name or word.is_name)]
    return [word, *beside]


@lru_cache(maxsize=4096)
def bearers(article: str, role: str) -> frozenset[str]:
    """Return the last names of those whom an article calls so: "Mayor Marit Solheim", "Reiner, the energy minister"."""
    before = re.finditer(rf"(?i:\b{role})\s+((?:[A-ZÀ-Þ][\w'’-]+\s?)+)", article)
    after = re.finditer(rf"\b([A-ZÀ-Þ][\w'’-]+), (?:a|an|the|its|her|his|who)\b[^,.]{{0,40}}\b{role}\b", article)
    return frozenset([m[1].split()[-1].removesuffix("’s").removesuffix("'s") for m in before] + [m[1] for m in after])


@lru_cache(maxsize=4096)
def is_described(article: str, name: str, words: tuple[str, ...]) -> bool:
    """Whether an article has these words in a sentence that has the name."""
    last = name.split()[-1]
    sentences = [frozenset(stems(s)) for s in article.replace("\n", " ").split(". ") if last in s]
    wanted = frozenset(stem for word in words for stem in stems(word)) - STOP_STEMS
    return any(wanted <= s for s in sentences)


def clauses(tree: Tree) -> list[Word]:
    """Return the words that each carry a clause of its own: the roots and the verbs that are joined to them."""
    found = []
    for root in tree.roots:
        if root.relation == "punct":
            continue
        found.append(root)
        found += [word for word in conjuncts(tree, root) if word.is_verb or root.is_verb]
        found += [one.word for one in dependents(tree, root) if one.role == "clause" and one.link in _CONTRAST]
    return found
