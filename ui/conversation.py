"""What happens in the chat, turn by turn. Knows nothing of the page that shows it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.article import EVERYTHING, Scope
from qa.answer import Answer, Turn
from ui.asker import AskerProtocol
from ui.faults import sentence_for
from ui.kept import Kept
from ui.message import notice_html, to_html
from ui.question import MAXIMUM_CHARACTERS, accepted
from ui.wording import ENGLISH, Wording


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and what stands below it so far."""

    question: str
    reply: str
    """Safe HTML."""
    answer: Answer | None = None
    """None while it is looked for, and when asking failed."""


def reply_to(
    asker: AskerProtocol,
    question: str,
    earlier: Sequence[Exchange],
    *,
    kept: Kept,
    scope: Scope = EVERYTHING,
    wording: Wording = ENGLISH,
) -> Iterator[Exchange]:
    """The exchange as it grows: first a word that the articles are being read, then one sentence at a time.

    A fault ends it with one sentence for the reader; nothing is raised.
    """
    exchange = Exchange(question[:MAXIMUM_CHARACTERS], notice_html(wording("page.reading")))
    yield exchange
    try:
        history = [Turn(past.question, past.answer) for past in earlier]
        answer = asker.ask(accepted(question), history, scope=scope)
        searched = wording("answer.searched", count=asker.counts(scope).articles) if answer.refused else ""
    except Exception as error:  # noqa: BLE001 - the rim: the chat shows every fault as one sentence
        yield replace(exchange, reply=notice_html(sentence_for(error)))
        return
    for shown in range(1, len(answer.sentences)):
        yield replace(exchange, reply=to_html(replace(answer, sentences=answer.sentences[:shown]), wording))
    whole = to_html(answer, wording, kept=kept.keep(answer, history, scope), searched=searched)
    yield replace(exchange, reply=whole, answer=answer)
