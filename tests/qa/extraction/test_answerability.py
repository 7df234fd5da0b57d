"""Whether an article answers at all, and how much of it is shown."""

from collections.abc import Callable

import numpy as np
import pytest

from index.embedding import Embedder, TokenEmbeddings
from index.records import Hit, Passage
from index.storage.corpus import Corpus
from qa.engine import AnswerEngine
from qa.extraction.answerability import AnswerabilityFeatures, Candidate, max_similarity
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
    weak = {"words": 0.54, "passage": 0.2, "body": 0.3}
    assert AnswerabilityFeatures(**weak).confidence < 0.5 < AnswerabilityFeatures(**weak, complete=True).confidence
    assert AnswerabilityFeatures(0.8, 0.7, 0.7).confidence > 0.9


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


def candidate(article_id: str, text: str, score: float) -> Candidate:
    stored = article(article_id, text)
    hit = Hit(Passage(article_id, 0, len(text), 1), stored, score=1.0)
    return Candidate(hit, Excerpt(stored, 0, len(text)), NOTHING, covered=0.0, score=score)


def test_sentences_beside_the_best_are_kept_more_readily_than_those_elsewhere() -> None:
    best = candidate("a", "The ferry sank on Monday.", 1.0)
    beside = candidate("a", "Its captain left last of all.", 0.75)
    elsewhere = candidate("b", "A harbour was dredged in spring.", 0.75)
    nearly = candidate("c", "Boats brought everybody ashore.", 0.9)
    weak = candidate("a", "It was painted blue.", 0.65)
    kept = [group[0].text for group in select_sentences([best, nearly, beside, elsewhere, weak])]
    assert kept == [best.piece.text, nearly.piece.text, beside.piece.text]


def test_an_answer_is_read_at_a_glance() -> None:
    long = candidate("a", "The first of them " + "sailed " * 60, 1.0)
    longer = candidate("a", "Another one was " + "anchored " * 40, 0.9)
    short = candidate("a", "It sank.", 0.8)
    assert [group[0].text for group in select_sentences([long, longer, short])] == [long.piece.text, short.piece.text]
    many = [candidate("a", f"Ship number {n} sank.", 1.0) for n in range(9)]
    assert len(select_sentences(many)) == 5
