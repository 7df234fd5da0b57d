"""What is known of one language: its words, in sets, read from a table beside this file.

Knows nothing of how sentences are built; the rules ask it "is this word a preposition?".
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

_MARKUP = r"<[^<>]{1,400}>"
_POSSESSIVE = r"['’](?:s|d|ll|ve|re|m)\b"
_WORD = rf"[^\W_]+(?:[-‐‑&_][^\W_]+|–(?=[A-Z])[^\W_]+|(?!{_POSSESSIVE})['’][^\W_]+|(?<=\d)[.,]\d+)*"
_INITIALS = r"(?:[A-Z]\.){2,}|\b[A-Z]\.(?=\s)"
_MARKS = frozenset((":", "—", "–", "―", "--", "-", "<name>"))
_MARK = r"''|``|--|\.\.\.|[^\w\s]"

Manner = Literal["say", "tell", "stance"]
Form = Literal["base", "third", "past", "participle", "ing"]

FORMS: tuple[Form, ...] = ("base", "third", "past", "participle", "ing")
"""In the order of the table of irregular verbs, which begins with the base and leaves out the third person."""


@dataclass(frozen=True, slots=True)
class Verb:
    """One form of a reporting verb."""

    lemma: str
    manners: frozenset[Manner]
    forms: frozenset[Form]
    particles: frozenset[str] = frozenset()
    """When not empty, the verb reports speech only with one of these after it ("talk about")."""


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language, by what they do in a sentence; all in lower case except in the lists of names."""

    word_pattern: re.Pattern[str]
    words: Mapping[str, frozenset[str]]
    """Every plain list of the table, by its name."""
    verbs: Mapping[str, Verb]
    saying: frozenset[str]
    """Forms that may follow a quotation and its speaker ("asked")."""
    phrases: Mapping[str, tuple[tuple[str, ...], ...]]
    """Form of a first word → what may follow it to make a reporting verb, longest first."""
    phrase_verbs: Mapping[str, Verb]
    """The first words of those phrases, by form."""
    function_words: frozenset[str]
    adverb_ending: str
    past_ending: str
    finite: frozenset[str]
    """Forms that show that the words before them are a subject."""
    pronoun_genders: Mapping[str, str]
    possessive_genders: Mapping[str, str]
    title_genders: Mapping[str, str]
    noun_genders: Mapping[str, str]
    kinship: Mapping[str, tuple[str, ...]]
    """What somebody is to his "mother": "daughter", "son"."""
    bodies_alike: Mapping[str, tuple[str, ...]]
    """Other nouns for what an article calls a "union"."""
    person_endings: tuple[str, ...]
    name_genders: Mapping[str, str]
    title_roles: Mapping[str, str]
    according: tuple[tuple[str, ...], ...]
    triggers: frozenset[str]
    """The words and marks that a report may begin with; a past form may too."""

    def __getitem__(self, name: str) -> frozenset[str]:
        """Return the words of the list `name`."""
        return self.words[name]

    def is_person_noun(self, word: str) -> bool:
        """Return whether a word is a noun for a person: by the list of roles, or by an ending that no thing has."""
        is_role = word in self["role_nouns"]
        return is_role or (word.endswith(self.person_endings) and word not in self["things"])


