"""What the API sends beside answers, as models: articles, people, statements, collections."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal, Self

from index.ingest import IngestReport
from index.records import Article, LoadFailure, StatementKind
from index.storage.articles import ArticlePage, ArticleSummary
from index.storage.statements import ListedStatement
from qa.explore.people import PeoplePage, PersonRecord, PersonSummary, StatementInContext
from ui.api.schemas.model import ApiModel, IsoDay
from ui.render.article import Segment
from ui.render.escape import web_address
from ui.render.layout import citation_link, span_link
from ui.render.wording import Wording


class LoadFailureSchema(ApiModel):
    """Something that could not be added, and why."""

    path: str
    line: int | None
    reason: str

    @classmethod
    def of(cls, failure: LoadFailure, wording: Wording) -> Self:
        """Build it of a failure, its reason in the reader's language."""
        return cls(path=failure.path, line=failure.line, reason=wording.error(failure.fault))


class IngestReportSchema(ApiModel):
    """What became of the articles of a document."""

    added: int
    updated: int
    unchanged: int
    skipped: int
    failed: int
    failures: list[LoadFailureSchema]

    @classmethod
    def of(cls, report: IngestReport, wording: Wording) -> Self:
        """Build it of a report, its reasons in the reader's language."""
        failures = [LoadFailureSchema.of(failure, wording) for failure in report.failures]
        return cls.from_records(report, failed=len(failures), failures=failures)


class PersonSchema(ApiModel):
    """Somebody who is quoted."""

    name: str
    names: list[str]
    """Every name that the articles have for them."""
    statements: int
    articles: int
    topics: list[str]

    @classmethod
    def of(cls, summary: PersonSummary, **own: Any) -> Self:
        """Build it of a person's summary; `own` are the members that a summary does not have."""
        return cls.from_records(summary.person, summary, **own)


class PeopleSchema(ApiModel):
    """Some of those who are quoted, those quoted most first."""

    total: int
    people: list[PersonSchema]

    @classmethod
    def of(cls, page: PeoplePage) -> Self:
        """Build it of a page of people."""
        return cls(total=page.total, people=[PersonSchema.of(entry) for entry in page.entries])


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

    @classmethod
    def of(cls, spoken: StatementInContext) -> Self:
        """Build it of a statement and the sentences that hold it."""
        article = spoken.article
        sentence = SentenceSchema(start=spoken.start, end=spoken.end, text=spoken.text, link=span_link(spoken))
        return cls.from_records(spoken.statement, article, article_id=article.id, text=spoken.words, sentence=sentence)


class PersonRecordSchema(PersonSchema):
    """Somebody, and what they said: newest first."""

    said: list[PersonStatementSchema]


class PersonRecordsSchema(ApiModel):
    """Everybody whom a name may mean."""

    name: str
    people: list[PersonRecordSchema]

    @classmethod
    def of(cls, name: str, records: Iterable[PersonRecord]) -> Self:
        """Build it of the records of everybody whom a name may mean."""
        people = [
            PersonRecordSchema.of(record.entry, said=[PersonStatementSchema.of(spoken) for spoken in record.said])
            for record in records
        ]
        return cls(name=name, people=people)


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

    @classmethod
    def of(cls, listed: ListedStatement) -> Self:
        """Build it of a statement that is listed."""
        statement = listed.statement
        place = (statement.article_id, statement.start, statement.end)
        link = citation_link(*place, listed.content_hash, listed.words)
        return cls.from_records(listed, statement, text=listed.words, link=link)


class StatementsSchema(ApiModel):
    """Some of the statements, those of the newest articles first."""

    total: int
    statements: list[StatementSchema]

    @classmethod
    def of(cls, listed: Iterable[ListedStatement], total: int) -> Self:
        """Build it of some of the statements, of so many in all."""
        return cls(total=total, statements=[StatementSchema.of(statement) for statement in listed])


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

    @classmethod
    def of(cls, listed: ArticleSummary) -> Self:
        """Build it of an article that is listed."""
        link = citation_link(listed.id, 0, 0, listed.content_hash, "")
        return cls.from_records(listed, article_id=listed.id, link=link)


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

    @classmethod
    def of(cls, page: ArticlePage) -> Self:
        """Build it of a page of articles, and of what they can be narrowed down by."""
        return cls.from_records(
            page,
            articles=[ArticleSummarySchema.of(listed) for listed in page.articles],
            collections=[FacetSchema(name=name, articles=number) for name, number in page.collections],
            publishers=[FacetSchema(name=name, articles=number) for name, number in page.publishers],
        )


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

    @classmethod
    def of(
        cls,
        article: Article,
        paragraphs: Iterable[Sequence[Segment]],
        found: Literal["same", "moved", "gone"],
    ) -> Self:
        """Build it of an article, its paragraphs, and what became of the cited words."""
        return cls.from_records(
            article,
            article_id=article.id,
            link=web_address(article.url),
            changed=found != "same",
            found=found,
            paragraphs=[[SegmentSchema.from_records(part) for part in paragraph] for paragraph in paragraphs],
        )


class FeedbackCreatedSchema(ApiModel):
    """The number of a reader's feedback."""

    id: int
