"""What the page, the API and the command line need of the part that answers: one Protocol.

`qa/ask.py` implements it over an opened index; tests implement it in memory.
"""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Protocol

from index.ingest import IngestReport
from index.records import EVERYTHING, Article, Hit, Scope, Sentence
from index.storage.articles import ArticlePage
from index.storage.feedback import Feedback
from index.storage.statements import ListedStatement
from qa.answer import Answer, Turn
from qa.explore.people import PeoplePage, PersonRecord
from qa.explore.suggestions import Suggestions
from qa.explore.timeline import Timeline
from qa.generation.models import ModelRouting


class CountsProtocol(Protocol):
    """How much is indexed."""

    @property
    def articles(self) -> int:
        """Articles in the index."""

    @property
    def passages(self) -> int:
        """Passages that can be found."""


class AnswerEngineProtocol(Protocol):
    """An opened collection of articles that answers questions; called from several threads at once."""

    def readable_by(self, collections: frozenset[str] | None) -> "AnswerEngineProtocol":
        """The same over the articles of these collections alone, as if there were no others; None for all of them."""

    def ask(
        self, question: str, history: Sequence[Turn] = (), *, asked: date | None = None, scope: Scope = EVERYTHING
    ) -> Answer:
        """The answer, every sentence of it checked against the articles, or a refusal."""

    def stream(
        self, question: str, history: Sequence[Turn] = (), *, asked: date | None = None, scope: Scope = EVERYTHING
    ) -> Iterator[Answer]:
        """The same as a chat model writes it, the whole of it last; to close it ends what is asked of the model."""

    @property
    def models(self) -> ModelRouting:
        """The chat models that write answers; none where all are in the articles' own words."""

    def search(
        self, question: str, k: int = 20, *, asked: date | None = None, scope: Scope = EVERYTHING
    ) -> tuple[Hit, ...]:
        """The up to `k` passages that fit best, best first."""

    def warm(self) -> None:
        """Load what the first question would otherwise wait for."""

    def article(self, article_id: str) -> Article | None:
        """The stored article, or None."""

    def sentences(self, article_id: str) -> tuple[Sentence, ...]:
        """Its sentences, in order."""

    def examples(self) -> tuple[str, ...]:
        """Up to four questions that the articles answer."""

    def list_articles(
        self, limit: int = 50, offset: int = 0, *, like: str = "", scope: Scope = EVERYTHING
    ) -> ArticlePage:
        """The articles of the scope, newest first, whose title or publisher holds the words of `like`."""

    def suggest(self, answer: Answer, history: Sequence[Turn] = (), scope: Scope = EVERYTHING) -> Suggestions:
        """Questions to ask after an answer, passages found and not in it, and whether it leads to a timeline."""

    def timeline(self, name: str, topic: str = "", scope: Scope = EVERYTHING) -> Timeline:
        """What one person said on a topic, over time."""

    def counts(self, scope: Scope = EVERYTHING) -> CountsProtocol:
        """How much is indexed now, within the scope."""

    def add(
        self, name: str, content: bytes, collection: str = "", addable: frozenset[str] | None = None
    ) -> IngestReport:
        """Add the articles of one document, one document at a time; to `addable` collections alone, None for any."""

    def remove(self, article_id: str) -> bool:
        """Delete an article and all that was derived from it; False when there is none of that id."""

    def add_feedback(self, feedback: Feedback) -> int:
        """Keep what a reader says of an answer; its number."""

    def provenance(self) -> dict[str, str]:
        """What the answers come from: the index's format, its model and its generation."""

    def people(self, limit: int = 50, offset: int = 0, *, like: str = "", nouns: bool = False) -> PeoplePage:
        """Those who are quoted, most quoted first, whose name holds `like`; with `nouns` also who has no name."""

    def person_record(
        self, name: str, limit: int = 50, offset: int = 0, *, exact: bool = False
    ) -> tuple[PersonRecord, ...]:
        """What everybody whom `name` may mean said, newest first; with `exact`, who goes by just that name."""

    def statements(
        self,
        limit: int = 50,
        offset: int = 0,
        *,
        article_id: str | None = None,
        like: str = "",
        scope: Scope = EVERYTHING,
    ) -> tuple[tuple[ListedStatement, ...], int]:
        """Who says what, newest first, and how many statements there are; only those that hold the words of `like`."""


@contextmanager
def ending(growing: Iterator[Answer]) -> Iterator[Iterator[Answer]]:
    """A growing answer that is closed at the end, whatever happens."""
    try:
        yield growing
    finally:
        if isinstance(growing, Generator):
            growing.close()
