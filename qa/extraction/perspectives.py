"""Who speaks on something: the statements of everybody on a topic, at most a few of each; no model."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from index.people.names import name_tokens
from index.records import Article, Hit, Query, Span
from index.search.hybrid import hybrid_search
from index.search.statements import StatementHit, statements_on_topic
from index.storage.corpus import Corpus
from index.text.keywords import stem, stems
from qa.answer import Answer
from qa.extraction import notes
from qa.extraction.compose import Excerpt, compose, deduplicate, refuse
from qa.extraction.selection import MAX_CHARACTERS, exclude_shown, newest_first, truncate

_PASSAGES_READ = 60
_OF_EACH = 2
_DISPUTES = frozenset(
    stem(word)
    for word in (
        "disagree dispute reject deny dismiss contradict oppose object refuse rebuff refute criticise criticize condemn"
        " accuse blame warn wrong false untrue mistake misleading nonsense against contrary unacceptable counter"
    ).split()
)


def perspectives(corpus: Corpus, query: Query, seen: Sequence[Span] = ()) -> Answer:
    """What people say on the query's topic, at most a few stretches of each, without what was `seen`; or a refusal."""
    hits, runs = _found(corpus, query)
    runs = [run for run in runs if run.on_topic]
    chosen = truncate(_few_of_each(corpus, exclude_shown(runs, seen)))
    if not chosen:
        who = f"Nobody but {query.exclude_speaker}" if query.exclude_speaker else "Nobody"
        return refuse(query, hits, f"{who} is quoted on {query.topic}.")
    pieces = [Excerpt(run.article, run.start, run.end, run.speaker) for run in chosen]
    note = notes.join_notes(query.note, notes.without_date(query, pieces))
    return compose(query, newest_first(deduplicate(pieces)), note)


def opposing_statements(corpus: Corpus, query: Query) -> Answer:
    """What others say on the topic of the query's speaker, those who name or contradict that speaker before all."""
    person = query.speaker or ""
    others = replace(
        query, text=f"{query.topic} {person}", speaker=None, intent="fact", compare_with=None, exclude_speaker=person
    )
    hits, runs = _found(corpus, others)
    surname = {stem(word) for word in name_tokens(person)[-1:]}
    runs = [run for run in runs if run.on_topic or surname <= _stems(run)]
    disputing = [run for run in runs if _DISPUTES & _stems(run)]
    chosen = truncate(_few_of_each(corpus, disputing or runs))
    if not chosen:
        return refuse(query, hits, f"Nobody but {person} is quoted on {query.topic or 'what they said'}.")
    pieces = [Excerpt(run.article, run.start, run.end, run.speaker) for run in chosen]
    openly = "" if disputing else f"These speak on it too; none says openly that they disagree with {person}."
    return compose(query, newest_first(deduplicate(pieces)), notes.join_notes(query.note, openly))


def _found(corpus: Corpus, query: Query) -> tuple[tuple[Hit, ...], list[StatementHit]]:
    hits = hybrid_search(corpus, query, _PASSAGES_READ)
    articles: dict[str, Article] = {hit.article.id: hit.article for hit in hits}
    return hits, statements_on_topic(corpus, query, articles.values())


def _few_of_each(corpus: Corpus, runs: Sequence[StatementHit]) -> list[StatementHit]:
    people = corpus.people()
    shown: Counter[str] = Counter()
    kept = []
    for run in runs:
        person = people[run.speaker].name
        if person[:1].isupper() and shown[person] < _OF_EACH and run.end - run.start <= MAX_CHARACTERS:
            shown[person] += 1
            kept.append(run)
    return kept


def _stems(run: StatementHit) -> set[str]:
    return stems(run.text)
