"""Words as keyword search sees them, by many threads at once."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from index.text.keywords import searchable, stem, stems

WORDS = [f"{a}{b}{c}ations" for a in "abcdefghij" for b in "aeiou" for c in "klmnprst"]


@pytest.fixture
def eager_switching() -> Iterator[None]:
    """Threads take turns after every few instructions."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("eager_switching")
def test_threads_do_not_mix_up_their_words() -> None:
    stem.cache_clear()
    alone = [stem(word) for word in WORDS]
    stem.cache_clear()
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(stem, WORDS)) == alone


def test_ligatures_are_searched_as_letters() -> None:
    assert searchable("The oﬃce, the waﬄe, ﬁre, ﬂoor, oﬀer, ﬅay, ﬆay") == (
        "The office, the waffle, fire, floor, offer, stay, stay"
    )
    assert stems("oﬃce ﬁre") == {"offic", "fire"}


def test_a_word_is_no_form_of_a_stop_word() -> None:
    assert stem("herring") == "herring"
    assert stem("Her") == "her"
    assert "her" not in stems("The herring spawn here.")
