"""Who says what, by kind of sentence: every text of ours has exactly these statements, word for word."""

import pytest

from index.attribution.attribute import attribute
from index.records import MIN_PROBABLE, Article
from index.text.chunking import split_sentences

Said = dict[str, str]


def said(text: str) -> Said:
    """Words reported → who says them, of what is at least probable."""
    found = attribute(Article("a", text, language="en"), split_sentences("a", text))
    return {text[s.start : s.end]: s.speaker for s in found if s.speaker and s.confidence >= MIN_PROBABLE}


PLAIN = [
    (
        "“It was a long winter,” Lena Brock, now 81 and retired in Tarn, said by telephone this week. “I liked it.”",
        {"“It was a long winter,”": "Lena Brock", "“I liked it.”": "Lena Brock"},
    ),
    (
        "“It was a long winter,” Lena Brock, a retired nurse from Tarn, Mass., said by phone.",
        {"“It was a long winter,”": "Lena Brock"},
    ),
    ("“Make Tarn dry!” US Senator Paul Gremm said as he opened the dam.", {"“Make Tarn dry!”": "Paul Gremm"}),
    ("“Make Tarn Great!” Senator Paul Gremm said when he arrived.", {"“Make Tarn Great!”": "Paul Gremm"}),
    ("Paul Gremm said as the crowd rose.", {}),
    ("Paul Gremm said as a child he had feared the dam.", {"as a child he had feared the dam": "Paul Gremm"}),
    (
        "Said Lena Brock, who grew up beside the dam, “We were all so glad of it.”",
        {"“We were all so glad of it.”": "Lena Brock"},
    ),
    (
        "The loudest no came from Paul Gremm, who declared in the back room of the inn, “I shall sell.”",
        {"“I shall sell.”": "Paul Gremm"},
    ),
    (
        "That drew a rebuke from Paul Gremm of Tarn, who declared on the floor of the hall, “I shall sell.”",
        {"“I shall sell.”": "Paul Gremm"},
    ),
    (
        "That drew a rebuke from Paul Gremm, a dam keeper, who declared on the floor of the hall, “I shall sell.”",
        {"“I shall sell.”": "Paul Gremm"},
    ),
    (
        "President Gremm released the following statement:\n\n“Lena and I offer our thanks to all of you.”",
        {"“Lena and I offer our thanks to all of you.”": "Gremm"},
    ),
    (
        "The following statement was released by President Gremm:\n\n“We thank all of you.”",
        {"“We thank all of you.”": "Gremm"},
    ),
    ("“It is a ruin,” miller Lena Brock said.", {"“It is a ruin,”": "Lena Brock"}),
    ("“It is a rune,” local beekeeper Paul Gremm told us.", {"“It is a rune,”": "Paul Gremm"}),
    ("“Salt” star Paul Gremm said that the film was long.", {"that the film was long": "Paul Gremm"}),
]


@pytest.mark.parametrize(("text", "expected"), PLAIN)
def test_plain_forms_are_found(text: str, expected: Said) -> None:
    assert said(text) == expected


RELAYED = [
    (
        "Lena Brock was quoted by the Tarn Post as saying “the dam is a sieve”.",
        {"“the dam is a sieve”": "Lena Brock"},
    ),
    ("“The dam is a sieve,” the Tarn Post quoted Lena Brock as saying.", {"“The dam is a sieve,”": "Lena Brock"}),
    (
        "“The dam is a sieve,” Lena Brock was quoted as saying by the Tarn Post.",
        {"“The dam is a sieve,”": "Lena Brock"},
    ),
    ("Lena Brock quoted her father as saying the dam was lost.", {"the dam was lost": "her father"}),
    ("“Row or drown,” Lena Brock recalled the captain shouting.", {"“Row or drown,”": "the captain"}),
    ("Lena Brock recalled Paul Gremm shouting “leave the dam”.", {"“leave the dam”": "Paul Gremm"}),
    ("“Nobody is ready,” Lena Brock was told by Paul Gremm.", {"“Nobody is ready,”": "Paul Gremm"}),
    (
        "Asked by Paul Gremm whether the dam would hold, Lena Brock said it was sound.",
        {"it was sound": "Lena Brock"},
    ),
    (
        "Lena Brock spoke first. Questioned by Paul Gremm about the dam, she said it was sound.",
        {"it was sound": "Lena Brock"},
    ),
]

UNSAID = [
    "Lena Brock wants to say that the dam is sound.",
    "Lena Brock plans to say on Friday that the dam is sound.",
    "Lena Brock has yet to say that the dam is sound.",
    "Lena Brock was expected to announce that the dam was sound.",
    "Lena Brock refused to rule out that the dam would burst.",
    "Lena Brock forgot to say that the dam would burst.",
    "Lena Brock had hoped to say that the dam was sound.",
]


