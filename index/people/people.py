"""People: who is quoted, each under all names that the articles use, and which of them a name in a question means."""

import difflib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from index.people.names import (
    NameTokens,
    is_initial,
    is_person_name,
    is_place,
    may_corefer,
    name_tokens,
    phonetic_key,
)

_MISSPELT = 0.8
_MIN_MISSPELT_LENGTH = 5
_FIRST_AND_LAST = 2


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody (or something) who is quoted or paraphrased."""

    name: str
    """The name that most statements give."""
    names: tuple[str, ...]
    """Every name that stands for this person, as stored with the statements."""
    statements: int
    articles: int


class People:
    """Everybody who is quoted in an index, those quoted most first."""

    def __init__(self, counts: Iterable[tuple[str, int, int]]) -> None:
        """Group the speakers of `counts`: (speaker as stored, key of an article, number of statements there).

        Names are one person's only where that is safe: a full name joins one that it does not contradict, a surname
        alone joins when a single person of that surname is quoted.
        """
        self._statements: defaultdict[str, int] = defaultdict(int)
        self._articles: defaultdict[str, set[int]] = defaultdict(set)
        for name, article, number in counts:
            self._statements[name] += number
            self._articles[name].update([article] if number else [])
        self._words = {name: name_tokens(name) for name in self._statements}
        self._by_surname = {
            surname: list(map(self._person, self._parted(names))) for surname, names in self._names_by_surname().items()
        }
        self._everybody = _most_quoted_first(chain.from_iterable(self._by_surname.values()))
        self._person_of = {name: person for person in self._everybody for name in person.names}
        self._by_first_name: dict[str, tuple[Person, ...]] = {}
        for person in self._everybody:
            words = self._words[person.name]
            if is_person_name(words):
                self._by_first_name[words[0]] = (*self._by_first_name.get(words[0], ()), person)

    def __iter__(self) -> Iterator[Person]:
        """Yield everybody who is surely quoted, those quoted most first."""
        return (person for person in self._everybody if person.statements)

    def __len__(self) -> int:
        """Return the number of people who are surely quoted."""
        return sum(1 for _ in self)

    def __getitem__(self, speaker: str) -> Person:
        """Return the person of the name `speaker`, as stored with a statement; raise `KeyError` for anything else."""
        return self._person_of[speaker]

    def __contains__(self, speaker: object) -> bool:
        """Return whether `speaker` is a name of a known person, as stored with a statement."""
        return speaker in self._person_of

    def find(self, name: str) -> tuple[Person, ...]:
        """Return the people whom `name` may mean, those quoted most first.

        Full name, surname, initials ("J. Kerry", "AOC"); a first name alone or a misspelt surname counts only when
        no surname is spelt so.
        """
        asked = name_tokens(name)
        if not asked:
            return ()
        found = _most_quoted_first(self._fitting(asked))
        if not found and len(asked) == 1:
            found = self.of_first_name(asked[0]) or self.of_initials(name.strip())
        return found or self.misspelt(asked)

    def named(self, asked: NameTokens) -> tuple[Person, ...]:
        """Return the people of this surname whom the words before it do not contradict; not by a surname alone.

        "Trump Russia" is no name of Russia's, and "Harry Reid" is one of a "Reid" of whom no more is known.
        """
        if len(asked) < 2:
            return _most_quoted_first(self._fitting(asked)) if asked else ()
        found = self._fitting(asked)
        full = [p for p in found if any(len(self._words[name]) > 1 for name in p.names)]
        may_be_full = len(asked) == _FIRST_AND_LAST and is_person_name(asked) and not is_place(asked[-1])
        return _most_quoted_first(full or (found if may_be_full else ()))

    def of_first_name(self, first: str) -> tuple[Person, ...]:
        """Return the people of a first name, folded."""
        return self._by_first_name.get(first, ())

    def of_initials(self, letters: str) -> tuple[Person, ...]:
        """Return the people of these initials, two or more capitals ("AOC")."""
        if len(letters) == 1 or not letters.isupper():
            return ()
        wanted = letters.casefold()
        return tuple(p for p in self._everybody if "".join(w[0] for w in self._words[p.name]) == wanted)

    def misspelt(self, asked: NameTokens) -> tuple[Person, ...]:
        """Return the people whose surname is spelt most like an unknown one."""
        meant = self._close_surname(phonetic_key(asked[-1]))
        return _most_quoted_first(self._fitting((*asked[:-1], meant))) if meant else ()

    def _names_by_surname(self) -> dict[str, list[str]]:
        """Return the names, those of most statements first, by the phonetic key of their surname."""
        grouped: defaultdict[str, list[str]] = defaultdict(list)
        for name in sorted(self._statements, key=lambda name: (-self._statements[name], name)):
            if words := self._words[name]:
                grouped[phonetic_key(words[-1])].append(name)
        return grouped

    def _person(self, names: list[str]) -> Person:
        articles = set[int]().union(*(self._articles[name] for name in names))
        return Person(names[0], tuple(names), self._count(names), len(articles))

    def _count(self, names: list[str]) -> int:
        """Return the number of statements stored under the names."""
        return sum(self._statements[name] for name in names)

    def _parted(self, names: list[str]) -> list[list[str]]:
        """Split names of one surname, the most frequent first, into those of one person each."""
        full, alone = _partition(names, lambda name: len(self._words[name]) > 1)
        parted = self._parted_by_first_name(full)
        if len(parted) == 1 and self._stand_for(alone, parted[0]):
            return [parted[0] + alone]
        return parted + _by_case(alone)

    def _parted_by_first_name(self, full: list[str]) -> list[list[str]]:
        """Split full names of one surname into those of one person each; those with only an initial come last."""
        words = self._words
        parted: list[list[str]] = []
        for name in sorted(full, key=lambda name: is_initial(words[name][0])):
            fitting = [own for own in parted if all(_are_one(words[name], words[other]) for other in own)]
            if len(fitting) == 1:
                fitting[0].append(name)
            else:
                parted.append([name])
        return parted

    def _stand_for(self, alone: list[str], full: list[str]) -> bool:
        """Return whether a word alone is the surname of the one person of that name, not a country or a company."""
        words = self._words[full[0]]
        is_usual = self._count(full) >= self._count(alone)
        return is_usual and is_person_name(words) and all(self._may_be(name, words[-1]) for name in alone)

    def _may_be(self, name: str, surname: str) -> bool:
        """Return whether a word alone is a name spelt as the surname is, or long enough for another spelling of it."""
        is_spelt_so = self._words[name][-1] == surname or len(name) >= _MIN_MISSPELT_LENGTH
        return is_spelt_so and name[0].isupper()

    def _fitting(self, asked: NameTokens) -> list[Person]:
        same_surname = self._by_surname.get(phonetic_key(asked[-1]), [])
        return [p for p in same_surname if any(may_corefer(asked, self._words[name]) for name in p.names)]

    def _close_surname(self, surname: str) -> str:
        """Return the known surname spelt most like an unknown one, or ""."""
        if len(surname) < _MIN_MISSPELT_LENGTH or surname in self._by_surname:
            return ""
        known = sorted(s for s in self._by_surname if len(s) >= _MIN_MISSPELT_LENGTH and s[0] == surname[0])
        return next(iter(difflib.get_close_matches(surname, known, n=1, cutoff=_MISSPELT)), "")


def _are_one(one: NameTokens, other: NameTokens) -> bool:
    """Return whether two full names are safely one person's; names not surely a person's must be spelt the same."""
    if is_person_name(one) and is_person_name(other):
        return may_corefer(one, other)
    return [phonetic_key(word) for word in one] == [phonetic_key(word) for word in other]


def _by_case(alone: list[str]) -> list[list[str]]:
    """Group single words: names with each other, common nouns ("company") with each other."""
    return [group for group in _partition(alone, lambda name: name[0].isupper()) if group]


def _partition(names: list[str], holds: Callable[[str], bool]) -> tuple[list[str], list[str]]:
    """Return the names for which the predicate holds, and the others, both in order."""
    return [name for name in names if holds(name)], [name for name in names if not holds(name)]


def _most_quoted_first(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple(sorted(people, key=lambda person: (-person.statements, person.name)))
