"""Statements into an answer: what the person asked for says on the topic, in that person's words; no model.

Words about a person are never shown as words by that person: when nothing is known to be said by them, sentences that
name both person and topic are cited without a speaker and apart, or the answer is a refusal that says what there is.
"""

from collections.abc import Sequence
from dataclasses import replace

from index.people.names import name_tokens, phonetic_keys
from index.people.people import Person
from index.records import Hit, Query, Span
from index.search.hybrid import hybrid_search
from index.search.search import merge_results
from index.search.statements import StatementHit, resolve_people, search_statements
from index.storage.corpus import Corpus
from index.text.keywords import stems
from qa.answer import Answer
from qa.extraction import notes
from qa.extraction.compose import Excerpt, compose, deduplicate, none_mentions, refuse
from qa.extraction.selection import exclude_shown, newest_first, oldest_first, on_topic, truncate
from qa.understanding.parse import is_pronoun

_MENTIONS = 3
_PASSAGES_READ = 20


def quote(corpus: Corpus, query: Query, seen: Sequence[Span] = ()) -> Answer:
    """The answer to "what did X say about Y", newest first, without what was `seen`; or a refusal with its reason."""
    runs = search_statements(corpus, query)
    chosen = truncate(exclude_shown(on_topic(runs), seen))
    if not chosen:
        return _nothing_said(corpus, query, runs, seen)
    pieces, people = by_person(corpus, chosen)
    order = oldest_first if query.intent == "changed" else newest_first
    note = notes.join_notes(
        query.note,
        notes.disambiguation_note(query.speaker or "", people, resolve_people(corpus, query.speaker or "")),
        "Oldest first." if query.intent == "changed" and len(pieces) > 1 else "",
        notes.without_date(query, pieces),
    )
    return compose(query, order(deduplicate(pieces)), note)


def by_person(corpus: Corpus, runs: Sequence[StatementHit]) -> tuple[list[Excerpt], list[Person]]:
    """The runs as pieces, and whose they are; under the name of each when they are several people's.

    A surname alone is no person of its own beside one who has that name.
    """
    people = corpus.people()
    speakers = sorted({people[run.speaker] for run in runs}, key=lambda person: (-person.statements, person.name))
    full = [person for person in speakers if len(name_tokens(person.name)) > 1]
    if len(full) < 2:
        return [Excerpt(run.article, run.start, run.end, run.speaker) for run in runs], full or speakers
    pieces = [
        Excerpt(run.article, run.start, run.end, run.speaker, person.name)
        for person in speakers
        for run in runs
        if people[run.speaker] == person
    ]
    return pieces, full


def _nothing_said(corpus: Corpus, query: Query, runs: Sequence[StatementHit], seen: Sequence[Span]) -> Answer:
    hits = merge_results(list(runs), hybrid_search(corpus, query, _PASSAGES_READ), _PASSAGES_READ)
    pieces = [] if seen or is_pronoun(query.speaker or "") else _mentions(corpus, query, hits)[:_MENTIONS]
    if not pieces:
        return refuse(query, hits, _reason(corpus, query, seen))
    apart = f"Not said by {query.speaker}, but naming both"
    note = notes.join_notes(query.note, f"No words of {query.speaker} on {query.topic} are known.")
    return compose(query, newest_first(deduplicate(replace(piece, section=apart) for piece in pieces)), note)


def _mentions(corpus: Corpus, query: Query, hits: Sequence[Hit]) -> list[Excerpt]:
    """Sentences of the hits that name both the person and the topic, whoever says them."""
    person = phonetic_keys(name_tokens(query.speaker or "")[-1:])
    topic = stems(query.topic.split()[-1]) if query.topic else set()
    found = []
    for hit in hits:
        for s in corpus.store.sentences(hit.article.id):
            if hit.passage.contains(s):
                text = s.text_in(hit.article)
                if topic <= stems(text) and person <= phonetic_keys(text.split()):
                    found.append(Excerpt(hit.article, s.start, s.end))
    return found if topic else []


def _reason(corpus: Corpus, query: Query, seen: Sequence[Span]) -> str:
    person = query.speaker or ""
    nothing = notes.nothing_within(corpus, query)
    if nothing:
        return nothing
    if is_pronoun(person):
        return f"“{person}” points at nobody named so far: ask with a name, as in “What did Lavrov say about NATO?”."
    if not _quoting(corpus, query):
        named = notes.count_articles_naming(corpus, query, person)
        if not named:
            return none_mentions(corpus.store.counts(query.without_dates)[0], person)
        return f"{person} is mentioned in {notes.counted(named)}, but none quotes or paraphrases them."
    return _reason_of_topic(corpus, query, seen)


def _reason_of_topic(corpus: Corpus, query: Query, seen: Sequence[Span]) -> str:
    """Why there is nothing on the topic from somebody who is quoted."""
    person, on = query.speaker or "", f" on {query.topic}" if query.topic else ""
    if seen:
        return f"That was all: nothing else that {person} says{on} is in the articles."
    if (query.since or query.until) and on_topic(search_statements(corpus, query.without_dates)):
        return f"{person} is quoted{on}, but not in what was published {notes.days_note(query)}."
    quoting = notes.counted(_quoting(corpus, query))
    return f"{person} is quoted in {quoting} on other things, but not{on}."


def _quoting(corpus: Corpus, query: Query) -> int:
    """In how many articles of the scope the person asked for is quoted; the one quoted most, when several are meant."""
    people = resolve_people(corpus, query.speaker or "")
    if not query.scope.filtered:
        return max((person.articles for person in people), default=0)
    said_by = (corpus.store.statements.by_speakers(person.names, query.without_dates) for person in people)
    return max((len({s.article_id for s in by}) for by in said_by), default=0)
