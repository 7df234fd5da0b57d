"""Hits into an answer that a chat model writes, sentence by sentence as it comes, none shown before it is weighed.

Knows no provider: a model is whatever streams text for two messages (`qa/generation/models.py`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from index.records import Article, Hit, Span
from index.storage.corpus import Corpus
from qa.answer import Answer, AnswerSentence, Citation, Note
from qa.cancellation import Cancellation
from qa.generation.grounding import GroundedSentence, ground
from qa.generation.parsing import DraftSentence, parse_draft
from qa.generation.prompt import NOTHING, SYSTEM, user_prompt
from qa.generation.streaming import ModelStream
from qa.premise import Premise, premise
from qa.verification.verify import make_citation, prepare

CHARACTERS = 5_000
"""Of passages that a model is given at most: about 1,300 tokens, which leaves room in the smallest model's window."""
_MAX_PASSAGES = 10
_MAX_SENTENCES = 12
_POINTS_BACK = re.compile(r"(?:he|she|his|her|him)\b", re.IGNORECASE)
_NOTHING = NOTHING.casefold().rstrip(".")


class StreamingModel(Protocol):
    """A chat model."""

    @property
    def name(self) -> str:
        """What readers see of it."""

    def stream(self, system: str, user: str) -> ModelStream:
        """Return the pieces of its answer, as they come."""


def generate(
    model: StreamingModel, verbatim: Answer, premises: Sequence[Premise], cancel: Cancellation
) -> Iterator[Answer]:
    """Yield the answer as it grows, the complete one last; the articles' own words when every sentence was withheld.

    The request to the model ends with the iteration, and at once on `cancel`.
    Raises `ModelFault` when the model fails; what was given until then is not to be kept.
    """
    draft = _Draft(verbatim, model.name)
    with model.stream(SYSTEM, user_prompt(verbatim.question, premises)) as reply:
        cancel.register(reply)
        prepare(premises)
        for written in parse_draft(reply):
            if draft.take(written, premises):
                yield draft.answer()
            if len(draft.sentences) == _MAX_SENTENCES:
                break
    yield draft.whole(cut=reply.cut)


def select_context(corpus: Corpus, verbatim: Answer, hits: Sequence[Hit]) -> list[Premise]:
    """Return the premises for a model: what the answer in the articles' own words cites, then the hits that fit in."""
    places = [*(citation.span for citation in verbatim.citations), *(hit.passage for hit in hits)]
    taken: list[Premise] = []
    room = CHARACTERS
    for place in places:
        if not _fits(place, taken, room):
            continue
        if article := corpus.store.article(place.article_id):
            taken.append(_premise(corpus, len(taken) + 1, article, place))
            room -= len(taken[-1].text)
    return taken


def _fits(place: Span, taken: Sequence[Premise], room: int) -> bool:
    """Whether a place overlaps none that is taken and is short enough; the first may be of any length."""
    if len(taken) == _MAX_PASSAGES or any(premise.span.overlaps(place) for premise in taken):
        return False
    return not taken or place.end - place.start <= room


def _premise(corpus: Corpus, n: int, article: Article, place: Span) -> Premise:
    said = corpus.store.statements.of_article(article.id)
    return premise(n, article, place, corpus.store.sentences(article.id), said)


@dataclass(slots=True)
class _Draft:
    """What has been written so far and stands."""

    verbatim: Answer
    model: str
    sentences: list[AnswerSentence] = field(default_factory=list)
    citations: dict[Span, Citation] = field(default_factory=dict)
    withheld: int = 0
    before: str = ""

    def take(self, written: DraftSentence, premises: Sequence[Premise]) -> bool:
        """Weigh a sentence and keep it or withhold it; whether it was kept."""
        before, self.before = self.before, ""
        if _NOTHING in written.text.casefold() or any(s.text == written.text for s in self.sentences):
            return False
        # "He" after a sentence that was withheld, or after none, would be taken for somebody else.
        found = ground(written, premises, before) if before or not _POINTS_BACK.match(written.text) else None
        if found is None:
            self.withheld += 1
            return False
        self.before = written.text
        self.sentences.append(AnswerSentence(written.text, self._numbers(found), status=found.status))
        return True

    def _numbers(self, found: GroundedSentence) -> tuple[int, ...]:
        numbers = []
        for source in found.premises:
            place = source.span
            if place not in self.citations:
                speakers = {s.speaker for s in source.statements if s.speaker}
                speaker = speakers.pop() if len(speakers) == 1 else None
                self.citations[place] = make_citation(
                    len(self.citations) + 1, source.article, place.start, place.end, speaker
                )
            numbers.append(self.citations[place].n)
        return tuple(numbers)

    def answer(self) -> Answer:
        """As far as it has come."""
        return replace(
            self.verbatim,
            sentences=tuple(self.sentences),
            citations=tuple(self.citations.values()),
            model=self.model,
            withheld=self.withheld,
        )

    def whole(self, *, cut: bool) -> Answer:
        """All of it, with what a reader must know of what is missing."""
        if not self.sentences:
            none = Note("nothing_written_stands" if self.withheld else "model_found_nothing", model=self.model)
            return replace(self.verbatim, notes=(*self.verbatim.notes, none), withheld=self.withheld)
        answer = self.answer()
        withheld = (Note("withheld", count=self.withheld),) if self.withheld else ()
        stopped = (Note("model_cut", model=self.model),) if cut else ()
        return replace(answer, notes=answer.notes + withheld + stopped)
