"""The articles of a corpus, the people they quote and what these say, as they are listed and read."""

from dataclasses import dataclass

from index.records import EVERYTHING, Article, Query, Scope, Sentence
from index.search.statements import resolve_people
from index.storage.articles import ArticlePage, list_articles
from index.storage.corpus import Corpus
from index.storage.statements import ListedStatement, StatementFilter, list_statements
from qa.explore.people import PeoplePage, PersonRecord, list_people, person_records
from qa.explore.timeline import Timeline, timeline
from qa.explore.topics import Topics


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is indexed."""

    articles: int
    passages: int


class CorpusCatalogue:
    """A `Catalogue` of an opened corpus; safe to share between threads."""

    def __init__(self, corpus: Corpus, topics: Topics) -> None:
        """Read nothing yet."""
        self._corpus, self._topics = corpus, topics

    def article(self, article_id: str) -> Article | None:
        """Return a stored article."""
        return self._corpus.store.article(article_id)

    def sentences(self, article_id: str) -> tuple[Sentence, ...]:
        """Return the sentences of a stored article, in order."""
        return self._corpus.store.sentences(article_id)

    def list_articles(
        self, limit: int = 50, offset: int = 0, *, like: str = "", scope: Scope = EVERYTHING
    ) -> ArticlePage:
        """Return the articles of the scope, newest first, whose title or publisher holds the words of `like`."""
        return list_articles(self._corpus.store, scope, limit, offset, like)

    def people(self, limit: int = 50, offset: int = 0, *, like: str = "", nouns: bool = False) -> PeoplePage:
        """Return the people whose name holds `like`; with `nouns` also speakers without a name ("the company")."""
        return list_people(self._corpus, self._topics, limit, offset, like, nouns)

    def person_record(
        self, name: str, limit: int = 50, offset: int = 0, *, exact: bool = False
    ) -> tuple[PersonRecord, ...]:
        """Return what each person said whom `name` may mean; with `exact`, only that very name. Empty for none.

        `limit` and `offset` count the statements of each.
        """
        return person_records(self._corpus, self._topics, name, limit, offset, exact)

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
        people = resolve_people(self._corpus, scope.person)
        speakers = [name for person in people for name in person.names] if scope.person else None
        return list_statements(self._corpus.store, StatementFilter(speakers, article_id, like, scope), limit, offset)

    def timeline(self, name: str, topic: str = "", scope: Scope = EVERYTHING) -> Timeline:
        """Return what the person meant by `name` said on a topic, over time."""
        return timeline(self._corpus, name, topic, scope)

    def counts(self, scope: Scope = EVERYTHING) -> Counts:
        """Return how many articles and passages are indexed."""
        return Counts(*self._corpus.store.counts(Query("", scope=scope)))

    def provenance(self) -> dict[str, str]:
        """Return what the answers come from: the index's format, its model and its generation."""
        return self._corpus.store.meta()
