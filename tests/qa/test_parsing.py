"""A model's text into sentences and the numbers they cite, however it is cut into pieces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.generation.parsing import Written, sentences

TEXT = (
    "Lavrov said on Thursday that Russia had no plans [1]. Mr. Kuleba, he said, came with “two requests.” [2][3] "
    "According to Dr. Weiss, 3.5 percent fell (2).\n- **The mayor** refused [1, 3]!\n2. It ended in 2022 [4-5]."
    "\nWho knows"
)
READ = [
    Written("Lavrov said on Thursday that Russia had no plans.", (1,)),
    Written("Mr. Kuleba, he said, came with “two requests.”", (2, 3)),
    Written("According to Dr. Weiss, 3.5 percent fell.", (2,)),
    Written("The mayor refused!", (1, 3)),
    Written("It ended in 2022.", (4, 5)),
    Written("Who knows", ()),
]


@given(st.lists(st.integers(1, 40), min_size=1, max_size=60))
def test_the_sentences_are_the_same_whatever_the_pieces(lengths: list[int]) -> None:
    pieces, at = [], 0
    for length in lengths:
        pieces.append(TEXT[at : at + length])
        at += length
    assert list(sentences([*pieces, TEXT[at:]])) == READ


def test_a_sentence_is_given_as_soon_as_the_next_begins() -> None:
    given_so_far: list[str] = []

    def pieces() -> list[str]:
        return ["The ferry sank. [1]", " Divers", " came. [2]"]

    def watched() -> object:
        for piece in pieces():
            given_so_far.append(piece)
            yield piece

    stream = sentences(watched())  # type: ignore[arg-type]
    assert next(stream) == Written("The ferry sank.", (1,))
    assert given_so_far == ["The ferry sank. [1]", " Divers"]
    assert next(stream) == Written("Divers came.", (2,))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("It sank 【1】.", Written("It sank.", (1,))),
        ("It sank [Passage 2].", Written("It sank.", (2,))),
        ("It sank [n=2, n=3].", Written("It sank.", (2, 3))),
        ("It sank [1-999].", Written("It sank.", (1,))),
        ("It sank [1] [1] [1].", Written("It sank.", (1,))),
        ("It sank [x].", Written("It sank [x].", ())),
        ("### It sank [1", Written("It sank [1", ())),
        ("It\u200b sank\u202e [1].", Written("It sank.", (1,))),
    ],
)
def test_citations_are_read_however_they_are_written(text: str, read: Written) -> None:
    assert list(sentences([text])) == [read]


def test_nothing_is_no_sentence() -> None:
    assert list(sentences([])) == []
    assert list(sentences(["", " \n ", "[1] [2] [3]", "..."])) == []


def test_words_without_end_are_cut() -> None:
    found = list(sentences(["word "] * 2_000))
    assert max(len(sentence.text) for sentence in found) <= 2_005
    assert sum(sentence.text.count("word") for sentence in found) == 2_000
