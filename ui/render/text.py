"""Answer → plain text and Markdown. Knows nothing of pages, requests or Gradio.

The sentences of an answer are shown in order, those that one person (or one article) says one after another under
one heading: who, which article, when. What a chat model wrote is shown as prose, under who wrote it.
"""

from collections.abc import Iterable, Iterator, Sequence

from index.records import Hit
from qa.answer import Answer, AnswerSentence, Citation
from qa.generation.models import ModelRouting
from ui.render.escape import as_line, as_markdown, web_address
from ui.render.layout import (
    article_heading,
    by_article,
    groups,
    heading,
    non_empty,
    paragraphs,
    support_status,
    with_section_starts,
)
from ui.render.wording import ENGLISH

_NEAREST = f"{ENGLISH('answer.nearest')}:"
_MARKDOWN_MARK = r"\[{}\]"


def to_sentences(answer: Answer) -> str:
    """The answer as running text: every sentence followed by its numbers. Only this has no headings."""
    return _running(answer, answer.sentences)


def to_text(answer: Answer) -> str:
    """The answer for a terminal: headings, indented sentences with their numbers, and the list of articles."""
    if answer.refused:
        blocks = [as_line(answer.reason or "")]
        if answer.nearest:
            blocks.append(_NEAREST)
        return "\n\n".join([*blocks, *(_hit_text(hit) for hit in answer.nearest)])
    blocks = [as_line(answer.note)] if answer.note else []
    blocks += _prose_text(answer) if answer.model else _quoted_text(answer)
    listed = [f"{_numbers(numbers)} {as_line(_reference(source))}" for numbers, source in by_article(answer)]
    return "\n\n".join([*blocks, "\n".join(listed)] if listed else blocks)


def _quoted_text(answer: Answer) -> Iterator[str]:
    for group, opens in with_section_starts(groups(answer)):
        if opens:
            yield as_line(group.section).upper()
        lines = [f"  {as_line(s.text)}{_marks(s)}{_doubt_note(answer, s)}" for s in group.sentences]
        yield "\n".join([as_line(_dotted(heading(group.source))), *lines])


def _prose_text(answer: Answer) -> Iterator[str]:
    yield as_line(ENGLISH("answer.written", model=answer.model))
    for section, sentences in paragraphs(answer):
        if section:
            yield as_line(section).upper()
        yield as_line(_running(answer, sentences))


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
    blocks += _prose_markdown(answer) if answer.model else _quoted_markdown(answer)
    listed = [
        f"- {_numbers(numbers, _MARKDOWN_MARK)} {as_markdown(_reference(source))}"
        for numbers, source in by_article(answer)
    ]
    return "\n\n".join([*blocks, "\n".join(listed)] if listed else blocks)


def readers_to_text(models: ModelRouting) -> Iterator[str]:
    """A line for each chat model: what is sent to it. Names only: an address may be a secret, a key is one."""
    for name in models.names:
        own = [c for c, model in models.by_collection.items() if model and model.name == name]
        others = [c for c, model in models.by_collection.items() if not model or model.name != name]
        if models.default and models.default.name == name:
            where = f"all collections but {', '.join(others)}" if others else "all collections"
        else:
            where = f"the collection{'' if len(own) == 1 else 's'} {', '.join(own)}"
        yield as_line(f"{name} is sent questions, and passages of {where}.")


def _quoted_markdown(answer: Answer) -> Iterator[str]:
    for group, opens in with_section_starts(groups(answer)):
        if opens:
            yield f"### {as_markdown(group.section)}"
        yield _bold_first(heading(group.source))
        for s in group.sentences:
            yield f"> {as_markdown(s.text)}{_marks(s, _MARKDOWN_MARK)}{_doubt_note(answer, s)}"


def _prose_markdown(answer: Answer) -> Iterator[str]:
    yield f"*{as_markdown(ENGLISH('answer.written', model=answer.model))}*"
    for section, sentences in paragraphs(answer):
        if section:
            yield f"### {as_markdown(section)}"
        yield " ".join(f"{as_markdown(s.text)}{_marks(s, _MARKDOWN_MARK)}{_doubt_note(answer, s)}" for s in sentences)


def _running(answer: Answer, sentences: Iterable[AnswerSentence]) -> str:
    return " ".join(f"{s.text}{_marks(s)}{_doubt_note(answer, s)}" for s in sentences)


def _hit_text(hit: Hit) -> str:
    return f"{as_line(_dotted(article_heading(hit.article)))}\n  {as_line(hit.text)}"


def _doubt_note(answer: Answer, sentence: AnswerSentence) -> str:
    status = support_status(answer, sentence)
    return f" ({ENGLISH(f'answer.{status}')})" if status else ""


def _reference(source: Citation) -> str:
    written = non_empty(source.title, source.publisher, ENGLISH.day(source.published), web_address(source.url) or "")
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
