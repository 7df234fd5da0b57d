"""Conversations over real indexes: several people of one name, others, change, dates, sources, what was seen."""

from collections.abc import Callable
from datetime import date

import pytest

from index.records import Scope
from index.storage.corpus import Corpus
from qa.answer import Answer, Section, Turn
from qa.engine import AnswerEngine
from tests.support.articles import article
from tests.support.worded import headings, note, reason

MakeCorpus = Callable[..., Corpus]
ASKED = date(2025, 11, 20)


@pytest.fixture(scope="module")
def engine(samples: Corpus) -> AnswerEngine:
    return AnswerEngine(samples)


def talk(engine: AnswerEngine, *questions: str) -> Answer:
    """The answer to the last question, after the others."""
    history: list[Turn] = []
    for question in questions:
        answer = engine.answers.ask(question, history, asked=ASKED)
        history.append(Turn(question, answer))
    return answer


def speakers(answer: Answer) -> set[str | None]:
    return {citation.speaker for citation in answer.citations}


def test_two_people_of_one_name_are_told_apart(engine: AnswerEngine) -> None:
    answer = engine.answers.ask("What did Voss say about the guarantee?")
    assert "Petra Voss and Daniel Voss" in note(answer)
    for sentence in answer.sentences:
        said_by = {answer.citations[n - 1].speaker for n in sentence.citations}
        assert sentence.section == Section(speaker=said_by.pop() or "")
        assert not said_by
    sections = headings(answer)
    assert sections == sorted(sections, key=["Petra Voss", "Daniel Voss"].index)


def test_a_namesake_who_says_nothing_on_the_topic_is_named(engine: AnswerEngine) -> None:
    answer = engine.answers.ask("What did Voss say about coal?")
    assert speakers(answer) == {"Daniel Voss"}
    assert note(answer) == "Of that name, Petra Voss is quoted too, but not on this."


def test_a_misspelt_name_is_answered_and_said_to_be_another(engine: AnswerEngine) -> None:
    answer = engine.answers.ask("What did Hanna Ekelund say about gas?")
    assert speakers(answer) == {"Hanna Ekeland"}
    assert note(answer) == "Hanna Ekeland is who “Hanna Ekelund” seems to mean."


def test_a_description_means_whom_the_articles_call_so(engine: AnswerEngine) -> None:
    answer = engine.answers.ask("What did the mayor say about the terminal?")
    assert speakers(answer) == {"Marit Solheim"}


def test_a_description_that_means_one_person_is_looked_for_in_all_articles_again(engine: AnswerEngine) -> None:
    question = "What did the mayor say about the gas terminal?"
    courier = engine.answers.ask(question, scope=Scope(publishers=("Norvik Courier",)))
    again = engine.answers.ask(question, [Turn(question, courier)])
    assert {citation.publisher for citation in courier.citations} == {"Norvik Courier"}
    assert "The Tidewater Post" in {citation.publisher for citation in again.citations}


def test_the_second_question_needs_no_name(engine: AnswerEngine) -> None:
    answer = talk(engine, "What did Lavrov say about NATO?", "And about weapons?")
    assert speakers(answer) == {"Sergei Lavrov"}
    assert all("weapons" in citation.quote for citation in answer.citations)
    other = talk(engine, "What did Lavrov say about a ceasefire?", "What about Kuleba?")
    assert speakers(other) == {"Dmytro Kuleba"}


def test_others_are_not_the_one_before(engine: AnswerEngine) -> None:
    answer = talk(engine, "What did Marit Solheim say about the terminal?", "Who else spoke about it?")
    assert len(speakers(answer)) > 1
    assert not {"Marit Solheim", None} & speakers(answer)
    assert all("terminal" in citation.quote.lower() for citation in answer.citations)


def test_who_disagreed_is_answered_with_words_of_dispute(engine: AnswerEngine) -> None:
    answer = talk(engine, "What did Marit Solheim say about gas?", "Who disagreed?")
    assert "Hanna Ekeland" in speakers(answer)
    assert "Marit Solheim" not in speakers(answer)


def test_two_people_stand_side_by_side(engine: AnswerEngine) -> None:
    answer = engine.answers.ask("Where do Marit Solheim and Hanna Ekeland disagree on gas?")
    assert [*dict.fromkeys(headings(answer))] == ["Marit Solheim", "Hanna Ekeland"]
    for sentence in answer.sentences:
        speaker = answer.citations[sentence.citations[0] - 1].speaker
        assert sentence.section == Section(speaker=speaker or "")
    neither = engine.answers.ask("Where do Marit Solheim and Hanna Ekeland disagree on tennis?")
    assert reason(neither) == "Neither Marit Solheim nor Hanna Ekeland is quoted on tennis."


def test_a_change_is_told_from_its_beginning(engine: AnswerEngine) -> None:
    answer = engine.answers.ask("How has Marit Solheim's position on the terminal changed?")
    days = [answer.citations[s.citations[0] - 1].published for s in answer.sentences]
    assert days == sorted(day for day in days if day)
    assert len(set(days)) > 1
    assert note(answer) == "Oldest first."


