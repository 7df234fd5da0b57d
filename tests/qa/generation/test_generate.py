"""Answers that a model writes: what is shown, what is put right, what is withheld, and what happens when it fails."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from index.records import EVERYTHING, Scope
from index.storage.corpus import Corpus
from qa.answer import Answer
from qa.engine import AnswerEngine
from qa.generation import streaming
from qa.generation.models import ModelLimits, ModelRouting, open_model
from tests.support.articles import article
from tests.support.fake_model import FakeModel
from tests.support.local_model import local_model, weights
from tests.support.model_server import ModelServer, drops, fails, falls_silent, hangs, runs_away, says
from tests.support.waiting import PATIENCE, Clock
from tests.support.worded import headings, note, reason

QUESTION = "What did Petra Voss say about the guarantee?"
TRUE = "Petra Voss told reporters: “The cap is the cap.”"
FALSE = "Petra Voss said that the cap was 900 million euros."


def asked(
    corpus: Corpus, *replies: str, question: str = QUESTION, scope: Scope = EVERYTHING
) -> tuple[Answer, FakeModel]:
    model = FakeModel(*replies)
    return AnswerEngine(corpus, ModelRouting(default=model)).answers.ask(question, scope=scope), model  # type: ignore[arg-type]


def quotes(answer: Answer) -> list[str]:
    return [citation.quote for citation in answer.citations]


def test_a_true_sentence_is_shown_with_the_very_sentence_that_carries_it(samples: Corpus) -> None:
    answer, model = asked(samples, f"{TRUE} [1]")
    assert [(s.text, s.citations, s.status) for s in answer.sentences] == [(TRUE, (1,), "supported")]
    assert quotes(answer) == ["‘The cap is the cap,’ she told reporters."]
    assert answer.citations[0].speaker == "Petra Voss"
    assert (answer.model, answer.withheld, note(answer)) == ("fake:model", 0, "")
    assert "<question>What did Petra Voss say about the guarantee?</question>" in model.prompts[0][1]


def test_a_false_sentence_is_withheld_and_counted(samples: Corpus) -> None:
    answer, _ = asked(samples, f"{TRUE} [1] {FALSE} [1] Nobody knows why. [2]")
    assert [s.text for s in answer.sentences] == [TRUE]
    assert (answer.withheld, note(answer)) == (2, "2 sentences withheld: not in the articles.")


@pytest.mark.parametrize("mark", ["", "[5]", "[99]", "[4, 99]"])
def test_a_missing_or_wrong_citation_is_put_right_where_one_passage_alone_carries(samples: Corpus, mark: str) -> None:
    answer, _ = asked(samples, f"{TRUE} {mark}")
    assert [s.text for s in answer.sentences] == [TRUE]
    assert quotes(answer) == ["‘The cap is the cap,’ she told reporters."]


def test_it_is_not_put_right_where_two_passages_would_do(make_corpus: Callable[..., Corpus]) -> None:
    text = "“The ferry sails in May,” said Marta Lindqvist."
    two = make_corpus(article("a", text, language="en"), article("b", f"{text} It rained.", language="en"))
    answer, _ = asked(
        two, "Marta Lindqvist said: “The ferry sails in May.”", question="What did Lindqvist say about the ferry?"
    )
    assert answer.model == ""
    assert answer.withheld == 1


def test_he_after_a_withheld_sentence_is_withheld_too(samples: Corpus) -> None:
    answer, _ = asked(samples, f"{FALSE} [1] She told reporters: “The cap is the cap.” [1] {TRUE} [1]")
    assert [s.text for s in answer.sentences] == [TRUE]
    assert answer.withheld == 2


def test_the_articles_own_words_stand_in_when_nothing_is_left(samples: Corpus) -> None:
    verbatim = AnswerEngine(samples).answers.ask(QUESTION)
    answer, _ = asked(samples, f"{FALSE} [1]")
    assert answer.sentences == verbatim.sentences
    assert note(answer) == "Nothing that fake:model wrote stands in the articles; these are their own words."
    answer, _ = asked(samples, "The passages do not say.")
    assert answer.sentences == verbatim.sentences
    assert note(answer) == "fake:model found no answer; these are the articles’ own words."


def test_the_answer_grows_sentence_by_sentence(samples: Corpus) -> None:
    engine = AnswerEngine(samples, ModelRouting(default=FakeModel(f"{TRUE} [1] {FALSE} [1] {quoted()} [1]")))  # type: ignore[arg-type]
    grown = [[s.text for s in answer.sentences] for answer in engine.answers.stream(QUESTION)]
    assert grown == [[TRUE], [TRUE, quoted()], [TRUE, quoted()]]


def quoted() -> str:
    return "‘The cap is the cap,’ she told reporters."


def test_a_sentence_in_the_articles_words_is_verbatim(samples: Corpus) -> None:
    answer, _ = asked(samples, f"{quoted()} [1]")
    assert [s.status for s in answer.sentences] == ["verbatim"]


def test_a_sentence_said_again_is_said_once(samples: Corpus) -> None:
    answer, _ = asked(samples, f"{TRUE} [1] " * 40)
    assert [s.text for s in answer.sentences] == [TRUE]


def test_where_nothing_is_found_no_model_is_asked(samples: Corpus) -> None:
    answer, model = asked(samples, "Macron said so. [1]", question="What did Macron say about gas prices?")
    assert reason(answer) == "None of the 24 articles mentions Macron."
    assert not model.prompts


@pytest.mark.parametrize("question", ["Where do Petra Voss and Tomas Reiner disagree about the guarantee?"])
def test_a_disagreement_is_shown_in_the_articles_own_words_side_by_side(samples: Corpus, question: str) -> None:
    answer, model = asked(samples, "They agree. [1]", question=question)
    assert not model.prompts
    assert set(headings(answer)) == {"Petra Voss", "Tomas Reiner"}
    assert all(citation.published for citation in answer.citations)


def test_a_model_reads_only_the_collections_that_it_may(make_corpus: Callable[..., Corpus]) -> None:
    text = "“The {} sails in May,” said Marta Lindqvist."
    corpus = make_corpus(
        article("a", text.format("ferry"), language="en"),
        article("b", text.format("secret ferry"), language="en", collection="secret"),
    )
    model = FakeModel("The passages do not say.")
    models = ModelRouting(default=model, by_collection={"secret": None})  # type: ignore[arg-type]
    question = "What did Lindqvist say about the ferry?"
    whole = AnswerEngine(corpus, models).answers.ask(question)
    assert not model.prompts
    assert len(whole.citations) == 2
    AnswerEngine(corpus, models).answers.ask(question, scope=Scope(collections=("default",)))
    assert ["secret" in user for _, user in model.prompts] == [False]


LIMITS = ModelLimits(first_seconds=PATIENCE, seconds=PATIENCE, retries=0, answer_tokens=300)


@pytest.mark.parametrize(
    ("turn", "fault"),
    [
        (drops(f"{TRUE} [1] And"), "openai:m stopped in the middle of its answer."),
        (falls_silent(f"{TRUE} [1] And"), "openai:m stopped in the middle of its answer."),
        (says(), "openai:m gave an empty answer."),
        (says("I cannot", finish="content_filter"), "openai:m refused to answer."),
        (fails(500), "openai:m failed at its server (status 500): ask again later."),
    ],
)
def test_when_the_model_fails_the_articles_own_words_are_shown(samples: Corpus, turn: object, fault: str) -> None:
    with ModelServer(turn) as server:  # type: ignore[arg-type]
        engine = AnswerEngine(samples, ModelRouting(default=open_model(f"openai:m@{server.url}", LIMITS)))
        answer = engine.answers.ask(QUESTION)
    assert note(answer) == f"{fault} These are the articles’ own words."
    assert answer.sentences == AnswerEngine(samples).answers.ask(QUESTION).sentences
    assert answer.model == ""


@pytest.mark.parametrize(
    ("turn", "looks", "fault"),
    [
        (hangs(), 1, "openai:m did not answer within 300 seconds."),
        (hangs(f"{TRUE} [1] And"), 2, "openai:m did not finish its answer within 300 seconds."),
    ],
)
def test_when_the_model_takes_too_long_the_articles_own_words_are_shown(
    samples: Corpus, turn: object, looks: int, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "monotonic", Clock(looks))
    test_when_the_model_fails_the_articles_own_words_are_shown(samples, turn, fault)


def test_ten_thousand_words_are_cut(samples: Corpus) -> None:
    with ModelServer(runs_away()) as server:
        answer = AnswerEngine(samples, ModelRouting(default=open_model(f"openai:m@{server.url}", LIMITS))).answers.ask(
            QUESTION
        )
        server.left.get(timeout=PATIENCE)  # the server saw its client go
    assert answer.sentences == AnswerEngine(samples).answers.ask(QUESTION).sentences
    assert note(answer).startswith("Nothing that openai:m wrote stands")


def test_who_leaves_ends_the_request(samples: Corpus) -> None:
    with ModelServer(hangs(f"{TRUE} [1] And so")) as server:
        engine = AnswerEngine(samples, ModelRouting(default=open_model(f"openai:m@{server.url}")))
        growing: Iterator[Answer] = engine.answers.stream(QUESTION)
        assert [s.text for s in next(growing).sentences] == [TRUE]
        growing.close()  # type: ignore[attr-defined]
        server.left.get(timeout=PATIENCE)


@pytest.mark.skipif(weights() is None, reason="the local model is not installed: run `make setup`")
def test_of_a_real_model_only_what_stands_is_shown(samples: Corpus) -> None:
    with local_model() as spec:
        engine = AnswerEngine(samples, ModelRouting(default=open_model(spec, replace(LIMITS, answer_tokens=120))))
        for question in (QUESTION, "Who resigned from Merrow Bank?"):
            answer = engine.answers.ask(question)
            assert answer.sentences
            cited = {citation.n: citation for citation in answer.citations}
            for sentence in answer.sentences:
                assert sentence.citations
                for n in sentence.citations:
                    stored = samples.store.article(cited[n].article_id)
                    assert stored
                    assert stored.text[cited[n].start : cited[n].end] == cited[n].quote


def test_what_stands_around_an_answer_asks_no_model(samples: Corpus) -> None:
    model = FakeModel()
    engine = AnswerEngine(samples, ModelRouting(default=model))  # type: ignore[arg-type]
    assert len(engine.answers.examples()) == 4
    assert engine.answers.suggest(AnswerEngine(samples).answers.ask(QUESTION)).following
    assert not model.prompts
