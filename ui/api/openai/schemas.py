"""The shapes of OpenAI's chat API, read and written: On Record as a model that a chat client asks.

What it writes is Markdown, as chat clients draw it. Article text in it is data: it stands there to the letter and can
neither format nor link.
"""

import datetime
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import quote as percent_encoded

from pydantic import BaseModel, ConfigDict, Field

from index.errors import InputError
from qa.answer import Answer, AnswerSentence, Citation, Turn
from ui.api.parameters import ScopeBody
from ui.api.serialize import Json, citation_shape
from ui.api.validation import validate_question
from ui.render.escape import as_line, as_markdown, web_address
from ui.render.layout import (
    by_article,
    by_number,
    groups,
    heading,
    link_of,
    non_empty,
    paragraphs,
    support_status,
    with_section_starts,
)
from ui.render.wording import ENGLISH

MODEL = "on-record"
"""The name by which a chat client asks."""

_MAX_HISTORY_TURNS = 50
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_LINKS = re.compile(r"\](?=[(\[:])")
_IN_ADDRESS = "%/:?#@!&'*+,;=~-._[]"
_NO_TOKENS: dict[str, Json] = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}


class MessagePart(BaseModel):
    """A part of a message."""

    type: str
    text: str = ""


class ChatMessage(BaseModel):
    """A message of the conversation; what is asked stands in those of the user."""

    role: str
    content: str | list[MessagePart] | None = None

    @property
    def text(self) -> str:
        """What it says, whatever else it carries."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class StreamOptions(BaseModel):
    """What a stream is to end with."""

    include_usage: bool = False


class OnRecordOptions(BaseModel):
    """What OpenAI's API has no words for."""

    model_config = ConfigDict(extra="forbid")

    scope: ScopeBody = ScopeBody()
    """The part of the articles that is asked."""
    date: datetime.date | None = None
    """The day the question was asked, to which "this week" refers."""


class CompletionRequest(BaseModel):
    """Body of `POST /v1/chat/completions`; what says how a model is to write is read over."""

    model: str
    messages: list[ChatMessage]
    stream: bool = False
    stream_options: StreamOptions | None = None
    n: Annotated[int, Field(ge=1)] | None = None
    on_record: OnRecordOptions = OnRecordOptions()

    def asked(self) -> tuple[str, list[Turn]]:
        """The question and the turns before it. Raises `InputError`."""
        if (self.n or 1) > 1:
            raise InputError("There is one answer to a question: leave out n, or send n=1.")
        said = [message for message in self.messages if message.role == "user"]
        if not said:
            raise InputError("No message is the user's: send the question as the last message with role user.")
        foreign = _foreign(said[-1])
        if foreign:
            raise InputError(f"The question has a part of type {foreign!r}: On Record reads text alone.")
        return validate_question(said[-1].text), [*_turns(said[:-1])][-_MAX_HISTORY_TURNS:]


def _foreign(message: ChatMessage) -> str:
    parts = message.content if isinstance(message.content, list) else []
    return next((part.type for part in parts if part.type != "text"), "")


def _turns(messages: Iterable[ChatMessage]) -> Iterable[Turn]:
    """The earlier questions; one that was refused for its form stays in a client's conversation, and had no answer."""
    for message in messages:
        try:
            yield Turn(validate_question(message.text))
        except InputError:
            continue


@dataclass(slots=True)
class MarkdownBuilder:
    """An answer in Markdown as it is being written, and where in it something is cited."""

    base: str
    """The address of this server."""
    pieces: list[str] = field(default_factory=list)
    """A sentence each, with what stands above it."""
    annotations: list[Json] = field(default_factory=list)
    _length: int = 0
    _above: str = ""

    @property
    def text(self) -> str:
        """The whole."""
        return "".join(self.pieces)

    def above(self, block: str) -> None:
        """A block that belongs to the sentence after it."""
        self._above += f"{self._gap}{block}"

    @property
    def _gap(self) -> str:
        return "\n\n" if self._length or self._above else ""

    def put(self, block: str) -> None:
        """A block."""
        self.sentence(block, ())

    def sentence(self, written: str, cited: Sequence[Citation], after: str = "", *, runs_on: bool = False) -> None:
        """A sentence, the marks of what it cites, and what follows them; it may run on after the one before."""
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


