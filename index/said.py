"""Statements found by who makes them: the words of a person on a topic, best first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.archive import Archive
from index.article import Article, Hit, Passage, Query, Sentence, Statement
from index.keywords import content_words, stem, stems
from index.people import matching
from index.search import nearness, rarity

_LEAST_CONFIDENCE = 0.5
# A topic may be named in the sentence before ("About NATO he was blunt."), or only in the headline.
_NEIGHBOUR, _HEADLINE = 0.6, 0.4
_RECENT = 0.1


@dataclass(frozen=True, slots=True)
class Said:
    """A run of whole sentences in which one person speaks."""

    article: Article
    start: int
    end: int
    speaker: str
    topical: float
    """Share of the topic's words in these sentences, 0 to 1."""
    near: float
    """The same with the sentences beside them and the headline."""
    score: float

    @property
    def hit(self) -> Hit:
        """The same as a passage."""
        return Hit(Passage(0, self.article.id, self.start, self.end, (self.speaker,)), self.article, self.score)


def said(archive: Archive, query: Query) -> tuple[list[str], list[Said]]:
    """Who is meant by the query's speaker, and what they say, those on the topic first."""
    speakers = matching(query.speaker or "", archive.store.speakers())
    if not speakers:
        return [], []
    weights = rarity(archive, content_words(query.topic)) if query.topic else {}
    runs: list[Said] = []
    by_article: dict[str, list[tuple[Statement, date | None]]] = {}
    for statement, published in archive.store.statements_by(speakers, query):
        if statement.confidence >= _LEAST_CONFIDENCE:
            by_article.setdefault(statement.article_id, []).append((statement, published))
    holding = [set(archive.store.articles_with(word)) for word in weights]
    for article_id, found in by_article.items():
        if holding and not any(article_id in ids for ids in holding):
            continue
        article = archive.store.article(article_id)
        if article is not None:
            sentences = archive.store.sentences(article_id)
            runs += _runs(article, sentences, [s for s, _ in found], weights, query.asked)
    return speakers, sorted(runs, key=lambda run: (-run.score, run.article.id, run.start))


def _runs(
    article: Article,
    sentences: Sequence[Sentence],
    statements: Sequence[Statement],
    weights: dict[str, float],
    asked: date | None,
) -> list[Said]:
    """Each statement widened to whole sentences; what overlaps is one run."""
    spans: list[tuple[int, int, str, float]] = []
    for statement in statements:
        held = [n for n, s in enumerate(sentences) if s.start < statement.end and s.end > statement.start]
        if not held:
            continue
        for n in held:
            if spans and spans[-1][0] == n:
                continue
            spans.append((n, n, statement.speaker, statement.confidence))
    runs, seen = [], set[int]()
    for first, last, speaker, confidence in spans:
        if first in seen:
            continue
        seen.add(first)
        start, end = sentences[first].start, sentences[last].end
        around = article.text[sentences[max(0, first - 1)].start : sentences[min(len(sentences) - 1, last + 1)].end]
        topical = _coverage(article.text[start:end], weights)
        near = max(topical, _NEIGHBOUR * _coverage(around, weights), _HEADLINE * _coverage(article.title, weights))
        score = near + 0.2 * confidence + _RECENT * nearness(asked, article.published)
        runs.append(Said(article, start, end, speaker, topical, near, score))
    return runs


def _coverage(text: str, weights: dict[str, float]) -> float:
    held = stems(text)
    return sum(weight for word, weight in weights.items() if stem(word) in held)
