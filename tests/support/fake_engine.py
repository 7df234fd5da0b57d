"""A small, truthful answering engine in memory: it answers with the sentences that share words with the question."""

import re
from collections import Counter
from collections.abc import Generator, Sequence
from copy import copy
from datetime import date

from index.ingest import IngestReport
from index.people.people import Person
from index.records import EVERYTHING, Article, Hit, Passage, Scope, Sentence, Statement
from index.storage.articles import ArticlePage, ArticleSummary
from index.storage.feedback import Feedback
from index.storage.statements import ListedStatement
from qa.answer import Answer, AnswerSentence, Citation, Refusal, Turn
from qa.cancellation import Cancellation
from qa.catalogue import Counts
from qa.explore.people import PeoplePage, PersonRecord, PersonSummary, StatementInContext
from qa.explore.suggestions import Suggestions
from qa.explore.timeline import Point, Timeline
from qa.generation.models import ModelRouting

_SENTENCE = re.compile(r"\S[^.!?]*[.!?]+[”\"]?")
_SAYS = re.compile(r"(?:said|says) ((?:[A-Z][a-z]+ ?)+)")
NOT_ANSWERED = Refusal("not_answered")
"""Why it does not answer, where it does not."""
_WORD = re.compile(r"\w{4,}")
_PARAGRAPH = re.compile(r"[^\n]+")


class FakeCatalogue:
    """Articles in memory, every sentence of them a passage of its own; of a scope only the person is looked at."""

    def __init__(self, articles: dict[str, Article]) -> None:
        self.articles = articles

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

    def passages(self) -> tuple[Hit, ...]:
        """All sentences, in the order of the articles."""
        sentences = [sentence for article_id in self.articles for sentence in self.sentences(article_id)]
        return tuple(_hit(number, self.articles[s.article_id], s) for number, s in enumerate(sentences, start=1))

    def list_articles(
        self, limit: int = 50, offset: int = 0, *, like: str = "", scope: Scope = EVERYTHING
    ) -> ArticlePage:
        """All of them in their order."""
        listed = [
            ArticleSummary(a.id, a.title, a.publisher, a.published, a.collection, a.content_hash, 0)
            for a in self.articles.values()
            if like in a.title
        ]
        return ArticlePage(tuple(listed[offset : offset + limit]), len(listed), (), (), None, None)

    def people(self, limit: int = 50, offset: int = 0, *, like: str = "", nouns: bool = False) -> PeoplePage:
        """Everybody who "said" something, most quoted first, without topics."""
        said = Counter(name for hit in self.passages() for name in hit.passage.speakers if like in name)
        entries = tuple(PersonSummary(Person(name, (name,), number, 1), ()) for name, number in said.most_common())
        return PeoplePage(entries[offset : offset + limit], len(entries))

    def person_record(
        self, name: str, limit: int = 50, offset: int = 0, *, exact: bool = False
    ) -> tuple[PersonRecord, ...]:
        """The sentences of everybody whose name ends like this one, in the order of the articles."""
        people = [
            e for e in self.people().entries if e.person.name == name or (not exact and e.person.name.endswith(name))
        ]
        hits = [hit for hit in self.passages() if hit.passage.speakers]
        return tuple(
            PersonRecord(
                e, tuple(_spoken(hit) for hit in hits if e.person.name in hit.passage.speakers)[offset:][:limit]
            )
            for e in people
        )

    def statements(
        self,
        limit: int = 50,
        offset: int = 0,
        *,
        article_id: str | None = None,
        like: str = "",
        scope: Scope = EVERYTHING,
    ) -> tuple[tuple[ListedStatement, ...], int]:
        """Every sentence somebody "said", in the order of the articles."""
        hits = [
            hit
            for hit in self.passages()
            if hit.passage.speakers and hit.passage.speakers[0].endswith(scope.person) and like in hit.text
            if article_id in (None, hit.article.id)
        ]
        return tuple(_stated(hit) for hit in hits[offset:][:limit]), len(hits)

    def timeline(self, name: str, topic: str = "", scope: Scope = EVERYTHING) -> Timeline:
        """Every sentence the person "said", all to the letter."""
        hits = [hit for hit in self.passages() if name in hit.passage.speakers and topic in hit.text]
        hits.sort(key=lambda hit: (hit.article.published or date.max, hit.article.id, hit.passage.start))
        return Timeline(name, topic, tuple(Point(h.article, h.passage.start, h.passage.end, True) for h in hits))

    def counts(self, scope: Scope = EVERYTHING) -> Counts:
        """How much it holds."""
        return Counts(len(self.articles), len(self.passages()))

    def provenance(self) -> dict[str, str]:
        """No index."""
        return {"format": "fake"}


