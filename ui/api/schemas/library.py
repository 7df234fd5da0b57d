"""What the API sends beside answers, as models: articles, people, statements, collections."""

from typing import Literal

from index.records import StatementKind
from ui.access.identity import Way
from ui.api.schemas.answers import ApiModel, IsoDay


class LoadFailureSchema(ApiModel):
    """Something that could not be added, and why."""

    path: str
    line: int | None
    reason: str


class IngestReportSchema(ApiModel):
    """What became of the articles of a document."""

    added: int
    updated: int
    unchanged: int
    skipped: int
    failed: int
    failures: list[LoadFailureSchema]


class PersonSchema(ApiModel):
    """Somebody who is quoted."""

    name: str
    names: list[str]
    """Every name that the articles have for them."""
    statements: int
    articles: int
    topics: list[str]


class PeopleSchema(ApiModel):
    """Some of those who are quoted, those quoted most first."""

    total: int
    people: list[PersonSchema]


class SentenceSchema(ApiModel):
    """The sentences that hold a statement: they say who speaks."""

    start: int
    end: int
    text: str
    link: str


class PersonStatementSchema(ApiModel):
    """A statement on somebody's record."""

    article_id: str
    content_hash: str
    title: str
    publisher: str
    published: IsoDay | None
    url: str
    start: int
    end: int
    text: str
    kind: StatementKind
    cue: str
    sentence: SentenceSchema


class PersonRecordSchema(PersonSchema):
    """Somebody, and what they said: newest first."""

    said: list[PersonStatementSchema]


class PersonRecordsSchema(ApiModel):
    """Everybody whom a name may mean."""

    name: str
    people: list[PersonRecordSchema]


class StatementSchema(ApiModel):
    """Who says what."""

    article_id: str
    content_hash: str
    title: str
    publisher: str
    published: IsoDay | None
    url: str
    collection: str
    start: int
    end: int
    text: str
    """The statement to the letter."""
    speaker: str
    """The speaker's full name, as the article has it."""
    mention: str
    """The speaker as written at this place ("he", "the minister")."""
    cue: str
    """The words that report the speech ("said"); empty where quotation marks alone do."""
    kind: StatementKind
    confidence: float
    """0.5 to 1: how sure it is that they said it."""
    link: str


class StatementsSchema(ApiModel):
    """Some of the statements, those of the newest articles first."""

    total: int
    statements: list[StatementSchema]


class ArticleSummarySchema(ApiModel):
    """An article without its text."""

    article_id: str
    title: str
    publisher: str
    published: IsoDay | None
    collection: str
    people: int
    """How many are quoted in it."""
    link: str


class FacetSchema(ApiModel):
    """A collection or publisher, and how many of the articles are of it."""

    name: str
    articles: int


class ArticlesSchema(ApiModel):
    """Some of the articles, newest first."""

    total: int
    articles: list[ArticleSummarySchema]
    collections: list[FacetSchema]
    publishers: list[FacetSchema]
    oldest: IsoDay | None
    newest: IsoDay | None


class SegmentSchema(ApiModel):
    """A stretch of a paragraph."""

    text: str
    mark: Literal["cited", "also", ""]
    """Whether it is the stretch asked for, another one (`also`), or neither."""


class ArticleSchema(ApiModel):
    """An article to read."""

    article_id: str
    title: str
    publisher: str
    author: str
    published: IsoDay | None
    language: str
    collection: str
    content_hash: str
    link: str | None
    """The article's address on the web, if it is one."""
    changed: bool
    """Whether the text is another than when it was cited."""
    found: Literal["same", "moved", "gone"]
    """What became of the cited words."""
    text: str
    paragraphs: list[list[SegmentSchema]]


RightNames = list[Literal["read", "add", "administer"]]


class CollectionSchema(FacetSchema):
    """A collection, and what you may do with it."""

    rights: RightNames


class CollectionsSchema(ApiModel):
    """The collections that you may read."""

    collections: list[CollectionSchema]


class PermissionsSchema(ApiModel):
    """What somebody may do with a collection."""

    name: str
    """"*" stands for every collection."""
    rights: RightNames


class MeSchema(ApiModel):
    """Who asks, and what they may do."""

    name: str
    """Empty for whoever is not known by name."""
    way: Way
    """How they are known."""
    collections: list[PermissionsSchema]


class FeedbackCreatedSchema(ApiModel):
    """The number of a reader's feedback."""

    id: int


class PageSchema(ApiModel):
    """What the page must know before it offers to add articles, or to sign in or out."""

    user: str
    """Who is signed in; empty for nobody in particular."""
    sign_in: bool
    """Whether readers sign in and out here, at /sign-in."""
    adding: bool
    articles: int
    most_bytes: int
    most_files: int


class WordingSchema(ApiModel):
    """What the interface says."""

    language: str
    languages: list[str]
    catalogue: dict[str, dict[str, str | dict[str, str]]]


class LivenessSchema(ApiModel):
    """The server lives."""

    status: Literal["live"]


class ReadinessSchema(ApiModel):
    """The server can answer."""

    status: Literal["ready"]
