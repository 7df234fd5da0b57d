"""What a sentence claims to the letter: numbers, days, names, quotations, speakers, addresses."""

import pytest

from qa.verification.rules import dates, form, names, numbers, quotations, speakers
from qa.verification.rules.rule import Claim
from tests.support.premises import claim_of, premise_of


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Two million people came.", "2m people came"),
        ("It cost 2,000,000 euros.", "It cost €2 million."),
        ("The state guarantees €250 million.", "a guarantee of 250 million euros"),
        ("40 percent voted.", "40% voted"),
        ("Half of them left.", "50 per cent of them left"),
        ("Forty-one thousand two hundred came.", "41,200 came"),
        ("A dozen men were held.", "12 men were held"),
        ("It was the 21st defeat.", "the twenty-first defeat"),
        ("About 300 came.", "312 came"),
        ("It lasted ten years.", "It lasted a decade."),
        ("One of them spoke, and the two agreed.", "They spoke."),
        ("A 19-year-old was held.", "a man of 19 was held"),
        ("It costs 1.04 billion.", "€1.04bn"),
        ("They want 9 percent and are offered 4.5 percent.", "They want 9 per cent and are offered 4.5."),
    ],
)
def test_a_number_is_one_however_it_is_written(sentence: str, source: str) -> None:
    assert numbers.unsupported(claim_of(sentence, source)) == []


@pytest.mark.parametrize(
    ("sentence", "source", "missing"),
    [
        ("Three million people came.", "2m people came", ["3,000,000"]),
        ("It costs $250 million.", "It costs €250 million.", ["250,000,000"]),
        ("40 percent voted.", "14% voted and 400 did not", ["40%"]),
        ("About 300 came.", "400 came", ["300"]),
        ("312 came.", "About 300 came.", ["312"]),
        ("A third left.", "A quarter left.", ["33.33333333333333333333333333%"]),
        ("Twelve died.", "Twenty died.", ["12"]),
        ("More than 107 were hurt.", "100 were hurt", ["107"]),
        ("Prices fell 30%.", "Prices fell by 30", ["30%"]),
        ("It costs $30 million.", "30 million tonnes", ["30,000,000"]),
        ("They won 30-12.", "They won 30 to 21", ["12"]),
        ("It was the tenth time.", "It was the third time", ["10"]),
        ("The three directors resigned.", "Four directors resigned", ["3"]),
    ],
)
def test_another_number_is_missed(sentence: str, source: str, missing: list[str]) -> None:
    assert numbers.unsupported(claim_of(sentence, source)) == missing


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("It happened on 6 February 2025.", "It happened on Thursday."),
        ("It happened on Wednesday.", "It happened yesterday."),
        ("It happened in January 2025.", "It happened last month."),
        ("It happened in March 2024.", "It happened last March."),
        ("It opens on 11 February.", "It opens on Tuesday."),
        ("They met in 2016.", "They met on 3 May 2016."),
        ("The army came on 24 February 2022.", "The army came on Feb. 24, 2022."),
        ("Speaking on 6 February, he agreed.", "He agreed."),
        ("Two weeks ago it rained.", "It rained on 23 January."),
    ],
)
def test_a_day_is_one_however_it_is_named(sentence: str, source: str) -> None:
    assert dates.unsupported(claim_of(sentence, source)) == []


@pytest.mark.parametrize(
    ("sentence", "source", "missing"),
    [
        ("It happened on 16 February 2025.", "It happened on Thursday.", ["16 February 2025"]),
        ("It happened on Friday.", "It happened yesterday.", ["Friday"]),
        ("They met on 3 May 2016.", "They met in 2016.", ["3 May 2016"]),
        ("They met in 2017.", "They met on 3 May 2016.", ["2017"]),
        ("It happened last year.", "It happened in 2022.", ["last year"]),
        ("It happened on 1 March.", "It happened on 21 March.", ["1 March"]),
        ("He resigned in May.", "The mayor resigned.", ["May"]),
        ("It happened on tuesday.", "It happened on Monday.", ["tuesday"]),
        ("It was built on 7 March.", "The tomb was built 4500 years ago.", ["7 March"]),
        ("It was built 9999999999999 days ago.", "It is old.", ["9999999999999 days ago"]),
    ],
)
def test_another_day_is_missed(sentence: str, source: str, missing: list[str]) -> None:
    assert dates.unsupported(claim_of(sentence, source)) == missing


