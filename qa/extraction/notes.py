"""What is said in our own words beside an answer: who is meant, what is missing. One sentence each."""

from collections.abc import Iterable, Sequence
from datetime import date

from index.people.names import is_person_name, name_tokens, phonetic_key, phonetic_keys
from index.people.people import Person
from index.records import Query
from index.storage.corpus import Corpus
from index.text.keywords import stem
from qa.extraction.compose import Excerpt

_NAMED = 4


def join_notes(*notes: str) -> str:
    """The notes that say something, one after the other."""
    return " ".join(note for note in notes if note)


def disambiguation_note(asked: str, shown: Sequence[Person], fitting: Sequence[Person]) -> str:
    """When the person asked for is shown under another name, or when several of the `fitting` have the name."""
    words = name_tokens(asked)
    spelt = phonetic_keys(name for person in shown for name in person.names)
    if shown and not asked.isupper() and words and phonetic_key(words[-1]) not in spelt:
        return f"{_listed(shown)} {'is' if len(shown) == 1 else 'are'} who “{asked}” seems to mean."
    if len(shown) > 1:
        return f"{len(shown)} people of that name are quoted on this: {_listed(shown)}."
    silent = [person for person in fitting if person not in shown and is_person_name(name_tokens(person.name))]
    if len(words) == 1 and silent and shown:
        return f"Of that name, {_listed(silent)} {'is' if len(silent) == 1 else 'are'} quoted too, but not on this."
    return ""


def without_date(query: Query, pieces: Iterable[Excerpt]) -> str:
    """When dates were asked for and something shown has none."""
    undated = {piece.article.id for piece in pieces if piece.article.published is None}
    if not undated or not (query.since or query.until):
        return ""
    return (
        "One of these articles has no date and may be from another time."
        if len(undated) == 1
        else f"{len(undated)} of these articles have no date and may be from another time."
    )


def days_note(query: Query) -> str:
    """The days asked for, in words: "from 1 March 2022 to 31 March 2022"; nothing when none were."""
    first, last = query.since, query.until
    if first and last:
        return f"on {_day(first)}" if first == last else f"from {_day(first)} to {_day(last)}"
    if first:
        return f"since {_day(first)}"
    return f"until {_day(last)}" if last else ""


def counted(articles: int) -> str:
    """A number of articles in words."""
    return "1 article" if articles == 1 else f"{articles} articles"


def nothing_within(corpus: Corpus, query: Query) -> str | None:
    """Why nothing at all can answer: no article is indexed, or the filters let none through."""
    if not corpus.store.counts()[0] and corpus.store.database.restricted:
        return "There is no article here that you may read: ask whoever runs this server for access."
    if not corpus.store.counts()[0]:
        return "Nothing is indexed yet: add articles with `onrecord add PATH`."
    if query.scope.filtered and not corpus.store.counts(query.without_dates)[0]:
        return "No article passes the filters: clear some of them and ask again."
    return None


def count_articles_naming(corpus: Corpus, query: Query, person: str) -> int:
    """How many articles of the scope hold every word of a name, in any of the ways that newspapers spell it."""
    words = name_tokens(person)
    return len(set.intersection(*(_spelt(corpus, query, word) for word in words))) if words else 0


def articles_with_term(corpus: Corpus, query: Query, word: str) -> set[str]:
    """The articles of the scope that hold a word."""
    found = set(corpus.store.passages.document_frequencies(word))
    return found & corpus.store.article_ids(query.without_dates) if query.scope.filtered else found


def _spelt(corpus: Corpus, query: Query, word: str) -> set[str]:
    """Articles with the word or another spelling of it: Zelensky, Zelenskiy."""
    asked = phonetic_key(stem(word))
    alike = corpus.store.passages.stems_with_prefix(word[0], lambda other: phonetic_key(other) == asked)
    return set[str]().union(*(articles_with_term(corpus, query, other) for other in (word, *alike)))


def _listed(people: Sequence[Person]) -> str:
    named = [person.name for person in people[:_NAMED]]
    *most, last = [*named, f"{len(people) - _NAMED} more"] if len(people) > _NAMED else named
    return f"{', '.join(most)} and {last}" if most else last


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
