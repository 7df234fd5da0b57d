"""The check: only what stands in the stored article, to the letter, reaches the reader."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from qa.answer import Answer, AnswerSentence
from qa.verification.verify import drop_invalid_citations, is_verbatim, make_citation
from tests.support.articles import article
from tests.support.worded import note, reason

ARTICLE = article("a", "The ferry sank. Nobody was hurt. 😀 Divers came.")
STORED = {"a": ARTICLE}.get


def answer(*spans: tuple[int, int]) -> Answer:
    citations = tuple(make_citation(n, ARTICLE, a, b) for n, (a, b) in enumerate(spans, 1))
    return Answer("q", tuple(AnswerSentence(c.quote, (c.n,)) for c in citations), citations)


def test_a_true_answer_passes_unchanged() -> None:
    true = answer((0, 15), (16, 32), (35, 47))
    assert [s.text for s in true.sentences] == ["The ferry sank.", "Nobody was hurt.", "Divers came."]
    assert drop_invalid_citations(true, STORED) == true


@given(
    start=st.integers(-3, 60), end=st.integers(-3, 60), quote=st.sampled_from(["The ferry sank.", "The", "", "ferry"])
)
def test_verbatim_means_the_very_characters_at_the_very_place(start: int, end: int, quote: str) -> None:
    citation = replace(make_citation(1, ARTICLE, 0, 15), start=start, end=end, quote=quote)
    true = 0 <= start < end <= len(ARTICLE.text) and ARTICLE.text[start:end] == quote
    assert is_verbatim(citation, ARTICLE) == true


def test_an_invented_sentence_is_withheld_and_the_others_stay() -> None:
    true = answer((0, 15), (16, 32))
    invented = replace(true, sentences=(AnswerSentence("The captain fled.", (1,)), true.sentences[1]))
    assert drop_invalid_citations(invented, STORED).sentences == (true.sentences[1],)
    assert note(drop_invalid_citations(invented, STORED)) == "1 sentence withheld: not in the articles to the letter."
    assert [c.n for c in drop_invalid_citations(invented, STORED).citations] == [2]


def test_a_sentence_without_a_citation_is_withheld() -> None:
    bare = replace(answer((0, 15)), sentences=(AnswerSentence("The ferry sank.", ()),))
    assert drop_invalid_citations(bare, STORED).refused


def test_when_the_article_changed_or_went_the_answer_is_a_refusal() -> None:
    for stored in (None, replace(ARTICLE, text="The ferry sank. Nobody was hurt? 😀 Divers came.")):
        result = drop_invalid_citations(answer((0, 15)), {"a": stored}.get)
        assert result.refused
        assert (result.sentences, result.citations) == ((), ())
        assert "ask again" in reason(result)
