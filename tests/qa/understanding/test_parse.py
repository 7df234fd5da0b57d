"""Questions understood: whose words are asked for, on what, from when, and what a follow-up refers to."""

from datetime import date

import pytest

from index.people.people import People
from qa.answer import Turn
from qa.extraction.answer_type import has_answer_of_type
from qa.understanding.dates import event, span
from qa.understanding.entities import KnownEntities
from qa.understanding.parse import parse_question
from qa.understanding.standalone import proper_names

WEDNESDAY = date(2022, 4, 13)
KNOWN = KnownEntities(
    People(
        [
            ("Sergei Lavrov", 1, 5),
            ("Dmytro Kuleba", 1, 2),
            ("John Kerry", 2, 3),
            ("Petra Voss", 3, 4),
            ("Daniel Voss", 3, 2),
        ]
    ),
    newest=date(2022, 4, 1),
)
NATO = "What did Lavrov say about NATO?"


@pytest.mark.parametrize(
    ("question", "intent", "speaker", "topic"),
    [
        (NATO, "said", "Lavrov", "NATO"),
        ("what has Petra Voss said on the state guarantee", "said", "Petra Voss", "the state guarantee"),
        ("What does the mayor think about coal?", "said", "the mayor", "coal"),
        ("What did Kerry tweet about the ferry?", "said", "Kerry", "the ferry"),
        ("How did Petra Voss respond to the union?", "said", "Petra Voss", "the union"),
        ("Quotes by Hanna Ekeland about gas", "said", "Hanna Ekeland", "gas"),
        ("What did the BBC ask?", "said", "the BBC", ""),
        ("What is Lavrov's position on NATO?", "said", "Lavrov", "NATO"),
        ("Where does Kuleba stand on a ceasefire?", "said", "Kuleba", "a ceasefire"),
        ("Lavrov on NATO", "said", "Lavrov", "NATO"),
        ("According to Lavrov, who began it?", "said", "Lavrov", "who began it"),
        ("Did Kuleba mention Mariupol?", "mentioned", "Kuleba", "Mariupol"),
        ("Has Lavrov ever spoken about gas?", "mentioned", "Lavrov", "gas"),
        ("How has Lavrov's position on NATO changed?", "changed", "Lavrov", "NATO"),
        ("Has Kerry changed his mind on coal?", "changed", "Kerry", "coal"),
        ("Who said the bank was insolvent?", "voices", None, "the bank was insolvent"),
        ("Who spoke about weapons?", "voices", None, "weapons"),
        ("What did others say about Lavrov?", "voices", None, "Lavrov"),
        ("Who disagreed with Lavrov on NATO?", "disagreed", "Lavrov", "NATO"),
        ("was anything said about the ferry?", "voices", None, "the ferry"),
        ("is there anyone against the ferry", "voices", None, "ferry"),
        ("who stood by the mayor", "voices", None, "mayor"),
        ("Reactions to the ferry on the quay", "voices", None, "ferry on the quay"),
        ("What did Lavrov say later about gas?", "said", "Lavrov", "gas"),
        ("Quote Kuleba", "said", "Kuleba", ""),
        ("What was the last thing Lavrov said about gas?", "said", "Lavrov", "gas"),
        ("What has Petra Voss, who was at the meeting, said about gas?", "said", "Petra Voss", "gas"),
        ("Which ministers declined to comment on gas?", "silence", None, "gas"),
        ("What did Kuleba refuse to talk about?", "silence", "Kuleba", ""),
    ],
)
def test_whose_words_on_what(question: str, intent: str, speaker: str | None, topic: str) -> None:
    query = parse_question(question, (), WEDNESDAY, KNOWN)
    assert (query.intent, query.speaker, query.topic) == (intent, speaker, topic)


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("Where do Lavrov and Kuleba disagree on a ceasefire?", "a ceasefire"),
        ("What do Lavrov and Kuleba disagree about?", ""),
        ("Compare Lavrov and Kuleba on Crimea", "Crimea"),
    ],
)
def test_two_people_are_compared(question: str, topic: str) -> None:
    query = parse_question(question, (), WEDNESDAY, KNOWN)
    assert (query.intent, query.speaker, query.compare_with, query.topic) == ("disagreed", "Lavrov", "Kuleba", topic)


