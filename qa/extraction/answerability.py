"""Whether the articles answer at all: how well the passage that meets a question best meets it.

An article about the question's subject is found for nearly every question, so the subject says little. What tells is
whether the rest of the question is met: each of its words that the headline lacks is compared with every word of the
passage, as meant there ("late interaction"), and the passage without its headline with the whole question.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from pathlib import Path

import numpy as np

from index.embedding import TokenEmbeddings
from index.records import Hit, Query
from index.storage.corpus import Corpus
from index.text.keywords import STOP_WORDS, query_terms
from index.text.words import load_words
from qa.extraction.answer_type import expected_answer_type, keeps_phrases
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
    """What speaks for an answer in the passage that meets the question best, and what against it."""

    words: float
    """Weighed mean, over the question's words that the headline lacks, of the cosine of the nearest word there."""
    body: float
    """Cosine of question and passage without its headline."""
    passages: float
    """Natural logarithm of the number of passages: the nearest of many is near by chance."""
    stale: float = 0.0
    """How old the passage is, 0 to 1, beside what the question asks for: 0 unless it asks for what is new."""
    complete: bool = False
    """Whether one sentence holds every word of the question and the kind of thing it asks for."""

    @property
    def confidence(self) -> float:
        """How likely it is, 0 to 1, that there is an answer."""
        parts = (self.words, self.body, self.passages, self.stale, self.complete)
        return 1 / (1 + math.exp(-sum(w * x for w, x in zip(WEIGHTS, parts, strict=True)) - BIAS))


# The first three and the bias by `python -m benchmarks.fit_answerability`, on several kinds of questions at once; the
# others by hand, as no set can be left out to try them: only one has days, and hardly a question is as short as "Who
# was the mediator?", whose one word leaves little meaning to compare (benchmarks/LOG.md).
WEIGHTS = (11.15, 6.86, -0.17, -5.0, 5.0)
BIAS = -8.79
MAY_ANSWER, ANSWERS, SURE = 0.475, 0.75, 0.98
"""How confident one must be to show sentences at all, which may cost a reader less than a wrong refusal; to say that
they answer; to do so from another time than asked for."""
SMALL_CORPUS = 1_000
"""Passages up to which the nearest is mostly right though nothing says so, and shown from a lower confidence on."""
FAR = 0.3
"""Where the nearest passage has a smaller cosine to the question, nothing is close; else only nothing is certain."""
NEAR_ANSWERS = 0.2
"""How confident one must be in the articles that the question before was about."""
_ALL_WORDS = 0.999
_LIGHT = 1 / 3
_GOES_ON = "##"
"""Begins a piece of a word that is not its first (WordPiece)."""
_STALE_DAYS = 60.0
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PICK_FRESH = 0.5
_FEW_PASSAGES = 200
"""The smallest index that the weights were learned from."""
_NEWS = re.compile(rf"\b(?:{load_words(Path(__file__).parent).either('news', 'words')})\b", re.IGNORECASE)


def answerability_features(
    corpus: Corpus, query: Query, question: TokenEmbeddings, candidates: Sequence[Candidate]
) -> AnswerabilityFeatures:
    """Return the features of the passage that meets the question best; `candidates` holds at least one sentence."""
    passages: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        passages.setdefault(candidate.hit.passage.id, []).append(candidate)
    titles = list(dict.fromkeys(c.piece.article.title for c in candidates))
    headlines = dict(zip(titles, corpus.embedder.embed_tokens(titles), strict=True))
    today = _present(corpus, query)

    def met(found: Sequence[Candidate]) -> float:
        headline = headlines[found[0].piece.article.title]
        return max_similarity(question, headline.words, [c.reading for c in found])

    def nearness(found: Sequence[Candidate]) -> float:
        nearest = max(float(c.reading.vector @ question.vector) for c in found)
        stale = staleness(query.text, today, found[0].hit.article.published)
        return met(found) + nearest + found[0].hit.dense - _PICK_FRESH * stale

    best = max(passages.values(), key=nearness)
    return AnswerabilityFeatures(
        words=met(best),
        body=float(corpus.embedder.embed_documents([best[0].hit.text])[0] @ question.vector),
        passages=math.log(max(_FEW_PASSAGES, corpus.store.counts()[1])),
        stale=staleness(query.text, today, best[0].hit.article.published),
        complete=any(c.covered > _ALL_WORDS and _is_whole(query.text, c.piece.text) for c in candidates),
    )


def is_small(corpus: Corpus) -> bool:
    """Return whether an archive is so small that what comes nearest is mostly meant."""
    return corpus.store.counts()[1] <= SMALL_CORPUS


def may_answer_from(corpus: Corpus, question: str, hits: Sequence[Hit]) -> float:
    """Return the confidence from which on sentences are shown: any in a small archive that has every word asked."""
    is_near = max((hit.dense for hit in hits), default=0.0) >= FAR
    has_words = is_near and all(map(corpus.store.passages.document_frequencies, query_terms(question)))
    return 0.0 if has_words and is_small(corpus) else MAY_ANSWER


def _present(corpus: Corpus, query: Query) -> date | None:
    """Return the day that "recently" counts back from: when it was asked, or the newest article if that is older."""
    newest = corpus.store.latest_publication_date()
    return min(query.asked, newest) if query.asked and newest else query.asked


def staleness(question: str, today: date | None, published: date | None) -> float:
    """Return how far, 0 to 1, publication is from the day of a question that asks for what is new; else 0.

    What was published long before a year that the question names is as far from it.
    """
    if today is None or published is None:
        return 0.0
    named = _year_named(question, today)
    days = abs((today - published).days) if _NEWS.search(question) else 0
    if published.year < named - 1:
        days = max(days, (date(named, 1, 1) - published).days)
    return 1 - math.exp(-days / _STALE_DAYS)


def _year_named(question: str, today: date) -> int:
    """Return the last year up to today that a question names, or 0."""
    return max((year for year in map(int, _YEAR.findall(question)) if year <= today.year), default=0)


def max_similarity(question: TokenEmbeddings, headline: Sequence[str], sentences: Sequence[TokenEmbeddings]) -> float:
    """How near, at its nearest, the sentences come to each of the question's words that the headline lacks."""
    asked = [n for n, word in enumerate(question.words) if word not in headline]
    held = np.concatenate([sentence.states for sentence in sentences])
    if not asked or not len(held):
        return float(not asked)
    weights = _piece_weights([question.words[n] for n in asked])
    return float(np.average((question.states[asked] @ held.T).max(axis=1), weights=weights))


def _piece_weights(pieces: Sequence[str]) -> list[float]:
    """Return the weight of each piece, so that a rare word, which is several, counts as one."""
    words = list(accumulate(not piece.startswith(_GOES_ON) for piece in pieces))
    sizes = Counter(words)
    return [(_LIGHT if _is_light(piece) else 1.0) / sizes[word] for piece, word in zip(pieces, words, strict=True)]


def _is_light(word: str) -> bool:
    """Whether a word says little about what is asked: "which", "of", a question mark."""
    return word in STOP_WORDS or not any(map(str.isalnum, word))


def _is_whole(question: str, sentence: str) -> bool:
    """Whether a sentence with all words of a question has the kind of thing it asks for, and its phrases together."""
    kind = expected_answer_type(question)
    return kind is not None and kind.search(sentence) is not None and keeps_phrases(question, sentence)
