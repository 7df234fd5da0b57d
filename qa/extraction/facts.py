"""Hits into an answer made of the articles' own sentences; no model.

Every sentence of the best passages is weighed by meaning (cosine), by the question's words it holds, and by its
article; the fewest good ones are taken, sentences that say the same are folded into one with several citations.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from index.embedding import TokenEmbeddings
from index.readers.language import is_plainly_foreign
from index.records import Hit, Query, Span, Statement
from index.search.hybrid import idf_weights, weighted_overlap
from index.storage.corpus import Corpus
from index.storage.mentions import articles_with_term, count_articles_naming
from index.text.keywords import query_terms, stems
from qa.answer import Answer, Note, Refusal
from qa.extraction.answer_type import announces_list, can_be_answered, has_answer_of_type, says_what_it_is
from qa.extraction.answerability import ANSWERS, FAR, Candidate, answerability_features, may_answer_from
from qa.extraction.compose import Excerpt, compose, deduplicate, refuse, says_less
from qa.extraction.excerpts import Surroundings, join_overlapping
from qa.extraction.notes import none_mentions, nothing_to_search
from qa.extraction.sentence_form import may_answer
from qa.understanding.standalone import proper_names

HITS_READ = 10
# What a reader takes in at a glance.
_MAX_SENTENCES = 5
_MAX_CHARACTERS = 600
# A further sentence of the passage or the article that answers is often the rest of the answer; one of another article
# is worth the reader's time only when it is nearly as good as the best.
_GOOD_IN_PASSAGE, _GOOD_BESIDE, _GOOD_ELSEWHERE = 0.6, 0.7, 0.9
_MET = 0.6
"""Share of the question's words that the passage of a sure answer has; no word of it may say why she "resigned"."""
_EXPECTED, _ANNOUNCED, _DEFINED = 0.25, 0.6, 0.5

Widening = Callable[[Excerpt], Excerpt | None]


def extract(corpus: Corpus, query: Query, hits: Sequence[Hit], at_least: float | None = None) -> Answer:
    """Return the answer to the query from its hits (best first), or a refusal that says why there is none.

    What is less sure to answer than `at_least` is refused, which is less in a small archive where it is None; what is
    not sure, or has too few of the words asked for, is answered under a note that says so.
    """
    refusal = unanswerable(corpus, query, hits)
    if refusal:
        return refuse(query, hits, refusal)
    weights = idf_weights(corpus, query_terms(query.text))
    question = corpus.embedder.embed_query_tokens(query.text)
    candidates = rank_sentences(corpus, query, question, hits[:HITS_READ], weights)
    confidence = answerability_features(corpus, query, question, candidates).confidence if candidates else 0.0
    least = may_answer_from(corpus, query.text, hits) if at_least is None else at_least
    texts = (f"{hit.article.title} {hit.text}" for hit in hits)
    if not candidates or confidence < least or not can_be_answered(query.text, list(texts)):
        return refuse(query, hits, not_answered(hits))
    groups = _in_reading_order(select_sentences(candidates, _widening(corpus, query)))
    is_sure = confidence >= ANSWERS and _words_met(candidates[0].hit, weights) >= _MET
    return compose(query, groups, None if is_sure else Note("may_answer"))


def _words_met(hit: Hit, weights: dict[str, float]) -> float:
    """Return the share of the question's words, weighed by rarity, that stand in a passage or its headline."""
    return weighted_overlap(f"{hit.article.title} {hit.text}", weights)


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
        around = _words_met(hit, weights)
        score = float(reading.vector @ question.vector) + 0.5 * covered + 0.25 * around + 0.75 * hit.score / best_hit
        score += _EXPECTED * has_answer_of_type(query.text, piece.text) + _ANNOUNCED * announces_list(
            query.text, piece.text
        )
        score += _DEFINED * says_what_it_is(query.text, piece.text)
        candidates.append(Candidate(hit, piece, reading, covered, score))
    return sorted(candidates, key=lambda c: (-c.score, c.piece.article.id, c.piece.start))


