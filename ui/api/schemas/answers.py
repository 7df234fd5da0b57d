"""What the API sends as models, written as JSON by them alone: answers and faults here."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, WithJsonSchema

from index.records import Hit
from qa.answer import Answer, AnswerSentence, Citation
from qa.explore.suggestions import Suggestions
from qa.explore.timeline import Point, Timeline
from ui.api.schemas.model import ApiModel, IsoDay, OmittedIfEmpty, omitted_if
from ui.render.layout import hit_link, link_of, span_link
from ui.render.text import to_sentences
from ui.render.wording import ENGLISH, Wording

SupportStatusName = Literal["verbatim", "supported", "partial"]
# The command line passes on whatever stands in its file of questions.
QuestionId = Annotated[
    Any,
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]}),
    omitted_if(lambda sent: sent is None),
]


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
    section: OmittedIfEmpty[str] = ""
    """The heading that begins with it; left out where none does."""
    status: Annotated[SupportStatusName, omitted_if(lambda status: status == "verbatim")] = "verbatim"
    """What its citations carry of it, where a chat model wrote it; left out where it stands in the article so."""

    @classmethod
    def of(cls, sentence: AnswerSentence, wording: Wording = ENGLISH) -> Self:
        """Build it of a sentence."""
        return cls.from_records(sentence, section=wording.section(sentence.section))


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
    probable_speaker: str | None
    """Whose words they probably are, where that is not sure: to be shown as such, never counted."""
    status: SupportStatusName

    @classmethod
    def of(cls, citation: Citation) -> Self:
        """Build it of a citation."""
        return cls.from_records(citation, link=link_of(citation))


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

    @classmethod
    def of(cls, hit: Hit) -> Self:
        """Build it of a passage that was found."""
        return cls.from_records(hit, hit.passage, hit.article, link=hit_link(hit))


class AnswerSchema(ApiModel):
    """An answer, or a refusal with its reason."""

    id: QuestionId = None
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
    note: OmittedIfEmpty[str] = ""
    """How the question was understood, where that may not be as meant."""
    model: OmittedIfEmpty[str] = ""
    """The chat model that wrote it; left out where it is in the articles' own words."""
    withheld: OmittedIfEmpty[int] = 0
    """How many of the model's sentences were left out because the articles do not carry them."""

    @classmethod
    def of(cls, answer: Answer, question_id: object = None, wording: Wording = ENGLISH, **own: Any) -> Self:
        """Build it of an answer; `own` are the members that an answer itself does not have."""
        return cls.from_records(
            answer,
            id=question_id,
            reason=wording.refusal(answer.refusal) or None,
            note=wording.notes(answer.notes),
            text=to_sentences(answer, wording),
            sentences=[AnswerSentenceSchema.of(sentence, wording) for sentence in answer.sentences],
            citations=[CitationSchema.of(citation) for citation in answer.citations],
            nearest=[PassageSchema.of(hit) for hit in answer.nearest],
            **own,
        )


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

    id: QuestionId = None
    question: str
    passages: list[PassageSchema]

    @classmethod
    def of(cls, question: str, hits: Iterable[Hit], question_id: object = None) -> Self:
        """Build it of the passages that were found, best first."""
        return cls(id=question_id, question=question, passages=[PassageSchema.of(hit) for hit in hits])


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

    @classmethod
    def of(cls, suggestions: Suggestions) -> Self:
        """Build it of what is suggested."""
        name, topic = suggestions.over_time or ("", "")
        return cls(
            next=list(suggestions.following),
            unused=[PassageSchema.of(hit) for hit in suggestions.unused],
            timeline=TimelineLink(name=name, topic=topic) if suggestions.over_time else None,
        )


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

    @classmethod
    def of(cls, point: Point) -> Self:
        """Build it of a point."""
        return cls.from_records(point, point.article, link=span_link(point))


class TimelineSchema(ApiModel):
    """One person's words over time, oldest first."""

    name: str
    topic: str
    points: list[TimelinePointSchema]

    @classmethod
    def of(cls, timeline: Timeline) -> Self:
        """Build it of a timeline."""
        return cls.from_records(timeline, points=[TimelinePointSchema.of(point) for point in timeline.points])
