"""A question within the part of the articles that is asked: filters that the reader chose, beside the question."""

from dataclasses import replace

from index.records import Query, Scope
from index.search.statements import resolve_people
from index.storage.corpus import Corpus
from qa.answer import Refusal
from qa.understanding.follow_ups import topic_shift

_MAX_SHORT_QUESTION_WORDS = 4


def apply_scope(query: Query, scope: Scope) -> Query:
    """Return the query within the scope; where one person is chosen, a question without a name asks for their words."""
    query = replace(query, scope=_narrowed(scope, query.scope.publishers))
    if not scope.person or query.speaker or query.intent not in ("fact", "voices"):
        return query
    return replace(query, speaker=scope.person, topic=_topic(query), intent="said", exclude_speaker=None)


def _narrowed(scope: Scope, publishers: tuple[str, ...]) -> Scope:
    """Return the scope, in those of its publishers that the question names."""
    if not publishers or (scope.publishers and not set(publishers) & set(scope.publishers)):
        return scope
    return replace(scope, publishers=publishers)


def out_of_scope(corpus: Corpus, query: Query) -> Refusal | None:
    """Why a question cannot be asked of the person chosen: it is after the words of somebody else."""
    chosen = query.scope.person
    if not chosen or query.intent == "source":
        return None
    only = Refusal("other_person_chosen", person=chosen)
    if query.intent == "disagreed":
        return only
    asked = set(resolve_people(corpus, query.speaker or ""))
    return only if asked and not asked & set(resolve_people(corpus, chosen)) else None


def _topic(query: Query) -> str:
    """Return what a question is about, without its form: "What about the coal berth?", "NATO?"."""
    if query.intent == "voices":
        return query.topic
    text = query.text.strip(" ?!.")
    return text if len(text.split()) <= _MAX_SHORT_QUESTION_WORDS else topic_shift(query.text) or query.topic
