"""Several people on one topic, each in their own words; whether they disagree is for the reader to see. No model."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import filterfalse
from pathlib import Path

from index.people.names import name_tokens
from index.records import Hit, Query, Span
from index.search.hybrid import hybrid_search
from index.search.statements import (
    StatementHit,
    resolve_people,
    search_statements,
    statements_on_topic,
    with_similarity,
)
from index.storage.corpus import Corpus
from index.text.keywords import stem, stems
from index.text.words import load_words
from qa.answer import Answer, Note, Refusal, Section
from qa.extraction import notes
from qa.extraction.compose import Excerpt, compose, deduplicate, refuse
from qa.extraction.selection import (
    MAX_CHARACTERS,
    articles_alike,
    exclude_shown,
    newest_first,
    on_topic,
    truncate,
    under_topic,
)

_PASSAGES_READ = 60
_NEAREST = 5
_MAX_OF_EACH = 2
_WHO_SAID = re.compile(r"who (?:says?|said|claims?|claimed)\b", re.IGNORECASE)
_DISPUTES = frozenset(stem(word) for word in load_words(Path(__file__).parent).words("disputes", "words"))


def perspectives(corpus: Corpus, query: Query, seen: Sequence[Span] = ()) -> Answer:
    """Return what people say on the query's topic, a few stretches of each, without what was `seen`; or a refusal."""
    hits, every = _statements(corpus, query)
    named = _exactly(query, [run for run in every if run.on_topic])
    runs = _of_stance(query, named or ([] if seen else _alike(every, hits)))
    chosen = truncate(_few_of_each(corpus, exclude_shown(runs, seen)))
    if not chosen:
        return refuse(query, hits, _nobody(query.exclude_speaker, query.topic))
    pieces = _excerpts(chosen)
    groups = newest_first(deduplicate(pieces))
    may_answer = None if named else Note("may_answer")
    return compose(query, groups, may_answer, notes.unknown_event(query), notes.without_date(query, pieces))


def _alike(runs: Sequence[StatementHit], hits: Sequence[Hit]) -> list[StatementHit]:
    """Return what is said in the articles that mean what is asked without naming it, the nearest first."""
    alike = {article.id for article in articles_alike(hits)}
    return [run for run in with_similarity(runs, hits) if run.article.id in alike]


def _exactly(query: Query, runs: list[StatementHit]) -> list[StatementHit]:
    """Return, of runs on what somebody is asked to have said ("who said that …"), those that name it, if any does."""
    named = [run for run in runs if run.names_topic] if _WHO_SAID.match(query.text) else []
    return named or runs


def _of_stance(query: Query, runs: list[StatementHit]) -> list[StatementHit]:
    """Return the runs of the side that is asked after: without those that contradict somebody, or these alone.

    Where only one person contradicts, the others follow.
    """
    if not query.stance:
        return runs
    against, others = list(filter(_disputes, runs)), list(filterfalse(_disputes, runs))
    if query.stance == "for":
        return others or runs
    return against if len({run.speaker for run in against}) > 1 else [*against, *others]


def opposing_statements(corpus: Corpus, query: Query) -> Answer:
    """Return what others say on the speaker's topic, those who name or contradict the speaker before all."""
    person = query.speaker or ""
    others = replace(
        query, text=f"{query.topic} {person}", speaker=None, intent="fact", compare_with=None, exclude_speaker=person
    )
    hits, runs = _statements(corpus, others)
    disputing, runs = _disputing(runs, person, has_topic=bool(query.topic))
    chosen = truncate(_few_of_each(corpus, disputing or runs))
    if not chosen:
        return refuse(query, hits, _nobody(person, query.topic))
    openly = None if disputing else Note("no_open_dispute", person=person)
    return compose(query, newest_first(deduplicate(_excerpts(chosen))), notes.unknown_event(query), openly)


def _disputing(
    runs: Sequence[StatementHit], person: str, *, has_topic: bool
) -> tuple[list[StatementHit], list[StatementHit]]:
    """Those on the topic or naming the person that contradict somebody, and all of them."""
    surname = {stem(word) for word in name_tokens(person)[-1:]}
    naming = [run for run in runs if surname <= _stems(run)]
    relevant = [run for run in runs if run.on_topic or run in naming] if has_topic else naming
    return list(filter(_disputes, relevant)), relevant