@pytest.mark.parametrize(("text", "expected"), RELAYED)
def test_words_passed_on_are_of_who_spoke_them(text: str, expected: Said) -> None:
    assert said(text) == expected


@pytest.mark.parametrize("text", UNSAID)
def test_what_somebody_only_means_to_say_is_unsaid(text: str) -> None:
    assert said(text) == {}


def test_a_clause_about_the_subject_ends_with_its_comma() -> None:
    text = "The dam, which Lena Brock says the town will sell, is sound, Paul Gremm said."
    assert said(text)["the town will sell"] == "Lena Brock"
    assert said("Paul Gremm, who Lena Brock said was late for the vote, said he had been on time.") == {
        "was late for the vote": "Lena Brock",
        "he had been on time": "Paul Gremm",
    }


DESCRIBED = [
    (
        "“We lost it all,” said Lena Brock. A neighbour who would not give her name said: “It burned.”",
        {"“We lost it all,”": "Lena Brock", "“It burned.”": "a neighbour"},
    ),
    ("A man who asked not to be named said: “It burned.”", {"“It burned.”": "a man"}),
    ("“It burned,” a woman holding her child said.", {"“It burned,”": "a woman"}),
    ("“It burned,” said one of her colleagues.", {"“It burned,”": "one of her colleagues"}),
    (
        "“It is wet,” said one of the pilots, Lena Brock. “It is dry,” said a visibly tired Paul Gremm.",
        {"“It is wet,”": "Lena Brock", "“It is dry,”": "Paul Gremm"},
    ),
    ("“It was so loud,”1 said Lena Brock.", {"“It was so loud,”": "Lena Brock"}),
    ("“It was so loud”² said Lena Brock.", {"“It was so loud”": "Lena Brock"}),
    (
        "Lena Brock, who directed “The Long Dam” and “Salt”, said the film was too long.",
        {"the film was too long": "Lena Brock"},
    ),
    ("Paul Gremm, known as “the Wall”, said the dam was sound.", {"the dam was sound": "Paul Gremm"}),
    (
        "“I asked Paul Gremm and he said ‘never’ and then he hung up,” Lena Brock told the court.",
        {
            "“I asked Paul Gremm and he said ‘never’ and then he hung up,”": "Lena Brock",
            "‘never’": "Paul Gremm",
        },
    ),
    ("When Paul Gremm said “we are ruined”, the hall rose.", {"“we are ruined”": "Paul Gremm"}),
    ("Paul Gremm said “we are ruined”, and the hall rose.", {"“we are ruined”": "Paul Gremm"}),
    (
        "Paul Gremm said “we are ruined” and that the hall was empty.",
        {"“we are ruined” and that the hall was empty": "Paul Gremm"},
    ),
    (
        "The inn at Tarnby may close.\n\nMs. Lena Brock met Mr. Paul Gremm on Monday. “I am tired,” he said.",
        {"“I am tired,”": "Paul Gremm"},
    ),
    (
        "The inn at Tarnby may close.\n\nOrvik Rail said its trains would stop. It said it would pay.",
        {"its trains would stop": "Orvik Rail", "it would pay": "Orvik Rail"},
    ),
]

LABELLED = [
    (
        "Millers spoke.\n\n- Lena Brock, miller: “We close in May.”\n- Paul Gremm, smith: “We stay open.”",
        {"“We close in May.”": "Lena Brock", "“We stay open.”": "Paul Gremm"},
    ),
    (
        "“We close in May.”\n- Lena Brock\n\n“We stay open.”\n- Paul Gremm",
        {"“We close in May.”": "Lena Brock", "“We stay open.”": "Paul Gremm"},
    ),
    (
        "LENA BROCK: The tide is early this year.\nBO GREMM: It is later than that.",
        {"The tide is early this year": "Lena Brock", "It is later than that": "Bo Gremm"},
    ),
    (
        "Brock: We open on Monday.\nGremm: It is later than that.\nBrock: You will see it.",
        {"We open on Monday": "Brock", "It is later than that": "Gremm", "You will see it": "Brock"},
    ),
]


@pytest.mark.parametrize(("text", "expected"), DESCRIBED)
def test_who_is_only_described_is_told_from_what_stands_beside(text: str, expected: Said) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(("text", "expected"), LABELLED)
def test_every_label_of_a_list_begins_a_turn(text: str, expected: Said) -> None:
    assert said(text) == expected


