"""On Record as a model of OpenAI's chat API, for every client that speaks it.

A sentence that was sent cannot be taken back there. So what a chat model writes is sent when the whole of it is sure,
and the articles' own words at once.
"""

import json
import secrets
from collections.abc import Callable, Generator
from contextlib import closing
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from index.errors import InputError
from qa.answer import Answer
from ui.access.identity import AnswersFactory, identity_of
from ui.api.openai.errors import OpenAIRoute, openai_error, openai_error_body, openai_error_response
from ui.api.openai.markdown import MarkdownBuilder, content_of
from ui.api.openai.schemas import (
    MODEL,
    CompletionRequest,
    completion,
    completion_chunk,
    model_entry,
    usage_chunk,
)
from ui.api.schemas.answers import AskedAnswerSchema
from ui.http.language import wording_of
from ui.serving.answer_cache import AnswerCache
from ui.serving.cancellation import Client
from ui.serving.streaming import NO_BUFFERING, StepStreamingResponse

_STILL_WRITING = ": writing\n\n"
"""A comment, which clients read over: a proxy closes a stream on which nothing comes."""

Whole = Callable[[Answer], tuple[MarkdownBuilder, AskedAnswerSchema]]
"""An answer as it is told, and as `POST /api/v1/ask` gives it."""


def routes(answers_for: AnswersFactory, kept: AnswerCache) -> APIRouter:
    """`POST /v1/chat/completions`, `GET /v1/models` and `GET /v1/models/{id}`."""
    routes = APIRouter(route_class=OpenAIRoute)

    @routes.post("/chat/completions")
    def complete(request: Request, body: CompletionRequest) -> Response:
        if body.model != MODEL:
            return _no_model(request, body.model)
        (question, history), scope = body.asked(), body.on_record.scope.scope()
        identity, base, wording = identity_of(request), str(request.base_url), wording_of(request)
        client = Client()
        growing = answers_for(request).stream(
            question, history, asked=body.on_record.date, scope=scope, cancel=client.cancellation
        )

        def whole(answer: Answer) -> tuple[MarkdownBuilder, AskedAnswerSchema]:
            asked = AskedAnswerSchema.of(answer, None, wording, answer_id=kept.keep(answer, identity, history, scope))
            return content_of(answer, base, wording), asked

        # Both end what is asked of a chat model when the client goes.
        if body.stream:
            with_usage = bool(body.stream_options and body.stream_options.include_usage)
            chunks = _chunks(growing, whole, with_usage=with_usage)
            return StepStreamingResponse(
                chunks, client, "text/event-stream", NO_BUFFERING, _fault_event, openai_error_response
            )
        return StepStreamingResponse(
            _at_once(growing, whole), client, "application/json", refusing=openai_error_response
        )

    @routes.get("/models")
    def models(request: Request) -> Response:
        identity_of(request)
        return JSONResponse({"object": "list", "data": [model_entry()]})

    @routes.get("/models/{model_id:path}")
    def model(request: Request, model_id: str) -> Response:
        identity_of(request)
        return JSONResponse(model_entry()) if model_id == MODEL else _no_model(request, model_id)

    return routes


def _no_model(request: Request, name: str) -> Response:
    fault = InputError(
        "There is no model {name!r}: the one that answers is {model!r}.", "completion.no_model", name=name, model=MODEL
    )
    return openai_error(404, wording_of(request).error(fault), param="model", code="model_not_found")


def _at_once(growing: Generator[Answer, None, None], whole: Whole) -> Generator[str, None, None]:
    with closing(growing):
        *_, answer = growing
    yield json.dumps(completion(_new_id(), *whole(answer)))


def _chunks(growing: Generator[Answer, None, None], whole: Whole, *, with_usage: bool) -> Generator[str, None, None]:
    """Yield the role as soon as there is content, and the content when it can no longer change."""
    completion_id, answer = _new_id(), None
    role = {"role": "assistant", "content": "", "refusal": None}

    def event(shape: dict[str, Any]) -> str:
        return _event({"usage": None, **shape} if with_usage else shape)

    with closing(growing):
        for growth in growing:
            yield event(completion_chunk(completion_id, role)) if answer is None else _STILL_WRITING
            answer = growth
    assert answer is not None
    content, asked = whole(answer)
    for piece in content.pieces:
        yield event(completion_chunk(completion_id, {"content": piece}))
    cited = {"annotations": content.annotations} if content.annotations else {}
    yield event(completion_chunk(completion_id, cited, "stop") | {"on_record": asked.model_dump()})
    if with_usage:
        yield event(usage_chunk(completion_id))
    yield "data: [DONE]\n\n"


def _new_id() -> str:
    return f"chatcmpl-{secrets.token_hex(12)}"


def _fault_event(sentence: str) -> str:
    return _event(openai_error_body(sentence))


def _event(data: dict[str, Any]) -> str:
    return f"data: {json.dumps(data)}\n\n"