def select_sentences(candidates: Sequence[Candidate], widen: Widening = lambda piece: piece) -> list[list[Excerpt]]:
    """Return the fewest excerpts that answer: the best, those nearly as good, and repetitions elsewhere.

    `widen` puts what a sentence hangs on before it; one that cannot be understood (None) gives way to the next.
    """
    best: Candidate | None = None
    kept: list[Excerpt] = []
    for candidate in candidates:
        if best and candidate.score < best.score * _share_of_best(candidate, best):
            continue
        piece = widen(candidate.piece)
        if piece is None or any(says_less(piece.text, other.text) for other in kept):
            continue
        best = best or candidate
        joined = join_overlapping([*kept, piece])
        if not kept or _is_short(deduplicate(joined)):
            kept = joined
    return deduplicate(kept or [candidates[0].piece])


def _share_of_best(candidate: Candidate, best: Candidate) -> float:
    """Return the share of the best score from which on a sentence is taken too: one without a word asked is no rest."""
    if candidate.hit.passage.id == best.hit.passage.id and candidate.covered:
        return _GOOD_IN_PASSAGE
    return _GOOD_BESIDE if candidate.piece.article.id == best.piece.article.id else _GOOD_ELSEWHERE


def _widening(corpus: Corpus, query: Query) -> Widening:
    """Return what widens an excerpt by the sentences around it."""
    asked = stems(query.text)
    around: dict[str, Surroundings] = {}

    def widen(piece: Excerpt) -> Excerpt | None:
        article = piece.article
        if article.id not in around:
            around[article.id] = Surroundings(article, corpus.store.sentences(article.id), asked | stems(article.title))
        widened = around[article.id].widen(piece)
        if widened and announces_list(query.text, piece.text):
            widened = around[article.id].with_list(widened)
        if widened in (None, piece):
            return widened
        return replace(widened, speaker=_main_speaker(widened.span, corpus.store.statements.of_article(article.id)))

    return widen


def _is_short(groups: Sequence[Sequence[Excerpt]]) -> bool:
    return len(groups) <= _MAX_SENTENCES and sum(len(group[0].text) for group in groups) <= _MAX_CHARACTERS


def not_answered(hits: Sequence[Hit]) -> Refusal:
    """Return the refusal of a question that no hit answers: that nothing is close, or that nothing is certain.

    What articles in another language say may be close, whatever the cosine, where most hits are such: the model reads
    English.
    """
    if max((hit.dense for hit in hits), default=0.0) >= FAR:
        return Refusal("nothing_certain")
    foreign = sum(is_plainly_foreign(hit.article.text) for hit in hits)
    return Refusal("not_answered" if 2 * foreign < max(1, len(hits)) else "nothing_certain")


def unanswerable(corpus: Corpus, query: Query, hits: Sequence[Hit]) -> Refusal | None:
    """Why no article can answer: nothing to search in, or a name in the question that none of them holds."""
    nothing = nothing_to_search(corpus, query)
    if nothing:
        return nothing
    if not hits:
        return Refusal("nothing_in_dates")
    unknown = _unknown_names(corpus, query)
    return none_mentions(corpus, query, unknown) if unknown else None


def _unknown_names(corpus: Corpus, query: Query) -> list[str]:
    """Return the names in a question that no article has; in German, where every noun has a capital, none is told."""
    names = () if is_plainly_foreign(query.text) else proper_names(query.text)
    return [name for name in names if not _is_mentioned(corpus, query, name.split()[-1])]


def _is_mentioned(corpus: Corpus, query: Query, surname: str) -> bool:
    found = articles_with_term(corpus.store, query, surname)
    return bool(found) or count_articles_naming(corpus.store, query, surname) > 0


def _pieces(corpus: Corpus, hit: Hit) -> list[Excerpt]:
    """Return the sentences of a hit's passage without the headline, each with the speaker of at least half of it."""
    statements = corpus.store.statements.of_article(hit.article.id)
    return [
        Excerpt(hit.article, s.start, s.end, _main_speaker(s, statements))
        for s in corpus.store.sentences(hit.article.id)
        if hit.passage.contains(s) and may_answer(s.text_in(hit.article), hit.article)
    ]


def _main_speaker(sentence: Span, statements: Iterable[Statement]) -> str | None:
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
