"""Filters: nothing outside of the scope is cited, shown, counted or named; nothing in it is lost."""

import random
from collections.abc import Iterator
from datetime import date

import pytest

from index.embedding import Embedder
from index.ingest import add
from index.records import EVERYTHING, Article, LoadResult, Scope
from index.sources.files import find, load
from index.storage.corpus import Corpus
from qa.engine import AnswerEngine
from tests.support.paths import SAMPLES
from tests.support.worded import reason

QUESTIONS = (
    "What did Marit Solheim say about the gas terminal?",
    "Who spoke about the gas terminal?",
    "How has Solheim's position on the gas terminal changed?",
    "Where do Solheim and Voss disagree on coal?",
    "What will the terminal cost?",
    "What did Lavrov say about NATO?",
    "Who won the chess tournament on the moon?",
)
OUTSIDE = Article("secret", "“The terminal is a fraud,” said Zora Quillfeather.", "A secret", publisher="Hidden Herald")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> AnswerEngine:
    corpus = Corpus.open(tmp_path_factory.mktemp("scope"), embedder)
    files = sorted(SAMPLES.glob("2*.md"))
    add(corpus, load(find(files[::2]), "even"))
    add(corpus, load(find(files[1::2])))
    add(corpus, [LoadResult(OUTSIDE, "secret.txt", None, 0)])
    return AnswerEngine(corpus)


def inside(article: Article, scope: Scope) -> bool:
    """The oracle: what a scope lets through, read off its definition."""
    return (
        (not scope.collections or article.collection in scope.collections)
        and (not scope.publishers or article.publisher in scope.publishers)
        and (not scope.since or article.published is None or article.published >= scope.since)
        and (not scope.until or article.published is None or article.published <= scope.until)
    )


def scopes(engine: AnswerEngine, number: int) -> Iterator[Scope]:
    chance = random.Random(4)
    articles = list(engine.corpus.store.articles())
    publishers = sorted({article.publisher for article in articles})
    days = sorted(article.published for article in articles if article.published)
    for _ in range(number):
        yield Scope(
            collections=chance.choice([(), (), ("even",)]),
            publishers=tuple(chance.sample(publishers, chance.choice([0, 1, 2]))),
            since=chance.choice([None, chance.choice(days)]),
            until=chance.choice([None, chance.choice(days)]),
        )


def test_nothing_outside_of_a_scope_is_shown_or_counted(engine: AnswerEngine) -> None:
    articles = list(engine.corpus.store.articles())
    for scope in scopes(engine, 25):
        allowed = {article.id for article in articles if inside(article, scope)}
        assert engine.catalogue.counts(scope).articles == len(allowed)
        assert {listed.id for listed in engine.catalogue.list_articles(1000, scope=scope).articles} == allowed
        for question in QUESTIONS:
            answer = engine.answers.ask(question, scope=scope)
            shown = {c.article_id for c in answer.citations} | {hit.article.id for hit in answer.nearest}
            assert shown <= allowed, (scope, question)
            found = engine.answers.search(question, 50, scope=scope)
            assert {hit.article.id for hit in found} <= allowed


def test_an_empty_scope_changes_nothing(engine: AnswerEngine) -> None:
    for question in QUESTIONS:
        assert engine.answers.ask(question, scope=EVERYTHING) == engine.answers.ask(question)


def test_a_name_that_stands_outside_only_is_not_mentioned(engine: AnswerEngine) -> None:
    scope = Scope(publishers=("The Tidewater Post",))
    inside_count = engine.catalogue.counts(scope).articles
    assert engine.answers.ask("What did Zora Quillfeather say?").citations[0].article_id == "secret"
    said = f"None of the {inside_count} articles mentions Zora Quillfeather."
    assert reason(engine.answers.ask("What did Zora Quillfeather say?", scope=scope)) == said
    assert reason(engine.answers.ask("Who is Zora Quillfeather?", scope=scope)) == said


def test_filters_that_let_nothing_through_say_so(engine: AnswerEngine) -> None:
    scope = Scope(publishers=("Nobody's Paper",))
    said = "No article passes the filters: clear some of them and ask again."
    for question in ("What will the terminal cost?", "What did Lavrov say about NATO?"):
        answer = engine.answers.ask(question, scope=scope)
        assert (reason(answer), answer.nearest) == (said, ())


@pytest.mark.parametrize("question", ["What about the gas terminal?", "gas terminal", "Who spoke about the terminal?"])
def test_with_a_person_chosen_only_their_words_answer(engine: AnswerEngine, question: str) -> None:
    answer = engine.answers.ask(question, scope=Scope(person="Marit Solheim"))
    assert answer.citations
    assert {citation.speaker for citation in answer.citations} == {"Marit Solheim"}


@pytest.mark.parametrize(
    "question", ["What did Lavrov say about NATO?", "Where do Solheim and Voss disagree on the terminal?"]
)
def test_a_question_after_somebody_else_says_which_filter_to_clear(engine: AnswerEngine, question: str) -> None:
    answer = engine.answers.ask(question, scope=Scope(person="Marit Solheim"))
    assert reason(answer) == "Only what Marit Solheim says is asked: clear that filter to hear others."


def test_a_library_is_narrowed_by_words_and_counts_what_is_left(engine: AnswerEngine) -> None:
    whole = engine.catalogue.list_articles(5)
    articles = list(engine.corpus.store.articles())
    assert whole.total == len(articles)
    assert [listed.id for listed in whole.articles] == [article.id for article in articles[:5]]
    assert sum(number for _, number in whole.publishers) == sum(bool(a.publisher) for a in articles)
    assert (whole.oldest, whole.newest) == (
        date(2022, 3, 10),
        max(a.published for a in articles if a.published),
    )
    found = engine.catalogue.list_articles(100, like="tidewater GAS")
    expected = [a for a in articles if a.publisher == "The Tidewater Post" and "gas" in a.title.lower()]
    assert [listed.id for listed in found.articles] == [a.id for a in expected]
    assert found.publishers == (("The Tidewater Post", len(expected)),)
    assert engine.catalogue.list_articles(100, like="100%_").total == 0
    (secret,) = engine.catalogue.list_articles(100, like="a secret").articles
    assert (secret.people, secret.collection) == (1, "default")
