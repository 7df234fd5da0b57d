"""Hits into an answer made of the articles' own sentences; no model.

Every sentence of the best passages is weighed by meaning (cosine), by the question's words it holds, and by its
article; the fewest good ones are taken, sentences that say the same are folded into one with several citations.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from index.archive import Archive
from index.article import LEAST_CONFIDENCE, Hit, Query
from index.fused import coverage, rarity
from index.keywords import content_words
from qa.answer import Answer
from qa.compose import Piece, compose, folded, none_mentions, refusal
from qa.expected import holds_expected
from qa.question import names

_HITS_READ = 10
_MOST_SENTENCES = 4
# A further sentence is worth the reader's time only when it is nearly as good as the best.
_NEARLY_AS_GOOD = 0.85

# Logistic regression of "is there an answer" on the 299 questions of CLAPNQ's development half (Apache-2.0):
# best cosine of a sentence, best cosine of a passage, best share of the question's words in one article; the bias is
# set where answered and refused are balanced.
_SENTENCE_COSINE, _PASSAGE_COSINE, _COVERAGE, _BIAS = 9.3, 6.7, 1.6, -10.5
_ALL_WORDS = 0.999
_EXPECTED = 0.25


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that might answer."""

    piece: Piece
    cosine: float
    covered: float
    score: float


def extract(archive: Archive, query: Query, hits: Sequence[Hit]) -> Answer:
    """The answer to the query out of its hits (best first), or a refusal that says why."""
    reason = unsaid(archive, query, hits)
    if reason:
        return refusal(query, hits, reason)
    weights = rarity(archive, content_words(query.text))
    candidates = weigh(archive, query, hits[:_HITS_READ], weights)
    if confidence(candidates, hits, weights) < 0.5:
        return refusal(query, hits, "The articles do not say: nothing in them is close enough to the question.")
    return compose(query, _in_reading_order(choose(candidates)))


def weigh(archive: Archive, query: Query, hits: Sequence[Hit], weights: dict[str, float]) -> list[Candidate]:
    """The sentences of the hits' passages, best first."""
    places = [(hit, piece) for hit in hits for piece in _pieces(archive, hit)]
    if not places:
        return []
    asked = archive.embedder.queries([query.text])[0]
    cosines = archive.embedder.documents([piece.text for _, piece in places]) @ asked
    best_hit = max(hit.score for hit in hits) or 1.0
    candidates = []
    for (hit, piece), cosine in zip(places, cosines.tolist(), strict=True):
        covered = coverage(piece.text, weights)
        around = coverage(f"{hit.article.title} {hit.text}", weights)
        score = cosine + 0.5 * covered + 0.25 * around + 0.25 * hit.score / best_hit
        score += _EXPECTED * holds_expected(query.text, piece.text)
        candidates.append(Candidate(piece, cosine, covered, score))
    return sorted(candidates, key=lambda c: (-c.score, c.piece.article.id, c.piece.start))


def confidence(candidates: Sequence[Candidate], hits: Sequence[Hit], weights: dict[str, float]) -> float:
    """How likely it is, 0 to 1, that the best sentences answer the question at all.

    A sentence that holds every word of the question answers; else meaning decides.
    """
    if not candidates:
        return 0.0
    if any(c.covered > _ALL_WORDS for c in candidates):
        return 1.0
    sentence = max(c.cosine for c in candidates)
    passage = max(hit.dense for hit in hits)
    covered = max(coverage(f"{hit.article.title} {hit.article.text}", weights) for hit in hits[:_HITS_READ])
    return 1 / (1 + math.exp(-(_SENTENCE_COSINE * sentence + _PASSAGE_COSINE * passage + _COVERAGE * covered + _BIAS)))


def choose(candidates: Sequence[Candidate]) -> list[list[Piece]]:
    """The fewest sentences that answer: the best, those nearly as good, and with each its repetitions elsewhere."""
    enough = candidates[0].score * _NEARLY_AS_GOOD
    return folded(c.piece for c in candidates if c.score >= enough)[:_MOST_SENTENCES]


def unsaid(archive: Archive, query: Query, hits: Sequence[Hit]) -> str | None:
    """Why no article can answer: nothing to search in, or a name in the question that none of them holds."""
    articles, _ = archive.store.counts()
    if not articles:
        return "Nothing is indexed yet: add articles with `onrecord add PATH`."
    if not hits:
        return "No article lies within the dates and collections asked for."
    unknown = [name for name in names(query.text) if not archive.store.articles_with(name.split()[-1])]
    if unknown:
        return none_mentions(articles, " or ".join(unknown))
    return None


def _pieces(archive: Archive, hit: Hit) -> list[Piece]:
    """The sentences of a hit's passage, each with who says most of it; the headline is none."""
    statements = [s for s in archive.store.statements(hit.article.id) if s.speaker and s.confidence >= LEAST_CONFIDENCE]
    pieces = []
    for s in archive.store.sentences(hit.article.id):
        if (
            s.start < hit.passage.start
            or s.end > hit.passage.end
            or hit.article.text[s.start : s.end] == hit.article.title
        ):
            continue
        shares = {x: min(x.end, s.end) - max(x.start, s.start) for x in statements}
        most = max(shares, key=lambda x: (shares[x], x.confidence), default=None)
        speaker = most.speaker if most and shares[most] * 2 >= s.end - s.start else None
        pieces.append(Piece(hit.article, s.start, s.end, speaker))
    return pieces


def _in_reading_order(groups: list[list[Piece]]) -> list[list[Piece]]:
    """Sentences of one article together and in its order, articles by their best sentence."""
    rank: dict[str, int] = {}
    for group in groups:
        rank.setdefault(group[0].article.id, len(rank))
    return sorted(groups, key=lambda group: (rank[group[0].article.id], group[0].start))
