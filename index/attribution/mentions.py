"""Who is named in an article: runs of capitalised words, gathered into one record for each person or body.

Knows nothing of speech. A name is read the same way wherever it stands, inside quotations too.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from index.attribution.languages.language import Language
from index.attribution.names import MAX_NAME_LENGTH, NameMention, read_names
from index.attribution.tokens import Tokens

__all__ = ["Entity", "EntityTable", "NameMention", "read_names"]

_GENERATIONS = {"Sr": 1, "Jr": 2, "II": 2, "III": 3, "IV": 4}
_MAX_BEARERS = 20  # of one name in one article
_HALF_LIFE = 60  # words after which a mention counts for half
_OFTEN = 0.2  # of a mention just made counts one made anywhere before
_CLEAR = 2.0  # times as much in focus as the next bearer of the name


@dataclass(slots=True, eq=False)
class Entity:
    """Somebody or some body named in the article."""

    name: str
    """The fullest form used."""
    is_person: bool
    genders: Counter[str] = field(default_factory=Counter)
    """Evidence for "male" and "female"."""
    roles: set[str] = field(default_factory=set)
    """Nouns the article calls the person by ("minister")."""
    may_be_person: bool = True
    """Whether nothing tells that it is a place or a body."""
    count: int = 0
    speaks: bool = False
    """Whether a reporting verb has had the person for its subject."""

    @property
    def gender(self) -> str:
        """One of "male", "female", and "" when the article does not tell."""
        male, female = self.genders["male"], self.genders["female"]
        return "" if male == female else "male" if male > female else "female"


class EntityTable:
    """Everybody named in one article, and the way from a name as written to the person meant."""

    def __init__(self, words: Tokens, language: Language, headlines: Sequence[range] = ()) -> None:
        """Read every name in `words`; in `headlines`, where every word has a capital, only names read elsewhere."""
        self._language = language
        self._by_name: dict[str, Entity] = {}
        self._by_part: dict[str, list[Entity]] = {}
        self._focus = _Focus()
        self.people: dict[int, tuple[NameMention, Entity]] = {}
        self.doubtful: set[int] = set()
        """Offsets where a name that two bear stands, and either may be meant."""
        names = read_names(words, language, headlines)
        self._known_surnames = {
            name.parts[-1] for name in names if len(name.parts) > 1 and name.parts[0] in language.name_genders
        }
        self._bare_since: dict[str, int] = {}
        full: list[NameMention] = []
        for name in names:
            if self._is_full(name):
                full.append(name)
            else:
                self._bare_since.setdefault(_key(name.parts[-1:]), name.first)
        self._family_names = _family_names(full)
        for name in full:
            self._learn(self._register(name), name, words)
        for at, name in enumerate(names):
            sibling = self._sharing_surname(words, names[at : at + 2]) or self._by_age(words, name)
            person = sibling or self._person(name, words.starts[name.first])
            person.count += 1
            self._focus.see(person, name.first)
            if not self._is_full(name):
                self._learn(person, name, words)
            self.people[name.first] = (name, person)

        for headline in headlines:
            self._read_headline(words, headline)

    def _read_headline(self, words: Tokens, headline: range) -> None:
        at = headline.start
        while at < headline.stop:
            for length in range(min(MAX_NAME_LENGTH, headline.stop - at), 0, -1):
                parts = tuple(words.raw[at : at + length])
                person = self._by_name.get(_key(parts))
                if person is None and (bearers := self._by_part.get(_key(parts))):
                    person = max(bearers, key=lambda bearer: bearer.count)
                if person:
                    self.people[at] = (NameMention(at, at + length, (), parts), person)
                    at += length - 1
                    break
            at += 1

    def _is_full(self, name: NameMention) -> bool:
        """Whether the name is more than a surname: "von der Heide" is one."""
        first = name.parts[0]
        is_surname = first.lower() in self._language["particles"] and first not in self._language.name_genders
        return len(name.parts) > 1 and not is_surname

    def _register(self, name: NameMention) -> Entity:
        """Return the person of a full name, which a shorter form or an initial may already have registered."""
        # "Jr." is kept where the article names the father too.
        suffix = f" {name.suffix}" if name.suffix and _plain(name) in self._family_names else ""
        key = _key(part for part in name.parts if not part.endswith(".")) + suffix
        plain = _plain(name) + suffix
        person = self._by_name.get(key) or self._by_name.get(plain)
        full = " ".join(name.parts) + suffix
        if person is None:
            person = Entity(full, self._is_person(name))
            person.may_be_person = person.is_person
            self._by_name[plain] = person
            for part in self._short_forms(name) if person.is_person else ():
                bearers = self._by_part.setdefault(part, [])
                if len(bearers) < _MAX_BEARERS:
                    bearers.append(person)
        elif len(full) > len(person.name):
            person.name = full
        self._by_name[key] = person
        return person

    def _short_forms(self, name: NameMention) -> set[str]:
        """Return what the bearer of a full name may be called: "Ursula", "Heide", "von der Heide"."""
        parts = [_key([part]) for part in name.parts]
        forms = {" ".join(parts[at:]) for at in range(1, len(parts))}
        # "Orbit" before "Orbit Lumen" is no short form of it: the company comes before its product.
        since = self._bare_since.get(parts[0])
        if name.parts[0] in self._language.name_genders or since is None:
            forms.add(parts[0])
        return forms

    def _sharing_surname(self, words: Tokens, pair: Sequence[NameMention]) -> Entity | None:
        """Return the first of "Sam and Rita Holloway"."""
        genders = self._language.name_genders
        if len(pair) < 2 or len(pair[0].parts) > 1 or pair[0].titles or len(pair[1].parts) != 2:
            return None
        first, other = pair
        is_joined = other.first == first.last + 1 and words.lower[first.last] in self._language["and"]
        if not is_joined or first.parts[0] not in genders or other.parts[0] not in genders:
            return None
        return self._register(NameMention(first.first, first.last, (), (first.parts[0], other.parts[1])))

    def _by_age(self, words: Tokens, name: NameMention) -> Entity | None:
        """Return whom "the younger NAME" means, where the article names father and son."""
        age = words.lower[name.first - 1] if name.first else ""
        if age not in self._language["ages"] or len(name.parts) > 1:
            return None
        bearers = self._by_part.get(_key(name.parts), ())
        ranked = sorted((person for person in bearers if _rank(person)), key=_rank)
        return ranked[-1 if age.startswith("young") or age == "junior" else 0] if len(ranked) > 1 else None

    def _person(self, name: NameMention, offset: int) -> Entity:
        if self._is_full(name):
            return self._fullest(name)
        key = _key(name.parts)
        bearers = self._by_part.get(key) or self._by_part.get(_key(name.parts[-1:]))
        if bearers:
            return self._fitting(bearers, name, offset)
        if key not in self._by_name:
            self._by_name[key] = Entity(" ".join(name.parts), self._is_person(name))
            self._by_name[key].may_be_person = self._may_be_person(name.parts)
        return self._by_name[key]

    def _fullest(self, name: NameMention) -> Entity:
        """Return the person of a full name; without a "Jr." it may be that of father or son, whoever is in focus."""
        person = self._register(name)
        if name.suffix or person.count:
            return person
        bearers = self._by_part.get(_key(name.parts[-1:]), ())
        names = [bearer for bearer in bearers if bearer is not person and bearer.name.startswith(f"{person.name} ")]
        return max(names, key=lambda one: self._focus.of(one, name.first)) if names else person

    def _fitting(self, bearers: Sequence[Entity], name: NameMention, offset: int) -> Entity:
        """Return the bearer of a short name who is meant: gender of the title, then surname, then who is in focus."""
        if len(bearers) == 1 and self._fit(bearers[0], name)[0]:
            return bearers[0]
        if all(self._fit(person, name)[0] == 0 for person in bearers):
            return self._of_title(name)
        rated = sorted(((self._fit(person, name), at) for at, person in enumerate(bearers)), reverse=True)
        best, second = rated[0][0], rated[1][0]
        if best[:2] == second[:2] and best[2] < _CLEAR * second[2]:
            self.doubtful.add(offset)
        return bearers[rated[0][1]]

    def _of_title(self, name: NameMention) -> Entity:
        """Return the person whose title fits nobody of that name: "Mrs. Calloway", where only men are known."""
        key = _key((name.titles[-1], *name.parts))
        if key not in self._by_name:
            self._by_name[key] = Entity(f"{name.titles[-1]} {' '.join(name.parts)}", is_person=True)
        return self._by_name[key]

    def _fit(self, person: Entity, name: NameMention) -> tuple[int, bool, float]:
        gender = self._gender_fit(person, name)
        is_suffix = not name.suffix or person.name.endswith(name.suffix)
        words = _key(person.name.split()).split()
        is_surname = is_suffix and _key(name.parts[-1:]) in (words[-1], words[max(0, len(words) - 2)])
        return gender, is_surname, self._focus.of(person, name.first)

    def _gender_fit(self, person: Entity, name: NameMention) -> int:
        """Return 2 when the titles of the name are for the person's gender, 0 when not, 1 when nothing tells."""
        titles = self._language.title_genders
        genders = {titles[title] for title in name.titles if title in titles}
        return 1 if not genders or not person.gender else 2 * (person.gender in genders)

    def _is_person(self, name: NameMention) -> bool:
        language, parts = self._language, name.parts
        if any(title in language["family_titles"] for title in name.titles):
            return True
        if "&" in parts or language["organisation_words"].intersection(parts):
            return False
        if len(parts) > 1 and parts[0] in language.name_genders:
            return True
        places = language["place_words"]
        if parts[0] in places | language["demonyms"] or parts[-1] in places or any(map(_is_acronym, parts)):
            return False
        is_first = parts[0].partition("-")[0] in language.name_genders
        is_known_family = len(parts) > 1 and parts[-1] in self._known_surnames and not is_first  # "Team Brandt"
        return bool(name.titles) or (len(parts) > 1 and not is_known_family) or parts[0] in language.name_genders

    def _may_be_person(self, parts: Sequence[str]) -> bool:
        language = self._language
        known = language["place_words"] | language["demonyms"] | language["organisation_words"]
        return known.isdisjoint(parts) and not _is_acronym(parts[-1]) and not parts[-1].endswith("s")

    def _learn(self, person: Entity, name: NameMention, words: Tokens) -> None:
        """Learn gender and roles from first name and titles, and from "her husband, NAME"."""
        language = self._language
        noun = name.first - 1 - (name.first > 0 and words.raw[name.first - 1] == ",")
        if noun >= 0 and (gender := language.noun_genders.get(words.lower[noun], "")):
            person.genders[gender] += 2
        if noun >= 0 and len(name.parts) > 1 and words.lower[noun] in language["role_nouns"]:
            person.is_person = person.may_be_person = True
        if len(name.parts) > 1 and (gender := language.name_genders.get(name.parts[0], "")) in ("male", "female"):
            person.genders[gender] += 1
        is_owner = words.raw[name.last : name.last + 1] in (["'s"], ["’s"])
        if name.first and words.lower[name.first - 1] in language["locatives"] and not is_owner:
            person.may_be_person = person.is_person
        for title in name.titles:
            if title in language.title_genders:
                person.genders[language.title_genders[title]] += 3
                person.is_person = True
            role = language.title_roles.get(title, title.lower())
            if role in language["role_nouns"]:
                person.roles.add(role)


