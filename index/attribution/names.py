"""Names as they are written: runs of capitalised words, without what only begins a sentence.

Knows nothing of who is meant; that is for `mentions`.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from index.attribution.bodies import body_end
from index.attribution.capitals import without_capitals
from index.attribution.languages.language import Language
from index.attribution.nicknames import nickname_end, without_nicknames
from index.attribution.tokens import Tokens
from index.records import Sentence

MAX_NAME_LENGTH = 5
_MAX_HEADLINE_LENGTH = 30
_MIN_HEADLINE_LENGTH = 4
_MAX_PARTICLES = 3
_WITH_OCCUPATION = 3  # words of "Miller NAME"


@dataclass(frozen=True, slots=True)
class NameMention:
    """A run of capitalised words: where it stands, and how it divides into titles and the name proper."""

    first: int
    """Index of its first word, titles included."""
    last: int
    """Index after its last word."""
    titles: tuple[str, ...]
    parts: tuple[str, ...]
    """The name proper, without suffixes; empty when there are only titles ("President")."""
    suffix: str = ""
    """What tells father and son apart: "Jr.", "III"."""


def find_headlines(words: Tokens, sentences: Sequence[Sentence], language: Language) -> list[range]:
    """Return the words of every sentence in which nearly every word but "of" and "the" has a capital."""
    found: list[range] = []
    at = 0
    for sentence, following in zip_longest(sentences, sentences[1:]):
        first = at = bisect_left(words.starts, sentence.start, at)
        at = bisect_left(words.starts, sentence.end, at)
        goes_on = following is not None and following.paragraph == sentence.paragraph
        if at - first > _MAX_HEADLINE_LENGTH or (goes_on and words.raw[at - 1 : at] == ["."]):
            continue  # "Mr. NAME met Ms. NAME on Monday. …"
        content = [
            word
            for word, lower in zip(words.raw[first:at], words.lower[first:at], strict=True)
            if word[0].isalpha() and lower not in language.function_words
        ]
        if len(content) >= _MIN_HEADLINE_LENGTH and sum(word[0].isupper() for word in content) > 0.8 * len(content):
            found.append(range(first, at))
    return found


def read_names(words: Tokens, language: Language, headlines: Sequence[range] = ()) -> list[NameMention]:
    """Return the names of a text in order; those in `headlines` are left out."""
    return list(_NameReader(words, language, headlines).names())


class _NameReader:
    """Finds where runs of capitalised words begin and end."""

    def __init__(self, words: Tokens, language: Language, headlines: Sequence[range]) -> None:
        self._language = language
        self._lower = words.lower
        self._starts, self._ends = words.starts, words.ends
        self._particles = language["particles"]
        self._raw = without_capitals(words, language)
        raw = self._raw
        self._plain = set(filter(str.islower, raw))
        self._proper = _proper_words(raw)
        self._headline_ends = {headline.start: headline.stop for headline in headlines}

    def names(self) -> Iterator[NameMention]:
        """Yield the names in order."""
        at, total = 0, len(self._raw)
        while at < total:
            if at in self._headline_ends:
                at = self._headline_ends[at]
            elif self._may_begin(at):
                end = self._run_end(at)
                yield from _divide(self._raw, at, end, self._language)
                at = end
            else:
                at += 1

    def _may_begin(self, at: int) -> bool:
        raw, language = self._raw, self._language
        word = raw[at]
        if not word[0].isupper():
            return (
                "-" in word and self._has_prefix(word) if word not in self._particles else self._particles_end(at) > at
            )
        begins = not at or not raw[at - 1][0].isalnum() or raw[at - 1][-1] == "."
        if word in language["not_names"]:
            return word in language["names_too"] and self._is_first_name(at, begins=begins)
        if self._lower[at] in language["particles"] and self._particles_end(at + 1) > at + 1:
            return True  # "De la Cruz"
        if _is_initial(word) and self._ends_sentence(at):
            return False
        return not begins or self._opens_sentence(at)

    def _opens_sentence(self, at: int) -> bool:
        """Whether the word at the head of a sentence begins a name: "Outside" does not where "outside" is a word."""
        word, language = self._raw[at], self._language
        if word in language["sentence_openers"]:
            return self._is_first_name(at, begins=True)
        is_told = word in language["titles"] or word in self._proper or not self._is_plain(self._lower[at])
        return is_told or self._is_first_name(at, begins=True)

    def _is_first_name(self, at: int, *, begins: bool) -> bool:
        """Whether a word that is a name too begins one: "said Will Brandt"; at a sentence's head, "Hope Lund said"."""
        raw, language = self._raw, self._language
        if at + 1 >= len(raw) or not raw[at + 1][0].isupper() or raw[at + 1] in language["not_names"]:
            return False
        if not begins:
            return True
        is_name = raw[at] in language.name_genders or raw[at] in language["names_too"]
        return is_name and at + 2 < len(raw) and not raw[at + 2][0].isupper() and raw[at + 1] not in language["titles"]

    def _ends_sentence(self, at: int) -> bool:
        """Whether a single letter with its full stop ends a sentence: "wrote on X. Harbour head NAME"."""
        raw, language = self._raw, self._language
        if not at or not raw[at - 1].islower() or at + 1 >= len(raw):
            return False
        after = self._lower[at + 1]
        follows = after in language["role_nouns"] or raw[at + 1] in language["titles"] | language["not_names"]
        return self._lower[at - 1] in language["media_prepositions"] or follows

    def _run_end(self, first: int) -> int:
        """Return the index after the run of capitalised words that begins at `first`."""
        raw, language = self._raw, self._language
        end = max(first + 1, self._particles_end(first))
        # Two characters between two words: the first ends a headline or a paragraph.
        while end < len(raw) and self._starts[end] - self._ends[end - 1] < 2:
            word = raw[end]
            if (word[0].isupper() and word not in language["not_names"]) or self._has_prefix(word):
                end += 1
            elif (after := self._past_link(end)) > end:
                end = after
            else:
                break
        return body_end(raw, end, language)

    def _past_link(self, at: int) -> int:
        """Return the index after a particle with its name, or a nickname in marks, at word `at`; or `at`."""
        after = at if self._raw[at - 1] in self._language["titles"] else self._particles_end(at)
        return max(after, nickname_end(self._raw, at))

    def _particles_end(self, at: int) -> int:
        """Return the index after "von der Heide" at item `at`, or `at` when no particles with a name stand there."""
        raw, particles = self._raw, self._language["particles"]
        end = at
        while end < len(raw) - 1 and end - at < _MAX_PARTICLES and raw[end] in particles:
            end += 1
        is_name = end > at and raw[end][0].isupper() and raw[end] not in self._language["not_names"]
        # "la Cruz" begins no name, but goes on with one.
        is_weak = end > at and raw[at] in self._language["weak_particles"] and not raw[at - 1][0].isupper()
        return end + 1 if is_name and not is_weak else at

    def _has_prefix(self, word: str) -> bool:
        """Whether the word is a name that begins with a small particle: "al-Masri"."""
        prefix, _, rest = word.partition("-")
        return rest[:1].isupper() and prefix in self._language["name_prefixes"]

    def _is_plain(self, word: str) -> bool:
        language = self._language
        nouns = (language[name] for name in ("plural_sources", "role_nouns", "organisation_nouns"))
        known = (self._plain, language.function_words, language.verbs, language.finite, *nouns)
        is_known = any(word in words for words in known) or word.removesuffix("s") in language["role_nouns"]
        return is_known or word.endswith(language.adverb_ending)


