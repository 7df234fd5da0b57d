"""Small inputs that once showed a fault, or a thing that must go on working: what must be true of each."""

from pathlib import Path

import pytest

from index.embedding import Embedder
from tests.support.cases import faults, read_cases

CASES = read_cases()
OPEN: dict[str, str] = {
    "b14": "denial and negated verb",
    "b19": "support/back: whose",
    "b20q": "headline with a colon, question",
    "c09c": "names without diacritics in the question",
    "c10c": "apostrophes and hyphens of other kinds",
    "h08": "follow-up: cost of it",
    "h10": "month in the question taken for a day of publication",
    "h10c": "month in the question taken for a day of publication: who said",
    "h11c": "date in the question: 13.3.2025",
    "h11e": "date in the question: season",
    "h12c": "ordinary word taken for a name: the papers",
    "h20": "untrue sentence on an article in another language",
    "w01q": "sentence that ends in a single letter, question",
}
"""Cases that do not hold yet → why not."""


@pytest.mark.parametrize("name", [name for name in CASES if name not in OPEN])
def test_case(name: str, tmp_path: Path, embedder: Embedder) -> None:
    assert faults(CASES[name], tmp_path / "index", embedder) == [], CASES[name]["must"]


@pytest.mark.parametrize("name", OPEN)
def test_what_is_open_is_still_open(name: str, tmp_path: Path, embedder: Embedder) -> None:
    assert faults(CASES[name], tmp_path / "index", embedder), f"{name} holds now: take it off the list."
