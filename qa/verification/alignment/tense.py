"""Whether a verb says that something is, was, will or may be, and whether it says it is not."""

from dataclasses import dataclass
from pathlib import Path

from index.text.words import load_words
from qa.verification.alignment.dependents import Dependent, dependents
from qa.verification.alignment.parse import Token, Tree

_WORDS = load_words(Path(__file__).parent)
_NEGATORS = _WORDS.set("words", "negators")
_STATIVE = _WORDS.set("words", "stative")
_EXPECTED = _WORDS.set("frames", "expect") | _WORDS.set("frames", "promise")
_TIMES = {
    ("VBD", False): "past",
    ("VBD", True): "before",
    ("VBZ", False): "present",
    ("VBZ", True): "past",
    ("VBP", False): "present",
    ("VBP", True): "past",
}
"""By the tag of the first verb and whether it is "have" with another."""
_SHORT = {"ca": "can", "wo": "will", "'ll": "will", "'d": "would"}
_SHIFTED = frozenset(("would", "could"))
_MODALS = {
    modal: name
    for name in ("possible", "able", "advisable", "necessary", "future")
    for modal in _WORDS.words("words", name)
}


@dataclass(frozen=True, slots=True)
class Mood:
    """When and how surely something is said to be."""

    time: str
    """present, past, before (had been), future, possible, able, advisable, necessary; "" where the verb has none."""
    modal: str = ""
    negated: bool = False
    stative: bool = False
    gerund: bool = False
    reported: bool = False
    """Whether it stands in words that are reported, in which the past is what was present to the speaker."""


def mood(tree: Tree, word: Token, *, reported: bool) -> Mood:
    """Return the mood of a verb, as its auxiliaries tell."""
    helpers = _helpers(tree, word)
    modal = _modal(tree, word, helpers)
    stative = word.lemma in _STATIVE or (word.tag == "VBG" and bool(helpers)) or not word.is_verb
    time = _MODALS.get(modal, "") if modal else _time(word, helpers)
    gerund = (helpers[0] if helpers else word).tag == "VBG"
    return Mood(time, modal, is_negated(tree, word), stative, gerund, reported)


def _modal(tree: Tree, word: Token, helpers: list[Token]) -> str:
    if not helpers and _is_expected(tree, word):
        return "will"
    modal = next((h.lemma for h in helpers if h.tag == "MD"), "")
    return _SHORT.get(modal, modal)


def _is_expected(tree: Tree, word: Token) -> bool:
    """Whether an infinitive tells of what is to come: "expects to spend"."""
    head = tree.head(word)
    return word.tag == "VB" and head is not None and head.lemma in _EXPECTED


def is_negated(tree: Tree, word: Token) -> bool:
    """Whether a verb is denied, itself or by what it takes: "saw no sign"."""
    count = len(tree.below(word, "neg"))
    for one in dependents(tree, word):
        if one.role == "adverb" or _is_taken(one):
            count += one.word.lemma in _NEGATORS
            count += _is_taken(one) and tree.has(one.word, "no", "neither", "none")
    return count % 2 == 1


def _is_taken(one: Dependent) -> bool:
    """Whether a verb takes it, and it is no verb itself."""
    return one.role in ("subject", "object", "complement") and not one.borrowed and not one.word.is_verb


def _helpers(tree: Tree, word: Token) -> list[Token]:
    """Return the auxiliaries of a verb, or of the verb that it is joined to where it has none."""
    own = [child for child in tree.below(word, "aux", "auxpass") if child.tag != "TO"]
    shared = not own and word.relation == "conj" and word.tag in ("VB", "VBN", "VBG")
    return _helpers(tree, tree.words[word.head]) if shared else own


def _time(word: Token, helpers: list[Token]) -> str:
    first, *_ = *helpers, word
    has_been = bool(helpers) and first.lemma == "have"
    tag = "VBD" if first.text.casefold() == "had" else first.tag
    return _TIMES.get((tag, has_been), "")


def agree(said: Mood, source: Mood) -> bool:
    """Whether what is said to be so is so there, at the same time and as surely."""
    if not said.time:
        return source.time in ("", "past", "before", "present")
    if not source.time:
        return source.gerund and not said.modal
    return (_modal_agrees if said.modal or source.modal else _time_agrees)(said, source)


def _modal_agrees(said: Mood, source: Mood) -> bool:
    if said.time != source.time:
        return False
    if said.modal == source.modal or said.time in ("possible", "advisable", "necessary"):
        return True
    # "will" becomes "would" and "can" becomes "could" where it is reported.
    if source.modal in _SHIFTED:
        return source.reported
    return said.modal in _SHIFTED and said.reported


def _time_agrees(said: Mood, source: Mood) -> bool:
    one, two = said.time, source.time
    if one == two:
        return True
    if {one, two} == {"before", "past"}:
        # "had been against the ban" is not "was against the ban"; "had not asked" is "did not ask".
        return not source.stative or not (said.reported and source.reported)
    if (one, two) == ("past", "present"):
        return said.reported and (said.stative or not source.reported)  # "I buy" is "he said that he bought"
    return (one, two) == ("present", "past") and source.reported and said.stative
