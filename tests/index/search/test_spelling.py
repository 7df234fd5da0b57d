"""Misspelt words of questions, beside the sample articles."""

import pytest

from index.search.spelling import Spelling
from index.storage.corpus import Corpus

ASKING = frozenset(("happened", "criticized"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("who won the electoin", "who won the election"),
        ("water in the corin valley", "water in the corrin valley"),
        ("what did castelane deny", "what did castellane deny"),
        ("goverments reserch", "governments research"),
        ("what happend then", "what happened then"),
        ("who critisized it", "who criticized it"),
    ],
)
def test_misspelt_words_are_spelt_as_the_articles_do(samples: Corpus, typed: str, meant: str) -> None:
    assert Spelling(samples, ASKING).corrected(typed) == meant


@pytest.mark.parametrize(
    "question",
    [
        "how much does he earn",  # words that no article has are words all the same
        "did they apologise",
        "what is his favourite colour",
        "has Castelane resigned",  # a name in capitals may be somebody's whom no article names
        "WHO WON THE ELECTOIN",
        "see example.electoin.org or a@electoin.org",
        "fone",  # too short: phone, done, gone, none
        "zzyzxqv",
    ],
)
def test_other_words_are_left(samples: Corpus, question: str) -> None:
    assert Spelling(samples, ASKING).corrected(question) == question


def test_a_pasted_text_is_not_spelt_word_by_word(samples: Corpus) -> None:
    text = " ".join(f"elect{'o' * n}inn" for n in range(2, 40))
    assert Spelling(samples, ASKING).corrected(text) == text


def test_what_is_typed_for_a_word_is_that_word_unless_an_article_has_it(samples: Corpus) -> None:
    spelling = Spelling(samples, ASKING, {"abt": "about", "eur": "euros", "gas": "petrol"})
    assert spelling.corrected("abt the gas ABT") == "about the gas ABT"
