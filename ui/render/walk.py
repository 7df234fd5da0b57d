"""One walk over an answer, for every format that it is written in: what follows what, and what each sentence cites.

A format is a `BlockWriter`: it says how a block looks, and nothing of which block comes when.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Generic, TypeVar

from index.records import Hit
from qa.answer import Answer, AnswerSentence, Citation
from ui.render.layout import by_number, groups, heading, paragraphs, support_status, with_section_starts
from ui.render.wording import ENGLISH, Wording

Block = TypeVar("Block")


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A sentence of an answer, as it is shown."""

    text: str
    numbers: tuple[int, ...]
    """Of what it cites, as they are shown in brackets."""
    cited: tuple[Citation, ...]
    """The citations of those numbers."""
    doubt: str
    """What is not sure about it, in the reader's language: who says it, whether its sources do; mostly nothing."""

    @property
    def marks(self) -> str:
        """The numbers as they follow the sentence, and the doubt about it."""
        return "".join(f" [{n}]" for n in self.numbers) + self.doubt_note

    @property
    def doubt_note(self) -> str:
        """The doubt in brackets, as it follows the numbers."""
        return f" ({self.doubt})" if self.doubt else ""


@dataclass(frozen=True, slots=True)
class QuotationGroup:
    """Consecutive sentences of one source."""

    heading: tuple[str, ...]
    """Who says them, where and when."""
    lines: tuple[AnswerLine, ...]
    continued: bool
    """Whether the block above has the same article."""


class BlockWriter(ABC, Generic[Block]):
    """A format that answers are written in, block by block."""

    note_below_prose = False
    """Whether the note stands below what a chat model wrote, and not above it."""

    @abstractmethod
    def refusal(self, reason: str, nearest: Sequence[Hit]) -> Block:
        """Write why the articles do not answer, and the passages that come nearest."""

    @abstractmethod
    def note(self, text: str) -> Block:
        """Write how the question was understood, or what was left out."""

    @abstractmethod
    def byline(self, text: str) -> Block:
        """Write that a chat model wrote what follows."""

    @abstractmethod
    def section(self, title: str) -> Block:
        """Write the heading of what follows."""

    @abstractmethod
    def quotations(self, group: QuotationGroup) -> Block:
        """Write sentences of one source below who says them, where and when."""

    @abstractmethod
    def prose(self, lines: Sequence[AnswerLine]) -> Block:
        """Write the sentences of a chat model one after the other."""

    @abstractmethod
    def sources(self, answer: Answer) -> Block:
        """Write the list of what is cited."""


def walk(answer: Answer, writer: BlockWriter[Block], wording: Wording = ENGLISH) -> Iterator[Block]:
    """Yield the blocks of an answer in the order in which they are read."""
    if answer.refused:
        yield writer.refusal(wording.refusal(answer.refusal), answer.nearest)
        return
    body = (_prose if answer.model else _quotations)(answer, writer, wording)
    below = bool(answer.model) and writer.note_below_prose
    note = _note(answer, writer, wording)
    yield from chain(body, note) if below else chain(note, body)
    if answer.citations:
        yield writer.sources(answer)


def lines_of(answer: Answer, sentences: Iterable[AnswerSentence], wording: Wording = ENGLISH) -> tuple[AnswerLine, ...]:
    """Return sentences of an answer as they are shown."""
    numbered = by_number(answer)
    lines = []
    for sentence in sentences:
        cited = tuple(numbered[n] for n in sentence.citations if n in numbered)
        lines.append(AnswerLine(sentence.text, sentence.citations, cited, _doubt(answer, sentence, cited, wording)))
    return tuple(lines)


def _doubt(answer: Answer, sentence: AnswerSentence, cited: Iterable[Citation], wording: Wording) -> str:
    if status := support_status(answer, sentence):
        return wording(f"answer.{status}")
    person = next((citation.probable_speaker for citation in cited if citation.probable_speaker), "")
    return wording("answer.probably", person=person) if person else ""


def _note(answer: Answer, writer: BlockWriter[Block], wording: Wording) -> Iterator[Block]:
    if answer.notes:
        yield writer.note(wording.notes(answer.notes))


def _quotations(answer: Answer, writer: BlockWriter[Block], wording: Wording) -> Iterator[Block]:
    above = None
    for group, opens in with_section_starts(groups(answer)):
        if opens:
            yield writer.section(wording.section(group.section))
            above = None
        article = group.source.article_id if group.source else None
        lines = lines_of(answer, group.sentences, wording)
        continued = bool(article) and article == above
        yield writer.quotations(QuotationGroup(heading(group.source, wording), lines, continued))
        above = article


def _prose(answer: Answer, writer: BlockWriter[Block], wording: Wording) -> Iterator[Block]:
    yield writer.byline(wording("answer.written", model=answer.model))
    for section, sentences in paragraphs(answer):
        if section:
            yield writer.section(wording.section(section))
        yield writer.prose(lines_of(answer, sentences, wording))
