"""What comes back from a question: sentences with citations, or a refusal with its reason."""

import secrets
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from index.records import Hit, Span

SupportStatus = Literal["verbatim", "supported", "partial", "unsupported"]
"""How what is shown stands to what it cites: to the letter; in other words; in part; not at all."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One place in one stored article, quoted to the letter."""

    n: int
    """1-based number, as shown in brackets."""
    article_id: str
    content_hash: str
    start: int
    end: int
    quote: str
    title: str = ""
    publisher: str = ""
    published: date | None = None
    url: str = ""
    speaker: str | None = None
    status: SupportStatus = "verbatim"
    author: str = ""

    @property
    def span(self) -> Span:
        """The place in the article."""
        return Span(self.article_id, self.start, self.end)


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """One sentence of an answer and the numbers of the citations that carry it."""

    text: str
    citations: tuple[int, ...]
    section: str = ""
    """What sets this and the following sentences apart from those before: whose words, or that they are nobody's."""
    status: SupportStatus = "verbatim"
    """What the check found; other than verbatim only where a chat model wrote the sentence."""


def new_answer_id() -> str:
    """Return an id that cannot be guessed: 16 characters of an address."""
    return secrets.token_urlsafe(12)


@dataclass(frozen=True, slots=True)
class Answer:
    """Sentences, each with its citations; or, when `reason` is set, a refusal with the nearest passages."""

    question: str
    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    reason: str | None = None
    nearest: tuple[Hit, ...] = ()
    note: str = ""
    """In our words: how the question was understood, where that is not plain."""
    model: str = ""
    """The chat model that wrote the sentences ("openai:qwen3"); empty where they are the articles' own."""
    withheld: int = 0
    """Sentences that the model wrote and the articles do not carry."""
    id: str = field(default_factory=new_answer_id, compare=False, repr=False)
    """A new one each time a question is asked; the answer as it grows has the same from its beginning."""

    @property
    def refused(self) -> bool:
        """Whether the articles do not say."""
        return self.reason is not None


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the conversation, with the answer it got."""

    question: str
    answer: Answer | None = None
