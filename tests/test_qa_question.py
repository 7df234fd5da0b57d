"""Questions understood: whose words are asked for, and on what."""

import pytest

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
