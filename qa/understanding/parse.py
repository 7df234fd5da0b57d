"""A question and its history into a self-contained query; no model."""

from collections.abc import Sequence
from datetime import date

from index.records import Query
from qa.answer import Turn
from qa.understanding.entities import KnownEntities
from qa.understanding.follow_ups import MAX_LENGTH, FollowUp
from qa.understanding.standalone import standalone

_TURNS = 20
"""So many earlier turns are read at most; nobody refers further back."""
_NOTHING_KNOWN = KnownEntities()


def parse_question(
    question: str, history: Sequence[Turn] = (), asked: date | None = None, known: KnownEntities = _NOTHING_KNOWN
) -> Query:
    """Turn `question`, asked on the day `asked` after the turns of `history`, into a query that stands by itself."""
    text = known.spelt(" ".join(question.split()))
    asked = asked or date.today()
    if not history:
        return standalone(text, asked, known)
    earlier = history[-_TURNS:]
    before = parse_question(earlier[-1].question, earlier[:-1], asked, known)
    query = FollowUp(text, before, earlier, asked, known).query()
    # What each turn takes over from the one before would double with every one.
    return query if len(query.text) + len(query.topic) <= MAX_LENGTH else standalone(text, asked, known)
