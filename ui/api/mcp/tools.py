"""What a chat model may call over MCP: its arguments, what comes back as data, and the same as text to be read.

In the data article words stand to the letter; the text is written in `text.py`.
"""

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from index.errors import InputError
from qa.answer import Turn
from qa.cancellation import Cancellation
from qa.protocol import Engine
from ui.api.mcp.text import answer_text, article_text, passages_text
from ui.api.parameters import ScopeBody
from ui.api.schemas.answers import AnswerSchema, PassagesSchema
from ui.api.schemas.model import ApiModel, IsoDay
from ui.api.validation import MAX_QUESTION_CHARACTERS, validate_question
from ui.render.layout import citation_link
from ui.render.wording import Wording

_MAX_CHARACTERS = 20_000
_LINK = "Opens the words in On Record; relative where no server shows them."
_ToolQuestion = Annotated[
    str, Field(description=f"One question, in the words of the reader; at most {MAX_QUESTION_CHARACTERS:,} characters.")
]


class AskArguments(ScopeBody):
    """What `ask` takes; the rest narrows down the articles that are asked."""

    question: _ToolQuestion
    history: Annotated[
        list[str],
        Field(max_length=50, description='Questions asked before it, oldest first, to which "he" and "why" refer.'),
    ] = []  # noqa: RUF012 - pydantic copies it


class SearchArguments(ScopeBody):
    """What `search` takes; the rest narrows down the articles that are searched."""

    question: _ToolQuestion
    k: Annotated[int, Field(ge=1, le=100, description="How many passages at most.")] = 10


class ArticleArguments(BaseModel):
    """What `get_article` takes."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, Field(description="The article_id of a citation or a passage.")]
    start: Annotated[int, Field(ge=0, description="The first character to give.")] = 0
    end: Annotated[
        int | None, Field(ge=0, description=f"The character to stop before; {_MAX_CHARACTERS:,} are given at most.")
    ] = None


class ArticleResult(ApiModel):
    """What `get_article` gives: the article, and a stretch of its text."""

    model_config = ConfigDict(extra="ignore")

    article_id: str
    title: str
    publisher: str
    author: str
    published: IsoDay | None
    language: str
    collection: str
    content_hash: str
    url: str
    link: str
    start: int
    end: int
    length: Annotated[int, Field(description="The characters of the whole text.")]
    text: Annotated[str, Field(description="The text from start to end, to the letter.")]


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a call gives, as data and as text."""

    data: dict[str, Any]
    text: str


ToolSteps = Generator[ToolResult | None, None, None]
"""What a call does, its result last; each step may take long, and to close it ends what is asked of a chat model."""


@dataclass(frozen=True, slots=True)
class ToolContext:
    """What a call works with."""

    engine: Engine
    base: str
    """The address of the server that shows the articles; empty where none does."""
    cancel: Cancellation
    """Ends what is asked of a chat model."""
    wording: Wording
    """In the language of whoever asks; what is said to the model alone is English."""


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """One tool."""

    title: str
    description: str
    takes: type[BaseModel]
    gives: type[BaseModel]
    does: Callable[[ToolContext, Any], ToolSteps]

    def output_schema(self) -> dict[str, Any]:
        """Return the JSON schema of the result."""
        described = self.gives.model_json_schema(mode="serialization")
        for part in (described, *described.get("$defs", {}).values()):
            if "link" in part["properties"]:
                part["properties"]["link"]["description"] = _LINK
        return described


def _ask(context: ToolContext, given: AskArguments) -> ToolSteps:
    history = [Turn(validate_question(question)) for question in given.history]
    question, answer = validate_question(given.question), None
    growing = context.engine.answers.stream(question, history, scope=given.scope(), cancel=context.cancel)
    with closing(growing):
        for growth in growing:
            yield None
            answer = growth
    assert answer is not None
    text = answer_text(answer, context.base, context.wording)
    yield ToolResult(_linked(AnswerSchema.of(answer, None, context.wording), context.base), text)


def _search(context: ToolContext, given: SearchArguments) -> ToolSteps:
    question = validate_question(given.question)
    hits = context.engine.answers.search(question, given.k, scope=given.scope())
    yield ToolResult(_linked(PassagesSchema.of(question, hits), context.base), passages_text(hits, context.base))


def _article(context: ToolContext, given: ArticleArguments) -> ToolSteps:
    article = context.engine.catalogue.article(given.id)
    if article is None:
        raise InputError(
            "There is no article {id!r}: take the article_id of a citation or a passage.",
            "tool.no_article",
            id=given.id,
        )
    length, start = len(article.text), given.start
    if start >= length or (given.end is not None and given.end <= start):
        raise InputError(
            "The article has {length:,} characters: ask for a stretch within them, as in start=0.",
            "tool.no_stretch",
            length=length,
        )
    end = min(length, start + _MAX_CHARACTERS, length if given.end is None else given.end)
    text = article.text[start:end]
    place = context.base + citation_link(article.id, start, end, article.content_hash, text)
    result = ArticleResult.from_records(
        article, article_id=article.id, link=place, start=start, end=end, length=length, text=text
    )
    yield ToolResult(result.model_dump(), article_text(article, start, end, context.base))


def _linked(result: ApiModel, base: str) -> dict[str, Any]:
    """Return the same values with whole addresses for links."""
    data = result.model_dump()
    for key in ("citations", "nearest", "passages"):
        for part in data.get(key, ()):
            part["link"] = base + part["link"]
    return data


TOOLS: dict[str, ToolSpec] = {
    "ask": ToolSpec(
        "Ask the articles",
        "Answers a question from the news articles of this collection, in their own words or checked against them, "
        "each sentence with numbered citations to the exact words; says so when the articles do not answer. Use it "
        "first. When you pass the answer on, keep the numbers and name the sources.",
        AskArguments,
        AnswerSchema,
        _ask,
    ),
    "search": ToolSpec(
        "Search the articles",
        "Finds passages of the news articles that fit a question, best first. Use it when `ask` does not answer, or "
        "to read more widely; a passage found need not answer.",
        SearchArguments,
        PassagesSchema,
        _search,
    ),
    "get_article": ToolSpec(
        "Read an article",
        "Gives an article that was cited or found, or a stretch of its text, to read what stands around a quote.",
        ArticleArguments,
        ArticleResult,
        _article,
    ),
}
"""The tools by their names."""
