"""The way through: a question is understood, passages are searched, an answer is extracted and checked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from threading import Lock

from index.add import Report
from index.archive import Archive
from index.article import EVERYTHING, Article, Hit, Query, Scope, Sentence
from index.feedback import Feedback, give
from index.incoming import take_in
from index.library import Library, library
from index.said import meant
from index.search import search
from qa.answer import Answer, Turn
from qa.beside import Beside, beside
from qa.cite import checked
from qa.compare import compare
from qa.compose import refusal
from qa.examples import candidates
from qa.extract import extract
from qa.notes import days
from qa.question import Known, is_pronoun, understand
from qa.quote import quote
from qa.record import Record, Roll, records, roll
from qa.scope import beyond, within
from qa.source import source
from qa.timeline import Timeline, timeline
from qa.topics import Topics
from qa.voices import against, voiced

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
        self._adding = Lock()

    def ask(
        self, question: str, history: Sequence[Turn] = (), *, asked: date | None = None, scope: Scope = EVERYTHING
    ) -> Answer:
        """The answer to a question after the turns of `history`, every sentence of it checked against the articles."""
        query = self._understood(question, history, asked, scope)
        reason = beyond(self.archive, query)
        found = refusal(query, (), reason) if reason else self._found(query, history)
        return replace(checked(found, self.archive.store.article), question=question)

    def search(
        self, question: str, k: int = 20, *, asked: date | None = None, scope: Scope = EVERYTHING
    ) -> tuple[Hit, ...]:
        """The k passages that fit the question best."""
        return search(self.archive, self._understood(question, (), asked, scope), k)

    def _understood(self, question: str, history: Sequence[Turn], asked: date | None, scope: Scope) -> Query:
        known = Known(self.archive.people(), self.archive.store.newest())
        return within(understand(question, history, asked, known), scope)

    def _found(self, query: Query, history: Sequence[Turn]) -> Answer:
        last = self._last(history, query.scope) if query.more or query.intent == "source" else None
        seen = [(c.article_id, c.start, c.end) for c in last.citations] if last and query.more else []
        match query.intent:
            case "source":
                return source(query, last)
            case "disagreed":
                return compare(self.archive, query) if query.other else against(self.archive, query)
            case "voices":
                answer = voiced(self.archive, query, seen)
                return self._fact(query) if answer.refused and not query.besides and not seen else answer
            case "fact":
                return self._fact(query)
        answer = quote(self.archive, query, seen)
        asks_of_nobody = answer.refused and self._is_nobody(query.speaker or "")
        return self._fact(query, answer) if asks_of_nobody else answer

    def _is_nobody(self, speaker: str) -> bool:
        """Whether "What did the study find?" only has the form of a question after somebody's words."""
        return speaker == speaker.casefold() and not is_pronoun(speaker) and not meant(self.archive, speaker)

    def _fact(self, query: Query, instead: Answer | None = None) -> Answer:
        """The sentences that answer; when none within the dates does, those without, under a note that says so."""
        answer = extract(self.archive, query, search(self.archive, query, _PASSAGES_READ))
        if answer.refused and (query.since or query.until):
            found = extract(self.archive, query.anytime, search(self.archive, query.anytime, _PASSAGES_READ))
            if not found.refused:
                return replace(found, note=f"Nothing published {days(query)} answers; this is from other times.")
        return instead if instead and answer.refused else answer

    def _last(self, history: Sequence[Turn], scope: Scope) -> Answer | None:
        """The answer before this question; asked again when the history holds only its question."""
        if not history:
            return None
        return history[-1].answer or self.ask(history[-1].question, history[:-1], scope=scope)

    def warm(self) -> None:
        """Load the model and the vectors, which otherwise the first question does."""
        self.archive.vectors()
        self.archive.embedder.queries(["warm"])

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

    def library(self, limit: int = 50, offset: int = 0, *, like: str = "", scope: Scope = EVERYTHING) -> Library:
        """The articles of the scope, newest first, whose title or publisher holds the words of `like`."""
        return library(self.archive.store, scope, limit, offset, like)

    def beside(self, answer: Answer, history: Sequence[Turn] = (), scope: Scope = EVERYTHING) -> Beside:
        """Questions to ask after an answer, passages found and not in it, and whether it leads to a timeline."""
        query = self._understood(answer.question, history, None, scope)

        def ask(question: str) -> Answer:
            return self.ask(question, scope=scope)

        return beside(self.archive, self._topics, query, answer, ask)

    def timeline(self, name: str, topic: str = "", scope: Scope = EVERYTHING) -> Timeline:
        """What whoever `name` means said on a topic, over time."""
        return timeline(self.archive, name, topic, scope)

    def counts(self, scope: Scope = EVERYTHING) -> Counts:
        """How many articles and passages are indexed."""
        return Counts(*self.archive.store.counts(Query("", scope=scope)))

    def add(self, name: str, content: bytes, collection: str = "") -> Report:
        """Add the articles of one document; who comes meanwhile waits, and who asks does not."""
        with self._adding:
            return take_in(self.archive, name, content, collection)

    def give(self, feedback: Feedback) -> int:
        """Keep in the index what a reader says of an answer; its number."""
        return give(self.archive.store.database, feedback)

    def versions(self) -> dict[str, str]:
        """What the answers come from: the index's format, its model and its generation."""
        return self.archive.store.meta()

    def people(self, limit: int = 50, offset: int = 0, *, like: str = "", nouns: bool = False) -> Roll:
        """Those who are quoted, whose name holds `like`; with `nouns` also who has no name ("the company")."""
        return roll(self.archive, self._topics, limit, offset, like, nouns)

    def record(self, name: str, limit: int = 50, offset: int = 0, *, exact: bool = False) -> tuple[Record, ...]:
        """What everybody said whom `name` may mean; with `exact`, who goes by just that name. Empty when nobody does.

        `limit` and `offset` count the statements of each.
        """
        return records(self.archive, self._topics, name, limit, offset, exact)
