"""Statements into an answer: what the person asked for says on the topic, in that person's words; no model.

Words about a person are never shown as words by that person: when nothing is known to be said by them, sentences that
name both person and topic are cited without a speaker and apart, or the answer is a refusal that says what there is.
"""

from collections.abc import Sequence
from dataclasses import replace

from index.people.names import name_words, spellings
from index.people.people import Person
from index.records import LEAST_CONFIDENCE, Hit, Query
from index.search.hybrid import fused
from index.search.search import merged
from index.search.statements import Said, meant, said
from index.storage.corpus import Archive
from index.text.keywords import stems
from qa.answer import Answer
from qa.extraction import notes
from qa.extraction.compose import Piece, compose, folded, none_mentions, refusal
from qa.extraction.selection import newest_first, oldest_first, on_topic, shortened, unseen
from qa.understanding.parse import is_pronoun

_MENTIONS = 3
_PASSAGES_READ = 20


def quote(archive: Archive, query: Query, seen: Sequence[tuple[str, int, int]] = ()) -> Answer:
    """The answer to "what did X say about Y", newest first, without what was `seen`; or a refusal with its reason."""
    runs = said(archive, query)
    chosen = shortened(unseen(on_topic(runs), seen))
    if not chosen:
        return _nothing_said(archive, query, runs, seen)
    pieces, people = by_person(archive, chosen)
    order = oldest_first if query.intent == "changed" else newest_first
    note = notes.joined(
        query.note,
        notes.who_is_meant(query.speaker or "", people, meant(archive, query.speaker or "")),
        "Oldest first." if query.intent == "changed" and len(pieces) > 1 else "",
        notes.without_date(query, pieces),
    )
    return compose(query, order(folded(pieces)), note)


def by_person(archive: Archive, runs: Sequence[Said]) -> tuple[list[Piece], list[Person]]:
    """The runs as pieces, and whose they are; under the name of each when they are several people's.

    A surname alone is no person of its own beside one who has that name.
    """
    people = archive.people()
    speakers = sorted({people[run.speaker] for run in runs}, key=lambda person: (-person.statements, person.name))
    full = [person for person in speakers if len(name_words(person.name)) > 1]
    if len(full) < 2:
        return [Piece(run.article, run.start, run.end, run.speaker) for run in runs], full or speakers
    pieces = [
        Piece(run.article, run.start, run.end, run.speaker, person.name)
        for person in speakers
        for run in runs
        if people[run.speaker] == person
    ]
    return pieces, full


def _nothing_said(archive: Archive, query: Query, runs: Sequence[Said], seen: Sequence[tuple[str, int, int]]) -> Answer:
    hits = merged(list(runs), fused(archive, query, _PASSAGES_READ), _PASSAGES_READ)
    pieces = [] if seen or is_pronoun(query.speaker or "") else _mentions(archive, query, hits)[:_MENTIONS]
    if not pieces:
        return refusal(query, hits, _reason(archive, query, seen))
    apart = f"Not said by {query.speaker}, but naming both"
    note = notes.joined(query.note, f"No words of {query.speaker} on {query.topic} are known.")
    return compose(query, newest_first(folded(replace(piece, section=apart) for piece in pieces)), note)


def _mentions(archive: Archive, query: Query, hits: Sequence[Hit]) -> list[Piece]:
    """Sentences of the hits that name both the person and the topic, whoever says them."""
    person = spellings(name_words(query.speaker or "")[-1:])
    topic = stems(query.topic.split()[-1]) if query.topic else set()
    found = []
    for hit in hits:
        for s in archive.store.sentences(hit.article.id):
            if hit.passage.start <= s.start and s.end <= hit.passage.end:
                text = hit.article.text[s.start : s.end]
                if topic <= stems(text) and person <= spellings(text.split()):
                    found.append(Piece(hit.article, s.start, s.end))
    return found if topic else []


def _reason(archive: Archive, query: Query, seen: Sequence[tuple[str, int, int]]) -> str:
    person = query.speaker or ""
    nothing = notes.nothing_within(archive, query)
    if nothing:
        return nothing
    if is_pronoun(person):
        return f"“{person}” points at nobody named so far: ask with a name, as in “What did Lavrov say about NATO?”."
    if not _quoting(archive, query):
        named = notes.naming(archive, query, person)
        if not named:
            return none_mentions(archive.store.counts(query.anytime)[0], person)
        return f"{person} is mentioned in {notes.counted(named)}, but none quotes or paraphrases them."
    return _reason_of_topic(archive, query, seen)


def _reason_of_topic(archive: Archive, query: Query, seen: Sequence[tuple[str, int, int]]) -> str:
    """Why there is nothing on the topic from somebody who is quoted."""
    person, on = query.speaker or "", f" on {query.topic}" if query.topic else ""
    if seen:
        return f"That was all: nothing else that {person} says{on} is in the articles."
    if (query.since or query.until) and on_topic(said(archive, query.anytime)):
        return f"{person} is quoted{on}, but not in what was published {notes.days(query)}."
    quoting = notes.counted(_quoting(archive, query))
    return f"{person} is quoted in {quoting} on other things, but not{on}."


def _quoting(archive: Archive, query: Query) -> int:
    """In how many articles of the scope the person asked for is quoted; the one quoted most, when several are meant."""
    people = meant(archive, query.speaker or "")
    if not query.scope.filtered:
        return max((person.articles for person in people), default=0)
    said_by = (archive.store.statements_by(person.names, query.anytime) for person in people)
    return max((len({s.article_id for s in by if s.confidence >= LEAST_CONFIDENCE}) for by in said_by), default=0)
