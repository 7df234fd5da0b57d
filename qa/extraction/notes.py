"""What is to be told beside an answer, and why there is none: who is meant, what is missing. Records, not sentences."""

from collections.abc import Iterable, Sequence

from index.people.names import is_person_name, name_tokens, phonetic_key, phonetic_keys
from index.people.people import Person
from index.records import Query
from index.search.representatives import is_of_several
from index.storage.corpus import Corpus
from qa.answer import Note, Refusal
from qa.extraction.compose import Excerpt


def unknown_event(query: Query) -> Note | None:
    """Return a note when the question has a time that no calendar knows."""
    return Note("unknown_event", when=query.unknown_event) if query.unknown_event else None


def who_is_meant(asked: str, shown: Sequence[Person], fitting: Sequence[Person]) -> Note | None:
    """Return a note when the person asked for is shown by another name, or when several of the `fitting` have it."""
    if shown and _is_other_name(asked, shown):
        if is_of_several(asked):
            return Note("introduced_as", asked=asked, people=_names(shown), count=len(shown))
        return Note("other_name", asked=asked, people=_names(shown), count=len(shown))
    if len(shown) > 1:
        return Note("same_name", people=_names(shown), count=len(shown))
    silent = _silent(asked, shown, fitting)
    if shown and silent:
        return Note("same_name_elsewhere", people=_names(silent), count=len(silent))
    return None


def _silent(asked: str, shown: Sequence[Person], fitting: Sequence[Person]) -> list[Person]:
    """Return the people whom a single name fits as well and who are not shown; none for a longer name."""
    if len(name_tokens(asked)) != 1:
        return []
    return [person for person in fitting if person not in shown and is_person_name(name_tokens(person.name))]


def _is_other_name(asked: str, shown: Sequence[Person]) -> bool:
    """Whether nobody shown has the last word of a name, however it is spelt; an acronym is no name."""
    words = name_tokens(asked)
    spelt = phonetic_keys(name for person in shown for name in person.names)
    return bool(words) and not asked.isupper() and phonetic_key(words[-1]) not in spelt


def without_date(query: Query, pieces: Iterable[Excerpt]) -> Note | None:
    """Return a note when dates were asked for and something shown has none."""
    undated = {piece.article.id for piece in pieces if piece.article.published is None}
    return Note("undated", count=len(undated)) if undated and (query.since or query.until) else None


def nothing_to_search(corpus: Corpus, query: Query) -> Refusal | None:
    """Return why nothing at all can answer: no article is indexed, or the filters let none through."""
    if not corpus.store.counts()[0]:
        return Refusal("nothing_readable" if corpus.store.database.restricted else "nothing_indexed")
    if query.scope.filtered and not corpus.store.counts(query.without_dates)[0]:
        return Refusal("nothing_passes_filters")
    return None


def none_mentions(corpus: Corpus, query: Query, names: Sequence[str]) -> Refusal:
    """Return the refusal when the names stand in no article of the scope."""
    return Refusal("none_mentions", names=tuple(names), count=corpus.store.counts(query.without_dates)[0])


def _names(people: Iterable[Person]) -> tuple[str, ...]:
    return tuple(person.name for person in people)
