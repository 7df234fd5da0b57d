"""Hits into an answer made of the articles' own sentences; no model.

Every sentence of the best passages is weighed by meaning (cosine), by the question's words it holds, and by its
article; the fewest good ones are taken, sentences that say the same are folded into one with several citations.
"""

from collections.abc import Iterable, Sequence

from index.embedding import TokenEmbeddings
from index.records import Hit, Query, Sentence, Statement
from index.search.hybrid import idf_weights, weighted_overlap
from index.storage.corpus import Corpus
from index.storage.mentions import articles_with_term, count_articles_naming
from index.text.keywords import query_terms
from qa.answer import Answer, Refusal
from qa.extraction.answer_type import has_answer_of_type
from qa.extraction.answerability import Candidate, answerability_features
from qa.extraction.compose import Excerpt, compose, deduplicate, refuse
from qa.extraction.notes import none_mentions, nothing_to_search
from qa.understanding.standalone import proper_names

_HITS_READ = 10
# What a reader takes in at a glance.
_MAX_SENTENCES = 5
_MAX_CHARACTERS = 600
# A further sentence of the article that answers is often the rest of the answer; one of another article is worth the
# reader's time only when it is nearly as good as the best.
_GOOD_BESIDE, _GOOD_ELSEWHERE = 0.7, 0.85
_EXPECTED = 0.25


def extract(corpus: Corpus, query: Query, hits: Sequence[Hit]) -> Answer:
    """Return the answer to the query from its hits (best first), or a refusal that says why there is none."""
    refusal = unanswerable(corpus, query, hits)
    if refusal:
        return refuse(query, hits, refusal)
    weights = idf_weights(corpus, query_terms(query.text))
    question = corpus.embedder.embed_query_tokens(query.text)
    candidates = rank_sentences(corpus, query, question, hits[:_HITS_READ], weights)
    if not candidates or answerability_features(corpus, query, question, candidates).confidence < 0.5:
        return refuse(query, hits, Refusal("not_answered"))
    return compose(query, _in_reading_order(select_sentences(candidates)))


def rank_sentences(
    corpus: Corpus, query: Query, question: TokenEmbeddings, hits: Sequence[Hit], weights: dict[str, float]
) -> list[Candidate]:
    """Return the sentences of the hits' passages, best first."""
    places = [(hit, piece) for hit in hits for piece in _pieces(corpus, hit)]
    readings = corpus.embedder.embed_tokens([piece.text for _, piece in places]) if places else []
    best_hit = max((hit.score for hit in hits), default=0.0) or 1.0
    candidates = []
    for (hit, piece), reading in zip(places, readings, strict=True):
        covered = weighted_overlap(piece.text, weights)
        around = weighted_overlap(f"{hit.article.title} {hit.text}", weights)
        score = float(reading.vector @ question.vector) + 0.5 * covered + 0.25 * around + 0.25 * hit.score / best_hit
        score += _EXPECTED * has_answer_of_type(query.text, piece.text)
        candidates.append(Candidate(hit, piece, reading, covered, score))
    return sorted(candidates, key=lambda c: (-c.score, c.piece.article.id, c.piece.start))


def select_sentences(candidates: Sequence[Candidate]) -> list[list[Excerpt]]:
    """Return the fewest sentences that answer: the best, those nearly as good, and repetitions elsewhere."""
    best = candidates[0]
    kept = [best.piece]
    for candidate in candidates[1:]:
        beside = candidate.piece.article.id == best.piece.article.id
        if candidate.score >= best.score * (_GOOD_BESIDE if beside else _GOOD_ELSEWHERE):
            groups = deduplicate([*kept, candidate.piece])
            if _is_short(groups):
                kept.append(candidate.piece)
    return deduplicate(kept)


def _is_short(groups: Sequence[Sequence[Excerpt]]) -> bool:
    return len(groups) <= _MAX_SENTENCES and sum(len(group[0].text) for group in groups) <= _MAX_CHARACTERS


def unanswerable(corpus: Corpus, query: Query, hits: Sequence[Hit]) -> Refusal | None:
    """Why no article can answer: nothing to search in, or a name in the question that none of them holds."""
    nothing = nothing_to_search(corpus, query)
    if nothing:
        return nothing
    if not hits:
        return Refusal("nothing_in_dates")
    unknown = [name for name in proper_names(query.text) if not _is_mentioned(corpus, query, name.split()[-1])]
    return none_mentions(corpus, query, unknown) if unknown else None


def _is_mentioned(corpus: Corpus, query: Query, surname: str) -> bool:
    found = articles_with_term(corpus.store, query, surname)
    return bool(found) or count_articles_naming(corpus.store, query, surname) > 0


def _pieces(corpus: Corpus, hit: Hit) -> list[Excerpt]:
    """Return the sentences of a hit's passage without the headline, each with the speaker of at least half of it."""
    statements = corpus.store.statements.of_article(hit.article.id)
    return [
        Excerpt(hit.article, s.start, s.end, _main_speaker(s, statements))
        for s in corpus.store.sentences(hit.article.id)
        if hit.passage.contains(s) and s.text_in(hit.article) != hit.article.title
    ]


def _main_speaker(sentence: Sentence, statements: Iterable[Statement]) -> str | None:
    """Return who says the longest part of a sentence; None when that is less than half of it."""
    shares = {s: min(s.end, sentence.end) - max(s.start, sentence.start) for s in statements}
    longest = max(shares, key=lambda s: (shares[s], s.confidence), default=None)
    return longest.speaker if longest and shares[longest] * 2 >= sentence.end - sentence.start else None


def _in_reading_order(groups: list[list[Excerpt]]) -> list[list[Excerpt]]:
    """Sentences of one article together and in its order, articles by their best sentence."""
    rank: dict[str, int] = {}
    for group in groups:
        rank.setdefault(group[0].article.id, len(rank))
    return sorted(groups, key=lambda group: (rank[group[0].article.id], group[0].start))
