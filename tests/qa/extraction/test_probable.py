"""Whose words are not sure is shown as probable, and listed and counted nowhere."""

import pytest

from index.records import MIN_CONFIDENCE, MIN_PROBABLE
from index.search.representatives import representatives_of
from index.storage.corpus import Corpus
from qa.engine import AnswerEngine


@pytest.fixture(scope="module")
def engine(samples: Corpus) -> AnswerEngine:
    return AnswerEngine(samples)


def test_words_that_are_probably_hers_are_in_the_answer_without_her_name(engine: AnswerEngine) -> None:
    answer = engine.answers.ask("What did Helene Strand say?")
    glad = next(citation for citation in answer.citations if "I am glad it is over" in citation.quote)
    assert (glad.speaker, glad.probable_speaker) == (None, "Helene Strand")
    assert all(bool(citation.speaker) != bool(citation.probable_speaker) for citation in answer.citations)


def test_people_record_and_answer_count_the_same_statements(engine: AnswerEngine) -> None:
    stored = [
        statement
        for article in engine.corpus.store.articles()
        for statement in engine.corpus.store.statements.of_article(article.id, unsure=True)
        if statement.speaker
    ]
    probable = [s for s in stored if MIN_PROBABLE <= s.confidence < MIN_CONFIDENCE]
    assert len(probable) > 20
    for person in engine.corpus.people():
        sure = [s for s in stored if s.speaker in person.names and s.confidence >= MIN_CONFIDENCE]
        assert person.statements == len(sure) > 0
        record = engine.catalogue.person_record(person.name, limit=1000)
        said = [one.statement for entry in record for one in entry.said]
        assert set(sure) <= set(said)
        assert all(statement.confidence >= MIN_CONFIDENCE for statement in said)


def test_somebody_who_only_probably_speaks_is_found_and_not_listed(engine: AnswerEngine) -> None:
    counts = engine.corpus.store.statements.speaker_counts()
    listed = {name for person in engine.corpus.people() for name in person.names}
    unsure = {name for name, _, _ in counts} - listed
    assert unsure
    for name in unsure:
        assert engine.corpus.people().find(name)
        cited = engine.answers.ask(f"What did {name} say?").citations
        spokesmen = {person.name for person in representatives_of(engine.corpus, name)}
        assert {citation.speaker for citation in cited} - spokesmen == {None}
        assert {citation.probable_speaker for citation in cited if citation.speaker is None} == {name}
