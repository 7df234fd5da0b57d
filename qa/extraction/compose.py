"""Stretches of articles into an answer: each cited, repetitions folded into one sentence with several citations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index.records import ArticleSpan, Hit, Query
from index.text.keywords import stems
from qa.answer import Answer, AnswerSentence, Citation, Note, Refusal, Section
from qa.verification.verify import make_citation

_NEAREST = 5
_SAME_FACT = 0.8
_HELD = 0.9


@dataclass(frozen=True, slots=True)
class Excerpt(ArticleSpan):
    """Whole sentences of an article that go into an answer."""

    speaker: str | None = None
    """Whose words they surely are."""
    probable_speaker: str | None = None
    """Whose words they probably are, where that is not sure."""
    section: Section | None = None
    """What it is shown under, when it must be told apart from other pieces."""


def compose(query: Query, groups: Sequence[Sequence[Excerpt]], *notes: Note | None) -> Answer:
    """Return an answer with one sentence for each group of equivalent pieces, each piece cited, and the given notes."""
    sentences: list[AnswerSentence] = []
    citations: list[Citation] = []
    for group in groups:
        numbers = []
        for piece in group:
            cited = make_citation(len(citations) + 1, piece.article, piece.start, piece.end, piece.speaker)
            citations.append(replace(cited, probable_speaker=piece.probable_speaker))
            numbers.append(len(citations))
        sentences.append(AnswerSentence(group[0].text, tuple(numbers), group[0].section))
    given = tuple(note for note in notes if note)
    return Answer(question=query.text, sentences=tuple(sentences), citations=tuple(citations), notes=given)


def refuse(query: Query, hits: Sequence[Hit], refusal: Refusal) -> Answer:
    """Return an answer that says why there is none, with the nearest passages."""
    return Answer(question=query.text, refusal=refusal, nearest=tuple(hits[:_NEAREST]))


def deduplicate(pieces: Iterable[Excerpt]) -> list[list[Excerpt]]:
    """Group pieces that say the same in different articles; a repetition within one article is dropped."""
    groups: list[list[Excerpt]] = []
    for piece in pieces:
        for group in groups:
            if same_fact(piece.text, group[0].text):
                if piece.article.id not in {other.article.id for other in group}:
                    group.append(piece)
                break
        else:
            groups.append([piece])
    return groups


def same_fact(one: str, other: str) -> bool:
    """Whether two sentences are the same but for a few words; different numbers make different facts."""
    first, second = stems(one), stems(other)
    same_numbers = {w for w in first if w.isdigit()} == {w for w in second if w.isdigit()}
    return same_numbers and len(first & second) >= _SAME_FACT * len(first | second)


def says_less(one: str, other: str) -> bool:
    """Whether nearly every word of a sentence, and each of its numbers, stands in a longer one."""
    first, second = stems(one), stems(other)
    numbers = {word for word in first if word.isdigit()}
    return len(first) < len(second) and numbers <= second and len(first & second) >= _HELD * len(first)
