"""Statements found by who makes them: the words of one person, those on the topic first.

What is found is a run of whole sentences, so that it can be understood: the sentence on the topic, and those of the
same speaker around it in the same paragraph.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.people.people import Person
from index.people.roles import bearers_of
from index.records import MIN_CONFIDENCE, MIN_PROBABLE, Article, ArticleSpan, Hit, Passage, Query, Sentence, Statement
from index.search.hybrid import hybrid_search, idf_weights, recency, weighted_overlap
from index.search.introductions import people_introduced_as
from index.search.representatives import is_of_several, representatives_of
from index.storage.corpus import Corpus
from index.text.keywords import query_terms, stem, stems

# "Trump" in an article stands for the "Donald Trump" of the question.
_LAST_NAME_ONLY = 0.8
# A topic may be named just before ("About NATO he was blunt.") or only in the headline and the sentence below it.
_BESIDE, _HEADLINE = 0.6, 0.4
_SURE, _RECENT = 0.2, 0.1
_WIDEST = 420
# (cosine of question and passage, share of the topic named there) from which on a statement is on a topic of several
# words of which it does not name all.
_MEANT = ((0.47, 0.3), (0.58, 0.2))
_PASSAGES_READ = 60
_LIKENESS = 0.5
_FEW = 3
"""Statements of several people; fewer that name the topic are no picture of all sides."""


@dataclass(frozen=True, slots=True)
class StatementHit(ArticleSpan):
    """A run of whole sentences in which one person speaks."""

    speaker: str
    topic_overlap: float
    """Share of the topic's words in the sentence that carries it, 0 to 1."""
    context_overlap: float
    """The same, with what stands beside it and the headline."""
    score: float
    confidence: float = 1.0
    """Of the surest statement in it, 0 to 1."""
    similarity: float = 0.0
    """Cosine of the question and the passage around, where no statement names the topic; -1 to 1."""

    @property
    def is_speech(self) -> bool:
        """Whether it is what the speaker at least probably says, rather than what is told of the speaker."""
        return self.confidence >= MIN_PROBABLE

    @property
    def is_sure(self) -> bool:
        """Whether it is surely what the speaker says."""
        return self.confidence >= MIN_CONFIDENCE

    @property
    def on_topic(self) -> bool:
        """Whether the topic is named in the words themselves, or some of it in words that mean the same."""
        return self.names_topic or self.means_topic

    @property
    def names_topic(self) -> bool:
        """Whether the topic is named in the words themselves."""
        return self.topic_overlap >= _LAST_NAME_ONLY

    @property
    def is_under_topic(self) -> bool:
        """Whether the topic is at least named in the headline or the sentence below it."""
        return self.context_overlap >= _HEADLINE

    @property
    def means_topic(self) -> bool:
        """Whether part of the topic is named where the passage means what the question does."""
        near = max(self.topic_overlap, self.context_overlap)
        return any(self.similarity >= least and near >= share for least, share in _MEANT)

    @property
    def hit(self) -> Hit:
        """The same as a hit."""
        speakers = (self.speaker,) if self.is_sure else ()
        return Hit(Passage(self.article.id, self.start, self.end, 0, speakers), self.article, self.score)


@dataclass(frozen=True, slots=True)
class _Topic:
    """What the words should be about."""

    weights: dict[str, float]
    last_name: str

    @classmethod
    def of(cls, corpus: Corpus, topic: str) -> "_Topic":
        words = topic.split()
        last_name = stem(words[-1].strip(".")) if words and words[-1][:1].isupper() else ""
        return cls(idf_weights(corpus, query_terms(topic)) if topic else {}, last_name)

    @property
    def is_description(self) -> bool:
        """Whether the topic is several words and no name, so that it may be meant by others."""
        return len(self.weights) > 1 and not self.last_name

    def share(self, text: str) -> float:
        """Return the share of the topic that `text` names, 0 to 1; 1 when there is no topic."""
        if not self.weights:
            return 1.0
        named = _LAST_NAME_ONLY if self.last_name and self.last_name in stems(text) else 0.0
        return max(weighted_overlap(text, self.weights), named)


