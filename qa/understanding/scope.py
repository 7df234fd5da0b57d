"""A question within the part of the articles that is asked: filters that the reader chose, beside the question."""

from dataclasses import replace

from index.records import Query, Scope
from index.search.statements import meant
from index.storage.corpus import Archive
from qa.understanding.parse import turned_to

_FEW_WORDS = 4


def within(query: Query, scope: Scope) -> Query:
    """The query asked of the scope; where one person is chosen, a question that names nobody is after their words."""
    query = replace(query, scope=scope)
    if not scope.person or query.speaker or query.intent not in ("fact", "voices"):
        return query
    return replace(query, speaker=scope.person, topic=_topic(query), intent="said", besides=None)


def beyond(archive: Archive, query: Query) -> str | None:
    """Why a question cannot be asked of the person chosen: it is after the words of somebody else."""
    chosen = query.scope.person
    if not chosen or query.intent == "source":
        return None
    only = f"Only what {chosen} says is asked: clear that filter to hear others."
    if query.intent == "disagreed":
        return only
    asked = set(meant(archive, query.speaker or ""))
    return only if asked and not asked & set(meant(archive, chosen)) else None


def _topic(query: Query) -> str:
    """What a question is about, its form taken off: "What about the coal berth?", "NATO?"."""
    if query.intent == "voices":
        return query.topic
    text = query.text.strip(" ?!.")
    return text if len(text.split()) <= _FEW_WORDS else turned_to(query.text) or query.topic
