"""Which words report speech: reporting verbs and phrases in the right form, and what is said of somebody's attitude.

Says where a cue stands and in which voice; whose it is, `subjects` finds out.
"""

from dataclasses import dataclass
from typing import Literal

from index.attribution.grammar import Grammar
from index.attribution.languages.language import Manner, Verb
from index.attribution.lines import NAME, QUOTE

GrammaticalVoice = Literal["active", "passive", "participle", "infinitive"]

_SAY: frozenset[Manner] = frozenset({"say", "stance"})
_STANCE: frozenset[Manner] = frozenset({"stance"})
_UNLISTED = Verb("", _SAY, frozenset({"past"}))
_AFTER_SUBJECT = (NAME, QUOTE, ",", "—", "–", "--")


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting verb group, found at items `first` up to `last`."""

    first: int
    last: int
    left: int
    """Item left of auxiliaries and adverbs: where the subject is looked for."""
    manners: frozenset[Manner]
    voice: GrammaticalVoice
    is_adjective: bool = False


def find_cue(grammar: Grammar, at: int) -> Cue | None:
    """The cue whose main word is item `at`."""
    word, language, rules = grammar.line.kinds[at], grammar.language, grammar.rules
    if "phrases" in rules and (last := _phrase_end(grammar, at)):
        verb = language.phrase_verbs[word]
        return _verb_cue(grammar, at, last, Verb(verb.lemma, _SAY, verb.forms))
    listed = language.verbs.get(word)
    if listed and ("stance" in rules or listed.manners != _STANCE):
        return _verb_cue(grammar, at, at + 1, listed) if _has_particle(grammar, at, listed) else None
    if "unlisted" in rules and grammar.is_past(at) and _introduces(grammar, at):
        return _verb_cue(grammar, at, at + 1, _UNLISTED)
    if "adjective" in rules and word in language["adjectives"]:
        return _adjective_cue(grammar, at)
    return None


def _phrase_end(grammar: Grammar, at: int) -> int:
    """Index after the longest phrase that begins with item `at`, or 0."""
    kinds = grammar.line.kinds
    for tail in grammar.language.phrases.get(kinds[at], ()):
        if tuple(kinds[at + 1 : at + 1 + len(tail)]) == tail:
            return at + 1 + len(tail)
    return 0


def _has_particle(grammar: Grammar, at: int, verb: Verb) -> bool:
    return not verb.particles or any(word in verb.particles for word in grammar.line.kinds[at + 1 : at + 3])


def _introduces(grammar: Grammar, at: int) -> bool:
    """Whether the item stands where only a reporting verb can: beside a quotation or a name, or before "that"."""
    kinds, language = grammar.line.kinds, grammar.language
    before = kinds[at - 1] if at else ""
    after = kinds[at + 1] if at + 1 < len(kinds) else ""
    if after in (QUOTE, ":"):
        return True
    if after in language["that"]:
        return before == NAME or before in language["subject_pronouns"]
    if before == QUOTE:
        return after == NAME or after in language["determiners"]
    return at > 1 and before == NAME and kinds[at - 2] == QUOTE


def _verb_cue(grammar: Grammar, at: int, last: int, verb: Verb) -> Cue | None:
    """The verb as a cue, if its form and the words before it make it a verb here and not a noun or an adjective."""
    left = grammar.before_verb(at)
    voice = _voice(grammar, left, at, last, verb)
    return Cue(at, last, left, verb.manners, voice) if voice else None


def _voice(grammar: Grammar, left: int, at: int, last: int, verb: Verb) -> GrammaticalVoice | None:
    """How the verb form at `at` is used after its helpers ("has been"), or None when it is no verb here."""
    kinds, language = grammar.line.kinds, grammar.language
    helpers = set(kinds[left + 1 : at])
    is_ing, is_done, is_base = "ing" in verb.forms, bool(verb.forms & {"participle", "past"}), "base" in verb.forms
    voice: GrammaticalVoice | None = None
    if left >= 0 and kinds[left] in language["to"] and not helpers & language["auxiliaries"]:
        voice = "infinitive" if is_base else None
    elif helpers & language["be_forms"] or (helpers & language["possessive"] and is_ing):
        voice = "active" if is_ing else "passive" if is_done else None
    elif helpers & language["having"]:
        voice = "participle" if is_done else None
    elif (helpers & language["have_forms"] and is_done) or (helpers & language["modal_forms"] and is_base):
        voice = "active"
    elif is_ing:
        voice = None if _is_gerund(grammar, left, last) else "participle"
    elif is_done and last < len(kinds) and kinds[last] in language["by"]:
        voice = "passive"
    elif _is_finite_here(grammar, at, left, verb):
        voice = "active"
    return voice


def _is_gerund(grammar: Grammar, left: int, last: int) -> bool:
    """Whether a form in -ing is a noun here: "the saying", "policy planning director"."""
    kinds, language = grammar.line.kinds, grammar.language
    if left < 0:
        return False
    if any(kinds[left] in language[words] for words in ("determiners", "possessives", "possessive", "of")):
        return True
    return kinds[left] != NAME and grammar.is_noun(left) and last < len(kinds) and grammar.is_noun(last)


def _is_finite_here(grammar: Grammar, at: int, left: int, verb: Verb) -> bool:
    """Whether a bare form has a subject, rather than being a noun ("his claims") or an adjective ("the named man")."""
    kinds, language = grammar.line.kinds, grammar.language
    before = kinds[at - 1] if at else ""
    if before in language["determiners"] or before in language["possessives"] or before in language["possessive"]:
        return before in language["demonstratives"]
    if before in language["prepositions"]:
        return False
    if "past" in verb.forms:
        return True
    subject = kinds[left] if left >= 0 else ""
    if "third" in verb.forms:
        is_person = subject == NAME and grammar.line.people[left].is_person
        if subject == NAME and not is_person and grammar.line.raw[left].removesuffix("s") in language["demonyms"]:
            return False  # "the Russians demands": a plural and a noun
        return subject in _AFTER_SUBJECT or any(
            subject in language[words]
            for words in ("conjunctions", "subject_pronouns", "role_nouns", "organisation_nouns")
        )
    singular = subject in language.pronoun_genders or subject in language["it"]
    plural = subject in language["subject_pronouns"] or subject in language["plural_sources"] or _are_two(grammar, left)
    return "base" in verb.forms and plural and not singular


def _are_two(grammar: Grammar, last: int) -> bool:
    """Whether item `last` ends "NAME and NAME"."""
    kinds = grammar.line.kinds
    return last > 1 and kinds[last - 2] == kinds[last] == NAME and kinds[last - 1] in grammar.language["and"]


def _adjective_cue(grammar: Grammar, at: int) -> Cue | None:
    """Was worried that; NAME, unsure why."""
    kinds, language = grammar.line.kinds, grammar.language
    if at + 1 >= len(kinds) or kinds[at + 1] not in language["adjective_complements"]:
        return None
    left = grammar.before_verb(at)
    helpers = set(kinds[left + 1 : at])
    is_predicate = bool(helpers & (language["be_forms"] | language["possessive"]))
    if not is_predicate and (left < 0 or kinds[left] == ","):
        return Cue(at, at + 1, left, _STANCE, "participle", is_adjective=True)
    if left >= 0 and kinds[left] in language["linking_verbs"]:
        return Cue(at, at + 1, grammar.before_verb(left), _STANCE, "active", is_adjective=True)
    return Cue(at, at + 1, left, _STANCE, "active", is_adjective=True) if is_predicate else None
