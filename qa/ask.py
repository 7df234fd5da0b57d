"""The way through: a question is understood, passages are searched, an answer is extracted and checked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from index.archive import Archive
from index.article import Article, Hit, Sentence
from index.search import search
from qa.answer import Answer, Turn
from qa.cite import checked
from qa.examples import candidates
from qa.extract import extract
from qa.question import understand
from qa.quote import quote
from qa.record import Record, Roll, records, roll
from qa.topics import Topics

_PASSAGES_READ = 20
_EXAMPLES = 4


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is indexed."""

    articles: int
    passages: int


class Asker:
    """An opened index that answers; safe to share between threads."""

    def __init__(self, archive: Archive) -> None:
        """Answer from this archive."""
        self.archive = archive
        self._examples: tuple[int, tuple[str, ...]] | None = None
        self._topics = Topics(archive)

    def ask(self, question: str, history: Sequence[Turn] = (), *, asked: date | None = None) -> Answer:
        """The answer to a question, every sentence of it checked against the stored articles."""
        query = understand(question, history, asked or date.today())
        hits = search(self.archive, query, _PASSAGES_READ)
        found = quote(self.archive, query, hits) if query.speaker else extract(self.archive, query, hits)
        answer = checked(found, self.archive.store.article)
        return replace(answer, question=question)

    def search(self, question: str, k: int = 20, *, asked: date | None = None) -> tuple[Hit, ...]:
        """The k passages that fit the question best."""
        return search(self.archive, understand(question, (), asked or date.today()), k)

    def article(self, article_id: str) -> Article | None:
        """A stored article."""
        return self.archive.store.article(article_id)

    def sentences(self, article_id: str) -> tuple[Sentence, ...]:
        """The sentences of a stored article, in order."""
        return self.archive.store.sentences(article_id)

    def examples(self) -> tuple[str, ...]:
        """Up to four questions made from what is indexed, about four people; each is asked before it is offered."""
        generation = self.archive.store.generation()
        if self._examples is None or self._examples[0] != generation:
            answered = (
                question for question in candidates(self.archive, self._topics) if not self.ask(question).refused
            )
            self._examples = generation, tuple(islice(answered, _EXAMPLES))
        return self._examples[1]

    def counts(self) -> Counts:
        """How many articles and passages are indexed."""
        return Counts(*self.archive.store.counts())

    def people(self, limit: int = 50, offset: int = 0, *, like: str = "", nouns: bool = False) -> Roll:
        """Those who are quoted, whose name holds `like`; with `nouns` also who has no name ("the company")."""
        return roll(self.archive, self._topics, limit, offset, like, nouns)

    def record(self, name: str, limit: int = 50, offset: int = 0, *, exact: bool = False) -> tuple[Record, ...]:
        """What everybody said whom `name` may mean; with `exact`, who goes by just that name. Empty when nobody does.

        `limit` and `offset` count the statements of each.
        """
        return records(self.archive, self._topics, name, limit, offset, exact)
