"""Who is told to say what, and with which word: "said", "denied", "asked whether"; never the one for the other."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.attribution.languages.language import load_language
from index.people.names import name_tokens
from index.records import Statement
from index.text.keywords import STOP_STEMS, stems
from index.text.words import load_words
from qa.verification.alignment.dependents import Dependent, conjuncts, dependents
from qa.verification.alignment.parse import Token, Tree, texts_of
from qa.verification.alignment.tense import is_negated
from qa.verification.rules import dates
from qa.verification.rules.speakers import is_one

_WORDS = load_words(Path(__file__).parent)
_ENGLISH = load_language("english")
_KINDS: dict[str, str] = {
    word: kind for kind in _WORDS.sections["frames"] if kind != "neutral" for word in _WORDS.words("frames", kind)
}
_NEUTRAL = _WORDS.set("frames", "neutral")
_CONTENT = frozenset(("NN", "JJ", "VB", "CD", "RB"))
_ASSERTED = frozenset(("assert", "promise"))
_TURNING = _WORDS.set("frames", "turning")
_SETTING = _WORDS.set("frames", "setting")


@dataclass(frozen=True, slots=True)
class Frame:
    """A report: its speaker, its verb, and what else stands around it."""

    speaker: str
    verb: str
    """In its base form; "say" where quotation marks alone report; with "not" where it is denied."""
    direct: bool = False
    """Whether the speaker's own words follow."""
    around: frozenset[str] = frozenset()
    """Stems of the rest: to whom, when, where."""
    titles: tuple[str, ...] = ()
    """What the speaker is called besides the name."""

    def reports(self, said: "Frame") -> bool:
        """Whether this reports what another does: by the same speaker and in the same way."""
        return same_speaker(said.speaker, self.speaker) and _as(said.verb, self.verb)


def _as(said: str, source: str) -> bool:
    if said == source:
        return True
    kind = _KINDS.get(said)
    if said in _NEUTRAL:
        return _KINDS.get(source) in _ASSERTED
    return kind is not None and kind != "assert" and kind == _KINDS.get(source)


def same_speaker(one: str, other: str) -> bool:
    """Whether two are one speaker: a person by any form of the name, a body by the same words."""
    if _is_name(one) and _is_name(other) and is_one(one, other):
        return True
    mine, theirs = set(stems(one)) - STOP_STEMS, set(stems(other)) - STOP_STEMS
    return bool(mine) and (mine <= theirs or theirs <= mine)


def _is_name(text: str) -> bool:
    return text[:1].isupper() and bool(name_tokens(text))


@dataclass(frozen=True, slots=True)
class Report:
    """A frame in a tree, with what it reports."""

    frame: Frame
    verb: Token
    contents: tuple[Token, ...]
    """The heads of the clauses reported."""


def reports_in(tree: Tree, named: dict[str, str]) -> Iterator[Report]:
    """Yield the reports of a tree, `named` saying who a pronoun is."""
    for word in tree.words:
        if word.lemma == "according":
            yield from _according(tree, word, named)
        elif word.lemma in _KINDS and word.is_verb:
            yield from _report_of(tree, word, named)


def _report_of(tree: Tree, verb: Token, named: dict[str, str]) -> Iterator[Report]:
    every = dependents(tree, verb)
    contents = tuple(one.word for one in every if one.role == "complement" and _is_clause(tree, one.word))
    subjects = tuple(one.word for one in every if one.role == "subject")
    if contents and subjects:
        rest = [one for one in every if one.word not in contents + subjects]
        yield Report(_frame(tree, verb, subjects[0], rest, named), verb, contents)


def _is_clause(tree: Tree, word: Token) -> bool:
    return word.is_verb or bool(tree.below(word, "nsubj", "aux"))


def _according(tree: Tree, word: Token, named: dict[str, str]) -> Iterator[Report]:
    head = tree.head(word)
    subjects = [w for to in tree.children(word) for w in tree.below(to, "pobj")]
    if head is not None and subjects:
        yield Report(_frame(tree, word, subjects[0], [], named), word, (head, *conjuncts(tree, head)))


def _frame(tree: Tree, verb: Token, subject: Token, rest: Sequence[Dependent], named: dict[str, str]) -> Frame:
    subject = _named(tree, subject)
    parts = _parts(tree, subject)
    around = " ".join(texts_of(tree.subtree(one.word)) for one in rest)
    return Frame(
        named.get(subject.text.casefold(), texts_of(parts)),
        _verb(tree, verb),
        around=frozenset(stems(dates.without_days(around))) - STOP_STEMS,
        titles=tuple(w.text for w in tree.subtree(subject) if w not in parts and w.tag[:2] in _CONTENT),
    )


def _parts(tree: Tree, subject: Token) -> list[Token]:
    """Return a noun and what stands before it."""
    before = tree.below(subject, "compound", "nmod", "amod", "poss")
    return [*(c for c in before if c.at < subject.at), subject]


def _verb(tree: Tree, verb: Token) -> str:
    """Return a verb of reporting with what makes it another: "would say", "not say"."""
    modal = [c.lemma for c in tree.below(verb, "aux") if c.tag == "MD"]
    denied = ["not"] if verb.is_verb and is_negated(tree, verb) else []
    return " ".join((*modal, *denied, verb.lemma))


def _named(tree: Tree, subject: Token) -> Token:
    """Return the name that is put beside a subject, or the subject: "its leader, Winston Abernathy"."""
    beside = (w for w in tree.subtree(subject) if w.relation == "appos" and w.is_name)
    return subject if subject.is_name else next(beside, subject)


def of_statement(statement: Statement, rest: str, before: str) -> Frame:
    """Return the frame of what attribution found in an article's sentence, of which `rest` stands around it."""
    around = frozenset(stems(f"{rest} {before} {statement.speaker}"))
    return Frame(statement.speaker, _verb_of(statement, rest), statement.kind != "indirect", around)


def turns(rest: str) -> bool:
    """Whether what stands around a report may turn it or set a condition."""
    return bool(_SETTING & set(re.findall(r"\w+", rest.casefold())))


def _verb_of(statement: Statement, rest: str) -> str:
    """Return the verb of a report; with what stands before it where that turns it around."""
    cue = statement.cue.casefold()
    words = cue.split() or ["say"]
    lemma = next((_ENGLISH.verbs[word].lemma for word in words if word in _ENGLISH.verbs), words[0])
    turned = [word for word in (*_before(cue, rest), *words) if word in _TURNING]
    return " ".join((*turned[:1], lemma))


def _before(cue: str, rest: str) -> list[str]:
    """Return the two words that stand before a cue."""
    before, found, _ = rest.casefold().partition(cue or "\n")
    return before.replace("n't", " not").replace("n’t", " not").split()[-2:] if found else []
