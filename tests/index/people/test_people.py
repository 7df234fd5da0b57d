"""People: which names are one person's, and whom a name in a question means."""

import pytest

from index.people.names import name_tokens
from index.people.people import People

# Speaker as stored, key of the article, number of statements there.
QUOTED = [
    ("Hillary Clinton", 1, 5),
    ("Hillary Rodham Clinton", 2, 2),
    ("Bill Clinton", 2, 3),
    ("Clinton", 3, 1),
    ("John Kerry", 1, 4),
    ("John F. Kerry", 1, 1),
    ("Kerry", 2, 1),
    ("Étienne Castellane", 4, 2),
    ("Volodymyr Zelensky", 5, 2),
    ("Volodymyr Zelenskyy", 6, 1),
    ("George H.W. Bush", 7, 1),
    ("George W. Bush", 7, 1),
    ("Daniel Marsh", 8, 2),
    ("Danielle Marsh", 8, 1),
    ("Joseph Biden", 9, 1),
    ("Joe Biden", 9, 2),
    ("Brian France", 9, 1),
    ("France", 9, 6),
    ("Northern Drug Council", 9, 1),
    ("Northern Council", 9, 1),
    ("company", 3, 9),
]
PEOPLE = People(QUOTED)


def test_names_that_are_safely_one_persons_are_joined() -> None:
    joined = {person.name: person.names for person in PEOPLE if len(person.names) > 1}
    assert joined == {
        "Hillary Clinton": ("Hillary Clinton", "Hillary Rodham Clinton"),
        "John Kerry": ("John Kerry", "John F. Kerry", "Kerry"),
        "Volodymyr Zelensky": ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        "Joe Biden": ("Joe Biden", "Joseph Biden"),
    }


def test_statements_add_up_and_an_article_counts_once() -> None:
    kerry = PEOPLE["Kerry"]
    assert (kerry.name, kerry.statements, kerry.articles) == ("John Kerry", 6, 2)
    assert sum(person.statements for person in PEOPLE) == sum(number for _, _, number in QUOTED)
    assert [person.statements for person in PEOPLE] == sorted((p.statements for p in PEOPLE), reverse=True)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Clinton", ["Hillary Clinton", "Bill Clinton", "Clinton"]),
        ("Hillary Clinton", ["Hillary Clinton", "Clinton"]),
        ("William Clinton", ["Bill Clinton", "Clinton"]),
        ("Secretary Kerry", ["John Kerry"]),
        ("J. Kerry", ["John Kerry"]),
        ("Mr. Kerry's", ["John Kerry"]),
        ("Kerri", ["John Kerry"]),
        ("etienne castelane", ["Étienne Castellane"]),
        ("Castelani", ["Étienne Castellane"]),
        ("Zelenskiy", ["Volodymyr Zelensky"]),
        ("George Bush", ["George H.W. Bush", "George W. Bush"]),
        ("Hillary", ["Hillary Clinton"]),
        ("NDC", ["Northern Drug Council"]),
        ("Lavrov", []),
        ("", []),
    ],
)
def test_whom_a_name_may_mean(name: str, meant: list[str]) -> None:
    assert [person.name for person in PEOPLE.find(name)] == meant


def test_titles_and_possessives_are_no_part_of_a_name() -> None:
    assert name_tokens("Gen. Óscar Belmonte's") == ("oscar", "belmonte")
    assert name_tokens("the Pope") == ("the", "pope")
