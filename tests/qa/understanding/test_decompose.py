"""A question that needs several searches is split, by its form, into at most four; their answers stand side by side."""

import pytest

from index.storage.corpus import Corpus
from qa.engine import AnswerEngine
from qa.understanding.decompose import decompose
from tests.support.worded import headings, note, reason


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "What did Voss and Reiner say about the guarantee?",
            ("What did Voss say about the guarantee?", "What did Reiner say about the guarantee?"),
        ),
        (
            "Who resigned from Merrow Bank and why did the bank wait?",
            ("Who resigned from Merrow Bank?", "Why did the bank wait?"),
        ),
        (
            "What did Ana Sol, Ben Moor and Cy Lind say about NATO?",
            (
                "What did Ana Sol say about NATO?",
                "What did Ben Moor say about NATO?",
                "What did Cy Lind say about NATO?",
            ),
        ),
        ("When did the ferry sink? Where is it now?", ("When did the ferry sink?", "Where is it now?")),
    ],
)
def test_a_question_of_several_is_split(question: str, expected: tuple[str, ...]) -> None:
    assert decompose(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "What did Lavrov say about NATO and Ukraine?",
        "What did Johnson and Johnson say about talc?",
        "How do Voss and Reiner disagree?",
        "Who won? And how much?",
        "What is said about hiring and firing?",
        "Who were the dadaists and what did they do?",
        "This religion emerged in the 15th century and was a blend of what?",
        "What did A B, C D, E F, G H and I J say about tax?",
        "",
    ],
)
def test_any_other_question_is_one(question: str) -> None:
    assert decompose(question) == (question,)


def test_two_peoples_words_stand_side_by_side(samples: Corpus) -> None:
    question = "What did Petra Voss and Tomas Reiner say about the guarantee?"
    answer = AnswerEngine(samples).answers.ask(question)
    sections = list(dict.fromkeys(headings(answer)))
    assert sections == [
        "What did Petra Voss say about the guarantee?",
        "What did Tomas Reiner say about the guarantee?",
    ]
    numbers = [n for sentence in answer.sentences for n in sentence.citations]
    assert sorted(numbers) == [citation.n for citation in answer.citations] == list(range(1, len(numbers) + 1))
    speakers = {
        heading: {c.speaker for c in answer.citations if c.n in sentence.citations}
        for heading, sentence in zip(headings(answer), answer.sentences, strict=True)
    }
    assert speakers == {sections[0]: {"Petra Voss"}, sections[1]: {"Tomas Reiner"}}
    assert answer.question == question


def test_a_part_that_is_not_answered_says_so(samples: Corpus) -> None:
    answer = AnswerEngine(samples).answers.ask("What did Petra Voss and Angela Merkel say about the guarantee?")
    assert not answer.refused
    assert "“What did Angela Merkel say about the guarantee?”: None of the 24 articles mentions Angela Merkel." in note(
        answer
    )


def test_when_no_part_is_answered_all_reasons_are_given(samples: Corpus) -> None:
    answer = AnswerEngine(samples).answers.ask("What did Angela Merkel and Emmanuel Macron say about gas?")
    assert reason(answer) == (
        "None of the 24 articles mentions Angela Merkel. None of the 24 articles mentions Emmanuel Macron."
    )
    assert answer.nearest
