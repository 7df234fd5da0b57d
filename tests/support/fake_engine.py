"""A small, truthful answering engine in memory: it answers with the sentences that share words with the question."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date

from index.ingest import IngestReport
from index.people.people import Person
from index.records import EVERYTHING, Article, Hit, Passage, Scope, Sentence, Statement
from index.storage.articles import ArticlePage, ArticleSummary
from index.storage.feedback import Feedback
from index.storage.statements import ListedStatement
from qa.answer import Answer, AnswerSentence, Citation, Turn
from qa.explore.people import PeoplePage, PersonRecord, PersonSummary, StatementInContext
from qa.explore.suggestions import Suggestions
from qa.explore.timeline import Point, Timeline
from qa.generation.models import ModelRouting

_SENTENCE = re.compile(r"\S[^.!?]*[.!?]+[”\"]?")
_SAYS = re.compile(r"(?:said|says) ((?:[A-Z][a-z]+ ?)+)")
_WORD = re.compile(r"\w{4,}")
_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the fake holds."""

    articles: int
    passages: int


class FakeEngine:
    """Answers from the articles it is given; every sentence is a passage of its own."""

    def __init__(self, articles: Sequence[Article], examples: Sequence[str] = ()) -> None:
        self.articles = {article.id: article for article in articles}
        self.questions = tuple(examples)
        self.models = ModelRouting()
        self.given: list[Feedback] = []
        self.asked: list[tuple[str, tuple[Turn, ...], date | None]] = []
        """Every question with its history and date, in order."""

    def readable_by(self, collections: frozenset[str] | None) -> "FakeEngine":
        """The same over fewer articles; what is asked and given is kept in one place."""
        if collections is None:
            return self
        less = copy(self)
        less.articles = {key: article for key, article in self.articles.items() if article.collection in collections}
        return less

    def ask(
        self, question: str, history: Sequence[Turn] = (), *, asked: date | None = None, scope: Scope = EVERYTHING
    ) -> Answer:
        """The sentences with most words of the question, in the order of the articles."""
        self.asked.append((question, tuple(history), asked))
        hits = self.search(question, asked=asked)
        if not hits or hits[0].score < 2:
            return Answer(question, reason="The articles do not say.", nearest=hits[:3] or self._first_passages())
        best = [hit for hit in hits if hit.score >= 2]
        order = list(self.articles)
        best.sort(key=lambda hit: (order.index(hit.article.id), hit.passage.start))
        citations = tuple(_citation(number, hit) for number, hit in enumerate(best, start=1))
        return Answer(question, tuple(AnswerSentence(c.quote, (c.n,)) for c in citations), citations)

    def stream(
        self, question: str, history: Sequence[Turn] = (), *, asked: date | None = None, scope: Scope = EVERYTHING
    ) -> Iterator[Answer]:
        """The whole answer at once: it has no model."""
        yield self.ask(question, history, asked=asked, scope=scope)

    def search(
        self, question: str, k: int = 20, *, asked: date | None = None, scope: Scope = EVERYTHING
    ) -> tuple[Hit, ...]:
        """Sentences by the number of words they share with the question."""
        wanted = set(_WORD.findall(question.lower()))
        hits = []
        for hit in self._passages():
            score = len(wanted & set(_WORD.findall(hit.text.lower())))
            if score:
                hits.append(Hit(hit.passage, hit.article, float(score)))
        return tuple(sorted(hits, key=lambda hit: -hit.score)[:k])

    def warm(self) -> None:
        """Nothing to load."""

    def article(self, article_id: str) -> Article | None:
        """The article, or None."""
        return self.articles.get(article_id)

    def sentences(self, article_id: str) -> tuple[Sentence, ...]:
        """Its sentences, in order."""
        article = self.articles[article_id]
        return tuple(
            Sentence(article_id, paragraph.start() + found.start(), paragraph.start() + found.end(), number)
            for number, paragraph in enumerate(_PARAGRAPH.finditer(article.text))
            for found in _SENTENCE.finditer(paragraph.group())
        )

    def examples(self) -> tuple[str, ...]:
        """The questions it was given."""
        return self.questions

    def remove(self, article_id: str) -> bool:
        """Forget an article."""
        return self.articles.pop(article_id, None) is not None

    def add(
        self, name: str, content: bytes, collection: str = "", addable: frozenset[str] | None = None
    ) -> IngestReport:
        """The document becomes an article, named by its file."""
        self.articles[name] = Article(name, content.decode(), name, collection=collection or "default")
        return IngestReport(added=1)

    def add_feedback(self, feedback: Feedback) -> int:
        """Keep it in memory."""
        self.given.append(feedback)
        return len(self.given)

    def provenance(self) -> dict[str, str]:
        """No index."""
        return {"format": "fake"}

    def people(self, limit: int = 50, offset: int = 0, *, like: str = "", nouns: bool = False) -> PeoplePage:
        """Everybody who "said" something, most quoted first, without topics."""
        said = Counter(name for hit in self._passages() for name in hit.passage.speakers if like in name)
        entries = tuple(PersonSummary(Person(name, (name,), number, 1), ()) for name, number in said.most_common())
        return PeoplePage(entries[offset : offset + limit], len(entries))

    def person_record(
        self, name: str, limit: int = 50, offset: int = 0, *, exact: bool = False
    ) -> tuple[PersonRecord, ...]:
        """The sentences of everybody whose name ends like this one, in the order of the articles."""
        people = [
            e for e in self.people().entries if e.person.name == name or (not exact and e.person.name.endswith(name))
        ]
        hits = [hit for hit in self._passages() if hit.passage.speakers]
        return tuple(
            PersonRecord(
                e, tuple(_spoken(hit) for hit in hits if e.person.name in hit.passage.speakers)[offset:][:limit]
            )
            for e in people
        )

    def suggest(self, answer: Answer, history: Sequence[Turn] = (), scope: Scope = EVERYTHING) -> Suggestions:
        """Those of its questions not just asked, sentences found with fewer words; never enough for a timeline."""
        following = tuple(question for question in self.questions if question != answer.question)[:3]
        unused = () if answer.refused else tuple(hit for hit in self.search(answer.question) if hit.score < 2)[:5]
        return Suggestions(following, unused, None)

    def timeline(self, name: str, topic: str = "", scope: Scope = EVERYTHING) -> Timeline:
        """Every sentence the person "said", all to the letter."""
        hits = [hit for hit in self._passages() if name in hit.passage.speakers and topic in hit.text]
        hits.sort(key=lambda hit: (hit.article.published or date.max, hit.article.id, hit.passage.start))
        return Timeline(name, topic, tuple(Point(h.article, h.passage.start, h.passage.end, True) for h in hits))

    def statements(
        self,
        limit: int = 50,
        offset: int = 0,
        *,
        article_id: str | None = None,
        like: str = "",
        scope: Scope = EVERYTHING,
    ) -> tuple[tuple[ListedStatement, ...], int]:
        """Every sentence somebody "said", in the order of the articles; of the scope only the person is looked at."""
        hits = [
            hit
            for hit in self._passages()
            if hit.passage.speakers and hit.passage.speakers[0].endswith(scope.person) and like in hit.text
            if article_id in (None, hit.article.id)
        ]
        return tuple(_stated(hit) for hit in hits[offset:][:limit]), len(hits)

    def list_articles(
        self, limit: int = 50, offset: int = 0, *, like: str = "", scope: Scope = EVERYTHING
    ) -> ArticlePage:
        """All of them in their order; the scope is not looked at."""
        listed = [
            ArticleSummary(a.id, a.title, a.publisher, a.published, a.collection, a.content_hash, 0)
            for a in self.articles.values()
            if like in a.title
        ]
        return ArticlePage(tuple(listed[offset : offset + limit]), len(listed), (), (), None, None)

    def counts(self, scope: Scope = EVERYTHING) -> Counts:
        """How much it holds."""
        return Counts(len(self.articles), len(self._passages()))

    def _passages(self) -> tuple[Hit, ...]:
        sentences = [sentence for article_id in self.articles for sentence in self.sentences(article_id)]
        return tuple(_hit(number, self.articles[s.article_id], s) for number, s in enumerate(sentences, start=1))

    def _first_passages(self) -> tuple[Hit, ...]:
        return self._passages()[:2]


def _hit(number: int, article: Article, sentence: Sentence) -> Hit:
    says = _SAYS.search(article.text[sentence.start : sentence.end])
    speakers = (says[1].strip(),) if says else ()
    return Hit(Passage(article.id, sentence.start, sentence.end, number, speakers), article, 0.0)


def _spoken(hit: Hit) -> StatementInContext:
    passage = hit.passage
    (speaker,) = passage.speakers
    statement = Statement(passage.article_id, passage.start, passage.end, speaker, speaker, "said", "direct", 1.0)
    return StatementInContext(hit.article, passage.start, passage.end, statement)


def _stated(hit: Hit) -> ListedStatement:
    article, statement = hit.article, _spoken(hit).statement
    more = (article.title, article.publisher, article.published, article.url, article.collection)
    return ListedStatement(statement, hit.text, *more, article.content_hash)


def _citation(number: int, hit: Hit) -> Citation:
    article, passage = hit.article, hit.passage
    return Citation(
        number,
        article.id,
        article.content_hash,
        passage.start,
        passage.end,
        hit.text,
        article.title,
        article.publisher,
        article.published,
        article.url,
        passage.speakers[0] if passage.speakers else None,
        author=article.author,
    )
