"""People by how an article introduces them: "Team captain NAME", "NAME, a spokeswoman for the port, …".

Only the words beside a name count. They are looked up when somebody asks for "the port's spokeswoman", as what an
article calls people in passing is not stored with their statements.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import product
from operator import itemgetter
from pathlib import Path

from index.attribution.languages.language import load_language
from index.people.names import fold, name_tokens
from index.people.people import People, Person
from index.records import Query
from index.storage.corpus import Corpus
from index.text.keywords import query_terms, stem
from index.text.words import load_words

_PASSAGES_READ = 30
_MAX_WORDS = 5
_REACH = 9
"""Words of an apposition that may stand between a name and the noun for what somebody is."""
_BEFORE, _AFTER, _MAX_NAME_WORDS = 3, 4, 4
_WORDS = load_words(Path(__file__).parent)
_OPENING = frozenset(map(stem, _WORDS.words("introductions", "opening")))
_BELONGING = frozenset((",", *map(stem, _WORDS.words("introductions", "belonging"))))
_SHORT = 3
_IN_SENTENCE, _IN_PASSAGE = 1.0, 0.4
_TOKEN = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*|,")
_NAME = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]+)*(?:\s+[^\W\d_]+(?:[.'’-][^\W\d_]+)*)*")


def people_introduced_as(corpus: Corpus, description: str, articles: tuple[str, ...] = ()) -> tuple[Person, ...]:
    """Return the people introduced by all words of a description with a noun for people in it, likeliest first.

    Of `articles`, by their ids, nothing means all.
    """
    words = _stems(description)
    nouns = _stems(" ".join(filter(load_language("english").is_person_noun, query_terms(description))))
    if not nouns or len(words) > _MAX_WORDS:
        return ()
    found: defaultdict[Person, float] = defaultdict(float)
    for text in sentences_with(corpus, Query(description, articles=articles), set(words)):
        for person, weight in _weighed(text, words, nouns[-1], corpus.people()):
            found[person] += weight
    return _likeliest(found)


def _likeliest(found: Mapping[Person, float]) -> tuple[Person, ...]:
    best = max(found.values(), default=0)
    return tuple(person for person, weight in found.items() if weight == best)


def _stems(text: str) -> list[str]:
    return [stem(fold(word)) for word in query_terms(text)]


def _weighed(text: str, words: Sequence[str], noun: str, people: People) -> Iterator[tuple[Person, float]]:
    """Yield whom a sentence calls by the noun, with how much of the description stands in it and beside the name."""
    inside = set(_stems(text))
    weight = sum(_IN_SENTENCE if word in inside else _IN_PASSAGE for word in words)
    for person, beside in _introduced(text, noun, people):
        yield person, weight + sum(word in beside for word in words)


def sentences_with(corpus: Corpus, query: Query, words: AbstractSet[str]) -> Iterator[str]:
    """Yield the sentences of the passages that hold, with their headline, all words of a description."""
    store = corpus.store
    passages = store.passages.by_id([i for i, _ in store.passages.keyword_search(query, _PASSAGES_READ)])
    for passage, _ in passages.values():
        article = store.article(passage.article_id)
        if article and words <= set(_stems(f"{article.title} {passage.text_in(article)}")):
            held = filter(passage.contains, store.sentences(article.id))
            yield from (sentence.text_in(article) for sentence in held)


def _introduced(text: str, noun: str, people: People) -> Iterator[tuple[Person, list[str]]]:
    """Yield whom a sentence calls by the noun, before the name or in the apposition, with the words around both."""
    tokens = list(_TOKEN.finditer(text))
    words = [stem(fold(token.group())) for token in tokens]
    places = [at for at, word in enumerate(words) if word == noun]
    named = list(people_in(text, [token.span() for token in tokens], people)) if places else []
    for (first, last, person), at in product(named, places):
        if first <= at < last - 1 or (_precedes(words[at + 1 : first]) if at < first else _follows(words[last:at])):
            yield person, words[max(0, min(first, at) - _BEFORE) : max(last, at + _AFTER)]


def _precedes(between: Sequence[str]) -> bool:
    """Whether a noun before a name is said of it: "captain NAME", "the captain of the team, NAME"."""
    if not between or between.count(",") != 1 or len(between) > _REACH:
        return not between
    return "," in between[-2:] and between[0] in _BELONGING


def _follows(between: Sequence[str]) -> bool:
    """Whether a noun after a name is said of it: "NAME, its captain"."""
    if between[:1] != [","] or between.count(",") > 1 or len(between) > _REACH:
        return False
    return len(between) <= _SHORT or between[1] in _OPENING


def people_in(text: str, tokens: list[tuple[int, int]], people: People) -> Iterator[tuple[int, int, Person]]:
    """Yield the people named in a sentence, with the first token of the name and the one after it."""
    at = 0
    while at < len(tokens):
        ends = range(min(at + _MAX_NAME_WORDS, len(tokens)), at, -1)
        meant = ((last, _person(text[tokens[at][0] : tokens[last - 1][1]], people)) for last in ends)
        last, person = next(filter(itemgetter(1), meant), (at + 1, None))
        if person:
            yield at, last, person
        at = last


def _person(words: str, people: People) -> Person | None:
    """Return the one person whom words in capitals name; None for nobody and for several."""
    found = people.named(name_tokens(words)) if words[:1].isupper() and _NAME.fullmatch(words) else ()
    return found[0] if len(found) == 1 and found[0].name[:1].isupper() else None
