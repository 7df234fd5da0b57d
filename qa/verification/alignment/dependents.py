"""Who does what to whom in a tree, whatever the grammar: passives, conjuncts and prepositions made alike."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from index.text.words import load_words
from qa.verification.alignment.parse import Token, Tree

_NO_MEANING = frozenset(
    ("punct", "aux", "auxpass", "mark", "cc", "preconj", "expl", "case", "neg", "dep", "prt", "meta")
)
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
    word: Token
    link: str = ""
    """The preposition, or the word that opens the clause."""
    negated: bool = False
    """Of two that are joined the one that is not meant: "but not against X"."""
    borrowed: bool = False
    """Hangs on another word and is meant here too: the subject of a second verb."""
    alternative: bool = False
    """One of several of which some may not hold: "A or B"."""


@lru_cache(maxsize=20_000)
def dependents(tree: Tree, word: Token) -> tuple[Dependent, ...]:
    """Return all that hangs on a word, conjuncts each by itself."""
    own = [*_own(tree, word), *_reported_beside(tree, word)]
    expanded = [each for one in own for each in _with_conjuncts(tree, one)]
    if word.is_verb and all(one.role != "subject" for one in expanded):
        expanded += _subject_elsewhere(tree, word)
    return tuple(expanded)


def _own(tree: Tree, word: Token) -> list[Dependent]:
    return [one for child in tree.children(word) for one in _of(tree, word, child)]


def _reported_beside(tree: Tree, word: Token) -> Iterator[Dependent]:
    """Yield the clause that a report stands beside: "Moscow, he said, was ready"."""
    head = tree.head(word)
    if head is not None and word in asides(tree, head):
        yield Dependent("complement", head)


def _of(tree: Tree, word: Token, child: Token) -> Iterator[Dependent]:
    if child in asides(tree, word) or _opens(child, word):
        return
    relation = child.relation
    if relation == "mark":  # "an hour before"
        yield from (Dependent("adverb", c) for c in tree.below(child, *_ADVERBS))
    elif relation in ("prep", "agent", "dative"):
        yield from _of_preposition(tree, child, child.lemma)
    elif relation == "advcl":
        yield Dependent("clause", child, link=clause_link(tree, child))
    elif (role := _role(relation)) and not _is_relative(child, word) and not _is_article(child):
        yield Dependent(role, child)


def _is_relative(child: Token, word: Token) -> bool:
    """Whether a word is the "who" or "that" of a relative clause."""
    return child.tag in ("WP", "WDT", "WP$") and word.relation in _RELATIVE


def _is_article(child: Token) -> bool:
    return child.relation == "det" and child.lemma in _ARTICLES


def asides(tree: Tree, word: Token) -> list[Token]:
    """Return the reports that stand beside a clause: "he said" in "Moscow, he said, was ready"."""
    reporting = (child for child in tree.children(word) if child.lemma in _REPORTING)
    return [child for child in reporting if _stands_apart(tree, child) and _reports_nothing_else(tree, child)]


def _reports_nothing_else(tree: Tree, verb: Token) -> bool:
    return bool(tree.below(verb, "nsubj")) and not tree.below(verb, "mark", "ccomp", "xcomp", "dobj")


def _stands_apart(tree: Tree, verb: Token) -> bool:
    """Whether a verb that the parser hung on a clause may be a report of it."""
    if verb.relation == "parataxis":
        return True
    if verb.tag not in ("VBD", "VBZ", "VBP"):
        return False
    return verb.relation in ("advcl", "ccomp") or (verb.relation == "conj" and _follows_comma(tree, verb))


def _follows_comma(tree: Tree, verb: Token) -> bool:
    """Whether a comma, and no "and", stands before a verb and its subject."""
    subject = next(iter(tree.below(verb, "nsubj")), verb)
    first = tree.subtree(subject)[0].at
    return first > 0 and tree.words[first - 1].text == ","


def _role(relation: str) -> str:
    for names, role in (
        (_SUBJECTS, "subject"),
        (("dobj", "nsubjpass"), "object"),
        (_COMPLEMENTS, "complement"),
        (_MODIFIERS, "modifier"),
        (_ADVERBS, "adverb"),
        (_RELATIVE, "relative"),
    ):
        if relation in names:
            return role
    return ""


def _of_preposition(tree: Tree, preposition: Token, link: str) -> Iterator[Dependent]:
    """Yield what a preposition brings; "out of" is one."""
    if preposition.relation == "dative" and preposition.tag not in ("IN", "TO"):
        yield Dependent("to", preposition, link="to")
        return
    negated = bool(tree.below(preposition, "neg"))
    brought = tree.below(preposition, "pobj", "pcomp")
    inner = tree.below(preposition, "prep")
    yield from (_brought(preposition, link, child, negated=negated) for child in brought)
    for child in inner:
        joined = f"{link} {child.lemma}" if link in ("out", "according") else child.lemma
        yield from _of_preposition(tree, child, joined)
    for child in tree.below(preposition, "conj"):
        if child.tag in ("IN", "TO"):
            yield from _of_preposition(tree, child, child.lemma)
    if not brought and not inner:
        yield Dependent("adverb", preposition, negated=negated)


def _brought(preposition: Token, link: str, child: Token, *, negated: bool) -> Dependent:
    if preposition.relation == "agent":
        return Dependent("subject", child, negated=negated)
    return Dependent("to" if preposition.relation == "dative" else "preposition", child, link, negated)


def clause_link(tree: Tree, clause: Token) -> str:
    """Return the word that opens a clause, "" where none does."""
    for child in tree.children(clause):
        if child.relation == "mark" or _opens(child, clause):
            return child.lemma
    return ""


def _opens(word: Token, clause: Token) -> bool:
    """Whether an adverb opens a clause, as "once" does."""
    return clause.relation == "advcl" and word.relation == "advmod" and word.at < clause.at and word.lemma in _OPENING


def _with_conjuncts(tree: Tree, one: Dependent) -> Iterator[Dependent]:
    joined = list(conjuncts(tree, one.word))
    alternative = any(tree.has(word, "or", "nor") for word in (one.word, *joined))
    yield replace(one, alternative=alternative)
    for other in joined:
        negated = one.negated or (bool(tree.below(other, "neg")) and not other.is_verb)
        yield replace(one, word=other, negated=negated, alternative=alternative)


def conjuncts(tree: Tree, word: Token) -> Iterator[Token]:
    """Yield the words that are joined to one by "and" and the like, in order."""
    for child in tree.below(word, "conj"):
        yield child
        yield from conjuncts(tree, child)


def _subject_elsewhere(tree: Tree, word: Token) -> Iterator[Dependent]:
    """Yield the subject that a verb shares with the verb it is joined to, hangs on, or the noun that it describes."""
    head = tree.head(word)
    role = "object" if tree.below(word, "auxpass") else "subject"
    if head is None or any(one.role == role for one in _own(tree, word)):
        return
    if word.relation in _RELATIVE:
        yield Dependent(_role_in_relative(tree, word, role), head, borrowed=True)
    elif word.relation in ("conj", "xcomp", "advcl", "pcomp"):
        outer = tree.head(head) if word.relation == "pcomp" else head
        doers = _controllers(tree, outer, word) if outer is not None else []
        yield from (replace(one, role=role, borrowed=True) for one in doers)


def _role_in_relative(tree: Tree, verb: Token, role: str) -> str:
    """Return what the noun is in the clause that describes it: "the man who came", "the man whom she met"."""
    has_subject = any(child.tag not in ("WP", "WDT") for child in tree.below(verb, "nsubj"))
    reduced = verb.tag == "VBN" and verb.relation == "acl"
    return "object" if reduced or (has_subject and verb.relation == "relcl") else role


def _controllers(tree: Tree, head: Token, word: Token) -> list[Dependent]:
    """Return those that do what a verb without a subject says."""
    own = _own(tree, head)
    found: list[Dependent] = []
    if word.relation in ("xcomp", "pcomp"):
        found = [one for one in own if one.role == "object" and one.word.at < word.at]
    found = found or [one for one in own if one.role == "subject"] or _subject_above(tree, head)
    return [each for one in found for each in _with_conjuncts(tree, one)]


def _subject_above(tree: Tree, head: Token) -> list[Dependent]:
    if not head.is_verb or head.relation not in ("conj", "xcomp", "relcl"):
        return []
    return [one for one in dependents(tree, head) if one.role == "subject"]
