"""Statements into an answer: what the person asked for says on the topic, in that person's words; no model.

Words about a person are never shown as words by that person: when nothing is known to be said by them, sentences that
name both person and topic are cited without a speaker and apart, or the answer is a refusal that says what there is.
"""

from collections.abc import Sequence
from dataclasses import replace

from index.attribution.attribute import has_statements
from index.people.names import name_tokens, phonetic_keys
from index.people.people import People, Person
from index.records import Hit, Query, Span
from index.search.hybrid import hybrid_search
from index.search.search import merge_results
from index.search.statements import StatementHit, resolve_people, search_statements, with_similarity
from index.storage.corpus import Corpus
from index.storage.mentions import articles_naming
from index.text.keywords import query_terms, stem, stems
from qa.answer import Answer, Note, Refusal, Section
from qa.extraction import notes
from qa.extraction.answerability import is_small
from qa.extraction.compose import Excerpt, compose, deduplicate, refuse
from qa.extraction.selection import (
    by_article,
    exclude_shown,
    newest_first,
    of_edge,
    oldest_first,
    on_topic,
    truncate,
    under_topic,
    with_rest,
)
from qa.understanding.standalone import is_pronoun

_MENTIONS = 3
_NAMED = 0.75
"""Share of the topic's words that a sentence on it has: the last alone may be of another ("climate change")."""
_PASSAGES_READ = 20
_NEAR = 0.5
"""Cosine of the question and the passage around words that may be meant."""


def quote(corpus: Corpus, query: Query, seen: Sequence[Span] = ()) -> Answer:
    """Return the answer to "what did X say about Y", newest first, without what was `seen`, or a refusal."""
    runs = search_statements(corpus, query, unsure=True)
    certain = truncate(exclude_shown(_wanted(query, runs), seen))
    chosen = certain or ([] if seen else under_topic(runs) or _nearest(corpus, query, runs))
    if not chosen:
        return _nothing_said(corpus, query, runs, seen)
    pieces, people = by_person(corpus, chosen)
    order = oldest_first if query.intent == "changed" else newest_first
    return compose(
        query,
        order(deduplicate(pieces)),
        None if certain else Note("may_answer"),
        notes.unknown_event(query),
        notes.who_is_meant(query.speaker or "", people, resolve_people(corpus, query.speaker or "")),
        Note("oldest_first") if query.intent == "changed" and len(pieces) > 1 else None,
        notes.without_date(query, pieces),
    )


def _nearest(corpus: Corpus, query: Query, runs: Sequence[StatementHit]) -> list[StatementHit]:
    """Return what the person says nearest to the question, in an archive so small that it is mostly what is meant."""
    if not is_small(corpus) or not _has_topic(query):
        return []
    hits = hybrid_search(corpus, replace(query, speaker=None), _PASSAGES_READ)
    near = [run for run in with_similarity(runs, hits) if run.is_speech and run.similarity >= _NEAR]
    return sorted(near, key=lambda run: -run.similarity)[:_MENTIONS]


def _has_topic(query: Query) -> bool:
    return bool(query.topic) and not is_pronoun(query.topic)


def _wanted(query: Query, runs: Sequence[StatementHit]) -> list[StatementHit]:
    """Return the runs on the topic; of a change one of each article, of the latest word only the newest article's."""
    if query.intent == "changed":
        return by_article(runs)
    if query.edge:
        return of_edge(on_topic(runs), newest=query.edge == "latest")
    return with_rest(on_topic(runs), runs) if query.topic else on_topic(runs)


def by_person(corpus: Corpus, runs: Sequence[StatementHit]) -> tuple[list[Excerpt], list[Person]]:
    """Return the runs as pieces with their speakers, under the name of each when they are several people's.

    A surname alone is no person of its own beside one who has that name.
    """
    people = corpus.people()
    speakers = sorted({people[run.speaker] for run in runs}, key=lambda person: (-person.statements, person.name))
    full = [person for person in speakers if len(name_tokens(person.name)) > 1]
    if len(full) < 2:
        return [_excerpt(run) for run in runs], full or speakers
    return [piece for person in speakers for piece in _pieces_of(person, runs, people)], full


