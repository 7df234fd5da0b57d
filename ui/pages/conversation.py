"""What happens in the chat, turn by turn. Knows nothing of the page that shows it."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from index.records import EVERYTHING, Scope
from qa.answer import Answer, Turn
from qa.cancellation import Cancellation
from qa.protocol import Engine
from ui.access.identity import OWNER, Identity
from ui.api.validation import MAX_QUESTION_CHARACTERS, validate_question
from ui.http.errors import sentence_for
from ui.render.html import notice_html, to_html, writing_html
from ui.render.wording import ENGLISH, Wording
from ui.serving.answer_cache import AnswerCache


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and what stands below it so far."""

    question: str
    reply: str
    """Safe HTML."""
    answer: Answer | None = None
    """None while it is looked for, and when asking failed."""
    so_far: str = ""
    """Safe HTML of the sentences that stand while more are to come."""


def reply_to(
    engine: Engine,
    question: str,
    earlier: Sequence[Exchange],
    *,
    kept: AnswerCache,
    asking: Identity = OWNER,
    scope: Scope = EVERYTHING,
    wording: Wording = ENGLISH,
    cancel: Cancellation | None = None,
) -> Generator[Exchange, None, None]:
    """Yield the exchange as it grows: first a word that the articles are being read, then one sentence at a time.

    A fault ends it with one sentence for the reader; nothing is raised. Closing it, or `cancel`, ends what is asked of
    a model. The answer is kept for whoever asks.
    """
    exchange = Exchange(question[:MAX_QUESTION_CHARACTERS], notice_html(wording("page.reading")))
    yield exchange
    history = [Turn(past.question, past.answer) for past in earlier]
    try:
        accepted = validate_question(question)
        with closing(engine.answers.stream(accepted, history, scope=scope, cancel=cancel)) as growing:
            for answer in growing:
                yield from _written_so_far(exchange, answer, wording)
        searched = wording("answer.searched", count=engine.catalogue.counts(scope).articles) if answer.refused else ""
    except Exception as error:  # noqa: BLE001 - the rim: the chat shows every fault as one sentence
        yield replace(exchange, reply=notice_html(sentence_for(error, wording)))
        return
    for shown in range(1, 1 if answer.model else len(answer.sentences)):
        so_far = to_html(replace(answer, sentences=answer.sentences[:shown]), wording)
        yield replace(exchange, reply=so_far, so_far=so_far)
    whole = to_html(answer, wording, kept=kept.keep(answer, asking, history, scope), searched=searched)
    yield replace(exchange, reply=whole, answer=answer)


def _written_so_far(exchange: Exchange, answer: Answer, wording: Wording) -> Iterator[Exchange]:
    """Yield the part that a model has written so far, marked as unfinished; nothing for an extractive answer."""
    if answer.model:
        so_far = to_html(answer, wording)
        yield replace(exchange, reply=f"{so_far}\n\n{writing_html(answer.model, wording)}", so_far=so_far)
