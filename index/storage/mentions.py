"""Articles that hold a word or a name, counted from the keyword index."""

from index.people.names import name_tokens, phonetic_key
from index.records import Query
from index.storage.store import Store
from index.text.keywords import stem


def articles_naming(store: Store, query: Query, name: str) -> set[str]:
    """Return the ids of the articles of the scope that hold every word of a name, however newspapers spell it."""
    words = name_tokens(name)
    return set.intersection(*(_articles_with_spelling(store, query, word) for word in words)) if words else set()


def count_articles_naming(store: Store, query: Query, name: str) -> int:
    """Return how many articles of the scope name somebody."""
    return len(articles_naming(store, query, name))


def articles_with_term(store: Store, query: Query, word: str) -> set[str]:
    """Return the ids of the articles of the scope that hold a word."""
    found = set(store.passages.document_frequencies(word))
    return found & store.article_ids(query.without_dates) if query.scope.filtered else found


def _articles_with_spelling(store: Store, query: Query, word: str) -> set[str]:
    """Articles with the word or another spelling of it: Zelensky, Zelenskiy."""
    key = phonetic_key(stem(word))
    alike = store.passages.stems_with_prefix(word[0], lambda other: phonetic_key(other) == key)
    return set[str]().union(*(articles_with_term(store, query, other) for other in (word, *alike)))