def _disputes(run: StatementHit) -> bool:
    return bool(_DISPUTES & _stems(run))


def compare(corpus: Corpus, query: Query) -> Answer:
    """Return what the query's speaker and the other person say on its topic, side by side; or a refusal."""
    asked = (query.speaker or "", query.compare_with or "")
    people = (_meant(corpus, asked[0], asked[1]), _meant(corpus, asked[1], asked[0]))
    chosen = _words_of_each(corpus, query, people)
    silent = [name for name, runs in chosen.items() if not runs]
    if len(silent) == len(chosen):
        refusal = Refusal("neither_quoted", one=people[0], other=people[1], topic=query.topic)
        return refuse(query, hybrid_search(corpus, query, _NEAREST), refusal)
    pieces = [piece for name, runs in chosen.items() for piece in _excerpts(runs, _section(corpus, name))]
    return compose(
        query,
        newest_first(deduplicate(pieces)),
        notes.unknown_event(query),
        Note("not_quoted", person=silent[0], topic=query.topic) if silent else Note("side_by_side"),
        notes.without_date(query, pieces),
    )


def _meant(corpus: Corpus, name: str, other: str) -> str:
    """Return whom of several namesakes the other person names most often; the name itself for one."""
    people = resolve_people(corpus, name)
    if len(people) < 2:  # nobody to be taken for another
        return name
    theirs = [stored for person in resolve_people(corpus, other) for stored in person.names]
    texts = [words for _, words in corpus.store.statements.texts(theirs)]
    return max(people, key=lambda person: sum(person.name in words for words in texts)).name


def _words_of_each(corpus: Corpus, query: Query, people: Sequence[str]) -> dict[str, list[StatementHit]]:
    """Return what each says on the topic, in half the room that one alone would have."""
    found = {name: search_statements(corpus, replace(query, speaker=name)) for name in people}
    if not query.topic:
        found = _where_both_speak(found)
    return {name: truncate(on_topic(runs) or under_topic(runs), MAX_CHARACTERS // 2) for name, runs in found.items()}


def _nobody(besides: str | None, topic: str) -> Refusal:
    if not besides:
        return Refusal("nobody_quoted", topic=topic)
    if not topic:
        return Refusal("nobody_else_quoted_on_it", person=besides)
    return Refusal("nobody_else_quoted", person=besides, topic=topic)


def _where_both_speak(found: dict[str, list[StatementHit]]) -> dict[str, list[StatementHit]]:
    """Only what stands in articles that quote both; everything when there is none."""
    shared = set.intersection(*({run.article.id for run in runs} for runs in found.values()))
    return {name: _within(runs, shared) for name, runs in found.items()} if shared else found


def _within(runs: Sequence[StatementHit], article_ids: set[str]) -> list[StatementHit]:
    return [run for run in runs if run.article.id in article_ids]


def _section(corpus: Corpus, name: str) -> Section:
    return Section(speaker=next((person.name for person in resolve_people(corpus, name)), name))


def _excerpts(runs: Sequence[StatementHit], section: Section | None = None) -> list[Excerpt]:
    return [Excerpt(run.article, run.start, run.end, run.speaker, section=section) for run in runs]


def _statements(corpus: Corpus, query: Query) -> tuple[tuple[Hit, ...], list[StatementHit]]:
    hits = hybrid_search(corpus, query, _PASSAGES_READ)
    return hits, statements_on_topic(corpus, query, hits)


def _few_of_each(corpus: Corpus, runs: Sequence[StatementHit]) -> list[StatementHit]:
    people = corpus.people()
    shown: Counter[str] = Counter()
    chosen = []
    for run in runs:
        person = people[run.speaker].name
        if person[:1].isupper() and shown[person] < _MAX_OF_EACH and run.end - run.start <= MAX_CHARACTERS:
            shown[person] += 1
            chosen.append(run)
    return chosen


def _stems(run: StatementHit) -> set[str]:
    return stems(run.text)
