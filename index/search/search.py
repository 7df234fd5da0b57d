"""A query into hits: what the person asked for says first, then the passages that fit the question."""

from index.records import Hit, Query
from index.search.hybrid import hybrid_search
from index.search.statements import StatementHit, search_statements
from index.storage.corpus import Corpus


def search(corpus: Corpus, query: Query, k: int = 20) -> tuple[Hit, ...]:
    """Return the k best passages for the query, best first; empty when the filters or the index leave nothing.

    When somebody's words are asked for, the sentences in which they speak on the topic come first; passages found
    otherwise follow, without those that repeat them.
    """
    return merge_results(
        search_statements(corpus, query, unsure=True) if query.speaker else [], hybrid_search(corpus, query, k), k
    )


def merge_results(spoken: list[StatementHit], passages: tuple[Hit, ...], k: int) -> tuple[Hit, ...]:
    """Return statements on the topic, other passages, then statements on anything else, without overlaps.

    What is only told of the speaker ("backed the deal") comes after their words, and not where nothing else is wanted.
    """
    on_topic = [run.hit for run in spoken if run.on_topic and run.is_speech]
    told = [run.hit for run in spoken if run.on_topic and not run.is_speech and passages]
    others = [run.hit for run in spoken if not run.on_topic and run.is_speech]
    return _first_distinct((*on_topic, *told, *passages, *others), k)


def _first_distinct(hits: tuple[Hit, ...], k: int) -> tuple[Hit, ...]:
    """Return the first k hits of those that overlap none before them."""
    kept: list[Hit] = []
    for hit in hits:
        if len(kept) == k:
            break
        if not any(hit.passage.overlaps(other.passage) for other in kept):
            kept.append(hit)
    return tuple(kept)
