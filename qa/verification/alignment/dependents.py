"""Who does what to whom in a tree, whatever the grammar: passives, conjuncts and prepositions made alike."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from qa.verification.alignment.parse import Tree, Word
from qa.words import load_words

_NO_MEANING = frozenset(("punct", "aux", "auxpass", "mark", "cc", "preconj", "expl", "case", "neg", "dep", "prt", "meta"))
_SUBJECTS = frozenset(("nsubj", "csubj"))
_COMPLEMENTS = frozenset(("ccomp", "xcomp", "acomp", "attr", "oprd", "pcomp"))
_MODIFIERS = frozenset(("amod", "compound", "nmod", "poss", "nummod", "appos", "quantmod", "det", "predet"))
_ADVERBS = frozenset(("advmod", "npadvmod", "intj"))
_RELATIVE = frozenset(("relcl", "acl"))
_WORDS = load_words(Path(__file__).parent)
_REPORTING = _WORDS.set("frames", "assert") | _WORDS.set("frames", "expect") | _WORDS.set("frames", "believe")
_OPENING = frozenset(("when", "once", "where", "while"))
_ARTICLES = frozenset(("a", "an", "the", "this", "that", "these", "those", "such"))


@dataclass(frozen=True, slots=True)
class Dependent:
    """What hangs on a word, and how."""

    role: str
    """subject, object, to, complement, modifier, adverb, relative, clause or preposition."""
    word: Word
    link: str = ""
    """The preposition, or the word that opens the clause."""
    negated: bool = False
    """Of two that are joined the one that is not meant: "but not against X"."""
    borrowed: bool = False
    """Hangs on another word and is meant here too: the subject of a second verb."""
    alternative: bool = False
    """One of several of which some may not hold: "A or B"."""


def dependents(tree: Tree, word: Word) -> tuple[Dependent, ...]:
    """Return all that hangs on a word, conjuncts each by itself."""
    own = [one for child in tree.children(word) for one in _of(tree, word, child)]
    head = tree.head(word)
    if head is not None and word in asides(tree, head):
        own.append(Dependent("complement", head))
    expanded = [each for one in own for each in _with_conjuncts(tree, one)]
    if word.is_verb and not any(one.role == "subject" for one in expanded):
        expanded += _subject_elsewhere(tree, word, passive=any(c.relation == "auxpass" for c in tree.children(word)))
    return tuple(expanded)


def _of(tree: Tree, word: Word, child: Word) -> Iterator[Dependent]:
    relation = child.relation
    if child in asides(tree, word) or _opens(child, word):
        return
    if relation == "mark":
        yield from (Dependent("adverb", c) for c in tree.children(child) if c.relation in _ADVERBS)
    if relation in _NO_MEANING or (relation == "det" and child.lemma in _ARTICLES):
        return
    if relation in ("prep", "agent", "dative"):
        yield from _of_preposition(tree, child, child.lemma)
    elif role := _role(relation):
        if not (child.tag in ("WP", "WDT", "WP$") and word.relation in _RELATIVE):
            yield Dependent(role, child)
    elif relation == "advcl" and child not in asides(tree, word):
        yield Dependent("clause", child, link=clause_link(tree, child))
    elif relation == "nsubjpass":
        if not (child.tag in ("WP", "WDT") and word.relation in _RELATIVE):
            yield Dependent("object", child)


def asides(tree: Tree, word: Word) -> list[Word]:
    """Return the reports that stand beside a clause: "he said" in "Moscow, he said, was ready"."""
    found = []
    for child in tree.children(word):
        loose = child.relation == "parataxis" or _stands_apart(tree, child)
        if loose and child.lemma in _REPORTING:
            below = [c.relation for c in tree.children(child)]
            if "nsubj" in below and not {"mark", "ccomp", "xcomp", "dobj"} & set(below):
                found.append(child)
    return found


def _role(relation: str) -> str:
    for names, role in (
        (_SUBJECTS, "subject"),
        (("dobj",), "object"),
        (_COMPLEMENTS, "complement"),
        (_MODIFIERS, "modifier"),
        (_ADVERBS, "adverb"),
        (_RELATIVE, "relative"),
    ):
        if relation in names:
            return role
    return ""


def _of_preposition(tree: Tree, preposition: Word, link: str) -> Iterator[Dependent]:
    """Yield what a preposition brings; "out of" is one."""
    negated = any(child.relation == "neg" for child in tree.children(preposition))
    if preposition.relation == "dative" and preposition.tag != "IN" and preposition.tag != "TO":
        yield Dependent("to", preposition, link="to")
        return
    inner = [c for c in tree.children(preposition) if c.relation in ("pobj", "pcomp", "prep", "conj", "advmod", "amod")]
    empty = True
    for child in inner:
        if child.relation in ("pobj", "pcomp"):
            empty = False
            yield _brought(preposition, link, child, negated=negated)
        elif child.relation == "prep":
            empty = False
            yield from _of_preposition(tree, child, f"{link} {child.lemma}" if link in ("out", "according") else child.lemma)
        elif child.relation == "conj" and child.tag in ("IN", "TO"):
            yield from _of_preposition(tree, child, child.lemma)
    if empty:
        yield Dependent("adverb", preposition, negated=negated)


def _brought(preposition: Word, link: str, child: Word, *, negated: bool) -> Dependent:
    if preposition.relation == "agent":
        return Dependent("subject", child, negated=negated)
    return Dependent("to" if link == "to" and preposition.relation == "dative" else "preposition", child, link, negated)


def clause_link(tree: Tree, clause: Word) -> str:
    """Return the word that opens a clause, "" where none does."""
    for child in tree.children(clause):
        if child.relation == "mark" or _opens(child, clause):
            return child.lemma
    return ""


def _opens(word: Word, clause: Word) -> bool:
    """Whether an adverb opens a clause, as "once" does."""
    return clause.relation == "advcl" and word.relation == "advmod" and word.at < clause.at and word.lemma in _OPENING


def _stands_apart(tree: Tree, verb: Word) -> bool:
    """Whether a finite verb that the parser hung on a clause may be a report of it: no "and" joins them."""
    head = tree.head(verb)
    subject = next((c for c in tree.children(verb) if c.relation == "nsubj"), verb)
    first = min(w.at for w in tree.subtree(subject))
    joined = head is not None and (first == 0 or tree.words[first - 1].text != ",")
    finite = verb.tag in ("VBD", "VBZ", "VBP")
    return finite and (verb.relation in ("advcl", "ccomp") or (verb.relation == "conj" and not joined))


def _with_conjuncts(tree: Tree, one: Dependent) -> Iterator[Dependent]:
    joined = list(conjuncts(tree, one.word))
    or_ = any(c.relation == "cc" and c.lemma in ("or", "nor") for w in (one.word, *joined) for c in tree.children(w))
    yield replace(one, alternative=or_) if or_ else one
    for other in joined:
        negated = any(c.relation == "neg" for c in tree.children(other)) and not other.is_verb
        yield replace(one, word=other, negated=one.negated or negated, alternative=or_)


def conjuncts(tree: Tree, word: Word) -> Iterator[Word]:
    """Yield the words that are joined to one by "and" and the like, in order."""
    for child in tree.children(word):
        if child.relation == "conj":
            yield child
            yield from conjuncts(tree, child)


def _subject_elsewhere(tree: Tree, word: Word, *, passive: bool) -> Iterator[Dependent]:
    """Yield the subject that a verb shares with the verb it is joined to, hangs on, or the noun that it describes."""
    head = tree.head(word)
    if head is None:
        return
    role = "object" if passive else "subject"
    if any(one.role == role for child in tree.children(word) for one in _of(tree, word, child)):
        return
    if word.relation in _RELATIVE:
        as_object = word.relation == "relcl" and any(c.relation in ("nsubj",) for c in tree.children(word) if c.tag not in ("WP", "WDT"))
        yield Dependent("object" if as_object or (word.tag == "VBN" and word.relation == "acl") else role, head, borrowed=True)
    elif word.relation in ("conj", "xcomp", "advcl") or (word.relation == "pcomp"):
        outer = tree.head(head) if word.relation == "pcomp" else head
        if outer is not None:
            yield from (replace(one, role=role, borrowed=True) for one in _controllers(tree, outer, word))


def _controllers(tree: Tree, head: Word, word: Word) -> list[Dependent]:
    """Return those that do what a verb without a subject says."""
    own = [one for child in tree.children(head) for one in _of(tree, head, child)]
    found = [one for one in own if one.role == "object" and word.relation in ("xcomp", "pcomp") and one.word.at < word.at]
    found = found or [one for one in own if one.role == "subject"]
    if not found and head.is_verb and head.relation in ("conj", "xcomp", "relcl"):
        found = [one for one in dependents(tree, head) if one.role == "subject"]
    return [each for one in found for each in _with_conjuncts(tree, one)]