class _Focus:
    """Who was just named: each mention counts, and counts for less the further back it stands."""

    def __init__(self) -> None:
        self._seen: dict[Entity, tuple[int, float]] = {}

    def see(self, person: Entity, at: int) -> None:
        """Count a mention at word `at`."""
        self._seen[person] = (at, self.of(person, at) - _OFTEN * person.count + 1)

    def of(self, person: Entity, at: int) -> float:
        """Return how much the person is in focus at word `at`, plus a little for being named often."""
        if person not in self._seen:
            return 0.0
        last, weight = self._seen[person]
        return weight * float(0.5 ** ((at - last) / _HALF_LIFE)) + _OFTEN * person.count


def _key(parts: Iterable[str]) -> str:
    """Return a name as it is looked up: whatever its capitals and apostrophes."""
    return " ".join(parts).lower().replace("’", "'")


def _plain(name: NameMention) -> str:
    """Return the key of first name and surname."""
    return _key((name.parts[0], name.parts[-1]))


def _family_names(names: Iterable[NameMention]) -> set[str]:
    """Return the names that more than one bears: "Walter Brandt Sr." and "Walter Brandt Jr."."""
    suffixes: dict[str, set[str]] = {}
    for name in names:
        suffixes.setdefault(_plain(name), set()).add(name.suffix.rstrip("."))
    return {plain for plain, different in suffixes.items() if len(different - {""}) > 1}


def _rank(person: Entity) -> int:
    """Return the generation that a name tells, 0 when it tells none."""
    return _GENERATIONS.get(person.name.rpartition(" ")[2].rstrip("."), 0)


def _is_acronym(part: str) -> bool:
    return len(part) > 1 and part.isupper() and "." not in part
