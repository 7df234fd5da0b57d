"""What there is on a person or a subject, and in which articles: a sentence of each, by date; no model."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from index.people.names import fold, name_tokens
from index.people.people import Person
from index.records import Article, Hit, Query, Sentence
from index.search.hybrid import hybrid_search, idf_weights, weighted_overlap
from index.search.statements import resolve_people, search_statements
from index.storage.articles import list_articles
from index.storage.corpus import Corpus
from index.text.keywords import query_terms
from qa.answer import Answer, Note, Refusal
from qa.extraction import notes
from qa.extraction.compose import Excerpt, compose, deduplicate, refuse
from qa.extraction.facts import not_answered, unanswerable
from qa.extraction.selection import articles_alike, oldest_first

_PASSAGES_READ = 60
_MAX_SENTENCES = 6
_MAX_ARTICLES = 8
_MAX_ALIKE = 3
_MAX_LENGTH = 420
# Shares of a subject's words, weighed by rarity: in a whole article, and in its headline and first paragraphs.
_IN_ARTICLE, _IN_LEAD = 0.75, 0.5
_LEAD_CHARACTERS = 900
_ALL_WORDS = 0.999
_NEAR = 0.5
"""Cosine of an article on a subject, beside that of the nearest one: "state" and "guarantee" may stand apart."""
_AUTHOR = re.compile(r"\bwho (?:wrote|authored|(?:is|was) the author|is behind)\b", re.IGNORECASE)
_ONE = re.compile(
    r"\b(?:newest|latest|last|oldest|first|earliest|recent)\s+(?:article|story|piece|report|text|item)\b", re.IGNORECASE
)
_MENTIONS = re.compile(r"\bmention", re.IGNORECASE)


def person_overview(corpus: Corpus, query: Query) -> Answer | None:
    """Return who somebody is, as an article introduces them, and what they say, by date; None for nobody known."""
    people = resolve_people(corpus, query.speaker or "")
    if not people:
        return None
    runs = search_statements(corpus, replace(query, speaker=people[0].name, topic=""))
    introduced = _introduction(corpus, people[0], [run.article for run in runs])
    shown = [introduced] if introduced else []
    for run in runs:
        here = [piece for piece in shown if piece.article.id == run.article.id]
        if len(shown) < _MAX_SENTENCES and not here and run.end - run.start <= _MAX_LENGTH:
            shown.append(Excerpt(run.article, run.start, run.end, run.speaker))
    if not shown:
        return None
    first, later = deduplicate(shown[:1]), deduplicate(_oldest_first(shown[1:]))
    return compose(query, [*first, *later], notes.who_is_meant(query.speaker or "", people[:1], people))


def subject_overview(corpus: Corpus, query: Query) -> Answer:
    """Return the sentences that tell a subject, one or two an article, oldest first; or a refusal."""
    hits = _hits(corpus, query)
    named = _articles_on(corpus, query, hits)
    found = named or articles_alike(hits)[:_MAX_ALIKE]
    if refusal := _nothing_on(corpus, query, hits, found):
        return refuse(query, hits, refusal)
    weights = idf_weights(corpus, query_terms(query.topic))
    each = max(1, _MAX_SENTENCES // (2 * len(found)))
    pieces = [piece for article in _with_newest(found) for piece in _telling(corpus, article, weights, each)]
    may_answer = None if named else Note("may_answer")
    return compose(query, deduplicate(_oldest_first(pieces)), may_answer, notes.without_date(query, pieces))


def _with_newest(found: Sequence[Article]) -> list[Article]:
    """Return the best of the articles, and the newest: an overview ends where the story stands."""
    dated = [article for article in found if article.published]
    newest = max(dated, key=lambda article: str(article.published), default=found[0])
    return list(dict.fromkeys((newest, *found[:_MAX_SENTENCES])))[:_MAX_SENTENCES]


def articles_on(corpus: Corpus, query: Query, *, oldest: bool) -> Answer:
    """Return the articles on the topic, or all of the dates asked for where there is no topic; or a refusal.

    Each is shown by the sentence that tells most of the topic, newest first.
    """
    hits = _hits(corpus, query)
    found = _articles_on(corpus, query, hits) if query.topic else _edge_of(corpus, query, oldest=oldest)
    asks_author = _AUTHOR.search(query.text)
    alike = [] if found else articles_alike(hits)[:_MAX_ALIKE]
    found = found or alike
    if asks_author:
        found = [article for article in found if article.author][:1]
    if refusal := _nothing_on(corpus, query, hits, found):
        return refuse(query, hits, refusal)
    weights = idf_weights(corpus, query_terms(query.topic))
    pieces = _oldest_first(piece for article in found for piece in _telling(corpus, article, weights, 1))
    ordered = pieces if oldest else pieces[::-1]
    publishers = tuple(dict.fromkeys(piece.article.publisher for piece in ordered if piece.article.publisher))
    told = Note("articles_found", count=len(ordered), publishers=publishers) if publishers else None
    if asks_author:
        told = Note("written_by", author=found[0].author, title=found[0].title or found[0].id)
    shown = [[piece] for piece in ordered[:_MAX_ARTICLES]]
    return compose(query, shown, Note("may_answer") if alike else None, told, notes.without_date(query, ordered))


def _edge_of(corpus: Corpus, query: Query, *, oldest: bool) -> list[Article]:
    """Return the newest articles of the scope and the dates asked for, or the oldest."""
    scope = query.scope
    within = replace(scope, since=query.since or scope.since, until=query.until or scope.until)
    most = 1 if _ONE.search(query.text) else _MAX_ARTICLES
    total = list_articles(corpus.store, within, 0).total
    page = list_articles(corpus.store, within, most, max(0, total - most) if oldest else 0)
    return list(filter(None, (corpus.store.article(listed.id) for listed in page.articles)))


def _hits(corpus: Corpus, query: Query) -> tuple[Hit, ...]:
    return hybrid_search(corpus, replace(query, text=query.topic or query.text), _PASSAGES_READ)


def _nothing_on(corpus: Corpus, query: Query, hits: Sequence[Hit], found: Sequence[Article]) -> Refusal | None:
    if refusal := unanswerable(corpus, query, hits):
        return refusal
    return None if found else not_answered(hits)


def _articles_on(corpus: Corpus, query: Query, hits: Sequence[Hit]) -> list[Article]:
    """Return the articles of the hits that are about the topic, the best first; those that name it, if none is."""
    weights = idf_weights(corpus, query_terms(query.topic))
    articles = {hit.article.id: hit.article for hit in hits}.values()
    near = _near(hits)
    about = [article for article in articles if article.id in near and _is_about(article, weights)]
    if about and not _MENTIONS.search(query.text):
        return about
    return [article for article in articles if _names(article, weights)]


def _near(hits: Sequence[Hit]) -> set[str]:
    """Return the ids of the articles that mean what is asked nearly as much as the one that does most."""
    least = _NEAR * max((hit.dense for hit in hits), default=0.0)
    return {hit.article.id for hit in hits if hit.dense >= least}


def _names(article: Article, weights: dict[str, float]) -> bool:
    """Whether the article has every word of the topic."""
    return weighted_overlap(f"{article.title} {article.text}", weights) > _ALL_WORDS


def _is_about(article: Article, weights: dict[str, float]) -> bool:
    lead = f"{article.title} {article.text[:_LEAD_CHARACTERS]}"
    whole = weighted_overlap(f"{article.title} {article.text}", weights)
    return whole >= _IN_ARTICLE and weighted_overlap(lead, weights) >= _IN_LEAD


def _telling(corpus: Corpus, article: Article, weights: dict[str, float], most: int) -> list[Excerpt]:
    """Return the sentences of an article that tell most on the topic, of those before all that tell as much."""
    sentences = [s for s in _body(corpus, article) if s.end - s.start <= _MAX_LENGTH]
    best = sorted(sentences, key=lambda s: (-weighted_overlap(s.text_in(article), weights), s.start))
    return [Excerpt(article, sentence.start, sentence.end) for sentence in best[:most]]


def _body(corpus: Corpus, article: Article) -> Iterator[Sentence]:
    """Yield the sentences of an article without its headline."""
    return (s for s in corpus.store.sentences(article.id) if s.text_in(article).strip() != article.title.strip())


def _introduction(corpus: Corpus, person: Person, articles: Sequence[Article]) -> Excerpt | None:
    """Return the sentence that introduces a person: their full name beside who they are."""
    found = filter(None, (_first_naming(corpus, person, article) for article in dict.fromkeys(articles)))
    order = sorted(_oldest_first(found), key=lambda piece: not _tells_who(piece.text, person))
    return next(iter(order), None)


def _first_naming(corpus: Corpus, person: Person, article: Article) -> Excerpt | None:
    """Return the first sentence of an article that has a full name of the person."""
    full = [name for name in person.names if " " in name]
    naming = (s for s in _body(corpus, article) if any(name in s.text_in(article) for name in full))
    first = next(naming, None)
    return Excerpt(article, first.start, first.end) if first and first.end - first.start <= _MAX_LENGTH else None


def _tells_who(text: str, person: Person) -> bool:
    """Whether the person's name stands beside an aside or a title: "Gerda Holt, 81, a retired …", "Mayor Marit …"."""
    for name in person.names:
        before, _, after = text.partition(name)
        if after.startswith(",") or (after and len(name_tokens(name)) > 1 and fold(before).rstrip().endswith(_TITLES)):
            return True
    return False


_TITLES = (
    "minister",
    "president",
    "mayor",
    "chief executive",
    "secretary",
    "leader",
    "director",
    "dr.",
    "prof.",
    "gen.",
)


def _oldest_first(pieces: Iterable[Excerpt]) -> list[Excerpt]:
    return [piece for group in oldest_first([[piece] for piece in pieces]) for piece in group]