class FakeAnswers:
    """Answers with the sentences that share words with the question; tests make their own of it."""

    catalogue: FakeCatalogue

    def __init__(self, examples: Sequence[str] = ()) -> None:
        self.questions = tuple(examples)
        self.models = ModelRouting()
        self.asked: list[tuple[str, tuple[Turn, ...], date | None]] = []
        """Every question with its history and date, in order."""

    def ask(
        self, question: str, history: Sequence[Turn] = (), *, asked: date | None = None, scope: Scope = EVERYTHING
    ) -> Answer:
        """The sentences with most words of the question, in the order of the articles."""
        self.asked.append((question, tuple(history), asked))
        hits = self.search(question)
        best = [hit for hit in hits if hit.score >= 2]
        if not best:
            nearest = hits[:3] or self.catalogue.passages()[:2]
            return Answer(question, refusal=NOT_ANSWERED, nearest=nearest)
        order = list(self.catalogue.articles)
        best.sort(key=lambda hit: (order.index(hit.article.id), hit.passage.start))
        citations = tuple(_citation(number, hit) for number, hit in enumerate(best, start=1))
        return Answer(question, tuple(AnswerSentence(c.quote, (c.n,)) for c in citations), citations)

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        asked: date | None = None,
        scope: Scope = EVERYTHING,
        cancel: Cancellation | None = None,
    ) -> Generator[Answer, None, None]:
        """The answer as it grows."""
        yield from self.growths(self.ask(question, history, asked=asked, scope=scope))

    def growths(self, answer: Answer) -> Generator[Answer, None, None]:
        """The whole answer at once: it has no model; for a test to override."""
        yield answer

    def search(
        self, question: str, k: int = 20, *, asked: date | None = None, scope: Scope = EVERYTHING
    ) -> tuple[Hit, ...]:
        """Sentences by the number of words they share with the question."""
        wanted = set(_WORD.findall(question.lower()))
        hits = []
        for hit in self.catalogue.passages():
            score = len(wanted & set(_WORD.findall(hit.text.lower())))
            if score:
                hits.append(Hit(hit.passage, hit.article, float(score)))
        return tuple(sorted(hits, key=lambda hit: -hit.score)[:k])

    def examples(self) -> tuple[str, ...]:
        """The questions it was given."""
        return self.questions

    def suggest(self, answer: Answer, history: Sequence[Turn] = (), scope: Scope = EVERYTHING) -> Suggestions:
        """Those of its questions not just asked, sentences found with fewer words; never enough for a timeline."""
        following = tuple(question for question in self.questions if question != answer.question)[:3]
        unused = () if answer.refused else tuple(hit for hit in self.search(answer.question) if hit.score < 2)[:5]
        return Suggestions(following, unused, None)

    def warm(self) -> None:
        """Nothing to load."""


class FakeEditing:
    """Adds to the articles in memory and deletes from them."""

    def __init__(self, articles: dict[str, Article]) -> None:
        self.articles = articles
        self.given: list[Feedback] = []

    def add(
        self, name: str, content: bytes, collection: str = "", addable: frozenset[str] | None = None
    ) -> IngestReport:
        """The document becomes an article, named by its file."""
        self.articles[name] = Article(name, content.decode(), name, collection=collection or "default")
        return IngestReport(added=1)

    def remove(self, article_id: str) -> bool:
        """Forget an article."""
        return self.articles.pop(article_id, None) is not None

    def add_feedback(self, feedback: Feedback) -> int:
        """Keep it in memory."""
        self.given.append(feedback)
        return len(self.given)


class FakeEngine:
    """An engine over the articles it is given."""

    def __init__(
        self, articles: Sequence[Article], examples: Sequence[str] = (), answers: FakeAnswers | None = None
    ) -> None:
        self.articles = {article.id: article for article in articles}
        self.catalogue = FakeCatalogue(self.articles)
        self.answers = answers or FakeAnswers(examples)
        self.answers.catalogue = self.catalogue
        self.editing = FakeEditing(self.articles)

    @property
    def asked(self) -> list[tuple[str, tuple[Turn, ...], date | None]]:
        """Every question with its history and date, in order."""
        return self.answers.asked

    def readable_by(self, collections: frozenset[str] | None) -> "FakeEngine":
        """The same over fewer articles; what is asked and given is kept in one place."""
        if collections is None:
            return self
        less = copy(self)
        less.articles = {key: article for key, article in self.articles.items() if article.collection in collections}
        less.catalogue = FakeCatalogue(less.articles)
        less.answers = copy(self.answers)
        less.answers.catalogue = less.catalogue
        return less


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
