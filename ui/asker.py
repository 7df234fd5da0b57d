"""What the page, the API and the command line need of the part that answers: one Protocol.

`qa/ask.py` implements it over an opened index; tests implement it in memory.
"""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from index.article import Article, Hit, Sentence
from qa.answer import Answer, Turn
from qa.record import Record, Roll


class CountsProtocol(Protocol):
    """How much is indexed."""

    @property
    def articles(self) -> int:
        """Articles in the index."""

    @property
    def passages(self) -> int:
        """Passages that can be found."""


class AskerProtocol(Protocol):
    """An opened collection of articles that answers questions; called from several threads at once."""

    def ask(self, question: str, history: Sequence[Turn] = (), *, asked: date | None = None) -> Answer:
        """The answer in the articles' own words, or a refusal."""

    def search(self, question: str, k: int = 20, *, asked: date | None = None) -> tuple[Hit, ...]:
        """The up to `k` passages that fit best, best first."""

    def article(self, article_id: str) -> Article | None:
        """The stored article, or None."""

    def sentences(self, article_id: str) -> tuple[Sentence, ...]:
        """Its sentences, in order."""

    def examples(self) -> tuple[str, ...]:
        """Up to four questions that the articles answer."""

    def counts(self) -> CountsProtocol:
        """How much is indexed now."""

    def people(self, limit: int = 50, offset: int = 0, *, like: str = "", nouns: bool = False) -> Roll:
        """Those who are quoted, most quoted first, whose name holds `like`; with `nouns` also who has no name."""

    def record(self, name: str, limit: int = 50, offset: int = 0, *, exact: bool = False) -> tuple[Record, ...]:
        """What everybody whom `name` may mean said, newest first; with `exact`, who goes by just that name."""
