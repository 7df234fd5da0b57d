"""An answer as a file of its own: text, Markdown, HTML, JSON, and its sources as BibTeX and RIS."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from qa.answer import Answer
from ui.api.schemas.answers import AnswerSchema
from ui.render.document import to_document
from ui.render.escape import as_line, as_markdown
from ui.render.markdown import to_markdown
from ui.render.references import to_bibtex, to_ris
from ui.render.text import to_text


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format that an answer is written in."""

    media_type: str
    suffix: str
    write: Callable[[Answer, str], str]
    """Answer and the address of the page ("" when there is none) to the file's text."""


def _text(answer: Answer, _page: str) -> str:
    return f"{as_line(answer.question)}\n\n{to_text(answer)}\n"


def _markdown(answer: Answer, _page: str) -> str:
    return f"# {as_markdown(answer.question)}\n\n{to_markdown(answer)}\n"


def _json(answer: Answer, _page: str) -> str:
    return json.dumps(AnswerSchema.of(answer).model_dump(), ensure_ascii=False, indent=2) + "\n"


FORMATS = {
    "text": ExportFormat("text/plain", ".txt", _text),
    "markdown": ExportFormat("text/markdown", ".md", _markdown),
    "html": ExportFormat("text/html", ".html", to_document),
    "json": ExportFormat("application/json", ".json", _json),
    "bibtex": ExportFormat("application/x-bibtex", ".bib", to_bibtex),
    "ris": ExportFormat("application/x-research-info-systems", ".ris", to_ris),
}
"""Every format that an answer is written in, by its name on every way in."""
