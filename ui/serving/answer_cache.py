"""The latest answers, by an id that cannot be guessed, so that one can be exported, judged or followed up.

They are in memory only: what a reader asked is stored nowhere unless they send feedback.
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from index.records import EVERYTHING, Scope
from qa.answer import Answer, Turn
from ui.access.identity import OWNER, Identity

_MAX_ANSWERS = 500


@dataclass(frozen=True, slots=True)
class CachedAnswer:
    """An answer with the turns before it, the identity that got it, and the part of the articles that was asked."""

    answer: Answer
    given_to: Identity = OWNER
    history: tuple[Turn, ...] = ()
    scope: Scope = EVERYTHING


class AnswerCache:
    """The latest answers; safe to share between threads."""

    def __init__(self, size: int = _MAX_ANSWERS) -> None:
        """Keep `size` answers and drop the oldest beyond."""
        self._answers: OrderedDict[str, CachedAnswer] = OrderedDict()
        self._size = size
        self._lock = threading.Lock()

    def keep(
        self, answer: Answer, given_to: Identity = OWNER, history: Sequence[Turn] = (), scope: Scope = EVERYTHING
    ) -> str:
        """Keep an answer under its id, and return that."""
        with self._lock:
            self._answers[answer.id] = CachedAnswer(answer, given_to, tuple(history), scope)
            while len(self._answers) > self._size:
                self._answers.popitem(last=False)
        return answer.id

    def get(self, answer_id: str, asking: Identity = OWNER) -> CachedAnswer | None:
        """Return the answer of that id; None when it was dropped, or was given to another identity or other rights."""
        cached = self._answers.get(answer_id)
        return cached if cached and cached.given_to == asking else None
