"""What the API sends, as models: answers and faults here, the rest in `schema_library`.

For its OpenAPI document only: nothing is put through them on its way out.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

SupportStatusName = Literal["verbatim", "supported", "partial"]
IsoDay = str
"""ISO 8601, as in 2025-04-09."""


class ApiModel(BaseModel):
    """An object of the API; it has these members and no others."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)


class ProblemSchema(BaseModel):
    """A fault (RFC 9457)."""

    model_config = ConfigDict(extra="allow", use_attribute_docstrings=True)

    type: Literal["about:blank"]
    title: str
    """What the status means in general."""
    status: int
    detail: str
    """What is wrong, where, and what to do about it."""


class AnswerSentenceSchema(ApiModel):
    """One sentence of an answer."""

    text: str
    citations: list[int]
    """The numbers (`n`) of what it cites; never empty."""
    section: str = ""
    """The heading that begins with it; left out where none does."""
    status: Literal["supported", "partial"] = "supported"
    """What its citations carry of it, where a chat model wrote it; left out where it stands in the article so."""


class CitationSchema(ApiModel):
    """Where a quote stands. Offsets count characters (code points) of the article's text."""

    n: int
    article_id: str
    content_hash: str
    """SHA-256 of the text that the offsets belong to."""
    start: int
    end: int
    quote: str
    """Exactly what stands there."""
    title: str
    publisher: str
    published: IsoDay | None
    url: str
    link: str
    """Below the page's address: opens the article at the quote."""
    speaker: str | None
    """Whose words they are, where that is sure."""
    status: SupportStatusName


class PassageSchema(ApiModel):
    """A run of whole sentences of one article."""

    article_id: str
    title: str
    publisher: str
    published: IsoDay | None
    url: str
    start: int
    end: int
    text: str
    link: str
    speakers: list[str]
    """Who surely speaks in it."""
    score: float


class AnswerSchema(ApiModel):
    """An answer, or a refusal with its reason."""

    id: str | int | None = None
    """The one sent with the question; left out where none was."""
    question: str
    refused: bool
    reason: str | None
    """Why the articles do not answer; null where they do."""
    text: str
    """The sentences with their citations as [1]; empty for a refusal."""
    sentences: list[AnswerSentenceSchema]
    citations: list[CitationSchema]
    nearest: list[PassageSchema]
    """Of a refusal: the passages that come nearest to the question."""
    note: str = ""
    """How the question was understood, where that may not be as meant."""
    model: str = ""
    """The chat model that wrote it; left out where it is in the articles' own words."""
    withheld: int = 0
    """How many of the model's sentences were left out because the articles do not carry them."""


class AskedAnswerSchema(AnswerSchema):
    """An answer, and the id under which it is kept for a while."""

    answer_id: str
    """For `GET /answers/{answer_id}` and `POST /feedback`."""


class RetractionSchema(ApiModel):
    """All sentences and citations sent so far are void: others follow."""

    sentences: int
    """How many were sent."""


class PassagesSchema(ApiModel):
    """What was found, best first."""

    id: str | int | None = None
    question: str
    passages: list[PassageSchema]


class TimelineLink(ApiModel):
    """A timeline that can be drawn."""

    name: str
    topic: str


class SuggestionsSchema(ApiModel):
    """What stands beside an answer."""

    next: list[str]
    """Questions to ask after it; the articles answer them."""
    unused: list[PassageSchema]
    timeline: TimelineLink | None


class ExamplesSchema(ApiModel):
    """Questions that the articles answer."""

    questions: list[str]


class TimelinePointSchema(ApiModel):
    """A stretch of somebody's words."""

    published: IsoDay | None
    publisher: str
    title: str
    text: str
    direct: bool
    """Whether they stand in quotation marks."""
    link: str


class TimelineSchema(ApiModel):
    """One person's words over time, oldest first."""

    name: str
    topic: str
    points: list[TimelinePointSchema]