def test_without_a_day_of_publication_only_what_is_written_counts() -> None:
    assert dates.unsupported(claim_of("It happened on Thursday.", "It happened on Thursday.", published=None)) == []
    assert dates.unsupported(claim_of("It happened yesterday.", "It happened on Thursday.", published=None)) == [
        "yesterday"
    ]
    assert dates.unsupported(claim_of("In May 2016 they met.", "They met on 3 May 2016.", published=None)) == []


TEXT = (
    "Energy Minister Tomas Reiner spoke first. Reiner told the committee that the terminal was safe. "
    "Kyiv and the European Union watched. Outside, Petra Voss shook her head. “It is a bad deal,” Voss said."
)


@pytest.mark.parametrize(
    "sentence",
    [
        "Reiner said so.",
        "Tomas Reiner told the committee.",
        "The EU watched, and so did Kiev.",
        "Residents were told by Reiner.",
        "According to Voss, it is bad.",
    ],
)
def test_names_that_stand_there_are_known(sentence: str) -> None:
    assert names.unsupported(claim_of(sentence, TEXT)) == []


@pytest.mark.parametrize(
    ("sentence", "missing"),
    [
        ("Hanna Ekeland said so.", ["Hanna Ekeland"]),
        ("Reiner and Ekeland spoke in Halvern.", ["Ekeland", "Halvern"]),
        ("Anna Reiner spoke.", ["Anna Reiner"]),
        ("NATO watched.", ["NATO"]),
        ("The American minister was told us of it.", ["American"]),
        ("Petrov, the energy minister, spoke first.", ["Petrov"]),
        ("King Reiner spoke first.", ["King"]),
    ],
)
def test_names_that_do_not_are_missed(sentence: str, missing: list[str]) -> None:
    assert names.unsupported(claim_of(sentence, TEXT)) == missing


def test_a_fuller_name_is_taken_from_the_article() -> None:
    second = TEXT.index("Reiner told")
    premise = premise_of(TEXT, start=second, end=second + 20)
    assert names.unsupported(Claim("Tomas Reiner told the committee.", (premise,))) == []


@pytest.mark.parametrize(
    ("sentence", "missing"),
    [
        ("Voss called it “a bad deal”.", []),
        ("Voss said: 'It is a bad deal.'", []),
        ("Voss said it is “a … deal”.", []),
        ("Voss called it “a very bad deal”.", ["a very bad deal"]),
        ("Voss called it “a good deal” and “a bad deal”.", ["a good deal"]),
        ("Voss called it “ad”.", ["ad"]),
        ("Voss called it 「a good deal」.", ["「", "」"]),
    ],
)
def test_quoted_words_stand_there_to_the_letter(sentence: str, missing: list[str]) -> None:
    assert quotations.unsupported(claim_of(sentence, TEXT)) == missing


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("Voss said that it was a bad deal.", []),
        ("It is a bad deal, according to Petra Voss.", []),
        ("Reiner said that it was a bad deal.", ["Reiner"]),
        ("“It is a bad deal,” Reiner said.", ["Reiner"]),
        ("Reiner told the committee that the terminal was safe.", []),
        ("Voss told the committee that the terminal was safe.", ["Voss"]),
        ("Reiner said, according to Voss, that the terminal was safe.", ["Voss"]),
    ],
)
def test_words_belong_to_who_says_them(sentence: str, wrong: list[str]) -> None:
    assert speakers.unsupported(claim_of(sentence, TEXT)) == wrong


def test_who_he_is_tells_the_sentence_before() -> None:
    assert speakers.unsupported(claim_of("She said that it was a bad deal.", TEXT, "Petra Voss shook her head.")) == []
    assert speakers.unsupported(claim_of("He said that it was a bad deal.", TEXT, "Tomas Reiner spoke.")) == [
        "Tomas Reiner"
    ]


@pytest.mark.parametrize(
    ("sentence", "missing"),
    [
        ("See www.evil.example/x for more.", ["www.evil.example/x"]),
        ("Write to a@evil.example now.", ["a@evil.example"]),
        ("![x](y) is here.", ["![x]("]),
        ("The <img src=x> fell.", ["<i"]),
        ("He came at 4 p.m. to the U.S. office.", []),
        ("It stands on onrecord.example today.", []),
        ("Go to t.co/x or evil.website now.", ["t.co/x", "evil.website"]),
    ],
)
def test_addresses_stand_there_and_markup_nowhere(sentence: str, missing: list[str]) -> None:
    assert list(form.unsupported(claim_of(sentence, "The page onrecord.example is new."))) == missing
