"""Answer → plain text for a terminal. Knows nothing of pages, requests or Gradio.

The sentences of an answer are shown in order, those that one person (or one article) says one after another under
one heading: who, which article, when. What a chat model wrote is shown as prose, under who wrote it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.records import Hit
from qa.answer import Answer
from ui.render.escape import as_line
from ui.render.layout import article_heading, by_article, reference
from ui.render.walk import AnswerLine, BlockWriter, QuotationGroup, lines_of, walk
from ui.render.wording import ENGLISH, Wording


def to_sentences(answer: Answer, wording: Wording = ENGLISH) -> str:
    """Return the answer as running text: every sentence followed by its numbers. Only this has no headings."""
    return _running(lines_of(answer, answer.sentences, wording))


def to_text(answer: Answer, wording: Wording = ENGLISH) -> str:
    """Return the answer for a terminal: headings, indented sentences with their numbers, and the list of articles."""
    return "\n\n".join(walk(answer, _TextWriter(wording), wording))


def hits_to_text(hits: Iterable[Hit], wording: Wording = ENGLISH) -> str:
    """Return passages for a terminal, best first."""
    return "\n\n".join(_hit_text(hit, wording) for hit in hits) or wording.terminal("search.nothing")


@dataclass(frozen=True, slots=True)
class _TextWriter(BlockWriter[str]):
    wording: Wording

    def refusal(self, reason: str, nearest: Sequence[Hit]) -> str:
        label = [f"{self.wording('answer.nearest')}:"] if nearest else []
        return "\n\n".join([as_line(reason), *label, *(_hit_text(hit, self.wording) for hit in nearest)])

    def note(self, text: str) -> str:
        return as_line(text)

    def byline(self, text: str) -> str:
        return as_line(text)

    def section(self, title: str) -> str:
        return as_line(title).upper()

    def quotations(self, group: QuotationGroup) -> str:
        lines = (f"  {as_line(line.text)}{line.marks}" for line in group.lines)
        return "\n".join([as_line(" · ".join(group.heading)), *lines])

    def prose(self, lines: Sequence[AnswerLine]) -> str:
        return as_line(_running(lines))

    def sources(self, answer: Answer) -> str:
        return "\n".join(
            f"{' '.join(f'[{n}]' for n in numbers)} {as_line(reference(cited, self.wording))}"
            for numbers, cited in by_article(answer)
        )


def _running(lines: Iterable[AnswerLine]) -> str:
    return " ".join(f"{line.text}{line.marks}" for line in lines)


def _hit_text(hit: Hit, wording: Wording) -> str:
    return f"{as_line(' · '.join(article_heading(hit.article, wording)))}\n  {as_line(hit.text)}"
