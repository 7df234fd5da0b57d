"""What readers say of answers has a limit."""

from collections.abc import Callable

import pytest

from index.errors import InputError
from index.storage.corpus import Corpus
from index.storage.feedback import Feedback, add_feedback


def test_a_comment_has_a_limit(make_corpus: Callable[..., Corpus]) -> None:
    feedback = Feedback("2026-01-01", "good", "x" * 4_001, "?", "[]", "{}", "{}")
    with pytest.raises(InputError, match=r"4,001 characters and the limit is 4,000"):
        add_feedback(make_corpus().store.database, feedback)
