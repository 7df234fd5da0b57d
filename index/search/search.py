"""A query into hits: what the person asked for says first, then the passages that fit the question."""

from index.records import Hit, Query
from index.search.hybrid import hybrid_search
from index.search.statements import StatementHit, search_statements
from index.storage.corpus import Corpus


def search(corpus: Corpus, query: Query, k: int = 20) -> tuple[Hit, ...]:
    """The k best passages for the query, best first; empty when nothing is stored or the filters leave nothing.

    When somebody's words are asked for, the sentences in which they speak on the topic come first; passages found
    otherwise follow, without those that repeat them.
    """
    return merge_results(search_statements(corpus, query) if query.speaker else [], hybrid_search(corpus, query, k), k)


def merge_results(spoken: list[StatementHit], passages: tuple[Hit, ...], k: int) -> tuple[Hit, ...]:
    """Statements on the topic, the other passages, and then statements on anything else, none overlapping another."""
    on_topic = [run.hit for run in spoken if run.on_topic]
    others = [run.hit for run in spoken if not run.on_topic]
    kept: list[Hit] = []
    for hit in (*on_topic, *passages, *others):
        if len(kept) == k:
            break
        if not any(hit.passage.overlaps(other.passage) for other in kept):
            kept.append(hit)
    return tuple(kept)
