"""Asking and searching."""

import json
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field, StrictBool

from qa.answer import Answer, Turn
from ui.access.identity import AnswersFactory, identity_of
from ui.api.openapi import errors, example_body, responses
from ui.api.parameters import WRITTEN_AS_NUMBER, DayText, NameText, ScopeBody
from ui.api.schemas.answers import (
    AnswerSentenceSchema,
    AskedAnswerSchema,
    CitationSchema,
    ExamplesSchema,
    PassagesSchema,
    ProblemSchema,
    RetractionSchema,
)
from ui.api.schemas.model import ApiModel
from ui.api.validation import MAX_QUESTION_CHARACTERS, SAYS_SOMETHING, validate_question
from ui.http.language import wording_of
from ui.http.problem import problem_shape
from ui.http.route import ProblemRoute
from ui.render.wording import Wording
from ui.serving.answer_cache import AnswerCache
from ui.serving.cancellation import Client
from ui.serving.streaming import NO_BUFFERING, StepStreamingResponse

# Said in the document only: `validate_question` refuses with a sentence of its own.
_ASKABLE: dict[str, Any] = {"minLength": 1, "maxLength": MAX_QUESTION_CHARACTERS, "pattern": SAYS_SOMETHING}
_Question = Annotated[str, Field(json_schema_extra=_ASKABLE)]
_Id = NameText | Annotated[int, WRITTEN_AS_NUMBER] | None
_EXAMPLE = {
    "question": "What did Marit Solheim say about the gas terminal?",
    "scope": {"publishers": ["The Tidewater Post"], "since": "2025-01-01"},
}
_STREAM = (
    "The answer. With `stream` its parts, as server-sent events: `sentence` and `citation` as each is checked, "
    "`retract` when all that was sent is void, `done` with the whole answer, `error` with a problem detail."
)
_EVENTS = {
    "sentence": AnswerSentenceSchema,
    "citation": CitationSchema,
    "retract": RetractionSchema,
    "done": AskedAnswerSchema,
    "error": ProblemSchema,
}
_EXAMPLE_EVENTS = """event: sentence
data: {"text": "Ferrars himself refused to resign.", "citations": [1]}

event: citation
data: {"n": 1, "article_id": "…", "quote": "Ferrars himself refused to resign.", …}

event: done
data: {"question": "…", "refused": false, …}

"""


def _event_schema() -> dict[str, Any]:
    """Each event of the stream, whose data is JSON."""
    return {
        "oneOf": [
            {
                "type": "object",
                "required": ["event", "data"],
                "properties": {
                    "event": {"const": event},
                    "data": {
                        "type": "string",
                        "contentMediaType": "application/json",
                        "contentSchema": {"$ref": f"#/components/schemas/{model.__name__}"},
                    },
                },
            }
            for event, model in _EVENTS.items()
        ]
    }


_LINKS = {
    operation: {"operationId": operation, "parameters": {"answer_id": "$response.body#/answer_id"}}
    for operation in ("exportAnswer", "readBesideAnswer")
}


class SearchRequest(BaseModel):
    """A question to find passages for."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    question: _Question
    id: _Id = None
    """Comes back with the result, to match the two."""
    date: DayText | None = None
    """The day the question was asked, to which "this week" refers."""
    k: Annotated[int, Field(ge=1, le=100), WRITTEN_AS_NUMBER] = 20
    """How many passages at most."""
    scope: ScopeBody = ScopeBody()
    """The part of the articles that is searched."""


class AskRequest(BaseModel):
    """A question, and what was asked before it."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    question: _Question
    id: _Id = None
    """Comes back with the answer, to match the two."""
    date: DayText | None = None
    """The day the question was asked, to which "this week" refers."""
    history: Annotated[list[_Question], Field(max_length=50)] = []
    """The questions asked before this one, oldest first."""
    scope: ScopeBody = ScopeBody()
    """The part of the articles that is asked."""
    stream: StrictBool = False
    """Server-sent events: each `sentence` once it is checked, each `citation` after the first sentence that has it, and
    `done` with the whole answer.

    `retract` takes back all that was sent, because a chat model failed; the rest follows. `error` ends the stream.
    """


