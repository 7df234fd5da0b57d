"""Which words report speech: reporting verbs and phrases in the right form, and what is said of somebody's attitude.

Says where a cue stands and in which voice; whose it is, `subjects` finds out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from index.attribution.grammar import Grammar
from index.attribution.languages.language import Form, Manner, Verb
from index.attribution.lines import NAME, QUOTE

GrammaticalVoice = Literal["active", "passive", "participle", "infinitive"]

_SAY: frozenset[Manner] = frozenset({"say", "stance"})
_STANCE: frozenset[Manner] = frozenset({"stance"})
_UNLISTED = Verb("", _SAY, frozenset({"past"}))
_DONE: frozenset[Form] = frozenset({"participle", "past"})
_AFTER_TO: tuple[tuple[Form, GrammaticalVoice], ...] = (("base", "infinitive"),)
_AFTER_BE: tuple[tuple[Form, GrammaticalVoice], ...] = (
    ("ing", "active"),
    ("participle", "passive"),
    ("past", "passive"),
)
_AFTER_HAVING: tuple[tuple[Form, GrammaticalVoice], ...] = (("participle", "participle"), ("past", "participle"))
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
    lemma: str = ""
    """The verb; "" for adjectives, phrases and verbs that are not listed."""


def find_cue(grammar: Grammar, at: int) -> Cue | None:
    """Return the cue whose main word is item `at`."""
    word, language = grammar.line.kinds[at], grammar.language
    if "phrases" in grammar.rules and (last := _phrase_end(grammar, at)):
        verb = language.phrase_verbs[word]
        return _verb_cue(grammar, at, last, Verb("", _SAY, verb.forms))
    if grammar.is_listed(at - 1, "linking_verbs") and word in language["adjectives"] and "adjective" in grammar.rules:
        return _adjective_cue(grammar, at)
    listed = language.verbs.get(word)
    if listed and _is_searched(grammar, listed):
        return _verb_cue(grammar, at, at + 1, listed) if _has_particle(grammar, at, listed) else None
    return _unlisted_cue(grammar, at)


def _is_searched(grammar: Grammar, verb: Verb) -> bool:
    """Whether the rules that are switched on look for the verb: one that only tells an attitude needs "stance"."""
    return "stance" in grammar.rules or verb.manners != _STANCE


def _unlisted_cue(grammar: Grammar, at: int) -> Cue | None:
    """Return the cue of a verb that is no listed reporting verb, or of an adjective."""
    if "unlisted" in grammar.rules and grammar.is_past(at) and _introduces(grammar, at):
        return _verb_cue(grammar, at, at + 1, _UNLISTED)
    if "adjective" in grammar.rules and grammar.line.kinds[at] in grammar.language["adjectives"]:
        return _adjective_cue(grammar, at)
    return None


def _phrase_end(grammar: Grammar, at: int) -> int:
    """Return the index after the longest phrase that begins with item `at`, or 0."""
    kinds = grammar.line.kinds
    for tail in grammar.language.phrases.get(kinds[at], ()):
        if tuple(kinds[at + 1 : at + 1 + len(tail)]) == tail:
            return at + 1 + len(tail)
    return 0


def _has_particle(grammar: Grammar, at: int, verb: Verb) -> bool:
    return not verb.particles or any(word in verb.particles for word in grammar.line.kinds[at + 1 : at + 3])


def _introduces(grammar: Grammar, at: int) -> bool:
    """Whether the item stands where only a reporting verb can: beside a quotation or a name, or before "that"."""
    language = grammar.language
    before, after = grammar.kind_at(at - 1), grammar.kind_at(at + 1)
    if after in (QUOTE, ":"):
        return not grammar.is_listed(at - 1, "relative_pronouns")  # "NAME, who directed “Salt”, said"
    if after in language["that"]:
        return grammar.is_name_or_pronoun(at - 1)
    if before == QUOTE:
        return after == NAME or after in language["determiners"]
    return before == NAME and grammar.kind_at(at - 2) == QUOTE


def _verb_cue(grammar: Grammar, at: int, last: int, verb: Verb) -> Cue | None:
    """Return the verb as a cue, if its form and the words before it make it a verb and no noun or adjective."""
    left = grammar.before_verb(at)
    voice = _voice(grammar, left, at, last, verb)
    return Cue(at, last, left, verb.manners, voice, lemma=verb.lemma) if voice else None


def _voice(grammar: Grammar, left: int, at: int, last: int, verb: Verb) -> GrammaticalVoice | None:
    """Return how the verb form at `at` is used after its helpers ("has been"), or None when it is no verb here."""
    language = grammar.language
    helpers = set(grammar.line.kinds[left + 1 : at])
    if grammar.is_listed(left, "to") and not helpers & language["auxiliaries"]:
        return _form_voice(verb, _AFTER_TO)
    if helpers & language["be_forms"] or ("ing" in verb.forms and helpers & language["possessive"]):
        return _form_voice(verb, _AFTER_BE)
    if helpers & language["having"]:
        return _form_voice(verb, _AFTER_HAVING)
    return "active" if _is_compound(grammar, helpers, verb) else _voice_alone(grammar, left, at, last, verb)


def _form_voice(verb: Verb, voices: Sequence[tuple[Form, GrammaticalVoice]]) -> GrammaticalVoice | None:
    """Return the voice of the first form that the verb has."""
    return next((voice for form, voice in voices if form in verb.forms), None)


def _is_compound(grammar: Grammar, helpers: set[str], verb: Verb) -> bool:
    """Whether the helpers make an active form of the verb: "has said", "would say"."""
    language = grammar.language
    if verb.forms & _DONE and helpers & language["have_forms"]:
        return True
    return "base" in verb.forms and not helpers.isdisjoint(language["modal_forms"])


def _voice_alone(grammar: Grammar, left: int, at: int, last: int, verb: Verb) -> GrammaticalVoice | None:
    """Return how a verb form without helpers is used, or None when it is no verb here."""
    if "ing" in verb.forms:
        return None if _is_gerund(grammar, left, last) else "participle"
    if verb.forms & _DONE and _leads_to_agent(grammar, last):
        return "passive"
    return "active" if _is_finite_here(grammar, at, left, verb) else None


def _leads_to_agent(grammar: Grammar, by: int) -> bool:
    """Whether who does it follows: "named by NAME", and not "said by telephone"."""
    return grammar.is_listed(by, "by") and not grammar.is_listed(by + 1, "means")


def _is_gerund(grammar: Grammar, left: int, last: int) -> bool:
    """Whether a form in -ing is a noun here: "the saying", "policy planning director"."""
    if grammar.is_listed(left, "determiners", "possessives", "possessive", "of"):
        return True
    kinds = grammar.line.kinds
    is_after_noun = left >= 0 and kinds[left] != NAME and grammar.is_noun(left)
    return is_after_noun and last < len(kinds) and grammar.is_noun(last)


def _is_finite_here(grammar: Grammar, at: int, left: int, verb: Verb) -> bool:
    """Whether a bare form has a subject, rather than being a noun ("his claims") or an adjective ("the named man")."""
    if grammar.is_listed(at - 1, "determiners", "possessives", "possessive"):
        return grammar.is_listed(at - 1, "demonstratives")
    if grammar.is_listed(at - 1, "prepositions"):
        return False
    if "past" in verb.forms:
        return True
    if "third" in verb.forms:
        return _is_singular_subject(grammar, left) and not grammar.is_listed(at + 1, "relative_pronouns")
    return "base" in verb.forms and _is_plural_subject(grammar, left)


def _is_singular_subject(grammar: Grammar, left: int) -> bool:
    """Whether a form in -s can have the item for its subject: "the minister says"."""
    subject = grammar.kind_at(left)
    if subject == NAME and _is_people(grammar, left):
        return False  # "the Russians demands": a plural and a noun
    return (
        subject in _AFTER_SUBJECT
        or _is_telling(grammar, left)
        or grammar.is_listed(left, "conjunctions", "subject_pronouns", "role_nouns", "organisation_nouns")
    )


def _is_telling(grammar: Grammar, left: int) -> bool:
    """Whether a form that can hardly be a noun follows a noun: "the cook says"."""
    return left >= 0 and grammar.is_listed(left + 1, "telling_thirds") and grammar.is_plain_noun(left)


def _is_people(grammar: Grammar, at: int) -> bool:
    """Whether the name is that of a whole people."""
    line = grammar.line
    return not line.people[at].is_person and line.raw[at].removesuffix("s") in grammar.language["demonyms"]


def _is_plural_subject(grammar: Grammar, left: int) -> bool:
    """Whether a base form can have the item for its subject: "they say"."""
    if grammar.kind_at(left) in grammar.language.pronoun_genders or grammar.is_listed(left, "it"):
        return False
    return grammar.is_listed(left, "subject_pronouns", "plural_sources") or _are_two(grammar, left)


def _are_two(grammar: Grammar, last: int) -> bool:
    """Whether item `last` ends "NAME and NAME"."""
    kinds = grammar.line.kinds
    return last > 1 and kinds[last - 2] == kinds[last] == NAME and kinds[last - 1] in grammar.language["and"]


def _adjective_cue(grammar: Grammar, at: int) -> Cue | None:
    """Return the adjective as a cue: "was worried that"; "NAME, unsure why"."""
    language = grammar.language
    if not grammar.is_listed(at + 1, "adjective_complements"):
        return None
    left = grammar.before_verb(at)
    helpers = set(grammar.line.kinds[left + 1 : at])
    is_predicate = bool(helpers & (language["be_forms"] | language["possessive"]))
    if not is_predicate and grammar.kind_at(left) in ("", ","):
        return Cue(at, at + 1, left, _STANCE, "participle", is_adjective=True)
    if grammar.is_listed(left, "linking_verbs"):
        return Cue(at, at + 1, grammar.before_verb(left), _STANCE, "active", is_adjective=True)
    return Cue(at, at + 1, left, _STANCE, "active", is_adjective=True) if is_predicate else None
