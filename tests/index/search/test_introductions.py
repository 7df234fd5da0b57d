"""People found by what articles introduce them as, beside the sample articles and one of our own."""

from collections.abc import Callable

import pytest

from index.search.introductions import people_introduced_as
from index.storage.corpus import Corpus
from tests.support.articles import article, put

LOCK = """
The lock at Aldby stays shut, its keeper, Jon Falk, said on Monday. “The gate is bent,” he said.

Ida Moss, who met the keeper on Sunday, said she would wait. Captain Per Lund said the barge was full.
“We need a crane,” said the head of the canal board, Ana Ruiz.
"""


@pytest.mark.parametrize(
    ("description", "names"),
    [
        ("team captain", ["Rui Teixeira"]),
        ("the port spokeswoman", ["Julie Aasen"]),
        ("spokeswoman for the port", ["Julie Aasen"]),
        ("the head teacher", ["Tobias Mørk"]),
        ("chairman of merrow bank", ["Duncan Ferrars"]),
        ("hydrologist", ["Samuel Ohene"]),
        ("army chief", ["Óscar Belmonte"]),
        ("harbour master", []),
        ("terminal", []),  # no noun for people
    ],
)
def test_a_description_means_whom_the_articles_introduce_so(
    samples: Corpus, description: str, names: list[str]
) -> None:
    assert [person.name for person in people_introduced_as(samples, description)] == names


@pytest.mark.parametrize(
    ("description", "names"),
    [("keeper of the lock", ["Jon Falk"]), ("captain", ["Per Lund"]), ("head of the canal board", ["Ana Ruiz"])],
)
def test_only_who_stands_beside_the_noun_is_meant(
    make_corpus: Callable[..., Corpus], description: str, names: list[str]
) -> None:
    corpus = make_corpus()
    put(corpus, article("lock", LOCK, "Lock stays shut", language="en"))
    assert [person.name for person in people_introduced_as(corpus, description)] == names


def test_some_articles_alone_are_read(samples: Corpus) -> None:
    phones = ("2025-11-04-school-phone-ban-one-year",)
    assert [person.name for person in people_introduced_as(samples, "the minister", phones)] == ["Lena Achterberg"]
