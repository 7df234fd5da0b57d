"""Where the last answer stands: its sentences again, under a note that names publishers and dates."""

from dataclasses import replace

from index.records import Query
from qa.answer import Answer, Note, Refusal
from qa.extraction.compose import refuse


def answer_sources(query: Query, last: Answer | None) -> Answer:
    """Return the last answer under a note that says in which papers its sentences stand; a refusal if there is none."""
    if last is None or not last.citations:
        return refuse(query, (), Refusal("no_sources"))
    return replace(last, notes=(Note("sources", citations=last.citations),))
