"""An answer as the Markdown that chat clients draw, sentence by sentence, with the places where something is cited.

Article text in it is data: it stands there to the letter and can neither format nor link.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote as percent_encoded

from index.records import Hit
from qa.answer import Answer, Citation
from ui.api.schemas.answers import CitationSchema
from ui.render.escape import as_line, as_markdown, web_address
from ui.render.layout import by_article, link_of, non_empty
from ui.render.walk import AnswerLine, BlockWriter, QuotationGroup, walk
from ui.render.wording import ENGLISH, Wording

_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_LINKS = re.compile(r"\](?=[(\[:])")
_IN_ADDRESS = "%/:?#@!&'*+,;=~-._[]"


@dataclass(slots=True)
class MarkdownBuilder:
    """An answer in Markdown as it is being written, and where in it something is cited."""

    base: str
    """The address of this server."""
    pieces: list[str] = field(default_factory=list)
    """A sentence each, with what stands above it."""
    annotations: list[dict[str, Any]] = field(default_factory=list)
    _length: int = 0
    _above: str = ""

    @property
    def text(self) -> str:
        """The whole."""
        return "".join(self.pieces)

    def above(self, block: str) -> None:
        """Add a block that belongs to the sentence after it."""
        self._above += f"{self._gap}{block}"

    @property
    def _gap(self) -> str:
        return "\n\n" if self._length or self._above else ""

    def put(self, block: str) -> None:
        """Add a block."""
        self.sentence(block, ())

    def sentence(self, written: str, cited: Sequence[Citation], after: str = "", *, runs_on: bool = False) -> None:
        """Add a sentence, its citation marks, and what follows them; it may run on after the one before."""
        piece = f"{self._above}{' ' if runs_on else self._gap}{written}"
        for citation in cited:
            piece += " "
            start = self._length + len(piece)
            piece += f"[{citation.n}]"
            self.annotations.append(_annotation(citation, start, self._length + len(piece), self.base))
        piece += after
        self._above = ""
        self._length += len(piece)
        self.pieces.append(piece)


def content_of(answer: Answer, base: str, wording: Wording = ENGLISH) -> MarkdownBuilder:
    """Return the answer: sentences with their marks, and the list of sources; or the reason of a refusal."""
    content = MarkdownBuilder(base)
    for write in walk(answer, _ContentWriter(wording), wording):
        write(content)
    return content


_Step = Callable[[MarkdownBuilder], None]
"""Adds a block to what is being written."""


@dataclass(frozen=True, slots=True)
class _ContentWriter(BlockWriter[_Step]):
    wording: Wording

    def refusal(self, reason: str, nearest: Sequence[Hit]) -> _Step:  # noqa: ARG002 - a chat client has no place for them
        return lambda content: content.put(_markdown(reason))

    def note(self, text: str) -> _Step:
        return lambda content: content.above(f"*{_markdown(text)}*")

    def byline(self, text: str) -> _Step:
        return lambda content: content.above(f"*{_markdown(text)}*")

    def section(self, title: str) -> _Step:
        return lambda content: content.above(f"### {_markdown(title)}")

    def quotations(self, group: QuotationGroup) -> _Step:
        def write(content: MarkdownBuilder) -> None:
            first, *rest = map(_markdown, group.heading)
            content.above(" · ".join([f"**{first}**", *rest]))
            for line in group.lines:
                content.sentence(f"> {_markdown(line.text)}", line.cited, line.doubt_note)

        return write

    def prose(self, lines: Sequence[AnswerLine]) -> _Step:
        def write(content: MarkdownBuilder) -> None:
            for number, line in enumerate(lines):
                content.sentence(_markdown(line.text), line.cited, line.doubt_note, runs_on=number > 0)

        return write

    def sources(self, answer: Answer) -> _Step:
        def write(content: MarkdownBuilder) -> None:
            listed = (_source(numbers, cited, content.base, self.wording) for numbers, cited in by_article(answer))
            content.put("\n".join(listed))

        return write


def _source(numbers: Iterable[int], cited: Citation, base: str, wording: Wording) -> str:
    title = _markdown(cited.title or cited.article_id).replace("[", "&#91;").replace("]", "&#93;")
    address = percent_encoded(_address(cited, base).encode("utf-8", "replace"), safe=_IN_ADDRESS)
    more = non_empty(cited.publisher, wording.day(cited.published))
    return f"- {' '.join(f'[{n}]' for n in numbers)} " + ", ".join([f"[{title}]({address})", *map(_markdown, more)])


def _markdown(text: str) -> str:
    r"""One line of Markdown that shows the text; "\[" would be a formula to chat clients that draw LaTeX."""
    escaped = _ESCAPED.sub(lambda pair: pair[1] if pair[1] in "[]" else pair[0], as_markdown(text))
    return _LINKS.sub(r"]\\", escaped)


def _annotation(citation: Citation, start: int, end: int, base: str) -> dict[str, Any]:
    title = as_line(citation.title or citation.publisher or citation.article_id)
    where = {"start_index": start, "end_index": end, "title": title, "url": _address(citation, base)}
    return {"type": "url_citation", "url_citation": where, "on_record": CitationSchema.of(citation).model_dump()}


def _address(citation: Citation, base: str) -> str:
    """Where the article stands; where it has no address, where this server shows it."""
    return web_address(citation.url) or base + link_of(citation)
