"""Passages found by dense search, keyword search and what their whole article is about, fused by weight.

Scores are fused, not ranks: equal-weight reciprocal ranks fall below keyword search alone on questions about names
(`benchmarks/LOG.md`). Every part is between 0 and 1 and added by its weight; each weight's worth is measured there.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from index.embedding import Vectors
from index.records import Hit, Passage, Query
from index.storage.corpus import Corpus
from index.storage.vectors import VectorIndex
from index.text.keywords import query_terms, stem, stems

Scores = NDArray[np.float64]

# Each part nominates this many, so that what is found by one part only is still compared on all.
_POOL = 300
_RECENT_DAYS = 14.0
_LEAD_CHARACTERS = 600.0


@dataclass(frozen=True, slots=True)
class _Pool:
    """The nominated passages, as parallel sequences."""

    ids: list[int]
    passages: list[Passage]
    published: list[date | None]
    keyword: Scores


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts."""

    keyword: float = 0.6
    """BM25 of the passage."""
    dense: float = 0.4
    """Cosine of question and passage."""
    document_overlap: float = 0.6
    """Share of the question's words that the passage's whole article holds: names stand once, pronouns follow."""
    recency: float = 0.5
    """Nearness of publication to the day the question was asked."""
    lead_position: float = 0.2
    """Nearness to the head of the article, where news tells what is new; somebody's words may stand anywhere."""


def hybrid_search(corpus: Corpus, query: Query, k: int = 20, weights: Weights = Weights()) -> tuple[Hit, ...]:
    """Return the k best passages for the query, best first; empty when the filters or the index leave nothing."""
    vectors = corpus.vectors()
    if not len(vectors):
        return ()
    asked = corpus.embedder.embed_queries([query.text])[0]
    pool = _nominate(corpus, query, vectors, asked)
    if not pool.ids:
        return ()
    dense = vectors.vectors(pool.ids) @ asked
    scores = _fused(corpus, query, pool, dense, weights)
    # Ties are broken by id so that the same question always gets the same answer.
    order = sorted(range(len(pool.ids)), key=lambda n: (-scores[n], pool.ids[n]))[:k]
    return tuple(_hits(corpus, [(pool.passages[n], scores[n], dense[n], pool.keyword[n]) for n in order]))


def _nominate(corpus: Corpus, query: Query, vectors: VectorIndex, asked: Vectors) -> _Pool:
    """Return the passages that dense search or keyword search finds best, `_POOL` of each at most."""
    allowed = corpus.store.passages.ids(query) if query.filtered or corpus.store.database.restricted else None
    keyword = dict(corpus.store.passages.keyword_search(query, _POOL))
    nominated = {i for i, _ in vectors.search(asked, _POOL, allowed)}
    stored = corpus.store.passages.by_id(sorted(nominated | keyword.keys()))
    found = {i: passage for i, passage in stored.items() if i in vectors.ids}
    return _Pool(
        list(found),
        [passage for passage, _ in found.values()],
        [published for _, published in found.values()],
        np.array([keyword.get(i, 0.0) for i in found]),
    )


def _fused(corpus: Corpus, query: Query, pool: _Pool, dense: Vectors, weights: Weights) -> Scores:
    """Return the weighted sum of all parts for each passage of the pool, shape (passages,)."""
    lead_position = weights.lead_position if query.intent == "fact" else 0.0
    fused: Scores = (
        weights.keyword * _scaled(pool.keyword)
        + weights.dense * _scaled(dense)
        + weights.document_overlap * _document_overlap(corpus, query.text, [p.article_id for p in pool.passages])
        + weights.recency * np.array([recency(query.asked, published) for published in pool.published])
        + lead_position * np.exp(-np.array([passage.start for passage in pool.passages]) / _LEAD_CHARACTERS)
    )
    return fused


def _hits(corpus: Corpus, best: Sequence[tuple[Passage, float, float, float]]) -> Iterator[Hit]:
    articles = {passage.article_id: corpus.store.article(passage.article_id) for passage, *_ in best}
    for passage, score, dense, keyword in best:
        article = articles[passage.article_id]
        # None when it was deleted a moment ago, and then it is no hit.
        if article is not None and article.text[passage.start : passage.end]:
            yield Hit(passage, article, score=float(score), dense=float(dense), keyword=float(keyword))


def idf_weights(corpus: Corpus, words: Sequence[str]) -> dict[str, float]:
    """Return each word's inverse document frequency over passages, scaled so that all add up to 1."""
    return _idf(corpus, {word: corpus.store.passages.document_frequencies(word) for word in words})


def _idf(corpus: Corpus, holding: dict[str, dict[str, int]]) -> dict[str, float]:
    passages = corpus.store.counts()[1]
    weights = {word: math.log1p(passages / (1 + sum(counts.values()))) for word, counts in holding.items()}
    total = sum(weights.values()) or 1.0
    return {word: weight / total for word, weight in weights.items()}


def weighted_overlap(text: str, weights: dict[str, float]) -> float:
    """Return the summed weight, 0 to 1, of those words that `text` holds in any of their forms."""
    held = stems(text)
    return sum(weight for word, weight in weights.items() if stem(word) in held)


def recency(asked: date | None, published: date | None) -> float:
    """Return 1 for publication on the day asked, less by each day before it; 0 for no date or a later one."""
    if asked is None or published is None or published > asked:
        return 0.0
    return math.exp(-(asked - published).days / _RECENT_DAYS)


def _document_overlap(corpus: Corpus, text: str, article_ids: Sequence[str]) -> Scores:
    holding = {word: corpus.store.passages.document_frequencies(word) for word in query_terms(text)}
    weights = _idf(corpus, holding)
    return np.array([sum(weights[word] for word in holding if i in holding[word]) for i in article_ids])


def _scaled(scores: NDArray[np.floating]) -> Scores:
    """Return the scores scaled to 0..1 within the pool; all 0 when they are equal."""
    low, high = scores.min(), scores.max()
    return ((scores - low) / (high - low) if high > low else scores * 0).astype(np.float64)
