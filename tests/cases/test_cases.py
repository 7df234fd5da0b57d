"""Small inputs that once showed a fault, or a thing that must go on working: what must be true of each."""

from pathlib import Path

import pytest

from index.embedding import Embedder
from tests.support.cases import faults, read_cases

CASES = read_cases()
OPEN: dict[str, str] = {
    "a14b": "HTML <q> and pull quote",
    "b19": "support/back: whose",
    "c07": "html lang is wrong: German page says en",
    "d01d": "date: og:updated_time",
    "d02": "date: day and month ambiguous, in a page",
    "d10-09": "date formats in JSON lines",
    "d10-11": "date formats in JSON lines",
    "d10-13": "date formats in JSON lines",
    "d10-15": "date formats in JSON lines",
    "d11c": "date in a file name: at the end",
    "e06": "paywall text",
    "e06c": "newsletter and read-more lines",
    "e07d": "title: og:title of the site",
    "e08d": "author: an organisation before the person",
    "e10": "NUL bytes in a page",
    "e10c": "NUL byte in a text",
    "f04q": "ligatures, question",
    "g01": "markup and entities in JSON lines",
    "g03": "RTF in a .txt file",
    "h08": "follow-up: cost of it",
    "p01": "PDF: running heads and feet",
    "p02": "PDF: date in the file name",
    "p04": "PDF: columns drawn line by line",
}
"""Cases that do not hold yet → why not."""


@pytest.mark.parametrize("name", [name for name in CASES if name not in OPEN])
def test_case(name: str, tmp_path: Path, embedder: Embedder) -> None:
    assert faults(CASES[name], tmp_path / "index", embedder) == [], CASES[name]["must"]


@pytest.mark.parametrize("name", OPEN)
def test_what_is_open_is_still_open(name: str, tmp_path: Path, embedder: Embedder) -> None:
    assert faults(CASES[name], tmp_path / "index", embedder), f"{name} holds now: take it off the list."
