"""The answers given lately, by an id that cannot be guessed, so that one can be exported, judged or followed up.

They live in memory only: what a reader asked is stored nowhere unless they send feedback.
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
    """An answer with the turns before it, and the part of the articles it was asked of."""

    answer: Answer
    given_to: Identity = OWNER
    history: tuple[Turn, ...] = ()
    scope: Scope = EVERYTHING


class AnswerCache:
    """The last answers; safe to share between threads."""

    def __init__(self, most: int = _MAX_ANSWERS) -> None:
        """Keep `most` answers and forget the oldest beyond."""
        self._answers: OrderedDict[str, CachedAnswer] = OrderedDict()
        self._most = most
        self._lock = threading.Lock()

    def keep(
        self, answer: Answer, given_to: Identity = OWNER, history: Sequence[Turn] = (), scope: Scope = EVERYTHING
    ) -> str:
        """Keep an answer under its id, and return that."""
        with self._lock:
            self._answers[answer.id] = CachedAnswer(answer, given_to, tuple(history), scope)
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
        return answer.id

    def get(self, answer_id: str, asking: Identity = OWNER) -> CachedAnswer | None:
        """The answer of that id; None when it is forgotten, or was given to somebody else or under other rights."""
        kept = self._answers.get(answer_id)
        return kept if kept and kept.given_to == asking else None
