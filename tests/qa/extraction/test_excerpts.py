"""Excerpts widened to what a reader needs: the sentence that they hang on, the end of the quotation."""

from dataclasses import replace

import pytest

from index.text.chunking import split_sentences
from qa.extraction.compose import Excerpt
from qa.extraction.excerpts import MAX_CHARACTERS, Surroundings, is_open, join_overlapping
from tests.support.articles import article

FERRY = (
    "The ferry Solvind sank off Torne on Monday.\n\n"
    "Ida Berg had been its captain for nine years. She left the ship last of all.\n\n"
    "“We did what we could. Nobody was left behind. The sea did the rest,” Berg said in Torne.\n\n"
    "A heading\n\n"
    "He would not comment on the loss."
)


def widened(text: str, words: str, known: frozenset[str] = frozenset()) -> str | None:
    """The excerpt that the sentence which begins with `words` becomes; None when it cannot be understood."""
    stored = article("a", text)
    sentences = split_sentences("a", text)
    sentence = next(s for s in sentences if s.text_in(stored).startswith(words))
    found = Surroundings(stored, sentences, known).widen(Excerpt(stored, sentence.start, sentence.end))
    return found.text if found else None


def test_a_sentence_that_stands_by_itself_stays_as_it_is() -> None:
    assert widened(FERRY, "Ida Berg") == "Ida Berg had been its captain for nine years."


def test_a_hanging_sentence_begins_with_the_one_before_it() -> None:
    assert widened(FERRY, "She left") == "Ida Berg had been its captain for nine years. She left the ship last of all."


def test_a_chain_of_two_is_followed_to_the_name() -> None:
    text = "Ida Berg was the captain. She knew the cape. She left last of all."
    assert widened(text, "She left") == text


def test_what_hangs_on_a_heading_or_on_nothing_cannot_be_understood() -> None:
    assert widened(FERRY, "He would") is None
    assert widened("He would not comment on the loss.", "He would") is None


def test_an_excerpt_is_not_widened_beyond_its_room() -> None:
    long = f"Ida Berg {'sailed and ' * 40}came home."
    assert len(long) > MAX_CHARACTERS
    assert widened(f"{long} She was tired.", "She was") is None


@pytest.mark.parametrize("words", ["“We did", "Nobody was", "The sea"])
def test_a_quotation_is_shown_from_its_beginning_to_its_end(words: str) -> None:
    quotation = "“We did what we could. Nobody was left behind. The sea did the rest,” Berg said in Torne."
    assert widened(FERRY, words, frozenset({"sea"})) == quotation


def test_a_quotation_that_is_too_long_is_not_begun() -> None:
    speech = "“We sailed. " + "Then the wind turned against us once more. " * 20 + "We lost.”"
    assert widened(speech, "“We sailed") is None


def test_quotations_are_told_by_their_marks() -> None:
    assert is_open("“We did what we could.")
    assert not is_open("“We did.” Berg said.")
    assert is_open('"We did what we could.')
    assert not is_open('"We did." Berg said.')
    assert is_open("„Wir taten alles.")
    assert not is_open("„Wir taten alles.“ So Berg.")
    assert is_open("`` We did what we could .")
    assert not is_open("`` We did . ''")


def test_excerpts_that_share_words_become_one() -> None:
    stored = article("a", FERRY)
    one, other, apart = Excerpt(stored, 0, 43, "Berg"), Excerpt(stored, 20, 90), Excerpt(stored, 100, 120)
    assert join_overlapping([one, apart, other]) == [replace(one, end=90, speaker=None), apart]
