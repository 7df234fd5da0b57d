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

from index.records import Hit, Passage, Query
from index.storage.corpus import Corpus
from index.text.keywords import query_terms, stem, stems

Scores = NDArray[np.float64]

# Each part nominates this many, so that what is found by one part only is still compared on all.
_POOL = 300
_RECENT_DAYS = 14.0
_LEAD_CHARACTERS = 600.0


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
    """The k best passages for the query, best first; empty when nothing is stored or the filters leave nothing."""
    vectors = corpus.vectors()
    if not len(vectors):
        return ()
    allowed = corpus.store.passages.ids(query) if query.filtered or corpus.store.database.restricted else None
    asked = corpus.embedder.embed_queries([query.text])[0]
    keyword = dict(corpus.store.passages.keyword_search(query, _POOL))
    nominated = {i for i, _ in vectors.search(asked, _POOL, allowed)}
    stored = corpus.store.passages.by_id(sorted(nominated | keyword.keys()))
    found = {i: passage for i, passage in stored.items() if i in vectors.ids}
    if not found:
        return ()
    ids = list(found)
    dense = vectors.vectors(ids) @ asked
    words = np.array([keyword.get(i, 0.0) for i in ids])
    scores = (
        weights.keyword * _scaled(words)
        + weights.dense * _scaled(dense)
        + weights.document_overlap
        * _document_overlap(corpus, query.text, [passage.article_id for passage, _ in found.values()])
        + weights.recency * np.array([recency(query.asked, published) for _, published in found.values()])
        + (weights.lead_position if query.intent == "fact" else 0.0)
        * np.exp(-np.array([passage.start for passage, _ in found.values()]) / _LEAD_CHARACTERS)
    )
    # Ties are broken by id so that the same question always gets the same answer.
    order = sorted(range(len(ids)), key=lambda n: (-scores[n], ids[n]))[:k]
    return tuple(_hits(corpus, [(found[ids[n]][0], scores[n], dense[n], words[n]) for n in order]))


def _hits(corpus: Corpus, best: Sequence[tuple[Passage, float, float, float]]) -> Iterator[Hit]:
    articles = {passage.article_id: corpus.store.article(passage.article_id) for passage, *_ in best}
    for passage, score, dense, keyword in best:
        article = articles[passage.article_id]
        # None when it was deleted a moment ago, and then it is no hit.
        if article is not None and article.text[passage.start : passage.end]:
            yield Hit(passage, article, score=float(score), dense=float(dense), keyword=float(keyword))


def idf_weights(corpus: Corpus, words: Sequence[str]) -> dict[str, float]:
    """How much each word tells: its inverse document frequency over passages, scaled so that all add up to 1."""
    return _idf(corpus, {word: corpus.store.passages.document_frequencies(word) for word in words})


def _idf(corpus: Corpus, holding: dict[str, dict[str, int]]) -> dict[str, float]:
    passages = corpus.store.counts()[1]
    weights = {word: math.log1p(passages / (1 + sum(counts.values()))) for word, counts in holding.items()}
    total = sum(weights.values()) or 1.0
    return {word: weight / total for word, weight in weights.items()}


def weighted_overlap(text: str, weights: dict[str, float]) -> float:
    """The weight of those words that `text` holds, in any of their forms, 0 to 1."""
    held = stems(text)
    return sum(weight for word, weight in weights.items() if stem(word) in held)


def recency(asked: date | None, published: date | None) -> float:
    """1 for what was published on the day asked, falling by days; 0 for the undated and for what came later."""
    if asked is None or published is None or published > asked:
        return 0.0
    return math.exp(-(asked - published).days / _RECENT_DAYS)


def _document_overlap(corpus: Corpus, text: str, article_ids: Sequence[str]) -> Scores:
    holding = {word: corpus.store.passages.document_frequencies(word) for word in query_terms(text)}
    weights = _idf(corpus, holding)
    return np.array([sum(weights[word] for word in holding if i in holding[word]) for i in article_ids])


def _scaled(scores: NDArray[np.floating]) -> Scores:
    """Scores spread over 0..1 within the pool; all 0 when they are all the same."""
    low, high = scores.min(), scores.max()
    return ((scores - low) / (high - low) if high > low else scores * 0).astype(np.float64)
