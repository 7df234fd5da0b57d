"""A model's text into sentences and the numbers they cite, however it is cut into pieces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.generation.parsing import DraftSentence, parse_draft

TEXT = (
    "Lavrov said on Thursday that Russia had no plans [1]. Mr. Kuleba, he said, came with “two requests.” [2][3] "
    "According to Dr. Weiss, 3.5 percent fell (2).\n- **The mayor** refused [1, 3]!\n2. It ended in 2022 [4-5]."
    "\nWho knows"
)
READ = [
    DraftSentence("Lavrov said on Thursday that Russia had no plans.", (1,)),
    DraftSentence("Mr. Kuleba, he said, came with “two requests.”", (2, 3)),
    DraftSentence("According to Dr. Weiss, 3.5 percent fell.", (2,)),
    DraftSentence("The mayor refused!", (1, 3)),
    DraftSentence("It ended in 2022.", (4, 5)),
    DraftSentence("Who knows", ()),
]


@given(st.lists(st.integers(1, 40), min_size=1, max_size=60))
def test_the_sentences_are_the_same_whatever_the_pieces(lengths: list[int]) -> None:
    pieces, at = [], 0
    for length in lengths:
        pieces.append(TEXT[at : at + length])
        at += length
    assert list(parse_draft([*pieces, TEXT[at:]])) == READ


def test_a_sentence_is_given_as_soon_as_the_next_begins() -> None:
    given_so_far: list[str] = []

    def pieces() -> list[str]:
        return ["The ferry sank. [1]", " Divers", " came. [2]"]

    def watched() -> object:
        for piece in pieces():
            given_so_far.append(piece)
            yield piece

    stream = parse_draft(watched())  # type: ignore[arg-type]
    assert next(stream) == DraftSentence("The ferry sank.", (1,))
    assert given_so_far == ["The ferry sank. [1]", " Divers"]
    assert next(stream) == DraftSentence("Divers came.", (2,))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("It sank 【1】.", DraftSentence("It sank.", (1,))),
        ("It sank [Passage 2].", DraftSentence("It sank.", (2,))),
        ("It sank [n=2, n=3].", DraftSentence("It sank.", (2, 3))),
        ("It sank [1-999].", DraftSentence("It sank.", (1,))),
        ("It sank [1] [1] [1].", DraftSentence("It sank.", (1,))),
        ("It sank [x].", DraftSentence("It sank [x].", ())),
        ("### It sank [1", DraftSentence("It sank [1", ())),
        ("It\u200b sank\u202e [1].", DraftSentence("It sank.", (1,))),
    ],
)
def test_citations_are_read_however_they_are_written(text: str, read: DraftSentence) -> None:
    assert list(parse_draft([text])) == [read]


def test_nothing_is_no_sentence() -> None:
    assert list(parse_draft([])) == []
    assert list(parse_draft(["", " \n ", "[1] [2] [3]", "..."])) == []


def test_words_without_end_are_cut() -> None:
    found = list(parse_draft(["word "] * 2_000))
    assert max(len(sentence.text) for sentence in found) <= 2_005
    assert sum(sentence.text.count("word") for sentence in found) == 2_000
