"""Whether an article answers at all, and how much of it is shown."""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from index.embedding import Embedder, TokenEmbeddings
from index.records import Hit, Passage
from index.storage.corpus import Corpus
from qa.engine import AnswerEngine
from qa.extraction.answerability import (
    ANSWERS,
    MAY_ANSWER,
    SURE,
    AnswerabilityFeatures,
    Candidate,
    max_similarity,
    staleness,
)
from qa.extraction.compose import Excerpt
from qa.extraction.facts import select_sentences
from tests.support.articles import article

MakeCorpus = Callable[..., Corpus]
NOTHING = TokenEmbeddings(np.zeros(2, np.float32), (), np.zeros((0, 2), np.float32))


def test_a_reading_is_the_vector_and_a_state_for_each_word(embedder: Embedder) -> None:
    short, long = embedder.embed_tokens(
        ["The ferry sank.", "The old ferry sank off the cape in a storm on Monday night."]
    )
    assert (len(short.words), short.states.shape) == (4, (4, embedder.dimension))
    assert len(long.words) > len(short.words)
    assert np.allclose(np.linalg.norm(long.states, axis=1), 1, atol=1e-2)
    assert short.vector @ embedder.embed_documents(["The ferry sank."])[0] > 0.999
    assert embedder.embed_query_tokens("The ferry sank.").words == short.words


def test_what_the_headline_says_is_not_asked_of_the_article(embedder: Embedder) -> None:
    question = embedder.embed_query_tokens("Who was the captain of the Solvind?")
    headline, about, aside = embedder.embed_tokens(
        ["The Solvind", "Ida Berg was in command of the Solvind.", "The Solvind is painted blue."]
    )
    assert max_similarity(question, headline.words, [about]) > max_similarity(question, headline.words, [aside]) + 0.05
    assert max_similarity(question, headline.words, [aside, about]) >= max_similarity(question, headline.words, [about])


def test_nothing_left_to_ask_is_met_and_nothing_to_read_meets_nothing(embedder: Embedder) -> None:
    question = embedder.embed_query_tokens("Solvind")
    assert max_similarity(question, question.words, [question]) == 1.0
    assert max_similarity(question, (), [NOTHING]) == 0.0


def test_a_sentence_with_every_word_and_the_kind_asked_for_helps_a_short_question() -> None:
    weak = {"words": 0.54, "body": 0.3, "passages": 3.0}
    assert AnswerabilityFeatures(**weak).confidence < 0.5 < AnswerabilityFeatures(**weak, complete=True).confidence
    assert AnswerabilityFeatures(0.8, 0.7, 3.0).confidence > 0.9


@pytest.fixture(scope="module")
def ferry() -> str:
    return (
        "The ferry Solvind sank off Cape Torne on Monday night. Ida Berg, its captain for nine years, was the last to "
        "leave the ship. All 41 passengers were taken ashore by fishing boats. The Solvind was built in Merrow in 1974."
    )


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who was the captain of the Solvind?", "Ida Berg"),
        ("When was the Solvind built?", "built in Merrow in 1974"),
        ("How many passengers were on the Solvind?", "41 passengers"),
        ("What is the height of the lighthouse in Torne?", ""),
        ("How much did the tickets for the Solvind cost?", ""),
    ],
)
def test_an_article_on_the_subject_is_not_yet_an_answer(
    make_corpus: MakeCorpus, ferry: str, question: str, words: str
) -> None:
    answer = AnswerEngine(make_corpus(article("a", ferry, "The Solvind"))).answers.ask(question)
    assert answer.refused == (not words)
    assert words in " ".join(citation.quote for citation in answer.citations)


def test_what_was_asked_for_as_new_is_not_answered_by_what_is_old() -> None:
    asked, recent, old = date(2022, 9, 10), date(2022, 9, 7), date(2019, 9, 7)
    assert staleness("Which ferry sank recently?", asked, recent) < 0.1
    assert staleness("Which ferry sank recently?", asked, old) > 0.99
    assert staleness("Which ferry sank off Torne in 2019?", asked, old) == 0
    assert staleness("Which ferry won the prize of 2021?", asked, old) > 0.99
    assert staleness("Which ferry is to sail in 2020?", asked, old) == 0
    assert staleness("Which ferry is to sail in 2030?", asked, old) == 0
    assert staleness("Which ferry sank recently?", asked, None) == staleness("Which sank now?", None, old) == 0


def test_more_passages_ask_for_more() -> None:
    few, many = (AnswerabilityFeatures(0.62, 0.55, math.log(n)).confidence for n in (200, 40_000))
    assert few > many + 0.1


