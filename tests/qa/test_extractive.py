"""An answer in the articles' own words is looked for once, until something of it changes."""

from collections.abc import Callable
from datetime import date

import pytest

from index.storage.corpus import Corpus
from qa.engine import AnswerEngine
from qa.extractive import ExtractiveAnswers
from tests.support.articles import article, put


def test_an_answer_is_made_anew_when_the_articles_the_scope_or_the_day_change(
    make_corpus: Callable[..., Corpus], monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = make_corpus(article("1", "“The ferry is late,” said Ida Brekke.", "Ferry"))
    engine, found = AnswerEngine(corpus), list[str]()
    real = ExtractiveAnswers._answer
    monkeypatch.setattr(ExtractiveAnswers, "_answer", lambda *asked: found.append("looked") or real(*asked))
    question = "What did Ida Brekke say about the ferry?"
    first = engine.answers.ask(question)
    assert (engine.answers.ask(question), len(found)) == (first, 1)
    engine.answers.ask(question, asked=date(2024, 3, 1))
    engine.readable_by(frozenset({"default"})).answers.ask(question)
    assert len(found) == 3
    put(corpus, article("2", "“The ferry will never come,” said Ida Brekke.", "Ferry"))
    assert len(engine.answers.ask(question).citations) == 2
    assert len(found) == 4
