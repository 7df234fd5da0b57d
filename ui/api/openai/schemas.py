"""What OpenAI's chat API takes and sends: On Record as a model that a chat client asks."""

import datetime
import time
from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from index.errors import InputError
from qa.answer import Turn
from ui.api.openai.markdown import MarkdownBuilder
from ui.api.parameters import ScopeBody
from ui.api.schemas.model import ApiModel
from ui.api.validation import validate_question

MODEL = "on-record"
"""The name by which a chat client asks."""

_MAX_HISTORY_TURNS = 50
_NO_TOKENS: dict[str, Any] = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}


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
        """Return the question and the turns before it. Raises `InputError`."""
        if (self.n or 1) > 1:
            raise InputError("There is one answer to a question: leave out n, or send n=1.", "completion.several")
        said = [message for message in self.messages if message.role == "user"]
        if not said:
            raise InputError(
                "No message is the user's: send the question as the last message with role user.", "completion.no_user"
            )
        foreign = _foreign(said[-1])
        if foreign:
            raise InputError(
                "The question has a part of type {type!r}: On Record reads text alone.",
                "completion.other_part",
                type=foreign,
            )
        return validate_question(said[-1].text), [*_turns(said[:-1])][-_MAX_HISTORY_TURNS:]


def _foreign(message: ChatMessage) -> str:
    parts = message.content if isinstance(message.content, list) else []
    return next((part.type for part in parts if part.type != "text"), "")


def _turns(messages: Iterable[ChatMessage]) -> Iterable[Turn]:
    """Return the earlier questions, without those that a client keeps although they were refused for their form."""
    for message in messages:
        try:
            yield Turn(validate_question(message.text))
        except InputError:
            continue


def completion(completion_id: str, content: MarkdownBuilder, asked: ApiModel) -> dict[str, Any]:
    """Return the answer as a completion; `asked` is what `POST /api/v1/ask` gives."""
    message = {
        "role": "assistant",
        "content": content.text,
        "refusal": None,
        "annotations": content.annotations,
    }
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    return {
        **_head(completion_id, "chat.completion"),
        "choices": [choice],
        "usage": dict(_NO_TOKENS),
        "on_record": asked.model_dump(),
    }


def completion_chunk(completion_id: str, delta: dict[str, Any], finish_reason: str | None = None) -> dict[str, Any]:
    """Return a chunk of a streamed completion."""
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
    return {**_head(completion_id, "chat.completion.chunk"), "choices": [choice]}


def usage_chunk(completion_id: str) -> dict[str, Any]:
    """Return the chunk after the last, for clients that ask for it."""
    return {**_head(completion_id, "chat.completion.chunk"), "choices": [], "usage": dict(_NO_TOKENS)}


def model_entry() -> dict[str, Any]:
    """Return the one model."""
    return {"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}


def _head(completion_id: str, kind: str) -> dict[str, Any]:
    return {"id": completion_id, "object": kind, "created": int(time.time()), "model": MODEL}