def test_where_it_stands_is_told_with_paper_and_day(engine: AnswerEngine) -> None:
    before = "What did Lavrov say about weapons?"
    answer = talk(engine, before, "In which paper?")
    first = engine.answers.ask(before, asked=ASKED)
    assert answer.citations == first.citations
    (citation,) = first.citations
    assert note(answer) == f"In {citation.publisher}, “{citation.title}”, 10 March 2022 [1]."
    # A history of questions alone, as programs send it, is answered the same.
    assert engine.answers.ask("In which paper?", [Turn(before)], asked=ASKED) == answer


def test_what_else_shows_nothing_twice(engine: AnswerEngine) -> None:
    first = engine.answers.ask("What did Marit Solheim say?", asked=ASKED)
    more = talk(engine, "What did Marit Solheim say?", "What else?")
    assert speakers(more) == {"Marit Solheim"}
    assert not {(c.article_id, c.start) for c in first.citations} & {(c.article_id, c.start) for c in more.citations}
    assert reason(talk(engine, "What did Lavrov say about weapons?", "What else?")) == (
        "That was all: nothing else that Lavrov says on weapons was found."
    )


def test_dates_filter_what_was_said(engine: AnswerEngine) -> None:
    answer = engine.answers.ask("What has Marit Solheim said since September 2025?")
    assert {c.published for c in answer.citations} == {date(2025, 9, 11), date(2025, 10, 9)}
    refused = engine.answers.ask("What did Marit Solheim say about the terminal in August 2021?")
    assert reason(refused) == (
        "Marit Solheim is quoted on the terminal, but not in what was published from 1 August 2021 to 31 August 2021."
    )


def test_an_undated_article_is_kept_and_said_to_be_undated(make_corpus: MakeCorpus) -> None:
    engine = AnswerEngine(
        make_corpus(
            article("old", "“The quay is closed,” said Ida Berg.", published=date(2019, 1, 1)),
            article("undated", "“The quay is open again,” said Ida Berg."),
            article("new", "“The quay is full,” said Ida Berg.", published=date(2024, 5, 2)),
        )
    )
    answer = engine.answers.ask("What has Ida Berg said about the quay since 2024?")
    assert [citation.article_id for citation in answer.citations] == ["new", "undated"]
    assert note(answer) == "One of these articles has no date and may be from another time."


def test_a_fact_outside_the_days_asked_for_is_said_to_be(make_corpus: MakeCorpus) -> None:
    engine = AnswerEngine(make_corpus(article("a", "The ferry Nordlys sank off Norvik.", published=date(2019, 1, 1))))
    answer = engine.answers.ask("Where did the ferry Nordlys sink this week?", asked=date(2024, 5, 2))
    assert not answer.refused
    assert note(answer) == "Nothing published from 25 April 2024 to 2 May 2024 answers; this is from other times."


def test_nobody_is_meant_by_he_alone(engine: AnswerEngine) -> None:
    assert "“he” points at nobody named so far" in reason(engine.answers.ask("What did he say about NATO?"))


def test_what_is_not_said_by_the_person_stands_apart(make_corpus: MakeCorpus) -> None:
    engine = AnswerEngine(
        make_corpus(
            article("a", "“The ferry was old,” said Ida Berg, who captained it."),
            article("b", "The steamer Havfrid sailed on Monday. The log names Ida Berg as owner of the Havfrid."),
        )
    )
    answer = engine.answers.ask("What did Ida Berg say about Havfrid?")
    assert speakers(answer) == {None}
    assert set(headings(answer)) == {"Naming Ida Berg and the topic"}
    assert note(answer) == "No words known to be by Ida Berg were found on Havfrid."


def test_nobody_else_is_a_refusal(make_corpus: MakeCorpus) -> None:
    engine = AnswerEngine(make_corpus(article("a", "“The ferry was old,” said Ida Berg.")))
    answer = engine.answers.ask("Who else spoke about it?", [Turn("What did Ida Berg say about the ferry?")])
    assert reason(answer) == "Nobody but Ida Berg was found quoted on the ferry."


def test_those_who_criticise_somebody_are_not_that_person(engine: AnswerEngine) -> None:
    answer = engine.answers.ask("Who criticised the mayor?")
    assert "Hanna Ekeland" in speakers(answer)
    assert "Marit Solheim" not in speakers(answer)


def test_those_who_support_something_do_not_accuse(engine: AnswerEngine) -> None:
    answer = engine.answers.ask("Who supports the mayor?")
    assert not any("accused" in citation.quote for citation in answer.citations)
    assert speakers(engine.answers.ask("Who is for and against the phone ban?")) >= {
        "Farah Siddiqui",
        "Lena Achterberg",
    }


def test_of_two_namesakes_the_one_is_compared_whom_the_other_names(engine: AnswerEngine) -> None:
    answer = engine.answers.ask("What did Reiner and Voss disagree on?")
    assert [*dict.fromkeys(headings(answer))] == ["Tomas Reiner", "Petra Voss"]


def test_of_articles_in_another_language_nothing_is_said_to_be_far(engine: AnswerEngine) -> None:
    answer = engine.answers.ask("What does the Norvik Kurier report about the levy for the connection of the terminal?")
    assert reason(answer) == "No sentence in the articles certainly answers; these passages come nearest."
    assert "close enough" in reason(engine.answers.ask("Summarise the trade war"))
