"""A small, truthful chat model: it gives the replies of a queue, piece by piece, and keeps every prompt."""

from collections import deque
from collections.abc import AsyncGenerator

from qa.generation.streaming import ModelLimits, ModelStream, StreamChunk


class FakeModel:
    """Says what it is told to say."""

    def __init__(self, *replies: str, name: str = "fake:model", step: int = 7) -> None:
        self.name = name
        self.replies = deque(replies)
        self.prompts: list[tuple[str, str]] = []
        self._step = step

    def stream(self, system: str, user: str) -> ModelStream:
        """The next reply, or nothing when there is none left."""
        self.prompts.append((system, user))
        text = self.replies.popleft() if self.replies else ""

        async def pieces() -> AsyncGenerator[StreamChunk, None]:
            for at in range(0, len(text), self._step):
                yield StreamChunk(text[at : at + self._step])
            yield StreamChunk("", "stop")

        return ModelStream(pieces, self.name, ModelLimits(answer_tokens=10_000))