def test_what_is_not_wanted_is_left_out() -> None:
    query = parse_question("What did Lavrov say apart from NATO?", (), WEDNESDAY, KNOWN)
    assert (query.speaker, query.topic, query.exclude_topic) == ("Lavrov", "", "NATO")
    others = parse_question("What did anyone other than Lavrov say about NATO?", (), WEDNESDAY, KNOWN)
    assert (others.intent, others.exclude_speaker, others.topic) == ("voices", "Lavrov", "NATO")


@pytest.mark.parametrize(
    "question",
    ["Where did the meeting take place?", "Who was the mediator?", "How much is it?", "A report on coal", "Why?"],
)
def test_plain_questions_ask_for_nobodys_words(question: str) -> None:
    query = parse_question(question)
    assert (query.speaker, query.topic, query.intent) == (None, question, "fact")


@pytest.mark.parametrize(
    ("question", "intent", "speaker", "topic"),
    [
        ("And about weapons?", "said", "Lavrov", "weapons"),
        ("What about the ceasefire?", "said", "Lavrov", "the ceasefire"),
        ("What about Kuleba?", "said", "Kuleba", "NATO"),
        ("And Kuleba?", "said", "Kuleba", "NATO"),
        ("What did he say about Crimea?", "said", "Lavrov", "Crimea"),
        ("What is his view on Crimea?", "said", "Lavrov", "Crimea"),
        ("Did he mention gas?", "mentioned", "Lavrov", "gas"),
        ("What did Kuleba say about it?", "said", "Kuleba", "NATO"),
        ("What did Kuleba say about him?", "said", "Kuleba", "Lavrov"),
        ("Who disagreed?", "disagreed", "Lavrov", "NATO"),
        ("Who disagreed with him?", "disagreed", "Lavrov", "NATO"),
        ("Who else spoke about it?", "voices", None, "NATO"),
        ("And the others?", "voices", None, "NATO"),
        ("In which paper?", "source", "Lavrov", "NATO"),
        ("When was that?", "source", "Lavrov", "NATO"),
        ("What else?", "said", "Lavrov", "NATO"),
        ("What else did he say?", "said", "Lavrov", ""),
        ("What else did Kuleba say about weapons?", "said", "Kuleba", "weapons"),
    ],
)
def test_follow_ups_refer_to_the_question_before(question: str, intent: str, speaker: str | None, topic: str) -> None:
    query = parse_question(question, [Turn(NATO)], WEDNESDAY, KNOWN)
    assert (query.intent, query.speaker, query.topic) == (intent, speaker, topic)


def test_follow_ups_go_on_from_one_to_the_next() -> None:
    history = [Turn(NATO), Turn("And about weapons?"), Turn("What about Kuleba?")]
    query = parse_question("And in March?", history, WEDNESDAY, KNOWN)
    assert (query.speaker, query.topic) == ("Kuleba", "weapons")
    assert (query.since, query.until) == (date(2022, 3, 1), date(2022, 3, 31))


def test_others_are_asked_for_without_the_one_before() -> None:
    assert parse_question("Who else?", [Turn(NATO)], WEDNESDAY, KNOWN).exclude_speaker == "Lavrov"


def test_a_fact_is_followed_up_with_its_words() -> None:
    query = parse_question("When did it sink?", [Turn("Where did the ferry Nordlys sink?")], WEDNESDAY, KNOWN)
    assert {"ferry", "Nordlys"} <= set(query.text.rstrip("?").split())
    where = parse_question("Where was he born?", [Turn(NATO)], WEDNESDAY, KNOWN)
    assert (where.intent, where.text) == ("fact", "Where was Lavrov born?")


def test_a_follow_up_without_anything_before_it_is_a_question_of_its_own() -> None:
    assert parse_question("In which paper?").intent == "fact"
    assert parse_question("What did he say about NATO?").speaker == "he"


