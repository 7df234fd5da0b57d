"""Two people side by side: what each says on the topic; whether they disagree is for the reader to see."""

from dataclasses import replace

from index.records import Query
from index.search.hybrid import fused
from index.search.statements import Said, meant, said
from index.storage.corpus import Archive
from qa.answer import Answer
from qa.extraction import notes
from qa.extraction.compose import Piece, compose, folded, refusal
from qa.extraction.selection import MOST_CHARACTERS, newest_first, on_topic, shortened

_NEAREST = 5


def compare(archive: Archive, query: Query) -> Answer:
    """What the query's speaker and the other person say on its topic, each under a name; or a refusal."""
    one, other = query.speaker or "", query.other or ""
    found = {name: said(archive, replace(query, speaker=name)) for name in (one, other)}
    if not query.topic:
        found = _where_both_speak(found)
    chosen = {name: shortened(on_topic(runs), MOST_CHARACTERS // 2) for name, runs in found.items()}
    silent = [name for name, runs in chosen.items() if not runs]
    on = f" on {query.topic}" if query.topic else ""
    if len(silent) == len(chosen):
        return refusal(query, fused(archive, query, _NEAREST), f"Neither {one} nor {other} is quoted{on}.")
    pieces = [
        Piece(run.article, run.start, run.end, run.speaker, _heading(archive, name))
        for name, runs in chosen.items()
        for run in runs
    ]
    note = notes.joined(
        query.note,
        f"{silent[0]} is not quoted{on}." if silent else "Side by side, in their own words.",
        notes.without_date(query, pieces),
    )
    return compose(query, newest_first(folded(pieces)), note)


def _where_both_speak(found: dict[str, list[Said]]) -> dict[str, list[Said]]:
    """Only what stands in articles that quote both; everything when there is none."""
    shared = set.intersection(*({run.article.id for run in runs} for runs in found.values()))
    return {name: [r for r in runs if r.article.id in shared] for name, runs in found.items()} if shared else found


def _heading(archive: Archive, name: str) -> str:
    return next((person.name for person in meant(archive, name)), name)
