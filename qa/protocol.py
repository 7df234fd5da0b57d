"""What the page, the API and the command line need of the part that answers, in three narrow protocols.

`qa/engine.py` implements them over an opened index; tests implement them in memory.
"""

from collections.abc import Generator, Sequence
from datetime import date
from typing import Protocol

from index.ingest import IngestReport
from index.records import EVERYTHING, Article, Hit, Scope, Sentence
from index.storage.articles import ArticlePage
from index.storage.feedback import Feedback
from index.storage.statements import ListedStatement
from qa.answer import Answer, Turn
from qa.cancellation import Cancellation
from qa.explore.people import PeoplePage, PersonRecord
from qa.explore.suggestions import Suggestions
from qa.explore.timeline import Timeline
from qa.generation.models import ModelRouting


class CountsProtocol(Protocol):
    """How much is indexed."""

    @property
    def articles(self) -> int:
        """Return the number of articles in the index."""

    @property
    def passages(self) -> int:
        """Return the number of passages that can be found."""


class Answers(Protocol):
    """Answers to questions, and what leads to further questions; called from several threads at once."""

    @property
    def models(self) -> ModelRouting:
        """Return the chat models that write answers; none where all are in the articles' own words."""

    def ask(
        self, question: str, history: Sequence[Turn] = (), *, asked: date | None = None, scope: Scope = EVERYTHING
    ) -> Answer:
        """Return the answer, every sentence of it checked against the articles, or a refusal."""

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        asked: date | None = None,
        scope: Scope = EVERYTHING,
        cancel: Cancellation | None = None,
    ) -> Generator[Answer, None, None]:
        """Yield the answer as a chat model writes it, the complete one last.

        Closing it ends the model's request, and so does `cancel`, from any thread.
        """

    def search(
        self, question: str, k: int = 20, *, asked: date | None = None, scope: Scope = EVERYTHING
    ) -> tuple[Hit, ...]:
        """Return the up to `k` passages that fit best, best first."""

    def examples(self) -> tuple[str, ...]:
        """Return up to four questions that the articles answer."""

    def suggest(self, answer: Answer, history: Sequence[Turn] = (), scope: Scope = EVERYTHING) -> Suggestions:
        """Return questions to ask after an answer, passages it does not use, and whether it leads to a timeline."""

    def warm(self) -> None:
        """Load what the first question would otherwise wait for."""


class Catalogue(Protocol):
    """The articles, the people they quote and what these say, to be read; called from several threads at once."""

    def article(self, article_id: str) -> Article | None:
        """Return the stored article, or None."""

    def sentences(self, article_id: str) -> tuple[Sentence, ...]:
        """Return the sentences of an article, in order."""

    def list_articles(
        self, limit: int = 50, offset: int = 0, *, like: str = "", scope: Scope = EVERYTHING
    ) -> ArticlePage:
        """Return the articles of the scope, newest first, whose title or publisher holds the words of `like`."""

    def people(self, limit: int = 50, offset: int = 0, *, like: str = "", nouns: bool = False) -> PeoplePage:
        """Return the people whose name holds `like`, most quoted first; with `nouns` also speakers without a name."""

    def person_record(
        self, name: str, limit: int = 50, offset: int = 0, *, exact: bool = False
    ) -> tuple[PersonRecord, ...]:
        """Return what each person said whom `name` may mean, newest first; with `exact`, only that very name."""

    def statements(
        self,
        limit: int = 50,
        offset: int = 0,
        *,
        article_id: str | None = None,
        like: str = "",
        scope: Scope = EVERYTHING,
    ) -> tuple[tuple[ListedStatement, ...], int]:
        """Return who says what, newest first, and how many statements there are that hold the words of `like`."""

    def timeline(self, name: str, topic: str = "", scope: Scope = EVERYTHING) -> Timeline:
        """Return what one person said on a topic, over time."""

    def counts(self, scope: Scope = EVERYTHING) -> CountsProtocol:
        """Return how much is indexed now, within the scope."""

    def provenance(self) -> dict[str, str]:
        """Return what the answers come from: the index's format, its model and its generation."""


class Editing(Protocol):
    """Changes to what is stored; called from several threads at once."""

    def add(
        self, name: str, content: bytes, collection: str = "", addable: frozenset[str] | None = None
    ) -> IngestReport:
        """Add the articles of one document, one document at a time; to `addable` collections alone, None for any."""

    def remove(self, article_id: str) -> bool:
        """Delete an article and all that was derived from it; False when there is none of that id."""

    def add_feedback(self, feedback: Feedback) -> int:
        """Store what a reader says of an answer and return its number."""


class Engine(Protocol):
    """An opened collection of articles: the three protocols over one set of articles."""

    @property
    def answers(self) -> Answers:
        """Return what answers questions."""

    @property
    def catalogue(self) -> Catalogue:
        """Return what lists and shows the articles."""

    @property
    def editing(self) -> Editing:
        """Return what changes them."""

    def readable_by(self, collections: frozenset[str] | None) -> "Engine":
        """Return the same over the articles of these collections alone, as if there were no others; None for all."""
