"""What comes back from a question: sentences with citations, or a refusal; and what is to be told beside them.

Refusals, notes and the headings of sections are records, not sentences: `ui` words them in the reader's language.
"""

import secrets
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Literal, TypeAlias, TypeVar

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
    """Whose words they surely are."""
    probable_speaker: str | None = None
    """Whose words they probably are, where that is not sure."""
    status: SupportStatus = "verbatim"
    author: str = ""

    @property
    def span(self) -> Span:
        """The place in the article."""
        return Span(self.article_id, self.start, self.end)


RefusalKind = Literal[
    "nothing_indexed",
    "nothing_readable",
    "nothing_passes_filters",
    "nothing_in_dates",
    "not_answered",
    "nothing_certain",
    "none_mentions",
    "only_mentioned",
    "speakers_not_told",
    "unknown_pronoun",
    "nothing_else",
    "not_in_period",
    "not_on_topic",
    "neither_quoted",
    "nobody_quoted",
    "nobody_else_quoted",
    "nobody_else_quoted_on_it",
    "no_sources",
    "other_person_chosen",
    "articles_changed",
    "each_part",
    "how_to_ask",
]
"""Why there is no answer."""
ModelFaultKind = Literal[
    "model_slow",
    "model_slow_to_finish",
    "model_stopped",
    "model_refused",
    "model_spent",
    "model_empty",
    "model_key_refused",
    "model_key_missing",
    "model_overfull",
    "model_request_refused",
    "model_unknown",
    "model_busy",
    "model_server_failed",
    "model_unreachable",
    "model_unreadable",
]
"""Why a chat model gave no answer."""
NoteKind = Literal[
    "may_answer",
    "respelt",
    "unknown_event",
    "introduced_as",
    "other_name",
    "same_name",
    "same_name_elsewhere",
    "undated",
    "other_times",
    "not_quoted",
    "side_by_side",
    "oldest_first",
    "no_own_words",
    "no_open_dispute",
    "sources",
    "part_refused",
    "withheld",
    "withheld_not_verbatim",
    "nothing_written_stands",
    "model_found_nothing",
    "model_cut",
    "articles_own_words",
    "articles_found",
    "written_by",
    ModelFaultKind,
]
"""What is to be told beside an answer: how the question was understood, and what is missing."""

MessageValue: TypeAlias = "str | float | date | Citation | Refusal | tuple[MessageValue, ...] | None"
Kind = TypeVar("Kind", bound=str)


@dataclass(frozen=True, slots=True, init=False)
class Message(Generic[Kind]):
    """Something to tell the reader: of which kind, and about which names, numbers and dates."""

    kind: Kind
    items: tuple[tuple[str, MessageValue], ...]

    def __init__(self, kind: Kind, /, **values: MessageValue) -> None:
        """`values` are what the sentence for this kind is about, by the names that it has there."""
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "items", tuple(sorted(values.items())))

    @property
    def values(self) -> dict[str, MessageValue]:
        """The values by name."""
        return dict(self.items)


class Refusal(Message[RefusalKind]):
    """Why there is no answer."""

    __slots__ = ()


class Note(Message[NoteKind]):
    """What a reader should know beside an answer."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Section:
    """What sets sentences apart from those before them; a field that does not apply is empty."""

    questions: tuple[str, ...] = ()
    """The part of the question that they answer, and the part of that."""
    speaker: str = ""
    """Whose words they are."""
    named: str = ""
    """Whom they name beside the topic, without being that person's words."""


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """One sentence of an answer and the numbers of the citations that carry it."""

    text: str
    citations: tuple[int, ...]
    section: Section | None = None
    """What sets this and the following sentences apart from those before."""
    status: SupportStatus = "verbatim"
    """What the check found; other than verbatim only where a chat model wrote the sentence."""


def new_answer_id() -> str:
    """Return an id that cannot be guessed: 16 characters of an address."""
    return secrets.token_urlsafe(12)


@dataclass(frozen=True, slots=True)
class Answer:
    """Sentences, each with its citations; or, when `refusal` is set, the nearest passages."""

    question: str
    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    refusal: Refusal | None = None
    nearest: tuple[Hit, ...] = ()
    notes: tuple[Note, ...] = ()
    model: str = ""
    """The chat model that wrote the sentences ("openai:qwen3"); empty where they are the articles' own."""
    withheld: int = 0
    """Sentences that the model wrote and the articles do not carry."""
    id: str = field(default_factory=new_answer_id, compare=False, repr=False)
    """A new one each time a question is asked; the answer as it grows has the same from its beginning."""

    @property
    def refused(self) -> bool:
        """Whether the articles do not say."""
        return self.refusal is not None


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the conversation, with the answer it got."""

    question: str
    answer: Answer | None = None
