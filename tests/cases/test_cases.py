"""Small inputs that once showed a fault, or a thing that must go on working: what must be true of each."""

from pathlib import Path

import pytest

from index.embedding import Embedder
from tests.support.cases import faults, read_cases

CASES = read_cases()
OPEN: dict[str, str] = {
    "b19": "support/back: whose",
    "h08": "follow-up: cost of it",
    "sa13": "dashes of a typewriter inside a quotation",
    "sa19": "a block quotation of Markdown without marks",
    "sb11": "said nothing about: debatable",
    "sf18": "a hyphen inside a word",
    "sg11": "wrongly decoded marks in a record, whose text is kept",
    "sh17": "false premise",
    "sv04": "one name only",
    "sv06": "numbers after a name",
    "sv11": "names in small letters",
    "sv30": "a firm that ends in an exclamation mark",
    "sb43": "had nothing to say: debatable",
    "sb50": 'who denied, after "who said"',
    "sb60": "bold questions, answers without labels",
    "sv31": "numbers after a title and a name",
    "sz13": "said little about: debatable",
    "sz30": "a question in German",
}
"""Cases that do not hold yet → why not."""


@pytest.mark.parametrize("name", [name for name in CASES if name not in OPEN])
def test_case(name: str, tmp_path: Path, embedder: Embedder) -> None:
    assert faults(CASES[name], tmp_path / "index", embedder) == [], CASES[name]["must"]


@pytest.mark.parametrize("name", OPEN)
def test_what_is_open_is_still_open(name: str, tmp_path: Path, embedder: Embedder) -> None:
    assert faults(CASES[name], tmp_path / "index", embedder), f"{name} holds now: take it off the list."