def resolve_people(corpus: Corpus, name: str) -> tuple[Person, ...]:
    """Return the people whom a name or a description ("the foreign minister") may mean, those quoted most first."""
    # "The mayor" is whoever the articles call so, before somebody of whom no name is known.
    described = _described(corpus, name) if _is_description(name) else ()
    if any(_has_name(person) for person in described):
        return described
    found = corpus.people().find(name) or described
    return tuple(dict.fromkeys((*found, *representatives_of(corpus, name)))) if _is_body(name, found) else found


def _is_description(name: str) -> bool:
    return name.islower() or name.lower().startswith("the ")


def _is_body(name: str, found: Sequence[Person]) -> bool:
    """Whether a body or group is meant, for which others may speak: by its name, or as a spokesman for it is quoted."""
    is_described = bool(found) and not any(_has_name(person) for person in found)
    return is_described or any(map(is_of_several, (name, *(n for person in found for n in person.names))))


def _described(corpus: Corpus, description: str) -> tuple[Person, ...]:
    called = _called(corpus, description) if " " in description else set()
    named = set(filter(_has_name, called)) or set(bearers_of(description, corpus.roles()))
    named = named or set(people_introduced_as(corpus, description))
    return tuple(sorted(named or called, key=lambda person: (-person.statements, person.name)))


def _called(corpus: Corpus, description: str) -> set[Person]:
    """Return the people for whom an article has these words."""
    people = corpus.people()
    return {people[name] for name in corpus.store.statements.speakers_by_mention(description) if name in people}


def _has_name(person: Person) -> bool:
    return person.name[:1].isupper()


def search_statements(corpus: Corpus, query: Query, *, unsure: bool = False) -> list[StatementHit]:
    """Return what the query's speaker says, best first, without overlaps; with `unsure` also what is told of them."""
    speakers = _names(corpus, query.speaker)
    if not speakers:
        return []
    said = corpus.store.statements.by_speakers(speakers, query, unsure=unsure)
    by_article = _grouped(said, lambda statement: statement.article_id)
    topic = _Topic.of(corpus, query.topic)
    holding = _articles_holding(corpus, topic)
    unwanted = {stem(word) for word in query_terms(query.exclude_topic)}
    runs: list[StatementHit] = []
    for article_id, statements in by_article.items():
        if topic.weights and article_id not in holding:
            continue
        article = corpus.store.article(article_id)
        if article is not None:
            wanted = _not_about(unwanted, article, statements)
            runs += _runs(article, corpus.store.sentences(article_id), wanted, topic, query.asked)
    if topic.is_description and not any(run.names_topic for run in runs):
        runs = with_similarity(runs, hybrid_search(corpus, replace(query, speaker=None), _PASSAGES_READ))
    return _distinct(runs)


def _not_about(unwanted: set[str], article: Article, statements: Sequence[Statement]) -> Sequence[Statement]:
    """Return the statements that do not name what the words should not be about."""
    return [s for s in statements if not unwanted <= stems(s.text_in(article))] if unwanted else statements


def with_similarity(runs: Iterable[StatementHit], hits: Iterable[Hit]) -> list[StatementHit]:
    """Return the runs, each with the cosine of the passage that it stands in to the question, and ranked by it too."""
    by_article: dict[str, list[Hit]] = {}
    for hit in hits:
        by_article.setdefault(hit.article.id, []).append(hit)
    found = []
    for run in runs:
        here = (hit.dense for hit in by_article.get(run.article.id, ()) if hit.passage.overlaps(run.span))
        similarity = max(here, default=0.0)
        found.append(replace(run, similarity=similarity, score=run.score + _LIKENESS * similarity))
    return found