NAMED = [
    ("Brook & Sons Ltd. said the order was lost.", {"the order was lost": "Brook & Sons Ltd."}),
    ("Brook & Sons said the order was lost.", {"the order was lost": "Brook & Sons"}),
    (
        "Mona Brook said she had sold the firm. Brook & Co. said it was not for sale.",
        {"she had sold the firm": "Mona Brook", "it was not for sale": "Brook & Co."},
    ),
    ("Orvik Corp. reported that sales were flat.", {"that sales were flat": "Orvik Corp."}),
    ("The Union of Dyers and Tanners said wool is dear.", {"wool is dear": "Union of Dyers and Tanners"}),
    ("The Tarn Institute for Tides said the moon is late.", {"the moon is late": "Tarn Institute for Tides"}),
    ("Friends of the Marsh said the marsh is dry.", {"the marsh is dry": "Friends of the Marsh"}),
    (
        "“The dock is ours,” said Robert “Bo” Gremm. “It was stolen,” Gremm added.",
        {"“The dock is ours,”": "Robert Gremm", "“It was stolen,”": "Robert Gremm"},
    ),
    ("Dyer Edda Brock said the wheel was lost.", {"the wheel was lost": "Edda Brock"}),
    ("Pope Anselm IV said the war is over.", {"the war is over": "Anselm IV"}),
]

DAYS = [
    ("Sheriff Lena Brock said Tuesday the road would reopen.", {"the road would reopen": "Lena Brock"}),
    ("Lena Brock said on Tuesday the road would reopen.", {"the road would reopen": "Lena Brock"}),
    ("Lena Brock said late Wednesday that it would not.", {"that it would not": "Lena Brock"}),
    ("Lena Brock told reporters the ship sank.", {"the ship sank": "Lena Brock"}),
    ("Lena Brock told the Tarn Times the ship was lost.", {"the ship was lost": "Lena Brock"}),
    ("“The sea takes all,” the late harbour master Paul Gremm once said.", {"“The sea takes all,”": "Paul Gremm"}),
]

PAIRS = [
    "Lena Brock, who fishes it, and Paul Gremm, who swims in it, said the lake is dead.",
    "Both Lena Brock, a fisherman, and Paul Gremm, a swimmer, said the lake is dead.",
    "Lena Brock as well as Paul Gremm said the lake is dead.",
    "Lena Brock of Tarn and Paul Gremm said the lake is dead.",
    "The lake is dead, said Lena Brock and Paul Gremm.",
]


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_names_are_whole(text: str, expected: Said) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(("text", "expected"), DAYS)
def test_neither_the_day_nor_the_hearer_is_what_is_said(text: str, expected: Said) -> None:
    assert said(text) == expected


@pytest.mark.parametrize("text", PAIRS)
def test_of_two_speakers_both_are_named(text: str) -> None:
    found = attribute(Article("a", text, language="en"), split_sentences("a", text))
    assert {s.speaker for s in found} == {"Lena Brock", "Paul Gremm"}
    assert {text[s.start : s.end].lower() for s in found} == {"the lake is dead"}


MARKED = [
    (
        "”The road is closed,” said engineer Lena Brock. ”Ask again,” she added.",
        {"”The road is closed,”": "Lena Brock", "”Ask again,”": "Lena Brock"},
    ),
    ("＂The road is closed,＂ said Lena Brock.", {"＂The road is closed,＂": "Lena Brock"}),
    (
        "‘The ’80s were rock ’n’ roll and nobody’s fault,’ said Paul Gremm.",
        {"‘The ’80s were rock ’n’ roll and nobody’s fault,’": "Paul Gremm"},
    ),
    (
        "‘We fear for the workers’ families too,’ said the manager, Lena Brock. ‘I would not bet on it.’",
        {"‘We fear for the workers’ families too,’": "Lena Brock", "‘I would not bet on it.’": "Lena Brock"},
    ),
    (
        '"We will" -- coach Paul Gremm said after a sip of tea -- "win the cup."',
        {'"We will"': "Paul Gremm", '"win the cup."': "Paul Gremm"},
    ),
    (
        "“We close.” Lena Brock, miller\n\n“We stay.” Paul Gremm, smith",
        {"“We close.”": "Lena Brock", "“We stay.”": "Paul Gremm"},
    ),
    (
        "Lena Brock keeps ninety hives.\n\nQ: What changed this year?\n\nA: The bees came back.",
        {"The bees came back": "Lena Brock"},
    ),
    ("“You did,” Lena Brock cut in.", {"“You did,”": "Lena Brock"}),
    ("Bridge unsafe, says engineer Lena Brock\n\nIt was shut on Monday.", {"Bridge unsafe": "Lena Brock"}),
]


@pytest.mark.parametrize(("text", "expected"), MARKED)
def test_every_way_to_mark_a_quotation_is_read(text: str, expected: Said) -> None:
    assert said(text) == expected
