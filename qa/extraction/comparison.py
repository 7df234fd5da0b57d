"""Two people side by side: what each says on the topic; whether they disagree is for the reader to see."""

from dataclasses import replace

from index.records import Query
from index.search.hybrid import hybrid_search
from index.search.statements import StatementHit, resolve_people, search_statements
from index.storage.corpus import Corpus
from qa.answer import Answer
from qa.extraction import notes
from qa.extraction.compose import Excerpt, compose, deduplicate, refuse
from qa.extraction.selection import MAX_CHARACTERS, newest_first, on_topic, truncate

_NEAREST = 5


def compare(corpus: Corpus, query: Query) -> Answer:
    """What the query's speaker and the other person say on its topic, each under a name; or a refusal."""
    one, other = query.speaker or "", query.compare_with or ""
    found = {name: search_statements(corpus, replace(query, speaker=name)) for name in (one, other)}
    if not query.topic:
        found = _where_both_speak(found)
    chosen = {name: truncate(on_topic(runs), MAX_CHARACTERS // 2) for name, runs in found.items()}
    silent = [name for name, runs in chosen.items() if not runs]
    on = f" on {query.topic}" if query.topic else ""
    if len(silent) == len(chosen):
        return refuse(query, hybrid_search(corpus, query, _NEAREST), f"Neither {one} nor {other} is quoted{on}.")
    pieces = [
        Excerpt(run.article, run.start, run.end, run.speaker, _heading(corpus, name))
        for name, runs in chosen.items()
        for run in runs
    ]
    note = notes.join_notes(
        query.note,
        f"{silent[0]} is not quoted{on}." if silent else "Side by side, in their own words.",
        notes.without_date(query, pieces),
    )
    return compose(query, newest_first(deduplicate(pieces)), note)


def _where_both_speak(found: dict[str, list[StatementHit]]) -> dict[str, list[StatementHit]]:
    """Only what stands in articles that quote both; everything when there is none."""
    shared = set.intersection(*({run.article.id for run in runs} for runs in found.values()))
    return {name: [r for r in runs if r.article.id in shared] for name, runs in found.items()} if shared else found


def _heading(corpus: Corpus, name: str) -> str:
    return next((person.name for person in resolve_people(corpus, name)), name)