def statements_on_topic(corpus: Corpus, query: Query, hits: Sequence[Hit]) -> list[StatementHit]:
    """Return what anybody but `query.exclude_speaker` says on the query's topic in the hits' articles, best first."""
    articles: dict[str, Article] = {hit.article.id: hit.article for hit in hits}
    excluded = set(_names(corpus, query.exclude_speaker))
    topic = _Topic.of(corpus, query.topic)
    runs: list[StatementHit] = []
    for article in articles.values():
        said = (s for s in corpus.store.statements.of_article(article.id) if s.speaker not in excluded)
        by_speaker = _grouped(said, lambda statement: statement.speaker)
        sentences = corpus.store.sentences(article.id)
        for statements in by_speaker.values():
            runs += _runs(article, sentences, statements, topic, query.asked)
    if topic.is_description and sum(run.names_topic for run in runs) < _FEW:
        runs = with_similarity(runs, hits)
    return _distinct(runs)


def _names(corpus: Corpus, name: str | None) -> list[str]:
    """Return every stored name of the people whom `name` may mean."""
    return [stored for person in resolve_people(corpus, name or "") for stored in person.names]


def _grouped(statements: Iterable[Statement], key: Callable[[Statement], str]) -> dict[str, list[Statement]]:
    groups: dict[str, list[Statement]] = {}
    for statement in statements:
        groups.setdefault(key(statement), []).append(statement)
    return groups


def _articles_holding(corpus: Corpus, topic: _Topic) -> set[str]:
    """Return the ids of the articles that hold a word of the topic."""
    return set[str]().union(*(corpus.store.passages.document_frequencies(word) for word in topic.weights))


def _runs(
    article: Article, sentences: Sequence[Sentence], statements: Sequence[Statement], topic: _Topic, asked: date | None
) -> list[StatementHit]:
    spoken = _spoken(sentences, statements)
    lead = sentences[0].text_in(article) if sentences else ""
    headline = _HEADLINE * topic.share(f"{article.title} {lead}")
    recent = _RECENT * recency(asked, article.published)
    runs = []
    for n, statement in sorted(spoken.items()):
        topical = topic.share(sentences[n].text_in(article))
        beside = article.text[sentences[max(0, n - 2)].start : sentences[min(len(sentences) - 1, n + 1)].end]
        near = max(topical, _BESIDE * topic.share(beside), headline)
        first, last = _widened(n, sentences, spoken)
        place = sentences[first].start, sentences[last].end
        score = near + _SURE * statement.confidence + recent
        surest = max(spoken[m].confidence for m in range(first, last + 1))
        runs.append(StatementHit(article, *place, statement.speaker, topical, near, score, surest))
    return runs


def _is_speech(statement: Statement) -> bool:
    return statement.confidence >= MIN_PROBABLE


def _spoken(sentences: Sequence[Sentence], statements: Sequence[Statement]) -> dict[int, Statement]:
    """Return the surest statement of each sentence that holds one, by the number of the sentence."""
    spoken: dict[int, Statement] = {}
    for n, sentence in enumerate(sentences):
        inside = [s for s in statements if s.overlaps(sentence)]
        if inside:
            spoken[n] = max(inside, key=lambda s: s.confidence)
    return spoken


def _widened(n: int, sentences: Sequence[Sentence], spoken: dict[int, Statement]) -> tuple[int, int]:
    """Return the first and last of the n-th sentence and its neighbours of one speaker and paragraph, to `_WIDEST`."""

    def goes_on(m: int) -> bool:
        if m not in spoken or sentences[m].paragraph != sentences[n].paragraph:
            return False
        return spoken[m].speaker == spoken[n].speaker and _is_speech(spoken[m]) == _is_speech(spoken[n])

    first = last = n
    while goes_on(last + 1) and sentences[last + 1].end - sentences[first].start <= _WIDEST:
        last += 1
    while goes_on(first - 1) and sentences[last].end - sentences[first - 1].start <= _WIDEST:
        first -= 1
    return first, last


def _distinct(runs: list[StatementHit]) -> list[StatementHit]:
    """Return the runs, best first, without those that overlap a better one."""
    kept: dict[str, list[StatementHit]] = {}
    for run in sorted(runs, key=lambda run: (-run.score, run.article.id, run.start)):
        others = kept.setdefault(run.article.id, [])
        if not any(run.span.overlaps(other.span) for other in others):
            others.append(run)
    return sorted((run for others in kept.values() for run in others), key=lambda run: -run.score)
