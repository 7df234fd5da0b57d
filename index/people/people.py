"""People: who is quoted, each under all names that the articles use, and which of them a name in a question means."""

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.people.names import NameTokens, is_initial, is_person_name, may_corefer, name_tokens, phonetic_key

_MISSPELT = 0.8
_MIN_MISSPELT_LENGTH = 5


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
        """`counts` are a speaker as stored, the key of an article, and the number of statements there.

        Names are one person's only where that is safe: a full name joins one that it does not contradict, a surname
        alone joins when a single person of that surname is quoted.
        """
        self._statements: defaultdict[str, int] = defaultdict(int)
        self._articles: defaultdict[str, set[int]] = defaultdict(set)
        for name, article, number in counts:
            self._statements[name] += number
            self._articles[name].add(article)
        self._words = {name: name_tokens(name) for name in self._statements}
        of_surname: defaultdict[str, list[str]] = defaultdict(list)
        for name in sorted(self._statements, key=lambda name: (-self._statements[name], name)):
            if self._words[name]:
                of_surname[phonetic_key(self._words[name][-1])].append(name)
        self._by_surname = {
            surname: [self._person(own) for own in self._parted(names)] for surname, names in of_surname.items()
        }
        self._person_of = {name: p for found in self._by_surname.values() for p in found for name in p.names}
        self._everybody = _most_quoted_first(p for found in self._by_surname.values() for p in found)

    def __iter__(self) -> Iterator[Person]:
        """Everybody, those quoted most first."""
        return iter(self._everybody)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._everybody)

    def __getitem__(self, speaker: str) -> Person:
        """Whose name `speaker`, as stored with a statement, is; raises `KeyError` for anything else."""
        return self._person_of[speaker]

    def __contains__(self, speaker: object) -> bool:
        """Whether anything surely said is stored under the name `speaker`."""
        return speaker in self._person_of

    def find(self, name: str) -> tuple[Person, ...]:
        """Those whom `name` may mean, those quoted most first.

        Full name, surname, initials ("J. Kerry", "AOC"); a first name alone or a misspelt surname counts only when
        no surname is spelt so.
        """
        asked = name_tokens(name)
        if not asked:
            return ()
        found = self._fitting(asked)
        if not found and len(asked) == 1:
            found = self._by_first_name(asked[0]) or self._by_initials(name.strip())
        return _most_quoted_first(found or self._misspelt(asked))

    def _person(self, names: list[str]) -> Person:
        articles = set[int]().union(*(self._articles[name] for name in names))
        return Person(names[0], tuple(names), sum(self._statements[name] for name in names), len(articles))

    def _parted(self, names: list[str]) -> list[list[str]]:
        """Names of one surname, the most frequent first, into those of one person each."""
        words = self._words
        full = sorted((n for n in names if len(words[n]) > 1), key=lambda n: is_initial(words[n][0]))
        parted: list[list[str]] = []
        for name in full:
            fitting = [own for own in parted if all(_are_one(words[name], words[other]) for other in own)]
            if len(fitting) == 1:
                fitting[0].append(name)
            else:
                parted.append([name])
        alone = [name for name in names if len(words[name]) == 1]
        if len(parted) == 1 and self._stand_for(alone, parted[0]):
            return [parted[0] + alone]
        return parted + _by_case(alone)

    def _stand_for(self, alone: list[str], full: list[str]) -> bool:
        """Whether a word alone is the surname of the one person of that name, not a country or a company."""
        if any(
            self._words[name][-1] != self._words[full[0]][-1] and len(name) < _MIN_MISSPELT_LENGTH for name in alone
        ):
            return False
        usual = sum(self._statements[name] for name in full) >= sum(self._statements[name] for name in alone)
        return usual and is_person_name(self._words[full[0]]) and all(name[0].isupper() for name in alone)

    def _fitting(self, asked: NameTokens) -> list[Person]:
        same_surname = self._by_surname.get(phonetic_key(asked[-1]), [])
        return [p for p in same_surname if any(may_corefer(asked, self._words[name]) for name in p.names)]

    def _by_first_name(self, first: str) -> list[Person]:
        return [p for p in self._everybody if is_person_name(self._words[p.name]) and self._words[p.name][0] == first]

    def _by_initials(self, letters: str) -> list[Person]:
        wanted = letters.casefold() if letters.isupper() and len(letters) > 1 else ""
        return [p for p in self._everybody if wanted and "".join(w[0] for w in self._words[p.name]) == wanted]

    def _misspelt(self, asked: NameTokens) -> list[Person]:
        surname = phonetic_key(asked[-1])
        if len(surname) < _MIN_MISSPELT_LENGTH or surname in self._by_surname:
            return []
        known = sorted(s for s in self._by_surname if len(s) >= _MIN_MISSPELT_LENGTH and s[0] == surname[0])
        meant = difflib.get_close_matches(surname, known, n=1, cutoff=_MISSPELT)
        return self._fitting((*asked[:-1], *meant)) if meant else []


def _are_one(one: NameTokens, other: NameTokens) -> bool:
    """Whether two full names are safely one person's; what is not surely a person's must be spelt the same."""
    if is_person_name(one) and is_person_name(other):
        return may_corefer(one, other)
    return [phonetic_key(word) for word in one] == [phonetic_key(word) for word in other]


def _by_case(alone: list[str]) -> list[list[str]]:
    """Words that stand alone: names with each other, common nouns ("company") with each other."""
    names, nouns = [n for n in alone if n[0].isupper()], [n for n in alone if not n[0].isupper()]
    return [group for group in (names, nouns) if group]


def _most_quoted_first(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple(sorted(people, key=lambda person: (-person.statements, person.name)))
