"""Whether a verb says that something is, was, will or may be, and whether it says it is not."""

from dataclasses import dataclass
from pathlib import Path

from qa.verification.alignment.dependents import dependents
from qa.verification.alignment.parse import Tree, Word
from qa.words import load_words

_WORDS = load_words(Path(__file__).parent)
_NEGATORS = _WORDS.set("words", "negators")
_STATIVE = _WORDS.set("words", "stative")
_EXPECTED = _WORDS.set("frames", "expect") | _WORDS.set("frames", "promise")
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


def mood(tree: Tree, word: Word, *, reported: bool) -> Mood:
    """Return the mood of a verb, as its auxiliaries tell."""
    helpers = _helpers(tree, word)
    modal = next((h.lemma for h in helpers if h.tag == "MD"), "")
    modal = {"ca": "can", "wo": "will", "'ll": "will", "'d": "would"}.get(modal, modal)
    stative = word.lemma in _STATIVE or (word.tag == "VBG" and bool(helpers)) or not word.is_verb
    if not helpers and _is_expected(tree, word):
        modal = "will"
    time = _MODALS.get(modal, "") if modal else _time(word, helpers)
    gerund = (helpers[0] if helpers else word).tag == "VBG"
    return Mood(time, modal, is_negated(tree, word), stative, gerund, reported)


def _is_expected(tree: Tree, word: Word) -> bool:
    """Whether an infinitive tells of what is to come: "expects to spend"."""
    head = tree.head(word)
    return word.tag == "VB" and head is not None and head.lemma in _EXPECTED


def is_negated(tree: Tree, word: Word) -> bool:
    """Whether a verb is denied, itself or by what it takes: "saw no sign"."""
    count = sum(child.relation == "neg" for child in tree.children(word))
    for one in dependents(tree, word):
        if one.role in ("subject", "object", "complement") and not one.borrowed and not one.word.is_verb:
            count += one.word.lemma in _NEGATORS
            count += any(c.lemma in ("no", "neither", "none") for c in tree.children(one.word))
        elif one.role == "adverb":
            count += one.word.lemma in _NEGATORS
    return count % 2 == 1


def _helpers(tree: Tree, word: Word) -> list[Word]:
    """Return the auxiliaries of a verb, or of the verb that it is joined to where it has none."""
    own = [child for child in tree.children(word) if child.relation in ("aux", "auxpass") and child.tag != "TO"]
    head = tree.head(word)
    if not own and word.relation == "conj" and head is not None and head.is_verb and word.tag in ("VB", "VBN", "VBG"):
        return _helpers(tree, head)
    return own


def _time(word: Word, helpers: list[Word]) -> str:
    first = helpers[0] if helpers else word
    has_been = first.lemma == "have" and first is not word
    if first.tag == "VBD" or first.text.casefold() == "had":
        return "before" if has_been else "past"
    if first.tag in ("VBZ", "VBP"):
        return "past" if has_been else "present"
    return ""


def agree(said: Mood, source: Mood) -> bool:
    """Whether what is said to be so is so there, at the same time and as surely."""
    if not said.time:
        return not source.time or source.time in ("past", "before", "present")
    if not source.time:
        return source.gerund and not said.modal
    return _modal_agrees(said, source) if said.modal or source.modal else _time_agrees(said, source)


def _modal_agrees(said: Mood, source: Mood) -> bool:
    if said.time != source.time:
        return False
    if said.modal == source.modal or said.time in ("possible", "advisable", "necessary"):
        return True
    # "will" becomes "would" and "can" becomes "could" where it is reported.
    weaker = {"would", "could"}
    return (said.modal in weaker and said.reported and source.modal not in weaker) or (
        source.modal in weaker and source.reported
    )


def _time_agrees(said: Mood, source: Mood) -> bool:
    one, two = said.time, source.time
    if one == two:
        return True
    if {one, two} == {"before", "past"}:
        # "had been against the ban" is not "was against the ban"; "had not asked" is "did not ask".
        return not source.stative or not (said.reported and source.reported)
    if one == "past" and two == "present" and said.reported and not source.reported:
        return True  # "I buy" is "he said that he bought"
    if {one, two} == {"past", "present"}:
        return (said.reported if one == "past" else source.reported) and said.stative
    return False
