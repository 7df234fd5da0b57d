"""Questions understood: whose words are asked for, and on what."""

import pytest

from index.people import matching, name_words
from qa.expected import holds_expected
from qa.question import names, understand


@pytest.mark.parametrize(
    ("question", "speaker", "topic"),
    [
        ("What did Lavrov say about NATO?", "Lavrov", "NATO"),
        ("what has Petra Voss said on the state guarantee", "Petra Voss", "the state guarantee"),
        ("What does the mayor think about coal?", "the mayor", "coal"),
        ("Did Kuleba mention Mariupol?", "Kuleba", "Mariupol"),
        ("Quotes by Hanna Ekeland about gas", "Hanna Ekeland", "gas"),
        ("What did the BBC ask?", "the BBC", ""),
    ],
)
def test_whose_words_on_what(question: str, speaker: str, topic: str) -> None:
    query = understand(question)
    assert (query.speaker, query.topic, query.intent) == (speaker, topic, "said")


@pytest.mark.parametrize("question", ["Where did the meeting take place?", "Who was the mediator?", "How much is it?"])
def test_plain_questions_ask_for_nobodys_words(question: str) -> None:
    query = understand(question)
    assert (query.speaker, query.topic, query.intent) == (None, question, "fact")


def test_names_in_a_question() -> None:
    assert names("Where did Lavrov meet Van der Berg in Antalya?") == ["Lavrov", "Van der Berg", "Antalya"]
    assert names("where did lavrov go?") == []
    assert names("Where?") == []


SPEAKERS = ["Bill Clinton", "Hillary Clinton", "Hillary Rodham Clinton", "John Kerry", "Kerry", "Étienne Castellane"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Clinton", ["Bill Clinton", "Hillary Clinton", "Hillary Rodham Clinton"]),
        ("Hillary Clinton", ["Hillary Clinton", "Hillary Rodham Clinton"]),
        ("Secretary Kerry", ["John Kerry", "Kerry"]),
        ("J. Kerry", ["John Kerry", "Kerry"]),
        ("Mr. Kerry's", ["John Kerry", "Kerry"]),
        ("Kerri", ["John Kerry", "Kerry"]),
        ("etienne castelane", ["Étienne Castellane"]),
        ("Teresa Kerry", ["Kerry"]),
        ("Lavrov", []),
        ("", []),
    ],
)
def test_whom_a_name_may_mean(name: str, meant: list[str]) -> None:
    assert matching(name, SPEAKERS) == meant


def test_titles_and_possessives_are_no_part_of_a_name() -> None:
    assert name_words("Gen. Óscar Belmonte's") == ("oscar", "belmonte")
    assert name_words("the Pope") == ("the", "pope")


@pytest.mark.parametrize(
    ("question", "sentence", "holds"),
    [
        ("How many came?", "Some people came.", False),
        ("How many came?", "Forty people came.", True),
        ("Where was it?", "It was late.", False),
        ("Where was it?", "It was held in the city of Norvik.", True),
        ("When was it?", "It was on Monday.", True),
        ("What was it?", "It was.", True),
    ],
)
def test_the_kind_of_thing_asked_for(question: str, sentence: str, *, holds: bool) -> None:
    assert holds_expected(question, sentence) == holds
