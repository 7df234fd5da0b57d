"""A timeline holds just what the store knows a person to say, in the order of publication."""

from datetime import date

import pytest

from index.embedding import Embedder
from index.ingest import add
from index.records import MIN_CONFIDENCE, Article, LoadResult, Scope
from index.sources.files import find, load
from index.storage.corpus import Corpus
from qa.engine import AnswerEngine
from tests.support.paths import SAMPLES

UNDATED = Article("undated", "“I am still against the terminal,” said Marit Solheim.", "No date")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> AnswerEngine:
    corpus = Corpus.open(tmp_path_factory.mktemp("timeline"), embedder)
    add(corpus, load(find([SAMPLES])))
    add(corpus, [LoadResult(UNDATED, "undated.txt", None, 0)])
    return AnswerEngine(corpus)


@pytest.mark.parametrize("name", ["Marit Solheim", "Solheim", "the mayor", "Daniel Voss"])
def test_every_statement_of_the_person_is_in_it_once(engine: AnswerEngine, name: str) -> None:
    """The oracle reads every statement of every article."""
    drawn = engine.catalogue.timeline(name)
    store = engine.corpus.store
    person = engine.corpus.people()[drawn.name]
    said = [
        statement
        for article in store.articles()
        for statement in store.statements.of_article(article.id, unsure=True)
        if statement.speaker in person.names and statement.confidence >= MIN_CONFIDENCE
    ]
    assert said
    for statement in said:
        holding = [
            p
            for p in drawn.points
            if p.article.id == statement.article_id and p.start < statement.end and statement.start < p.end
        ]
        assert holding, statement
    for point in drawn.points:
        inside = [s for s in said if s.article_id == point.article.id and point.start < s.end and s.start < point.end]
        assert inside
        assert point.direct is any(s.kind != "indirect" for s in inside)


def test_points_stand_in_the_order_of_publication(engine: AnswerEngine) -> None:
    points = engine.catalogue.timeline("Marit Solheim").points
    days = [point.article.published or date.max for point in points]
    assert days == sorted(days)
    assert points[-1].article.id == "undated"


def test_a_topic_and_a_scope_narrow_it_down(engine: AnswerEngine) -> None:
    whole = engine.catalogue.timeline("Marit Solheim")
    on_coal = engine.catalogue.timeline("Marit Solheim", "coal")
    assert 0 < len(on_coal.points) < len(whole.points)
    assert all("coal" in point.text.lower() for point in on_coal.points)
    scope = Scope(publishers=("Norvik Courier",), since=date(2025, 1, 1))
    within = engine.catalogue.timeline("Marit Solheim", scope=scope)
    assert {point.article.publisher for point in within.points} == {"Norvik Courier"}


def test_nobody_of_that_name_has_an_empty_one(engine: AnswerEngine) -> None:
    drawn = engine.catalogue.timeline("Zora Quillfeather")
    assert (drawn.name, drawn.points) == ("Zora Quillfeather", ())


def test_a_timeline_is_offered_where_there_is_one(engine: AnswerEngine) -> None:
    question = "What did Marit Solheim say about the gas terminal?"
    assert engine.answers.suggest(engine.answers.ask(question)).over_time == ("Marit Solheim", "the gas terminal")
    for other in ("Who won the chess tournament on the moon?", "Who spoke about the gas terminal?"):
        assert engine.answers.suggest(engine.answers.ask(other)).over_time is None