def routes(answers_for: AnswersFactory, kept: AnswerCache) -> APIRouter:
    """`POST /api/ask`, `POST /api/search` and `GET /api/examples`."""
    routes = APIRouter(route_class=ProblemRoute, default_response_class=JSONResponse, tags=["answers"])

    @routes.post(
        "/ask",
        operation_id="ask",
        responses=responses(
            AskedAnswerSchema,
            *(400, 413, 415),
            description=_STREAM,
            content={"text/event-stream": {"schema": _event_schema(), "example": _EXAMPLE_EVENTS}},
            links=_LINKS,
        ),
        openapi_extra=example_body(_EXAMPLE),
    )
    def ask(request: Request, body: AskRequest) -> Response:
        """Answer a question in the articles' own words, or refuse with a reason."""
        history = [Turn(validate_question(question)) for question in body.history]
        scope, identity = body.scope.scope(), identity_of(request)
        question, client = validate_question(body.question), Client()
        wording = wording_of(request)
        growing = answers_for(request).stream(
            question, history, asked=body.date, scope=scope, cancel=client.cancellation
        )

        def whole(answer: Answer) -> AskedAnswerSchema:
            answer_id = kept.keep(answer, identity, history, scope)
            return AskedAnswerSchema.of(answer, body.id, wording, answer_id=answer_id)

        # Both end what is asked of a chat model when the client goes.
        if body.stream:
            return StepStreamingResponse(
                _events(growing, whole, wording), client, "text/event-stream", NO_BUFFERING, _fault_event
            )
        return StepStreamingResponse(_at_once(growing, whole), client, "application/json")

    @routes.post(
        "/search",
        operation_id="search",
        responses=errors(400, 413, 415),
        openapi_extra=example_body({"question": _EXAMPLE["question"], "k": 5}),
    )
    def search(request: Request, body: SearchRequest) -> PassagesSchema:
        """Find the passages that fit a question, best first."""
        question = validate_question(body.question)
        hits = answers_for(request).search(question, body.k, asked=body.date, scope=body.scope.scope())
        return PassagesSchema.of(question, hits, body.id)

    @routes.get("/examples", operation_id="listExamples", responses=errors())
    def examples(request: Request) -> ExamplesSchema:
        """List up to four questions that the articles answer, for somebody who does not know what to ask."""
        return ExamplesSchema(questions=list(answers_for(request).examples()))

    return routes


def _at_once(growing: Generator[Answer, None, None], whole: Callable[[Answer], ApiModel]) -> Generator[str, None, None]:
    with closing(growing):
        *_, answer = growing
    yield json.dumps(whole(answer).model_dump(), ensure_ascii=False, separators=(",", ":"))


def _events(
    growing: Generator[Answer, None, None], whole: Callable[[Answer], ApiModel], wording: Wording
) -> Generator[str, None, None]:
    """Yield the parts of an answer as they are checked, and the whole; retracted parts are announced in between.

    All that is known at a time goes out in one piece: each piece is a step in a thread.
    """
    told = Answer("")
    with closing(growing):
        for answer in growing:
            if news := "".join(_news(told, answer, wording)):
                yield news
            told = answer
    yield _event("done", whole(told))


def _news(told: Answer, answer: Answer, wording: Wording) -> Iterator[str]:
    """Yield what is new in an answer since it was `told`."""
    stands = len(told.sentences)
    if stands and (answer.sentences[:stands], answer.model) != (told.sentences, told.model):
        yield _event("retract", RetractionSchema(sentences=stands))
        stands = 0
    yield from _sentences(answer, stands, wording)


def _sentences(answer: Answer, start: int, wording: Wording) -> Iterator[str]:
    """Each sentence from `start` on, followed by the citations that no sentence before it has."""
    cited = {n for sentence in answer.sentences[:start] for n in sentence.citations}
    for sentence in answer.sentences[start:]:
        yield _event("sentence", AnswerSentenceSchema.of(sentence, wording))
        first_cited = set(sentence.citations) - cited
        cited |= first_cited
        for citation in answer.citations:
            if citation.n in first_cited:
                yield _event("citation", CitationSchema.of(citation))


def _fault_event(sentence: str) -> str:
    return _event("error", ProblemSchema.model_validate(problem_shape(500, sentence)))


def _event(name: Literal["sentence", "citation", "retract", "done", "error"], data: BaseModel) -> str:
    return f"event: {name}\ndata: {json.dumps(data.model_dump())}\n\n"
