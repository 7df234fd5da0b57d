"""The records that travel through On Record: what an article is, and what is found in it.

Offsets are counted in characters (code points) of `Article.text`, so `article.text[x.start:x.end]` is exactly
the text of any sentence, passage or statement `x`.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from index.errors import InputError

DEFAULT_COLLECTION = "default"

MIN_CONFIDENCE = 0.7
"""A statement that is less sure is nobody's: not named, listed or counted (benchmarks/LOG.md, "Who is named")."""
MIN_PROBABLE = 0.5
"""From here on it may be shown as what somebody probably says; below, it is only told of them."""

Intent = Literal[
    "fact",
    "said",
    "mentioned",
    "changed",
    "disagreed",
    "voices",
    "source",
    "overview",
    "articles",
    "figures",
    "silence",
    "greeting",
]
"""What a question wants: a fact; a person's words; whether they mention something; how their words changed; where two
people disagree; who else speaks on something; where the last answer stands; what there is on a person or a subject;
which articles there are; how a figure moved; who has not spoken; nothing yet ("hello")."""
Edge = Literal["", "latest", "first"]
Stance = Literal["", "for", "against"]
StatementKind = Literal["direct", "indirect", "mixed"]

Offsets = tuple[int, int]
"""Where a stretch of a text begins and ends."""


@dataclass(frozen=True, slots=True)
class Article:
    """One news article, its text unchanged since it was loaded."""

    id: str
    text: str
    title: str = ""
    url: str = ""
    publisher: str = ""
    author: str = ""
    published: date | None = None
    language: str = ""
    """ISO 639-1 code, or "" when it is not known."""
    collection: str = DEFAULT_COLLECTION

    @property
    def content_hash(self) -> str:
        """SHA-256 of the text, in hexadecimal: equal exactly when every offset still points at the same words."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class LoadFailure:
    """Something that could not be loaded, and why."""

    path: str
    fault: InputError
    line: int | None = None
    """1-based line of the file, where one line is at fault."""

    @property
    def reason(self) -> str:
        """The sentence of the fault, in English."""
        return str(self.fault)

    @property
    def place(self) -> str:
        """`file:line`, or the file alone."""
        return f"{self.path}{f':{self.line}' if self.line else ''}"

    def __str__(self) -> str:
        """`file:line: reason`, in English."""
        return f"{self.place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """What is no article inside a folder: a file of another format, a README, a link to another folder."""

    path: str


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What came of one file, or of one line of it."""

    item: Article | LoadFailure | SkippedFile
    path: str
    line: int | None
    """1-based line for formats of many articles a file."""
    read: int
    """Bytes of all files read so far, for a progress bar; `FileSet.size` in the end."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of an article: its characters from `start` up to `end`, which is the first that is not in it."""

    article_id: str
    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Return whether the two share a character."""
        return self.article_id == other.article_id and self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """Return whether all of the other is in this one."""
        return self.article_id == other.article_id and self.start <= other.start and other.end <= self.end

    def text_in(self, article: Article) -> str:
        """Return its words, as they stand in the article."""
        return article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class ArticleSpan:
    """A stretch of an article that is at hand."""

    article: Article
    start: int
    end: int

    @property
    def span(self) -> Span:
        """The stretch without the article's text."""
        return Span(self.article.id, self.start, self.end)

    @property
    def text(self) -> str:
        """Its words, as they stand in the article."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Sentence(Span):
    """One sentence of an article."""

    paragraph: int
    """0-based number of the paragraph it stands in."""


@dataclass(frozen=True, slots=True)
class Statement(Span):
    """A stretch of text and who says it."""

    speaker: str
    """Canonical name within the article ("Sergei Lavrov"); "" when nobody could be named."""
    mention: str
    """The speaker as written at this place ("he", "the minister", "Lavrov")."""
    cue: str
    """The words that report the speech ("said", "according to"); "" when the quotation marks alone do."""
    kind: StatementKind
    confidence: float
    """0 to 1: how sure the attribution is."""


@dataclass(frozen=True, slots=True)
class Passage(Span):
    """What is retrieved: a run of whole sentences of one article."""

    id: int
    """Derived from the words embedded, so that one id means one vector, in any copy of the index."""
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, its score, and why it was found."""

    passage: Passage
    article: Article
    score: float
    dense: float = 0.0
    """Cosine of query and passage, -1 to 1."""
    keyword: float = 0.0
    """BM25 score, 0 when no word matched."""

    @property
    def text(self) -> str:
        """The passage's words, as they stand in the article."""
        return self.passage.text_in(self.article)


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of the articles that is asked; everything left empty means all."""

    collections: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    person: str = ""
    """Only what this person says."""
    since: date | None = None
    until: date | None = None
    """Publication dates, both included; undated articles always stay."""

    @property
    def filtered(self) -> bool:
        """Whether some articles are left out."""
        return bool(self.collections or self.publishers or self.since or self.until)


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Query:
    """A question made self-contained."""

    text: str
    """What is searched for, after references to earlier turns are filled in."""
    speaker: str | None = None
    """The person whose words are asked for."""
    topic: str = ""
    """What the words should be about; the whole question when no speaker is asked for."""
    since: date | None = None
    until: date | None = None
    """Publication dates asked for, both included; undated articles always stay."""
    asked: date | None = None
    """The day the question was asked, to which "this week" refers."""
    scope: Scope = EVERYTHING
    """The part of the articles that is asked, whatever the question says."""
    intent: Intent = "fact"
    compare_with: str | None = None
    """The second person, where two are compared."""
    exclude_speaker: str | None = None
    """The person whose words are not wanted, where others are asked for."""
    exclude_topic: str = ""
    """What the words should not be about: "anything else than the bridge"."""
    exclude_shown: bool = False
    """Whether what the last answer showed is not wanted again."""
    edge: Edge = ""
    """Whether only the newest, or the oldest, of somebody's words are asked for."""
    stance: Stance = ""
    """Whether only those who are for, or against, the topic are asked after."""
    unknown_event: str = ""
    """The words that place the question before or after something no calendar knows ("before the vote")."""
    context: tuple[str, ...] = ()
    """Ids of the articles that the answer before cites: a question after it is about them before all others."""
    is_elliptical: bool = False
    """Whether the topic is taken from the question before, so that what is asked may lie beside it."""
    own_words: str = ""
    """Of a question that takes its topic from the one before, what it asks by itself."""
    articles: tuple[str, ...] = ()
    """Ids of the only articles that are asked; empty means all."""

    @property
    def filtered(self) -> bool:
        """Whether some articles are left out, rather than only ranked."""
        return bool(self.since or self.until or self.articles) or self.scope.filtered

    @property
    def in_context(self) -> "Query":
        """The same asked of the articles of the answer before alone."""
        return replace(self, articles=self.context)

    @property
    def without_dates(self) -> "Query":
        """The same without the dates of the question; those of the scope stay."""
        return replace(self, since=None, until=None)
