"""Answer → a Markdown document that shows article text to the letter, whatever stands in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.records import Hit
from qa.answer import Answer
from ui.render.escape import as_markdown
from ui.render.layout import article_heading, by_article, reference
from ui.render.walk import AnswerLine, BlockWriter, QuotationGroup, walk
from ui.render.wording import ENGLISH, Wording


def to_markdown(answer: Answer, wording: Wording = ENGLISH) -> str:
    """Return the answer as Markdown: headings, quotations with their numbers, and the list of articles."""
    return "\n\n".join(walk(answer, _MarkdownWriter(wording), wording))


@dataclass(frozen=True, slots=True)
class _MarkdownWriter(BlockWriter[str]):
    wording: Wording

    def refusal(self, reason: str, nearest: Sequence[Hit]) -> str:
        label = [f"{self.wording('answer.nearest')}:"] if nearest else []
        passages = (
            f"{_bold_first(article_heading(hit.article, self.wording))}\n\n> {as_markdown(hit.text)}" for hit in nearest
        )
        return "\n\n".join([as_markdown(reason), *label, *passages])

    def note(self, text: str) -> str:
        return f"*{as_markdown(text)}*"

    def byline(self, text: str) -> str:
        return f"*{as_markdown(text)}*"

    def section(self, title: str) -> str:
        return f"### {as_markdown(title)}"

    def quotations(self, group: QuotationGroup) -> str:
        return "\n\n".join([_bold_first(group.heading), *(f"> {_sentence(line)}" for line in group.lines)])

    def prose(self, lines: Sequence[AnswerLine]) -> str:
        return " ".join(map(_sentence, lines))

    def sources(self, answer: Answer) -> str:
        return "\n".join(
            f"- {_marks(numbers)} {as_markdown(reference(cited, self.wording))}"
            for numbers, cited in by_article(answer)
        )


def _sentence(line: AnswerLine) -> str:
    marks = f" {_marks(line.numbers)}" if line.numbers else ""
    return f"{as_markdown(line.text)}{marks}{line.doubt_note}"


def _marks(numbers: Iterable[int]) -> str:
    # A number in plain brackets would be a link to whatever a document defines under it.
    return " ".join(rf"\[{n}\]" for n in numbers)


def _bold_first(parts: Sequence[str]) -> str:
    first, *rest = (as_markdown(part) for part in parts)
    return " · ".join([f"**{first}**", *rest])
