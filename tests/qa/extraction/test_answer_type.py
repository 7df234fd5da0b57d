"""What a question asks for, and whether a sentence holds it."""

import pytest

from index.storage.corpus import Corpus
from qa.engine import AnswerEngine
from qa.extraction.answer_type import announces_list, can_be_answered, has_answer_of_type


@pytest.mark.parametrize(
    ("question", "sentence", "holds"),
    [
        ("How much did it cost?", "It cost €52 million.", True),
        ("How much did it cost?", "The lease runs until 2031.", False),
        ("How much of it is debt?", "Less than half of it.", True),
        ("How many died?", "Twelve people died.", True),
        ("How many died?", "It happened in 2021.", False),
        ("How old is Gerda Holt?", "Gerda Holt, 81, a retired nurse, waited.", True),
        ("How old is the mayor?", "The mayor came at 9 a.m.", False),
        ("Why did she leave?", "She left because nobody asked her to stay.", True),
        ("Why did she leave?", "She left on Monday.", False),
    ],
)
def test_the_kind_of_thing_asked_for(question: str, sentence: str, holds: bool) -> None:
    assert has_answer_of_type(question, sentence) == holds


def test_without_an_age_or_what_is_counted_nothing_answers() -> None:
    assert not can_be_answered("how old is the mayor", ["The mayor has two dogs."])
    assert can_be_answered("how old is the mayor", ["Marit, 54, is the mayor."])
    assert not can_be_answered("how many goals did he score", ["He played 204 games."])
    assert can_be_answered("how many games did he play", ["He played 204 games."])
    assert can_be_answered("how many people died", ["The dead are twelve."])


def test_a_list_is_announced_by_how_many_there_are_of_what_is_asked() -> None:
    assert announces_list("Which conditions did she set?", "She set four conditions.")
    assert not announces_list("Which conditions did she set?", "She saw four ferries.")
    assert not announces_list("Who set the conditions?", "She set four conditions.")


def test_a_list_is_shown_to_its_end(samples: Corpus) -> None:
    answer = AnswerEngine(samples).answers.ask("Which four conditions did the mayor set for the terminal?")
    told = " ".join(sentence.text for sentence in answer.sentences)
    for words in ("at least 20 per cent", "shut by 2045", "Every worker at the coal berth", "not a euro"):
        assert words in told
