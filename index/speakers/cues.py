"""Which words report speech: reporting verbs and phrases in the right form, adjectives of attitude, nouns of speech.

Says where a cue stands and in which voice; whose it is, `subjects` finds out.
"""

from dataclasses import dataclass
from typing import Literal

from index.speakers.language import Manner, Verb
from index.speakers.lines import NAME, QUOTE
from index.speakers.subjects import Grammar

Voice = Literal["active", "passive", "participle", "infinitive"]

_SAY: frozenset[Manner] = frozenset({"say", "stance"})
_UNLISTED = Verb("", _SAY, frozenset({"past"}))
_STANCE: frozenset[Manner] = frozenset({"stance"})


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting verb group, found at items `first` up to `last`."""

    first: int
    last: int
    left: int
    """Item left of auxiliaries and adverbs: where the subject is looked for."""
    manners: frozenset[Manner]
    voice: Voice


def find_cue(grammar: Grammar, at: int) -> Cue | None:
    """The cue whose main word is item `at`."""
    word = grammar.line.kinds[at]
    last = _phrase_end(grammar, at) if "phrases" in grammar.rules else 0
    if last:
        return _verb_cue(grammar, at, last, _phrase_verb(grammar, word))
    verb = grammar.language.verbs.get(word)
    if verb and ("stance" in grammar.rules or verb.manners != _STANCE):
        return _verb_cue(grammar, at, at + 1, verb) if _has_particle(grammar, at, verb) else None
    if "unlisted" in grammar.rules and word.endswith("ed") and len(word) > 4 and _introduces(grammar, at):
        return _verb_cue(grammar, at, at + 1, _UNLISTED)
    if word in grammar.language["adjectives"] and "adjective" in grammar.rules:
        return _adjective_cue(grammar, at)
    return None


def _introduces(grammar: Grammar, at: int) -> bool:
    """Whether the item stands where only a reporting verb can: beside a quotation or a name, or before "that"."""
    kinds = grammar.line.kinds
    after = kinds[at + 1] if at + 1 < len(kinds) else ""
    if after in (QUOTE, ":"):
        return True
    if after == "that":
        return at > 0 and (kinds[at - 1] == NAME or kinds[at - 1] in grammar.language["subject_pronouns"])
    if at and kinds[at - 1] == QUOTE:
        return after == NAME or after in grammar.language["determiners"]
    return at > 1 and kinds[at - 1] == NAME and kinds[at - 2] == QUOTE


def _phrase_end(grammar: Grammar, at: int) -> int:
    """Index after the longest phrase that begins with item `at`, or 0."""
    kinds = grammar.line.kinds
    for tail in grammar.language.phrases.get(kinds[at], ()):
        if tuple(kinds[at + 1 : at + 1 + len(tail)]) == tail:
            return at + 1 + len(tail)
    return 0


def _phrase_verb(grammar: Grammar, word: str) -> Verb:
    verb = grammar.language.phrase_verbs[word]
    return Verb(verb.lemma, _SAY, verb.forms)


def _has_particle(grammar: Grammar, at: int, verb: Verb) -> bool:
    if not verb.particles:
        return True
    return any(word in verb.particles for word in grammar.line.kinds[at + 1 : at + 3])


def _verb_cue(grammar: Grammar, at: int, last: int, verb: Verb) -> Cue | None:
    """The verb as a cue, if its form and the words before it make it a verb here and not a noun or an adjective."""
    kinds, language = grammar.line.kinds, grammar.language
    left = grammar.before_verb(at)
    helpers = set(kinds[left + 1 : at])
    before = kinds[left] if left >= 0 else ""
    if before == "to" and left == at - 1 or before == "to" and not helpers & language["auxiliaries"]:
        return Cue(at, last, left, verb.manners, "infinitive") if "base" in verb.forms else None
    if helpers & language["be_forms"] or "'s" in helpers and "ing" in verb.forms:
        if "ing" in verb.forms:
            return Cue(at, last, left, verb.manners, "active")
        return Cue(at, last, left, verb.manners, "passive") if verb.forms & {"participle", "past"} else None
    if "having" in helpers:
        return Cue(at, last, left, verb.manners, "participle") if verb.forms & {"participle", "past"} else None
    if helpers & language["have_forms"] and verb.forms & {"participle", "past"}:
        return Cue(at, last, left, verb.manners, "active")
    if helpers & language["modal_forms"] and "base" in verb.forms:
        return Cue(at, last, left, verb.manners, "active")
    if "ing" in verb.forms:
        noun = before in language["determiners"] or before in language["possessives"] or before in ("'s", "of")
        return None if noun else Cue(at, last, left, verb.manners, "participle")
    if verb.forms & {"participle", "past"} and last < len(kinds) and kinds[last] == "by":
        return Cue(at, last, left, verb.manners, "passive")
    return Cue(at, last, left, verb.manners, "active") if _is_finite_here(grammar, at, left, verb) else None


def _is_finite_here(grammar: Grammar, at: int, left: int, verb: Verb) -> bool:
    kinds, language = grammar.line.kinds, grammar.language
    before = kinds[at - 1] if at else ""
    if before in language["determiners"] or before in language["possessives"] or before == "'s":
        return before in ("that", "this", "all", "both", "some", "many", "most", "those", "others")
    if before in language["prepositions"]:
        return False
    if "past" in verb.forms:
        return True
    subject = kinds[left] if left >= 0 else ""
    if "third" in verb.forms:
        return subject in (NAME, QUOTE, ",", "and", "but", *_DASHES) or (
            subject in language["subject_pronouns"] or subject in language["role_nouns"]
            or subject in language["organisation_nouns"]
        )
    return "base" in verb.forms and (
        subject in language["subject_pronouns"] - language.pronoun_genders.keys() - {"it"} or (subject.endswith("s") and subject in language["plural_sources"])
    )


_DASHES = ("—", "–", "--")


def _adjective_cue(grammar: Grammar, at: int) -> Cue | None:
    """was worried that"""
    kinds, language = grammar.line.kinds, grammar.language
    if at + 1 >= len(kinds) or kinds[at + 1] not in language["adjective_complements"]:
        return None
    left = grammar.before_verb(at)
    helpers = set(kinds[left + 1 : at])
    if left >= 0 and kinds[left] in language["linking_verbs"]:
        left = grammar.before_verb(left)
    elif not helpers & language["be_forms"] and "'s" not in helpers:
        return None
    return Cue(at, at + 1, left, _STANCE, "active")
