"""Who has not spoken is told in the articles' words, and nobody's words are taken for it."""

import pytest

from index.storage.corpus import Corpus
from qa.answer import Answer
from qa.engine import AnswerEngine
from tests.support.worded import note


@pytest.fixture(scope="module")
def engine(samples: Corpus) -> AnswerEngine:
    return AnswerEngine(samples)


def told(answer: Answer) -> str:
    return " ".join(sentence.text for sentence in answer.sentences)


@pytest.mark.parametrize(
    "question",
    [
        "Who has not commented on the guarantee?",
        "who declined to comment in the guarantee quarrel in february",
        "Which ministry wouldn't talk about the guarantee?",
    ],
)
def test_who_did_not_speak_is_told(engine: AnswerEngine, question: str) -> None:
    assert "A spokesman for the finance ministry confirmed that the meeting had taken place but declined" in told(
        engine.answers.ask(question)
    )


def test_of_somebody_who_never_spoke_that_is_told_under_a_note(engine: AnswerEngine) -> None:
    answer = engine.answers.ask("Did Aksel Thorne ever comment on the lease?")
    assert "has not spoken publicly about Eastmole" in told(answer)
    assert note(answer) == "No words known to be by Aksel Thorne were found on the lease."
    assert {citation.speaker for citation in answer.citations} <= {None, "Aksel Thorne"}


def test_what_somebody_did_not_want_to_speak_of_needs_no_note(engine: AnswerEngine) -> None:
    answer = engine.answers.ask("What did Julie Aasen not want to comment on?")
    assert "declined to comment on whether his company had been offered money to leave early" in told(answer)
    assert note(answer) == ""


def test_silence_on_something_else_is_no_answer(engine: AnswerEngine) -> None:
    assert engine.answers.ask("What did Aksel Thorne say about penguins?").refused
