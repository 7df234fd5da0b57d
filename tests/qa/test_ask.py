"""From question to checked answer on the sample articles: who is quoted, what is refused, and why."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date

import pytest

from index.storage.corpus import Corpus
from qa.answer import Answer
from qa.engine import AnswerEngine
from tests.support.articles import article
from tests.support.paths import ROOT
from tests.support.worded import reason

MakeCorpus = Callable[..., Corpus]


@pytest.fixture(scope="module")
def engine(samples: Corpus) -> AnswerEngine:
    return AnswerEngine(samples)


def quotes(answer: Answer) -> str:
    return " ".join(citation.quote for citation in answer.citations)


def test_lavrov_on_nato_is_what_lavrov_said_newest_first(engine: AnswerEngine) -> None:
    answer = engine.answers.ask("What did Lavrov say about NATO?")
    assert {citation.speaker for citation in answer.citations} == {"Sergei Lavrov"}
    assert "Lavrov said that Russia did not want Ukraine to join NATO" in quotes(answer)
    days = [citation.published for citation in answer.citations if citation.published]
    assert days == sorted(days, reverse=True)
    assert {date(2022, 3, 10), date(2022, 4, 1)} == set(days)


def test_every_citation_stands_in_its_article(engine: AnswerEngine) -> None:
    for question in (*engine.answers.examples(), "How much will the terminal cost?", "Who resigned from Merrow Bank?"):
        answer = engine.answers.ask(question)
        assert not answer.refused, question
        for sentence in answer.sentences:
            assert any(answer.citations[n - 1].quote == sentence.text for n in sentence.citations)
        for citation in answer.citations:
            stored = engine.catalogue.article(citation.article_id)
            assert stored is not None
            assert stored.text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How much will the terminal cost?", "€610 million"),
        ("Who resigned from Merrow Bank?", "Philippa Renshaw resigned"),
        ("What did Daniel Voss say about coal workers?", "Voss"),
        ("What did Marit Solheim say about the terminal?", "I am in favour of this terminal"),
        ("What did Marit Solheim say about the terminal?", "I will not put my name to a gas terminal"),
        ("What did Étienne Castellane say about the price?", "The price of the terminal has changed"),
        ("What did Etienne Castelane say about the price?", "The price of the terminal has changed"),
    ],
)
def test_questions_that_the_articles_answer(engine: AnswerEngine, question: str, words: str) -> None:
    assert words in quotes(engine.answers.ask(question))


def test_two_people_of_one_surname_stay_two(engine: AnswerEngine) -> None:
    petra = engine.answers.ask("What did Petra Voss say about the guarantee?")
    assert {citation.speaker for citation in petra.citations} == {"Petra Voss"}
    both = engine.answers.ask("What did Voss say about the guarantee?")
    assert {citation.speaker for citation in both.citations} >= {"Petra Voss", "Daniel Voss"}


def test_a_reprint_is_one_sentence_with_two_citations(engine: AnswerEngine) -> None:
    answer = engine.answers.ask("What did Castellane say about the price?")
    folded = [sentence for sentence in answer.sentences if len(sentence.citations) == 2]
    assert folded
    publishers = {answer.citations[n - 1].publisher for n in folded[0].citations}
    assert publishers == {"Meridian Wire", "Ledger & Mail"}


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What did Macron say about gas prices?", "None of the 24 articles mentions Macron."),
        ("What is the capital of Australia?", "None of the 24 articles mentions Australia."),
        (
            "What did Petra Voss say about penguins?",
            "Petra Voss is quoted in 5 articles, but nothing found there is on penguins.",
        ),
        ("How do penguins sleep in winter?", "Nothing found in the articles is close enough"),
    ],
)
def test_refusals_say_why_and_show_the_nearest_passages(engine: AnswerEngine, question: str, said: str) -> None:
    answer = engine.answers.ask(question)
    assert said in reason(answer)
    assert (answer.sentences, answer.citations) == ((), ())
    assert len(answer.nearest) == 5


def test_who_is_mentioned_but_not_quoted_is_said_to_be(make_corpus: MakeCorpus) -> None:
    engine = AnswerEngine(
        make_corpus(article("a", "The ferry of Olaf Brandt sank. “It was old,” said Ida Berg, its captain."))
    )
    assert reason(engine.answers.ask("What did Brandt say?")) == (
        "Brandt is mentioned in 1 article, with no words there that are known to be theirs."
    )
    assert engine.answers.ask("What did Ida Berg say?").citations[0].speaker == "Ida Berg"
    assert reason(engine.answers.ask("What did Macron say?")) == "The one article does not mention Macron."


def test_a_name_spelt_otherwise_is_not_said_to_be_missing(make_corpus: MakeCorpus) -> None:
    engine = AnswerEngine(make_corpus(article("a", "The ferry of Oleh Zelenskiy sank. “It was old,” said Ida Berg.")))
    assert reason(engine.answers.ask("What did Zelensky say?")) == (
        "Zelensky is mentioned in 1 article, with no words there that are known to be theirs."
    )
    assert "does not mention" not in reason(engine.answers.ask("What did Zelenskyy eat for breakfast?"))


def test_words_about_a_person_are_not_words_by_that_person(engine: AnswerEngine) -> None:
    answer = engine.answers.ask("What did Kuleba say about Lavrov?")
    assert answer.citations
    assert {citation.speaker for citation in answer.citations} - {None} == {"Dmytro Kuleba"}


def test_the_same_question_gets_the_same_answer(engine: AnswerEngine, samples: Corpus) -> None:
    question = "What did Hanna Ekeland say about the mayor?"
    assert engine.answers.ask(question) == AnswerEngine(samples).answers.ask(question)


def test_examples_are_answered_and_about_four_people(engine: AnswerEngine) -> None:
    examples = engine.answers.examples()
    assert len(set(examples)) == 4
    assert all(not engine.answers.ask(question).refused for question in examples)


def test_nothing_is_looked_up_on_the_network(samples: Corpus) -> None:
    """A question is answered although every name look-up and connection is an error."""
    script = (
        "import socket, sys\n"
        "def refuse(*a, **k): print('LOOKED UP', a, file=sys.stderr); raise OSError('no network')\n"
        "socket.getaddrinfo = socket.create_connection = socket.socket.connect = refuse\n"
        "from ui.cli.main import main; main()"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "GRADIO_"))}
    command = [sys.executable, "-c", script, "--index", str(samples.folder), "ask", "Who resigned from Merrow Bank?"]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=True)
    assert "Philippa Renshaw resigned" in ran.stdout
    assert "LOOKED UP" not in ran.stderr
