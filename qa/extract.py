"""Hits into an answer made of the articles' own sentences; no model.

Every sentence of the best passages is weighed by meaning (cosine), by the question's words it holds, and by its
article; the fewest good ones are taken, sentences that say the same are folded into one with several citations.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from index.archive import Archive
from index.article import Article, Hit, Query
from index.keywords import content_words, stem, stems
from index.search import rarity
from qa.answer import Answer, AnswerSentence, Citation
from qa.cite import cite
from qa.question import names

_HITS_READ = 12
_NEAREST = 5
_MOST_SENTENCES = 4
# A further sentence is worth the reader's time only when it is nearly as good as the best.
_NEARLY_AS_GOOD = 0.85
_SAME_FACT = 0.8

# Logistic regression of "is there an answer" on the 299 questions of CLAPNQ's development half (Apache-2.0):
# best cosine of a sentence, best cosine of a passage, best share of the question's words in one article; the bias is set
# where answered and refused are balanced.
_SENTENCE_COSINE, _PASSAGE_COSINE, _COVERAGE, _BIAS = 9.3, 6.7, 1.6, -10.5
_ALL_WORDS = 0.999


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that might answer."""

    article: Article
    start: int
    end: int
    cosine: float
    score: float

    @property
    def text(self) -> str:
        """Its words."""
        return self.article.text[self.start : self.end]


def extract(archive: Archive, query: Query, hits: Sequence[Hit]) -> Answer:
    """The answer to the query out of its hits (best first), or a refusal that says why."""
    reason = unsaid(archive, query, hits)
    if reason:
        return refusal(query, hits, reason)
    weights = rarity(archive, content_words(query.text))
    candidates = weigh(archive, query, hits[:_HITS_READ], weights)
    topical = rarity(archive, content_words(query.topic or query.text))
    if confidence(candidates, hits, weights, topical) < 0.5:
        return refusal(query, hits, "The articles do not say: nothing in them is close enough to the question.")
    return compose(query, choose(candidates))


def refusal(query: Query, hits: Sequence[Hit], reason: str) -> Answer:
    """An answer that says why there is none, with the nearest passages."""
    return Answer(question=query.text, reason=reason, nearest=tuple(hits[:_NEAREST]))


def compose(query: Query, chosen: Sequence[Sequence[Candidate]]) -> Answer:
    """An answer of one sentence for each group of candidates that say the same, each of them cited."""
    sentences: list[AnswerSentence] = []
    citations: list[Citation] = []
    for group in chosen:
        numbers = []
        for candidate in group:
            citations.append(cite(len(citations) + 1, candidate.article, candidate.start, candidate.end))
            numbers.append(len(citations))
        sentences.append(AnswerSentence(group[0].text, tuple(numbers)))
    return Answer(question=query.text, sentences=tuple(sentences), citations=tuple(citations))


def weigh(archive: Archive, query: Query, hits: Sequence[Hit], weights: dict[str, float]) -> list[Candidate]:
    """The sentences of the hits' passages, best first."""
    places = [
        (hit, s.start, s.end)
        for hit in hits
        for s in archive.store.sentences(hit.article.id)
        if hit.passage.start <= s.start
        and s.end <= hit.passage.end
        and hit.article.text[s.start : s.end] != hit.article.title
    ]
    if not places:
        return []
    asked = archive.embedder.queries([query.text])[0]
    cosines = archive.embedder.documents([hit.article.text[a:b] for hit, a, b in places]) @ asked
    best_hit = max(hit.score for hit in hits) or 1.0
    candidates = [
        Candidate(
            article=hit.article,
            start=a,
            end=b,
            cosine=float(cosine),
            score=float(cosine)
            + 0.5 * _coverage(hit.article.text[a:b], weights)
            + 0.25 * _coverage(f"{hit.article.title} {hit.text}", weights)
            + 0.25 * hit.score / best_hit,
        )
        for (hit, a, b), cosine in zip(places, cosines, strict=True)
    ]
    return sorted(candidates, key=lambda c: (-c.score, c.article.id, c.start))


def confidence(
    candidates: Sequence[Candidate], hits: Sequence[Hit], weights: dict[str, float], topical: dict[str, float]
) -> float:
    """How likely it is, 0 to 1, that the best sentences answer the question at all.

    A sentence with every word of the topic answers; else meaning decides.
    """
    if not candidates:
        return 0.0
    if any(_coverage(c.text, topical) > _ALL_WORDS for c in candidates):
        return 1.0
    sentence = max(c.cosine for c in candidates)
    passage = max(hit.dense for hit in hits)
    covered = max(_coverage(f"{hit.article.title} {hit.article.text}", weights) for hit in hits[:_HITS_READ])
    return 1 / (1 + math.exp(-(_SENTENCE_COSINE * sentence + _PASSAGE_COSINE * passage + _COVERAGE * covered + _BIAS)))


def choose(candidates: Sequence[Candidate]) -> list[list[Candidate]]:
    """The fewest sentences that answer: the best, those nearly as good, and with each its repetitions elsewhere."""
    enough = candidates[0].score * _NEARLY_AS_GOOD
    groups: list[list[Candidate]] = []
    for candidate in candidates:
        if candidate.score < enough:
            break
        for group in groups:
            if _same_fact(candidate.text, group[0].text):
                if candidate.article.id not in {c.article.id for c in group}:
                    group.append(candidate)
                break
        else:
            if len(groups) < _MOST_SENTENCES:
                groups.append([candidate])
    return _in_reading_order(groups)


def _in_reading_order(groups: list[list[Candidate]]) -> list[list[Candidate]]:
    """Sentences of one article together and in its order, articles by their best sentence."""
    rank: dict[str, int] = {}
    for group in groups:
        rank.setdefault(group[0].article.id, len(rank))
    return sorted(groups, key=lambda group: (rank[group[0].article.id], group[0].start))


def _same_fact(one: str, other: str) -> bool:
    """Whether two sentences are the same but for a few words; different numbers make different facts."""
    first, second = stems(one), stems(other)
    same_numbers = {w for w in first if w.isdigit()} == {w for w in second if w.isdigit()}
    return same_numbers and len(first & second) >= _SAME_FACT * len(first | second)


def _coverage(text: str, weights: dict[str, float]) -> float:
    """The weight of those words of the question that `text` holds, 0 to 1."""
    held = stems(text)
    return sum(weight for word, weight in weights.items() if stem(word) in held)


def unsaid(archive: Archive, query: Query, hits: Sequence[Hit]) -> str | None:
    """Why no article can answer: a name in the question that none of them holds, or none holds together."""
    articles, _ = archive.store.counts()
    if not articles:
        return "Nothing is indexed yet: add articles with `onrecord add PATH`."
    if not hits:
        return "No article lies within the dates and collections asked for."
    wanted = names(query.text)
    holding = {name: set(archive.store.articles_with(name.split()[-1])) for name in wanted}
    unknown = [name for name in wanted if not holding[name]]
    if unknown:
        return f"None of the {articles} articles mentions {_listed(unknown)}."
    if query.speaker and holding and not set.intersection(*holding.values()):
        return f"No article mentions {_listed(wanted)} together."
    return None


def _listed(items: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(items[:-1]), items[-1])))