@pytest.mark.parametrize("confidence", [MAY_ANSWER - 0.01, MAY_ANSWER, ANSWERS - 0.01, ANSWERS])
def test_what_is_likely_is_shown_under_a_note_and_what_is_not_is_refused(
    make_corpus: MakeCorpus, ferry: str, monkeypatch: pytest.MonkeyPatch, confidence: float
) -> None:
    monkeypatch.setattr(AnswerabilityFeatures, "confidence", confidence)
    monkeypatch.setattr("qa.extraction.answerability.SMALL_CORPUS", 0)
    answer = AnswerEngine(make_corpus(article("a", ferry, "The Solvind"))).answers.ask("When was the Solvind built?")
    assert answer.refused == (confidence < MAY_ANSWER)
    assert bool(answer.sentences) != bool(answer.nearest)
    likely = MAY_ANSWER <= confidence < ANSWERS
    assert [note.kind for note in answer.notes] == (["may_answer"] if likely else [])


@pytest.mark.parametrize(
    ("question", "refused"), [("When was the Solvind built?", False), ("When was the Solvind painted?", True)]
)
def test_a_small_archive_shows_what_is_nearest_where_it_has_every_word_asked(
    make_corpus: MakeCorpus, ferry: str, monkeypatch: pytest.MonkeyPatch, question: str, refused: bool
) -> None:
    monkeypatch.setattr(AnswerabilityFeatures, "confidence", 0.01)
    answer = AnswerEngine(make_corpus(article("a", ferry, "The Solvind"))).answers.ask(question)
    assert answer.refused is refused
    assert [note.kind for note in answer.notes] == ([] if refused else ["may_answer"])


@pytest.mark.parametrize(("confidence", "refused"), [(ANSWERS, True), (SURE, False)])
def test_only_what_surely_answers_is_shown_from_another_time_than_asked_for(
    make_corpus: MakeCorpus, ferry: str, monkeypatch: pytest.MonkeyPatch, confidence: float, refused: bool
) -> None:
    monkeypatch.setattr(AnswerabilityFeatures, "confidence", confidence)
    old = replace(article("a", ferry, "The Solvind"), published=date(2020, 5, 4))
    answers = AnswerEngine(make_corpus(old)).answers
    answer = answers.ask("Which ferry sank this week?", asked=date(2022, 9, 10))
    assert answer.refused == refused
    assert [note.kind for note in answer.notes] == ([] if refused else ["other_times"])


def test_an_answer_holds_no_question_no_heading_and_nobody_unnamed(make_corpus: MakeCorpus) -> None:
    text = (
        "What sank off Cape Torne?\n\nThe loss off Cape Torne\n\nOn Monday night the Solvind, a ferry, met a storm. It "
        "sank off Cape Torne within an hour.\n\nRead more about what sank off Cape Torne."
    )
    answer = AnswerEngine(make_corpus(article("a", text, "A ferry is lost"))).answers.ask("What sank off Cape Torne?")
    assert [sentence.text for sentence in answer.sentences] == [
        "On Monday night the Solvind, a ferry, met a storm. It sank off Cape Torne within an hour."
    ]


def candidate(article_id: str, text: str, score: float) -> Candidate:
    """A sentence at a place of its own in its article: lower scores stand further back."""
    start = round((1 - score) * 10_000) + sum(map(ord, text))
    stored = article(article_id, " " * start + text)
    hit = Hit(Passage(article_id, start, start + len(text), start), stored, score=1.0)
    return Candidate(hit, Excerpt(stored, start, start + len(text)), NOTHING, covered=0.0, score=score)


def test_sentences_beside_the_best_are_kept_more_readily_than_those_elsewhere() -> None:
    best = candidate("a", "The ferry sank on Monday.", 1.0)
    beside = candidate("a", "Its captain left last of all.", 0.75)
    elsewhere = candidate("b", "A harbour was dredged in spring.", 0.75)
    nearly = candidate("c", "Boats brought everybody ashore.", 0.9)
    weak = candidate("a", "It was painted blue.", 0.65)
    kept = [group[0].text for group in select_sentences([best, nearly, beside, elsewhere, weak])]
    assert kept == [best.piece.text, nearly.piece.text, beside.piece.text]


def test_what_a_longer_sentence_says_already_is_not_said_again() -> None:
    longer = candidate("a", "The ferry Solvind sank off Torne on Monday, and its captain left last.", 1.0)
    less = candidate("b", "The ferry Solvind sank on Monday.", 0.99)
    other = candidate("b", "The ferry Solvind sank on 14 March.", 0.98)
    kept = [group[0].text for group in select_sentences([longer, less, other])]
    assert kept == [longer.piece.text, other.piece.text]


def test_an_answer_is_read_at_a_glance() -> None:
    long = candidate("a", "The first of them " + "sailed " * 60, 1.0)
    longer = candidate("a", "Another one was " + "anchored " * 40, 0.9)
    short = candidate("a", "It sank.", 0.8)
    assert [group[0].text for group in select_sentences([long, longer, short])] == [long.piece.text, short.piece.text]
    many = [candidate("a", f"Ship number {n} sank.", 1 - n / 100) for n in range(9)]
    assert len(select_sentences(many)) == 5
