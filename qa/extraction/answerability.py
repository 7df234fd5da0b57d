"""Whether the articles answer at all: how well the passage that meets a question best meets it.

An article about the question's subject is found for nearly every question, so the subject says little. What tells is
whether the rest of the question is met: each of its words that the headline lacks is compared with every word of the
passage, as meant there ("late interaction"), and the passage without its headline with the whole question.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.embedding import TokenEmbeddings
from index.records import Hit, Query
from index.storage.corpus import Corpus
from index.text.keywords import STOP_WORDS
from qa.extraction.answer_type import expected_answer_type
from qa.extraction.compose import Excerpt


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that might answer."""

    hit: Hit
    """The passage it stands in."""
    piece: Excerpt
    reading: TokenEmbeddings
    covered: float
    """Share of the question's words, weighed by rarity, that it holds."""
    score: float
    """How well it answers, next to others."""


@dataclass(frozen=True, slots=True)
class AnswerabilityFeatures:
    """What speaks for an answer in one passage; each but `complete` is a cosine."""

    words: float
    """Weighed mean, over the question's words that the headline lacks, of the cosine of the nearest word there."""
    passage: float
    """Question and passage under its headline."""
    body: float
    """Question and passage without its headline."""
    complete: bool = False
    """Whether one sentence holds every word of the question and the kind of thing it asks for."""

    @property
    def confidence(self) -> float:
        """How likely it is, 0 to 1, that there is an answer."""
        parts = (self.words, self.passage, self.body, self.complete)
        return 1 / (1 + math.exp(-sum(w * x for w, x in zip(_WEIGHTS, parts, strict=True)) - _BIAS))


# Logistic regression on the 299 questions of CLAPNQ's development half (Apache-2.0), cross-validated in
# benchmarks/LOG.md. The last is set by hand: that set has hardly any question as short as "Who was the mediator?",
# whose one word leaves little meaning to compare.
_WEIGHTS = (8.26, 4.17, 5.64, 5.0)
_BIAS = -10.11
_ALL_WORDS = 0.999
_LIGHT = 1 / 3


def answerability_features(
    corpus: Corpus, query: Query, question: TokenEmbeddings, candidates: Sequence[Candidate]
) -> AnswerabilityFeatures:
    """Return the features of the passage that meets the question best; `candidates` holds at least one sentence."""
    passages: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        passages.setdefault(candidate.hit.passage.id, []).append(candidate)
    titles = list(dict.fromkeys(c.piece.article.title for c in candidates))
    headlines = dict(zip(titles, corpus.embedder.embed_tokens(titles), strict=True))

    def met(found: Sequence[Candidate]) -> float:
        headline = headlines[found[0].piece.article.title]
        return max_similarity(question, headline.words, [c.reading for c in found])

    def nearest(found: Sequence[Candidate]) -> float:
        return max(float(c.reading.vector @ question.vector) for c in found)

    best = max(passages.values(), key=lambda found: met(found) + nearest(found) + found[0].hit.dense)
    text = best[0].hit.text
    titled, body = corpus.embedder.embed_documents([f"{best[0].hit.article.title}\n{text}", text]) @ question.vector
    return AnswerabilityFeatures(
        words=met(best),
        passage=float(titled),
        body=float(body),
        complete=any(c.covered > _ALL_WORDS and _is_of_kind(query.text, c.piece.text) for c in candidates),
    )


def max_similarity(question: TokenEmbeddings, headline: Sequence[str], sentences: Sequence[TokenEmbeddings]) -> float:
    """How near, at its nearest, the sentences come to each of the question's words that the headline lacks."""
    asked = [n for n, word in enumerate(question.words) if word not in headline]
    held = np.concatenate([sentence.states for sentence in sentences])
    if not asked or not len(held):
        return float(not asked)
    weights = [_LIGHT if _is_light(question.words[n]) else 1.0 for n in asked]
    return float(np.average((question.states[asked] @ held.T).max(axis=1), weights=weights))


def _is_light(word: str) -> bool:
    """Whether a word says little about what is asked: "which", "of", a question mark."""
    return word in STOP_WORDS or not any(map(str.isalnum, word))


def _is_of_kind(question: str, sentence: str) -> bool:
    kind = expected_answer_type(question)
    return kind is not None and kind.search(sentence) is not None
