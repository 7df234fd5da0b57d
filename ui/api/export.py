"""An answer as a file of its own: text, Markdown, HTML, JSON, and its sources as BibTeX and RIS."""

import json
from dataclasses import dataclass
from typing import Protocol

from qa.answer import Answer
from ui.api.schemas.answers import AnswerSchema
from ui.render.document import to_document
from ui.render.escape import as_line, as_markdown
from ui.render.markdown import to_markdown
from ui.render.references import to_bibtex, to_ris
from ui.render.text import to_text
from ui.render.wording import ENGLISH, Wording


class Writer(Protocol):
    """Writes an answer as a file."""

    def __call__(self, answer: Answer, page: str = "", wording: Wording = ENGLISH) -> str:
        """Return the file's text; `page` is the address of the page, "" where there is none."""


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format that an answer is written in."""

    media_type: str
    suffix: str
    write: Writer


def _text(answer: Answer, page: str = "", wording: Wording = ENGLISH) -> str:  # noqa: ARG001 - it has no links
    return f"{as_line(answer.question)}\n\n{to_text(answer, wording)}\n"


def _markdown(answer: Answer, page: str = "", wording: Wording = ENGLISH) -> str:  # noqa: ARG001 - it has no links
    return f"# {as_markdown(answer.question)}\n\n{to_markdown(answer, wording)}\n"


def _json(answer: Answer, page: str = "", wording: Wording = ENGLISH) -> str:  # noqa: ARG001 - its links are relative
    return json.dumps(AnswerSchema.of(answer, None, wording).model_dump(), ensure_ascii=False, indent=2) + "\n"


def _bibtex(answer: Answer, page: str = "", wording: Wording = ENGLISH) -> str:  # noqa: ARG001 - no word of it is ours
    return to_bibtex(answer, page)


def _ris(answer: Answer, page: str = "", wording: Wording = ENGLISH) -> str:  # noqa: ARG001 - no word of it is ours
    return to_ris(answer, page)


FORMATS = {
    "text": ExportFormat("text/plain", ".txt", _text),
    "markdown": ExportFormat("text/markdown", ".md", _markdown),
    "html": ExportFormat("text/html", ".html", to_document),
    "json": ExportFormat("application/json", ".json", _json),
    "bibtex": ExportFormat("application/x-bibtex", ".bib", _bibtex),
    "ris": ExportFormat("application/x-research-info-systems", ".ris", _ris),
}
"""Every format that an answer is written in, by its name on every way in."""