def content_of(answer: Answer, base: str) -> MarkdownBuilder:
    """The answer in Markdown: sentences with their marks, and the list of sources; or the reason of a refusal."""
    content = MarkdownBuilder(base)
    if answer.refused:
        content.put(_markdown(answer.reason or ""))
        return content
    if answer.note:
        content.above(f"*{_markdown(answer.note)}*")
    write = _write_prose if answer.model else _write_quotes
    write(answer, content)
    if answer.citations:
        content.put("\n".join(_source(numbers, cited, base) for numbers, cited in by_article(answer)))
    return content


def _write_quotes(answer: Answer, content: MarkdownBuilder) -> None:
    for group, opens in with_section_starts(groups(answer)):
        if opens:
            content.above(f"### {_markdown(group.section)}")
        first, *rest = (_markdown(part) for part in heading(group.source))
        content.above(" · ".join([f"**{first}**", *rest]))
        for sentence in group.sentences:
            content.sentence(f"> {_markdown(sentence.text)}", _cited(answer, sentence), _doubt(answer, sentence))


def _write_prose(answer: Answer, content: MarkdownBuilder) -> None:
    content.above(f"*{_markdown(ENGLISH('answer.written', model=answer.model))}*")
    for section, sentences in paragraphs(answer):
        if section:
            content.above(f"### {_markdown(section)}")
        for number, s in enumerate(sentences):
            content.sentence(_markdown(s.text), _cited(answer, s), _doubt(answer, s), runs_on=number > 0)


def _cited(answer: Answer, sentence: AnswerSentence) -> list[Citation]:
    cited = by_number(answer)
    return [cited[n] for n in sentence.citations if n in cited]


def _doubt(answer: Answer, sentence: AnswerSentence) -> str:
    status = support_status(answer, sentence)
    return f" ({ENGLISH(f'answer.{status}')})" if status else ""


def _source(numbers: Iterable[int], cited: Citation, base: str) -> str:
    title = _markdown(cited.title or cited.article_id).replace("[", "&#91;").replace("]", "&#93;")
    address = percent_encoded(_address(cited, base).encode("utf-8", "replace"), safe=_IN_ADDRESS)
    more = non_empty(cited.publisher, ENGLISH.day(cited.published))
    return f"- {' '.join(f'[{n}]' for n in numbers)} " + ", ".join([f"[{title}]({address})", *map(_markdown, more)])


def _markdown(text: str) -> str:
    r"""One line of Markdown that shows the text; "\[" would be a formula to chat clients that draw LaTeX."""
    escaped = _ESCAPED.sub(lambda pair: pair[1] if pair[1] in "[]" else pair[0], as_markdown(text))
    return _LINKS.sub(r"]\\", escaped)


def _annotation(citation: Citation, start: int, end: int, base: str) -> Json:
    title = as_line(citation.title or citation.publisher or citation.article_id)
    where: Json = {"start_index": start, "end_index": end, "title": title, "url": _address(citation, base)}
    return {"type": "url_citation", "url_citation": where, "on_record": citation_shape(citation)}


def _address(citation: Citation, base: str) -> str:
    """Where the article stands; where it has no address, where this server shows it."""
    return web_address(citation.url) or base + link_of(citation)


def completion_shape(completion_id: str, content: MarkdownBuilder, whole: Json) -> dict[str, Json]:
    """The answer as a completion; `whole` is what `POST /api/v1/ask` gives."""
    message: Json = {
        "role": "assistant",
        "content": content.text,
        "refusal": None,
        "annotations": content.annotations,
    }
    choice: Json = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    return {
        **_head(completion_id, "chat.completion"),
        "choices": [choice],
        "usage": dict(_NO_TOKENS),
        "on_record": whole,
    }


def chunk_shape(completion_id: str, delta: dict[str, Json], finish_reason: str | None = None) -> dict[str, Json]:
    """A chunk of a streamed completion."""
    choice: Json = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
    return {**_head(completion_id, "chat.completion.chunk"), "choices": [choice]}


def usage_shape(completion_id: str) -> dict[str, Json]:
    """The chunk after the last, for clients that ask for it."""
    return {**_head(completion_id, "chat.completion.chunk"), "choices": [], "usage": dict(_NO_TOKENS)}


def model_shape() -> dict[str, Json]:
    """The one model."""
    return {"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}


def _head(completion_id: str, kind: str) -> dict[str, Any]:
    return {"id": completion_id, "object": kind, "created": int(time.time()), "model": MODEL}