@pytest.mark.parametrize(
    ("words", "since", "until"),
    [
        ("in March 2022", date(2022, 3, 1), date(2022, 3, 31)),
        ("in march 2022", date(2022, 3, 1), date(2022, 3, 31)),
        ("in May", date(2021, 5, 1), date(2021, 5, 31)),
        ("in 2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("on 10 March 2022", date(2022, 3, 10), date(2022, 3, 10)),
        ("on March 10, 2022", date(2022, 3, 10), date(2022, 3, 10)),
        ("on 2022-03-10", date(2022, 3, 10), date(2022, 3, 10)),
        ("on Tuesday", date(2022, 4, 12), date(2022, 4, 12)),
        ("since March", date(2022, 3, 1), None),
        ("after March 3, 2022", date(2022, 3, 4), None),
        ("before April 2022", None, date(2022, 3, 31)),
        ("until 2021", None, date(2021, 12, 31)),
        ("between May and July 2021", date(2021, 5, 1), date(2021, 7, 31)),
        ("from 3 March to 10 March 2022", date(2022, 3, 3), date(2022, 3, 10)),
        ("this week", date(2022, 4, 6), WEDNESDAY),
        ("last week", date(2022, 4, 4), date(2022, 4, 10)),
        ("since last month", date(2022, 3, 1), WEDNESDAY),
        ("over the past three months", date(2022, 1, 13), WEDNESDAY),
        ("yesterday", date(2022, 4, 12), WEDNESDAY),
        ("between 8 and 14 March 2022", date(2022, 3, 8), date(2022, 3, 14)),
        ("from 8 to 14 March 2022", date(2022, 3, 8), date(2022, 3, 14)),
        ("in the second week of March 2022", date(2022, 3, 8), date(2022, 3, 14)),
        ("in the last week of February 2022", date(2022, 2, 22), date(2022, 2, 28)),
        ("a week ago", date(2022, 4, 3), date(2022, 4, 9)),
        ("two months ago", date(2022, 1, 29), date(2022, 2, 28)),
    ],
)
def test_dates_become_days_of_publication(words: str, since: date | None, until: date | None) -> None:
    found = span(f"What has Voss said {words}?", WEDNESDAY)
    assert found is not None
    assert (found.since, found.until, found.words) == (since, until, words)
    query = parse_question(f"What has Voss said {words}?", (), WEDNESDAY)
    assert (query.speaker, query.topic, query.since, query.until) == ("Voss", "", since, until)


def test_a_month_counts_back_from_the_newest_article_when_that_is_older() -> None:
    found = span("since March", date(2026, 11, 23), newest=date(2025, 2, 2))
    assert found is not None
    assert found.since == date(2024, 3, 1)


def test_half_a_month_is_no_week() -> None:
    found = span("What has Voss said in the first half of March 2022?", WEDNESDAY)
    assert found is not None
    assert (found.since, found.until) == (date(2022, 3, 1), date(2022, 3, 31))


def test_the_day_of_an_event_is_no_day_of_publication() -> None:
    query = parse_question("How many people died in 2019?", (), WEDNESDAY)
    assert (query.text, query.since, query.until) == ("How many people died in 2019?", None, None)
    assert parse_question("What happened this week?", (), WEDNESDAY).since == date(2022, 4, 6)


def test_an_event_that_no_calendar_knows_is_searched_for_and_the_reader_told() -> None:
    query = parse_question("What did Lavrov say before the vote?", (), WEDNESDAY)
    assert (query.since, query.until, query.topic) == (None, None, "before the vote")
    assert query.unknown_event == "before the vote"
    assert event("What did he say after the talks in Antalya?") == "after the talks in Antalya"
    assert not event(NATO)


def test_names_in_a_question() -> None:
    assert proper_names("Where did Lavrov meet Van der Berg in Antalya?") == ["Lavrov", "Van der Berg", "Antalya"]
    assert proper_names("where did lavrov go?") == []
    assert proper_names("Where?") == []


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
    assert has_answer_of_type(question, sentence) == holds


@pytest.mark.parametrize(
    "history",
    [
        ["What did Marit Solheim say about gas?", *["What did he and he say about gas?"] * 19],
        ["What did Marit Solheim say about gas?", *["What did " + "he " * 600 + "say about gas?"] * 10],
        [("What did he say? " * 117)[:1990]] * 50,
        ["What did Solheim say about a?", *["And about a " + "a " * 900 + "?"] * 19],
        ["Who spoke about gas?", *["And it?"] * 10, *["it there that this then"] * 9],
    ],
)
def test_what_turns_take_over_from_each_other_does_not_pile_up(history: list[str]) -> None:
    known = KnownEntities(People([("Marit Solheim", 1, 3)]))
    query = parse_question("What did he say about it?", [Turn(question) for question in history], known=known)
    assert len(query.text) + len(query.topic) <= 4_100
