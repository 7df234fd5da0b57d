"""Small inputs that once showed a fault, or a thing that must go on working: what must be true of each."""

from pathlib import Path

import pytest

from index.embedding import Embedder
from tests.support.cases import faults, read_cases

CASES = read_cases()
OPEN: dict[str, str] = {
    "b19": "support/back: whose",
    "h08": "follow-up: cost of it",
}
"""Cases that do not hold yet → why not."""


@pytest.mark.parametrize("name", [name for name in CASES if name not in OPEN])
def test_case(name: str, tmp_path: Path, embedder: Embedder) -> None:
    assert faults(CASES[name], tmp_path / "index", embedder) == [], CASES[name]["must"]


@pytest.mark.parametrize("name", OPEN)
def test_what_is_open_is_still_open(name: str, tmp_path: Path, embedder: Embedder) -> None:
    assert faults(CASES[name], tmp_path / "index", embedder), f"{name} holds now: take it off the list."