def _proper_words(raw: Sequence[str]) -> set[str]:
    """Return the words that have a capital after one that has none."""
    return {raw[at] for at in range(1, len(raw)) if raw[at][0].isupper() and raw[at - 1].islower()}


def _is_initial(word: str) -> bool:
    return len(word) == 2 and word[1] == "."


def _divide(raw: Sequence[str], first: int, end: int, language: Language) -> Iterator[NameMention]:
    """Divide a run into what precedes the name, its titles, the name proper."""
    titles, genders = language["titles"], language.name_genders
    last = end
    while end - first > 1 and raw[end - 1] in language["suffixes"]:
        end -= 1
    start = _name_start(raw, first, end, language)
    if end < last and end - start == 1 and raw[end] in language["numerals"]:
        end += 1  # "Pope Anselm IV"
    suffix = raw[end] if end < last and raw[end] in language["family_suffixes"] else ""
    is_body = not language["links"].union("&").isdisjoint(raw[start:end])
    parts = without_nicknames(raw[start : end if is_body else min(end, start + MAX_NAME_LENGTH)])
    if parts[-1] in titles - language["organisation_words"] and parts[0] not in genders:
        if parts[-1] == "Leader" and titles.isdisjoint(raw[first : end - 1]) and end - first > 2:
            yield NameMention(first, last, (), tuple(raw[first:end]))  # a newspaper
        return
    if len(parts) == 1 and _is_initial(parts[0]):
        return
    yield NameMention(first, last, tuple(raw[first:start]), parts, suffix)


def _name_start(raw: Sequence[str], first: int, end: int, language: Language) -> int:
    """Return the index of the first word of the name proper, after titles, roles and places."""
    genders, organisation_words = language.name_genders, language["organisation_words"]
    start = first
    for at in range(first, end - 1):
        if raw[at] in language["titles"] and raw[at] not in genders:
            start = at + 1
    if start > first and raw[start - 1] not in language["weak_titles"]:
        return start
    if start > first or end - first < 2:
        return first
    role = max((at for at in range(first, end - 1) if raw[at].lower() in language["role_nouns"]), default=-1)
    names_person = organisation_words.isdisjoint(raw[role + 1 : end]) and (end - role > 2 or role == first)
    if role >= 0 and names_person and raw[first] not in genders:
        return role + 1
    if not organisation_words.isdisjoint(raw[first:end]):
        return first
    return _without_places(raw, first, end, language)


def _without_places(raw: Sequence[str], first: int, end: int, language: Language) -> int:
    """Return where a name begins after an occupation or places: "Miller NAME", "Texas NAME"."""
    genders = language.name_genders
    known = next((at for at in range(first, end - 1) if raw[at] in genders), -1)
    if known >= 0:
        return known - 1 if known > first and raw[known - 1] == "St." else known
    if end - first == _WITH_OCCUPATION and raw[first].lower().endswith(language.person_endings):
        return first + 1  # "Miller NAME"
    places = language["demonyms"] | language["place_words"]
    return next((at for at in range(first, end - 2) if raw[at] not in places), max(first, end - 2))
