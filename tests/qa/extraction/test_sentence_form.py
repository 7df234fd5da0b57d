"""Which sentences may stand in an answer, and which cannot be understood by themselves."""

import pytest

from index.text.keywords import stems
from qa.extraction.sentence_form import is_hanging, is_statement, may_answer
from tests.support.articles import article


@pytest.mark.parametrize(
    "text",
    [
        "The ferry Solvind sank off Cape Torne on Monday night.",
        "“Nobody was left on board,” Ida Berg said.",
        "“Why did nobody call?” asked the mayor of Torne.",
        "Die Fähre sank am Montag vor Kap Torne.",
        "渡轮周一晚上沉没了。",
        "The storm hit the north .",
    ],
)
def test_what_states_something_may_answer(text: str) -> None:
    assert is_statement(text)


@pytest.mark.parametrize(
    "text",
    [
        "Why did the ferry sink?",
        "“Why did the ferry sink?”",
        "What we know about the ferry",
        "Here is what we know about the ferry:",
        "Seriously.",
        "12.",
        "Read more about the ferry on our site.",
        "Sign up for our morning letter and never miss a ferry.",
        "(Photo by Ole Strand.)",
        "The ferry at sunset. Ole Strand/Getty Images.",
        "More on this:Solvind is to be raised in spring.",
        "Ole Strand/Torne Post/AP The ferry is towed to the harbour of Merrow.",
        "Ida Berg, left, is seen on the quay of Merrow.",
        "Berg v. Strand:Gov. Holm is heard in court.",
        "-- Ida Berg, on the ferry that she lost.",
    ],
)
def test_questions_headings_captions_banners_and_fragments_answer_nothing(text: str) -> None:
    assert not is_statement(text)


def test_a_headline_is_no_answer_though_it_is_a_sentence() -> None:
    text = "The Solvind has sunk off Torne."
    assert may_answer(text, article("a", text, "Another headline"))
    assert not may_answer(text, article("a", text, text))


@pytest.mark.parametrize(
    "text",
    [
        "He left the ship last of all.",
        "But it could not be saved.",
        "However, they were all taken ashore.",
        "It’s the third loss in a year.",
        "The deal was signed on Friday.",
        "Still, the company will not pay.",
        "“We were lucky,” she said.",
        "The two companies accounted for half of it.",
    ],
)
def test_a_sentence_whose_subject_stands_before_it_hangs(text: str) -> None:
    assert is_hanging(text, set())


@pytest.mark.parametrize(
    "text",
    [
        "Ida Berg left the ship last of all.",
        "The Solvind could not be saved.",
        "The captain of the Solvind left last of all.",
        "The first ferry of the line was built in 1974.",
        "The old captain Ida Berg left last of all.",
        "In his speech Strand asked for patience.",
        "“We were lucky,” Ida Berg said.",
    ],
)
def test_a_sentence_that_names_its_subject_stands_by_itself(text: str) -> None:
    assert not is_hanging(text, set())


def test_what_question_or_headline_names_needs_no_sentence_before() -> None:
    text = "The ferry had 41 passengers."
    assert is_hanging(text, stems("How many were on board?"))
    assert not is_hanging(text, stems("How many were on board the ferries?"))
