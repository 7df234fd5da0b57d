"""Who speaks on something: the statements of everybody on a topic, at most a few of each; no model."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from index.people.names import name_words
from index.records import Article, Hit, Query
from index.search.hybrid import fused
from index.search.statements import Said, voices
from index.storage.corpus import Archive
from index.text.keywords import stem, stems
from qa.answer import Answer
from qa.extraction import notes
from qa.extraction.compose import Piece, compose, folded, refusal
from qa.extraction.selection import MOST_CHARACTERS, newest_first, shortened, unseen

_PASSAGES_READ = 60
_OF_EACH = 2
_DISPUTES = frozenset(
    stem(word)
    for word in (
        "disagree dispute reject deny dismiss contradict oppose object refuse rebuff refute criticise criticize condemn"
        " accuse blame warn wrong false untrue mistake misleading nonsense against contrary unacceptable counter"
    ).split()
)


def voiced(archive: Archive, query: Query, seen: Sequence[tuple[str, int, int]] = ()) -> Answer:
    """What people say on the query's topic, at most a few stretches of each, without what was `seen`; or a refusal."""
    hits, runs = _found(archive, query)
    runs = [run for run in runs if run.on_topic]
    chosen = shortened(_few_of_each(archive, unseen(runs, seen)))
    if not chosen:
        who = f"Nobody but {query.besides}" if query.besides else "Nobody"
        return refusal(query, hits, f"{who} is quoted on {query.topic}.")
    pieces = [Piece(run.article, run.start, run.end, run.speaker) for run in chosen]
    note = notes.joined(query.note, notes.without_date(query, pieces))
    return compose(query, newest_first(folded(pieces)), note)


def against(archive: Archive, query: Query) -> Answer:
    """What others say on the topic of the query's speaker, those who name or contradict that speaker before all."""
    person = query.speaker or ""
    others = replace(query, text=f"{query.topic} {person}", speaker=None, intent="fact", other=None, besides=person)
    hits, runs = _found(archive, others)
    surname = {stem(word) for word in name_words(person)[-1:]}
    runs = [run for run in runs if run.on_topic or surname <= _stems(run)]
    disputing = [run for run in runs if _DISPUTES & _stems(run)]
    chosen = shortened(_few_of_each(archive, disputing or runs))
    if not chosen:
        return refusal(query, hits, f"Nobody but {person} is quoted on {query.topic or 'what they said'}.")
    pieces = [Piece(run.article, run.start, run.end, run.speaker) for run in chosen]
    openly = "" if disputing else f"These speak on it too; none says openly that they disagree with {person}."
    return compose(query, newest_first(folded(pieces)), notes.joined(query.note, openly))


def _found(archive: Archive, query: Query) -> tuple[tuple[Hit, ...], list[Said]]:
    hits = fused(archive, query, _PASSAGES_READ)
    articles: dict[str, Article] = {hit.article.id: hit.article for hit in hits}
    return hits, voices(archive, query, articles.values())


def _few_of_each(archive: Archive, runs: Sequence[Said]) -> list[Said]:
    people = archive.people()
    shown: Counter[str] = Counter()
    kept = []
    for run in runs:
        person = people[run.speaker].name
        if person[:1].isupper() and shown[person] < _OF_EACH and run.end - run.start <= MOST_CHARACTERS:
            shown[person] += 1
            kept.append(run)
    return kept


def _stems(run: Said) -> set[str]:
    return stems(run.article.text[run.start : run.end])
