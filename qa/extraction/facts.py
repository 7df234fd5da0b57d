"""Hits into an answer made of the articles' own sentences; no model.

Every sentence of the best passages is weighed by meaning (cosine), by the question's words it holds, and by its
article; the fewest good ones are taken, sentences that say the same are folded into one with several citations.
"""

from collections.abc import Sequence

from index.embedding import Reading
from index.records import LEAST_CONFIDENCE, Hit, Query
from index.search.hybrid import coverage, rarity
from index.storage.corpus import Archive
from index.text.keywords import content_words
from qa.answer import Answer
from qa.extraction.answer_type import holds_expected
from qa.extraction.answerability import Candidate, evidence
from qa.extraction.compose import Piece, compose, folded, none_mentions, refusal
from qa.extraction.notes import holding, naming, nothing_within
from qa.understanding.parse import names

_HITS_READ = 10
# What a reader takes in at a glance.
_MOST_SENTENCES = 5
_MOST_CHARACTERS = 600
# A further sentence of the article that answers is often the rest of the answer; one of another article is worth the
# reader's time only when it is nearly as good as the best.
_GOOD_BESIDE, _GOOD_ELSEWHERE = 0.7, 0.85
_EXPECTED = 0.25


def extract(archive: Archive, query: Query, hits: Sequence[Hit]) -> Answer:
    """The answer to the query out of its hits (best first), or a refusal that says why."""
    reason = unsaid(archive, query, hits)
    if reason:
        return refusal(query, hits, reason)
    weights = rarity(archive, content_words(query.text))
    question = archive.embedder.read_question(query.text)
    candidates = weigh(archive, query, question, hits[:_HITS_READ], weights)
    if not candidates or evidence(archive, query, question, candidates).confidence < 0.5:
        return refusal(query, hits, "The articles do not say: nothing in them is close enough to the question.")
    return compose(query, _in_reading_order(choose(candidates)))


def weigh(
    archive: Archive, query: Query, question: Reading, hits: Sequence[Hit], weights: dict[str, float]
) -> list[Candidate]:
    """The sentences of the hits' passages, best first."""
    places = [(hit, piece) for hit in hits for piece in _pieces(archive, hit)]
    readings = archive.embedder.read([piece.text for _, piece in places]) if places else []
    best_hit = max((hit.score for hit in hits), default=0.0) or 1.0
    candidates = []
    for (hit, piece), reading in zip(places, readings, strict=True):
        covered = coverage(piece.text, weights)
        around = coverage(f"{hit.article.title} {hit.text}", weights)
        score = float(reading.vector @ question.vector) + 0.5 * covered + 0.25 * around + 0.25 * hit.score / best_hit
        score += _EXPECTED * holds_expected(query.text, piece.text)
        candidates.append(Candidate(hit, piece, reading, covered, score))
    return sorted(candidates, key=lambda c: (-c.score, c.piece.article.id, c.piece.start))


def choose(candidates: Sequence[Candidate]) -> list[list[Piece]]:
    """The fewest sentences that answer: the best, those nearly as good, and with each its repetitions elsewhere."""
    best = candidates[0]
    kept = [best.piece]
    for candidate in candidates[1:]:
        beside = candidate.piece.article.id == best.piece.article.id
        if candidate.score >= best.score * (_GOOD_BESIDE if beside else _GOOD_ELSEWHERE):
            groups = folded([*kept, candidate.piece])
            if len(groups) <= _MOST_SENTENCES and sum(len(group[0].text) for group in groups) <= _MOST_CHARACTERS:
                kept.append(candidate.piece)
    return folded(kept)


def unsaid(archive: Archive, query: Query, hits: Sequence[Hit]) -> str | None:
    """Why no article can answer: nothing to search in, or a name in the question that none of them holds."""
    nothing = nothing_within(archive, query)
    if nothing:
        return nothing
    if not hits:
        return "No article lies within the dates and filters asked for."
    articles, _ = archive.store.counts(query.anytime)
    surnames = ((name, name.split()[-1]) for name in names(query.text))
    unknown = [name for name, word in surnames if not (holding(archive, query, word) or naming(archive, query, word))]
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
