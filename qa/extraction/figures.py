"""A figure that moved, such as a price: the sentence of each article that gives its value, by date; no model."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.records import Hit, Query
from index.search.hybrid import hybrid_search
from index.storage.corpus import Corpus
from index.text.keywords import STOP_STEMS, stem, stems
from index.text.words import load_words
from qa.answer import Answer, Note
from qa.extraction.answer_type import AMOUNT, MONEY
from qa.extraction.compose import Excerpt, compose, deduplicate
from qa.extraction.excerpts import Surroundings
from qa.extraction.facts import unanswerable
from qa.extraction.selection import newest_first, oldest_first
from qa.extraction.sentence_form import may_answer

_PASSAGES_READ = 60
_MAX_ARTICLES, _MAX_NEWEST = 8, 3
_NEAR = 0.45
"""Of the cosine of the sentence nearest to the question: what is farther gives another figure."""
_WORDS = load_words(Path(__file__).parent)
_PRICES, _MONTHS = (frozenset(map(stem, _WORDS.words("figures", name))) for name in ("prices", "months"))


@dataclass(frozen=True, slots=True)
class _Value:
    """A sentence with an amount, and its cosine to the question."""

    piece: Excerpt
    similarity: float


def figures(corpus: Corpus, query: Query) -> Answer | None:
    """Return what the articles give as a figure's value, the newest first or, of a change, in order; None for none."""
    hits = hybrid_search(corpus, replace(query, intent="fact"), _PASSAGES_READ)
    if unanswerable(corpus, query, hits):
        return None
    values = _of_each_article(_values(corpus, query, hits))
    if not values:
        return None
    least = _NEAR * max(value.similarity for value in values)
    return _told(
        query, deduplicate(_whole(corpus, query, value.piece) for value in values if value.similarity >= least)
    )


def _told(query: Query, groups: list[list[Excerpt]]) -> Answer:
    """Return the newest values first, or the oldest, where only they are wanted, else all in order."""
    if query.edge:
        in_order = newest_first if query.edge == "latest" else oldest_first
        return compose(query, in_order(groups)[:_MAX_NEWEST])
    return compose(query, oldest_first(groups[:_MAX_ARTICLES]), Note("oldest_first") if len(groups) > 1 else None)


def _whole(corpus: Corpus, query: Query, piece: Excerpt) -> Excerpt:
    """Return the sentence with what it hangs on: "The company", "It"."""
    article = piece.article
    known = stems(query.topic) | stems(article.title)
    return Surroundings(article, corpus.store.sentences(article.id), known).widen(piece) or piece


def _values(corpus: Corpus, query: Query, hits: Sequence[Hit]) -> list[_Value]:
    """Return the sentences that hold an amount and what it is the amount of, the nearest to the question first."""
    asked = stems(query.topic) - STOP_STEMS - _MONTHS
    if asked <= _PRICES:
        return []
    pieces = [piece for hit in hits for piece in _sentences(corpus, hit) if _gives(piece, asked)]
    question = corpus.embedder.embed_queries([query.text])[0]
    nearness = corpus.embedder.embed_documents([piece.text for piece in pieces]) @ question if pieces else ()
    values = map(_Value, pieces, map(float, nearness))
    return sorted(values, key=lambda value: -value.similarity)


def _sentences(corpus: Corpus, hit: Hit) -> Iterator[Excerpt]:
    """Yield the sentences of a passage that can stand in an answer."""
    for sentence in corpus.store.sentences(hit.article.id):
        if hit.passage.contains(sentence) and may_answer(sentence.text_in(hit.article), hit.article):
            yield Excerpt(hit.article, sentence.start, sentence.end)


def _gives(piece: Excerpt, asked: set[str]) -> bool:
    """Whether a sentence gives an amount of what is asked, of the subject that it or the headline names whole."""
    held = stems(piece.text)
    names, amount = (_PRICES, MONEY) if asked & _PRICES else (asked, AMOUNT)
    named = held | stems(piece.article.title)
    return not held.isdisjoint(names) and bool(amount.search(piece.text)) and named >= asked - _PRICES


def _of_each_article(values: Sequence[_Value]) -> list[_Value]:
    best: dict[str, _Value] = {}
    for value in values:
        best.setdefault(value.piece.article.id, value)
    return list(best.values())