def _pieces_of(person: Person, runs: Sequence[StatementHit], people: People) -> list[Excerpt]:
    section = Section(speaker=person.name)
    own = (run for run in runs if people[run.speaker] == person and run.is_sure)
    return [_excerpt(run, section) for run in own]


def _excerpt(run: StatementHit, section: Section | None = None) -> Excerpt:
    """Return the run as a piece of an answer, with its speaker where that is sure, or at least probable."""
    piece = Excerpt(run.article, run.start, run.end, section=section)
    if run.is_sure:
        return replace(piece, speaker=run.speaker)
    return replace(piece, probable_speaker=run.speaker) if run.is_speech else piece


def _nothing_said(corpus: Corpus, query: Query, runs: Sequence[StatementHit], seen: Sequence[Span]) -> Answer:
    hits = merge_results(list(runs), hybrid_search(corpus, query, _PASSAGES_READ), _PASSAGES_READ)
    pieces = [] if seen else _mentions(corpus, query, hits)[:_MENTIONS]
    if not pieces:
        return refuse(query, hits, _refusal(corpus, query, seen))
    apart = Section(named=query.speaker or "")
    none = Note("no_own_words", person=query.speaker, topic=query.topic)
    groups = newest_first(deduplicate(replace(piece, section=apart) for piece in pieces))
    return compose(query, groups, notes.unknown_event(query), none)


def _mentions(corpus: Corpus, query: Query, hits: Sequence[Hit]) -> list[Excerpt]:
    """Sentences of the hits that name both the person and the topic, whoever says them."""
    if is_pronoun(query.speaker or ""):
        return []
    person = phonetic_keys(name_tokens(query.speaker or "")[-1:])
    topic = {stem(word) for word in query_terms(query.topic)}
    found = []
    for hit in hits:
        for s in corpus.store.sentences(hit.article.id):
            if hit.passage.contains(s):
                text = s.text_in(hit.article)
                if len(topic & stems(text)) >= _NAMED * len(topic) and person <= phonetic_keys(text.split()):
                    found.append(Excerpt(hit.article, s.start, s.end))
    return found if topic else []


def _refusal(corpus: Corpus, query: Query, seen: Sequence[Span]) -> Refusal:
    person = query.speaker or ""
    nothing = notes.nothing_to_search(corpus, query)
    if nothing:
        return nothing
    if is_pronoun(person):
        return Refusal("unknown_pronoun", pronoun=person)
    quoting = _quoting(corpus, query)
    return _not_on_topic(corpus, query, seen, quoting) if quoting else _not_quoted(corpus, query, person)


def _not_quoted(corpus: Corpus, query: Query, person: str) -> Refusal:
    naming = articles_naming(corpus.store, query, person)
    if naming and not any(_tells_speakers(corpus, article_id) for article_id in naming):
        return Refusal("speakers_not_told", person=person, count=len(naming))
    if naming:
        return Refusal("only_mentioned", person=person, count=len(naming))
    return notes.none_mentions(corpus, query, [person])


def _tells_speakers(corpus: Corpus, article_id: str) -> bool:
    """Whether speakers are looked for in an article, as they are in some languages alone."""
    article = corpus.store.article(article_id)
    return article is not None and has_statements(article)


def _not_on_topic(corpus: Corpus, query: Query, seen: Sequence[Span], quoting: int) -> Refusal:
    """Why there is nothing on the topic from somebody whom so many articles quote."""
    person, topic = query.speaker or "", query.topic
    if seen:
        return Refusal("nothing_else", person=person, topic=topic)
    if (query.since or query.until) and on_topic(search_statements(corpus, query.without_dates)):
        return Refusal("not_in_period", person=person, topic=topic, since=query.since, until=query.until)
    return Refusal("not_on_topic", person=person, topic=topic, count=quoting)


def _quoting(corpus: Corpus, query: Query) -> int:
    """In how many articles of the scope the person asked for is quoted; the one quoted most, when several are meant."""
    people = resolve_people(corpus, query.speaker or "")
    if not query.scope.filtered:
        return max((person.articles for person in people), default=0)
    return max((_articles_quoting(corpus, query, person) for person in people), default=0)


def _articles_quoting(corpus: Corpus, query: Query, person: Person) -> int:
    said = corpus.store.statements.by_speakers(person.names, query.without_dates)
    return len({statement.article_id for statement in said})