def word_pattern(abbreviations: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds the next word or mark; `abbreviations` ("Mr.") keep their full stop."""
    listed = "|".join(sorted(map(re.escape, abbreviations), key=len, reverse=True))
    shortened = rf"\b(?:{listed})(?!\w)|" if listed else ""
    return re.compile(rf"(?P<markup>{_MARKUP})|{shortened}{_INITIALS}|{_POSSESSIVE}|{_WORD}|{_MARK}")


@cache
def load_language(name: str) -> Language:
    """Return the language whose table is `<name>.toml`."""
    table = _read(name)
    names = _read("first_names")
    lists = {
        key: frozenset(value.split())
        for section in table.values()
        for key, value in section.items()
        if isinstance(value, str)
    }
    lists["left_verbs"] = lists["utterances"] | lists["opinions"]
    irregular = {line.split()[0]: line.split() for line in table["verbs"]["irregular"].strip().splitlines()}
    verbs = _verbs(table["verbs"], irregular)
    phrases, phrase_verbs = _phrases(table["verbs"], irregular)
    according = tuple(tuple(phrase.split()) for phrase in table["cues"]["according"].split(","))
    finite = lists["auxiliaries"] | lists["other"] | {w for w, v in verbs.items() if v.forms & {"past", "third"}}
    return Language(
        word_pattern=word_pattern(
            form
            for word in lists["titles"] | lists["suffixes"] | lists["company_endings"]
            if word.endswith(".")
            for form in {word, word.upper()}
        ),
        words=lists,
        verbs=verbs,
        saying=frozenset(w for w, v in verbs.items() if v.manners - {"stance"} and v.forms & {"past", "third"}),
        phrases=phrases,
        phrase_verbs=phrase_verbs,
        adverb_ending=table["endings"]["adverb_ending"],
        past_ending=table["endings"]["past_ending"],
        person_endings=tuple(table["endings"]["person_endings"].split()),
        kinship={word: tuple(others.split()) for word, others in table["people"]["kinship"].items()},
        bodies_alike={word: tuple(others.split()) for word, others in table["people"]["bodies_alike"].items()},
        function_words=frozenset().union(*(v.split() for v in table["function_words"].values() if isinstance(v, str))),
        finite=finite - {"'s"},
        pronoun_genders=table["function_words"]["singular_pronouns"],
        possessive_genders=table["function_words"]["singular_possessives"],
        title_genders=_genders(table["names"]["gendered_titles"]),
        noun_genders=_genders(table["people"]["gendered_nouns"]),
        name_genders=_genders(names),
        title_roles=table["names"]["title_roles"],
        according=according,
        triggers=frozenset(verbs)
        | phrases.keys()
        | lists["adjectives"]
        | lists["nouns"]
        | {phrase[0] for phrase in according}
        | _MARKS,
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("index.attribution.languages").joinpath(f"{name}.toml").read_text("utf-8"))


def _genders(table: Mapping[str, str]) -> dict[str, str]:
    return {word: gender for gender, words in table.items() for word in words.split()}


def _verbs(table: Mapping[str, Any], irregular: Mapping[str, list[str]]) -> dict[str, Verb]:
    found: dict[str, Verb] = {}
    manners: dict[str, set[Manner]] = {}
    for manner in ("say", "tell", "stance"):
        for lemma in table[manner].split():
            manners.setdefault(lemma, set()).add(manner)
    for lemma, kinds in manners.items():
        particles = frozenset(table["needs_particle"].get(lemma, "").split())
        for form, word in _inflect(lemma, table, irregular):
            seen = found.get(word)
            if seen is None or seen.lemma == lemma:
                forms = (seen.forms if seen else frozenset()) | {form}
                found[word] = Verb(lemma, frozenset(kinds), forms, particles)
    return found


def _phrases(
    table: Mapping[str, Any], irregular: Mapping[str, list[str]]
) -> tuple[dict[str, tuple[tuple[str, ...], ...]], dict[str, Verb]]:
    """Return what may follow each form of a phrase's first word, longest first, and those forms as verbs."""
    found: dict[str, list[tuple[str, ...]]] = {}
    verbs: dict[str, Verb] = {}
    for line in table["phrases"].strip().splitlines():
        first, *rest = line.split()
        for form, word in _inflect(first, table, irregular):
            forms = verbs[word].forms if word in verbs and verbs[word].lemma == first else frozenset()
            verbs[word] = Verb(first, frozenset(), forms | {form})
            if tuple(rest) not in found.setdefault(word, []):
                found[word].append(tuple(rest))
    return {word: tuple(sorted(tails, key=len, reverse=True)) for word, tails in found.items()}, verbs


def _inflect(lemma: str, table: Mapping[str, Any], irregular: Mapping[str, list[str]]) -> Iterator[tuple[Form, str]]:
    """Yield every form of a verb, by the endings of the table unless `irregular` lists it."""
    yield "base", lemma
    for form in FORMS[1:]:
        if form != "third" and lemma in irregular:
            yield form, irregular[lemma][FORMS.index(form) - 1]
        else:
            yield form, _with_ending(lemma, table["inflection"][form])


def _with_ending(lemma: str, endings: Iterable[tuple[str, str]]) -> str:
    """Replace the first of the `endings` that the lemma has."""
    ending, replacement = next(pair for pair in endings if re.search(pair[0], lemma))
    return re.sub(ending, replacement, lemma, count=1)
