"""Answer → plain text and Markdown. Knows nothing of pages, requests or Gradio.

The sentences of an answer are shown in order, those that one person (or one article) says one after another under
one heading: who, which article, when.
"""

from collections.abc import Iterable, Sequence

from index.article import Hit
from qa.answer import Answer, AnswerSentence, Citation
from ui.escape import as_line, as_markdown, web_address
from ui.layout import article_heading, by_article, doubt, groups, heading, known, opening
from ui.wording import ENGLISH

_NEAREST = f"{ENGLISH('answer.nearest')}:"
_MARKDOWN_MARK = r"\[{}\]"


def to_sentences(answer: Answer) -> str:
    """The answer as running text: every sentence followed by its numbers. Only this has no headings."""
    return " ".join(sentence.text + _marks(sentence) for sentence in answer.sentences)


def to_text(answer: Answer) -> str:
    """The answer for a terminal: headings, indented sentences with their numbers, and the list of articles."""
    if answer.refused:
        blocks = [as_line(answer.reason or "")]
        if answer.nearest:
            blocks.append(_NEAREST)
        return "\n\n".join([*blocks, *(_hit_text(hit) for hit in answer.nearest)])
    blocks = [as_line(answer.note)] if answer.note else []
    for group, opens in opening(groups(answer)):
        blocks += [as_line(group.section).upper()] if opens else []
        lines = [f"  {as_line(s.text)}{_marks(s)}{_doubt_note(answer, s)}" for s in group.sentences]
        blocks.append("\n".join([as_line(_dotted(heading(group.source))), *lines]))
    listed = [f"{_numbers(numbers)} {as_line(_reference(source))}" for numbers, source in by_article(answer)]
    return "\n\n".join([*blocks, "\n".join(listed)] if listed else blocks)


def hits_to_text(hits: Iterable[Hit]) -> str:
    """Passages for a terminal, best first."""
    return "\n\n".join(_hit_text(hit) for hit in hits) or "No passage was found."


def to_markdown(answer: Answer) -> str:
    """The answer as a Markdown document that shows article text to the letter, whatever stands in it."""
    if answer.refused:
        blocks = [as_markdown(answer.reason or "")]
        if answer.nearest:
            blocks.append(_NEAREST)
        blocks += [
            f"{_bold_first(article_heading(hit.article))}\n\n> {as_markdown(hit.text)}" for hit in answer.nearest
        ]
        return "\n\n".join(blocks)
    blocks = [f"*{as_markdown(answer.note)}*"] if answer.note else []
    for group, opens in opening(groups(answer)):
        blocks += [f"### {as_markdown(group.section)}"] if opens else []
        blocks.append(_bold_first(heading(group.source)))
        blocks += [
            f"> {as_markdown(s.text)}{_marks(s, _MARKDOWN_MARK)}{_doubt_note(answer, s)}" for s in group.sentences
        ]
    listed = [
        f"- {_numbers(numbers, _MARKDOWN_MARK)} {as_markdown(_reference(source))}"
        for numbers, source in by_article(answer)
    ]
    return "\n\n".join([*blocks, "\n".join(listed)] if listed else blocks)


def _hit_text(hit: Hit) -> str:
    return f"{as_line(_dotted(article_heading(hit.article)))}\n  {as_line(hit.text)}"


def _doubt_note(answer: Answer, sentence: AnswerSentence) -> str:
    status = doubt(answer, sentence)
    return f" ({ENGLISH(f'answer.{status}')})" if status else ""


def _reference(source: Citation) -> str:
    written = known(source.title, source.publisher, ENGLISH.day(source.published), web_address(source.url) or "")
    return ", ".join(written) or source.article_id


def _bold_first(parts: Sequence[str]) -> str:
    first, *rest = (as_markdown(part) for part in parts)
    return " · ".join([f"**{first}**", *rest])


def _dotted(parts: Iterable[str]) -> str:
    return " · ".join(parts)


def _marks(sentence: AnswerSentence, form: str = "[{}]") -> str:
    return "".join(f" {form.format(n)}" for n in sentence.citations)


def _numbers(numbers: Iterable[int], form: str = "[{}]") -> str:
    return " ".join(form.format(n) for n in numbers)
