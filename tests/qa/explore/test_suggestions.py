"""What is offered beside an answer can be had: every question is answered, every passage is one not yet shown."""

import pytest

from index.records import Scope
from index.storage.corpus import Corpus
from qa.engine import AnswerEngine

ANSWERED = (
    "What did the mayor say about the gas terminal?",
    "What did Voss say about coal?",
    "Who spoke about the gas terminal?",
    "How has Solheim's position on the gas terminal changed?",
    "Why will the coal berth close?",
)
REFUSED = ("Who won the chess tournament on the moon?", "What did Lavrov say about football?")


@pytest.fixture(scope="module")
def engine(samples: Corpus) -> AnswerEngine:
    return AnswerEngine(samples)


@pytest.mark.parametrize("question", ANSWERED + REFUSED)
def test_every_question_offered_is_answered_with_something_new(engine: AnswerEngine, question: str) -> None:
    answer = engine.answers.ask(question)
    assert answer.refused is (question in REFUSED)
    offered = engine.answers.suggest(answer).following
    assert 1 <= len(offered) <= 3
    assert len({question, *offered}) == len(offered) + 1
    shown = {(citation.article_id, citation.start) for citation in answer.citations}
    for following in offered:
        places = {(citation.article_id, citation.start) for citation in engine.answers.ask(following).citations}
        assert places - shown, following


def test_what_is_offered_stays_with_the_subject(engine: AnswerEngine) -> None:
    offered = engine.answers.suggest(engine.answers.ask("What did the mayor say about the gas terminal?")).following
    assert offered[:2] == (
        "How has Marit Solheim’s position on the gas terminal changed?",
        "Who else spoke about the gas terminal?",
    )
    assert "Lavrov" in engine.answers.suggest(engine.answers.ask("What did Lavrov say about football?")).following[0]


def test_what_is_offered_stays_within_the_filters(engine: AnswerEngine) -> None:
    scope = Scope(publishers=("Norvik Courier",))
    answer = engine.answers.ask("What did the mayor say about the gas terminal?", scope=scope)
    for question in engine.answers.suggest(answer, scope=scope).following:
        assert not engine.answers.ask(question, scope=scope).refused, question
    assert {hit.article.publisher for hit in engine.answers.suggest(answer, scope=scope).unused} == {"Norvik Courier"}


@pytest.mark.parametrize("question", ANSWERED)
def test_unused_passages_were_found_and_are_not_cited(engine: AnswerEngine, question: str) -> None:
    answer = engine.answers.ask(question)
    hits = engine.answers.suggest(answer).unused
    assert 1 <= len(hits) <= 5
    found = {(hit.article.id, hit.passage.start) for hit in engine.answers.search(question, 20)}
    for hit in hits:
        assert (hit.article.id, hit.passage.start) in found
        assert not any(
            c.article_id == hit.article.id and hit.passage.start < c.end and c.start < hit.passage.end
            for c in answer.citations
        )
    per_article = [hit.article.id for hit in hits]
    assert max(per_article.count(article_id) for article_id in per_article) <= 2


def test_beside_a_refusal_the_passages_are_shown_already(engine: AnswerEngine) -> None:
    assert engine.answers.suggest(engine.answers.ask(REFUSED[0])).unused == ()
