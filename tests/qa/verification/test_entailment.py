"""The network that judges meaning: the same alone and among others, blind to what is known, sound about plain cases."""

from pathlib import Path

import pytest

from index.errors import CorpusError
from qa.verification.entailment import already_verified_spans, premise_text
from qa.verification.network import EntailmentModel, Example, content_mask, entailment_model
from tests.support.premises import premise_of

PASSAGE = (
    "The ferry company said on Monday that it would not raise its fares before the autumn. Two of its three ships are "
    "in the yard, and the third sails twice a day."
)


def test_a_sentence_is_judged_the_same_alone_and_among_longer_ones() -> None:
    asked = [
        Example((PASSAGE,), "The fares stay as they are until the autumn."),
        Example((PASSAGE, PASSAGE), "Two of the three ships of the ferry company are in the yard, the company said."),
        Example(("The third sails twice a day.",), "It sails."),
    ]
    together = entailment_model().logits(asked)
    assert together == pytest.approx([entailment_model().logits([one])[0] for one in asked], abs=0.05)
    assert entailment_model().logits(asked) == together


def test_what_stands_there_is_carried_and_what_is_of_something_else_is_not() -> None:
    own, other = entailment_model().logits(
        [
            Example((PASSAGE,), "The third sails twice a day."),
            Example((PASSAGE,), "The orchestra has hired a conductor for its tour of Japan."),
        ]
    )
    assert own > 0 > other


def test_what_says_nothing_is_not_carried_and_what_is_known_throughout_is() -> None:
    empty, quoted = entailment_model().logits(
        [
            Example((PASSAGE,), "It is what it is."),
            Example((PASSAGE,), "She said “all is well”.", ((9, 22),)),
        ]
    )
    assert empty < -10
    assert quoted > 10


def test_only_words_that_say_something_count_and_what_is_known_does_not() -> None:
    sentence = "It would not raise its fares, said Lindqvist."
    (read,) = entailment_model()._loaded[0].read([sentence])
    counted = content_mask(sentence, read, [(37, 46)])
    words = [sentence[a:b] for (a, b), telling in zip(read.spans, counted.tolist(), strict=True) if telling]
    assert words == ["not", "raise", "fares"]


def test_known_are_days_quotations_and_what_is_written_otherwise() -> None:
    sentence = "On 6 May Lindqvist said that “all is well” and that 250 million of the Ferry Line were spent."
    found = {sentence[a:b] for a, b in already_verified_spans(sentence, ["It spent 250 million, Lindqvist said."])}
    assert found == {"6 May", "6", "May", "“all is well”", "Ferry", "Line"}


def test_where_there_is_no_room_the_nearest_sentences_are_read() -> None:
    long = " ".join(f"Sentence number {n} is about the weather in the north." for n in range(60))
    texts = premise_text(
        "Two ships are in the yard.", [premise_of(f"{long} Two of its three ships are in the yard.")], room=200
    )
    assert len(texts[0]) <= 200
    assert texts[0].endswith("Two of its three ships are in the yard.")


def test_he_said_is_read_as_who_that_is() -> None:
    (text,) = premise_text("Voss laughed.", [premise_of("Petra Voss laughed. “It is a bad deal,” she said.")])
    assert text == "Petra Voss laughed. “It is a bad deal,” Petra Voss said."


def test_weights_that_cannot_be_read_are_one_sentence(tmp_path: Path) -> None:
    for content in (None, b"nothing"):
        weights = tmp_path / "weights.safetensors"
        if content:
            weights.write_bytes(content)
        with pytest.raises(CorpusError, match="cannot be read: install On Record anew"):
            EntailmentModel(weights).logits([Example((PASSAGE,), "It sails.")])
