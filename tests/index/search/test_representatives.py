"""Who speaks for a body or is of a group, beside the sample articles and one of our own."""

from collections.abc import Callable

import pytest

from index.search.representatives import is_group, is_of_several, representatives_of
from index.search.statements import resolve_people
from index.storage.corpus import Corpus
from tests.support.articles import article, put

QUAY = """
The bakers’ guild has met twice. Its treasurer, Jon Falk, said the flour was dear.

Ida Moss, who chairs the bakers’ guild, said she would wait. Per Lund, a critic of the guild, laughed.
Ana Ruiz resigned as chief executive of Pell Foods on Monday. “We tried,” Ana Ruiz said.
Weavers Rolf Arne and his brother would leave, they said.
Kari Lie, a weaver from Aldby, said she would stay. The head of the canal board, Eva Dahl, said no.
“So I said,” said Eva Dahl. Kari Lie said it was late. Rolf Arne said it was early. “I am here,” Per Lund said.
"""


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("the union", ["Daniel Voss", "Miriam Falk"]),  # the president of an association speaks for a union
        ("the nurses' union", ["Miriam Falk"]),
        ("dockers", ["Daniel Voss"]),
        ("the opposition", ["Hanna Ekeland", "Pavel Hruby"]),
        ("civic alliance", ["Hanna Ekeland", "Pavel Hruby"]),
        ("Tarnholm", ["Étienne Castellane"]),
        ("police", ["Nils Aaberg"]),
        ("the valley's farmers", ["Ines Calder"]),
        ("centre list", ["Birgit Noor"]),
        ("the navy", []),
    ],
)
def test_a_body_is_spoken_for_by_whom_the_articles_introduce_so(samples: Corpus, body: str, names: list[str]) -> None:
    assert [person.name for person in representatives_of(samples, body)] == names


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("bakers' guild", ["Ida Moss", "Jon Falk"]),
        ("Pell Foods", ["Ana Ruiz"]),
        ("weavers", ["Kari Lie", "Rolf Arne"]),
        ("canal board", ["Eva Dahl"]),
    ],
)
def test_a_critic_of_a_body_does_not_speak_for_it(
    make_corpus: Callable[..., Corpus], body: str, names: list[str]
) -> None:
    corpus = make_corpus()
    put(corpus, article("quay", QUAY, "Bakers meet", language="en"))
    assert sorted(person.name for person in representatives_of(corpus, body)) == names


def test_some_articles_alone_are_read(samples: Corpus) -> None:
    hospital = ("2025-03-04-nurses-vote-to-strike",)
    assert [person.name for person in representatives_of(samples, "the union", hospital)] == ["Miriam Falk"]


def test_a_body_is_told_from_a_person() -> None:
    assert all(map(is_of_several, ("the union", "Merrow Bank", "the nurses")))
    assert not any(map(is_of_several, ("Petra Voss", "the mayor")))
    assert is_group("fishermen")
    assert not any(map(is_group, ("fisherman", "posters")))


def test_a_body_that_is_quoted_by_name_has_its_people_too(samples: Corpus) -> None:
    names = [person.name for person in resolve_people(samples, "Tarnholm")]
    assert {"a spokeswoman for Tarnholm", "Étienne Castellane"} <= set(names)
