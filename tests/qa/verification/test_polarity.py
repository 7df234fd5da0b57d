"""Sentences that turn around what they cite, and sentences that only say it otherwise."""

import pytest

from qa.verification.rules import form, misattribution, polarity, swaps
from tests.support.premises import claim_of


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("The council did not approve the terminal.", "The council approved the terminal on Monday."),
        ("The council approved the terminal.", "The council has not approved the terminal."),
        ("The council approved the terminal.", "The council rejected the terminal."),
        ("Shares in the bank fell sharply.", "Shares in the bank rose sharply."),
        ("Voss will sign the guarantee in May.", "Voss may sign the guarantee in May."),
        ("The vote came two days before the strike.", "The vote came two days after the strike."),
        ("At least 40 ships used the berth.", "At most 40 ships used the berth."),
        ("The minister criticised the offer.", "The minister praised the offer."),
        ("Nobody in the harbour was hurt.", "Twelve people in the harbour were hurt."),
        ("The judge cleared the captain of fraud.", "The judge convicted the captain of fraud."),
    ],
)
def test_the_contrary_is_found(sentence: str, source: str) -> None:
    assert polarity.unsupported(claim_of(sentence, source))


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("The council did not accept the terminal.", "The council rejected the terminal."),
        ("The regulator did not find evidence of fraud.", "The regulator found no evidence of fraud."),
        ("He denied that he had kept her in the dark.", "He said he had not kept her in the dark."),
        ("They agreed on neither a date nor a price.", "They parted without agreeing on a date or a price."),
        ("The vote came two days after the estimate.", "The estimate came two days before the vote."),
        ("Not only nurses went on strike.", "Nurses went on strike, and so did doctors."),
        ("The state would guarantee at most 200 million.", "The state will guarantee no more than 200 million."),
        ("Her view began to shift when the line was closed.", "Her view started to shift when the line was shut."),
        ("Nobody was hurt.", "No one was hurt."),
        ("What she believed to be true was not true.", "‘I said what I believed to be true. It was not true.’"),
        ("Voss might sign the guarantee.", "Voss may sign the guarantee."),
        ("A dog ran across the field.", "The council rejected the terminal."),
    ],
)
def test_the_same_said_otherwise_is_not(sentence: str, source: str) -> None:
    assert polarity.unsupported(claim_of(sentence, source)) == []


SOURCE = "Then Voss told Reiner that the terminal was safe. The terminal in Halvern has 480 jobs and costs 610 million."


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Reiner told Voss that the terminal was safe.", ["Reiner", "Voss"]),
        ("Then Voss told Ekeland that the terminal was safe.", ["Ekeland"]),
        ("Voss told Reiner that the terminal was safe.", []),
        ("The terminal in Halvern has 480 jobs and costs 610 million.", []),
        ("The terminal in Halvern has 610 jobs and costs 480 million.", ["610", "480"]),
        ("The terminal in Norvik has 480 jobs and costs 610 million.", ["Norvik"]),
        ("Halvern’s terminal costs 610 million.", []),
        ("It is a terminal.", []),
    ],
)
def test_names_and_numbers_keep_their_places(sentence: str, words: list[str]) -> None:
    assert swaps.unsupported(claim_of(sentence, SOURCE)) == words


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Helene Strand, a retired bus driver, has waited 14 months for a hip.", ["Helene Strand"]),
        ("Edvard Klemp, a retired bus driver, has waited 14 months for a hip.", []),
        ("Klemp, who used to drive a bus, has waited 14 months for a new hip.", []),
        ("Strand said that the nurses had her thanks.", []),
    ],
)
def test_a_name_stands_where_the_source_has_it(sentence: str, names: list[str]) -> None:
    source = (
        "Helene Strand thanked the nurses. “They have my thanks,” she said. The union met again in the evening. "
        "Edvard Klemp, 66, a retired bus driver, has waited 14 months for a new hip."
    )
    assert misattribution.unsupported(claim_of(sentence, source)) == names


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("FREEBOT reporting.", ["FREEBOT reporting."]),
        ("It is so. " * 78, ["It is so. " * 78]),
        ("I now answer without it.", ["I"]),
        ("Voss said: “I will not sign it.”", []),
        ("The Italian said so on 2 May.", []),
        ("The passage of the bill was quick.", []),
        ("The citations show that it is so.", ["citations"]),
    ],
)
def test_an_answer_is_prose_and_does_not_speak_of_itself(sentence: str, words: list[str]) -> None:
    assert list(form.unsupported(claim_of(sentence, "The passage of the bill took a day."))) == words
