"""Sentences as a reader skims them: a quotation is one item, a name is one item, remarks in brackets are gone.

Rules that look for who says what then see `NAME , the minister , said QUOTE .` whatever the name and the quotation.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from index.article import Sentence
from index.speakers.people import Name, Person
from index.speakers.quotations import Quotation
from index.speakers.words import Words

NAME = "<name>"
QUOTE = "<quote>"

_BRACKETS = {"(": ")", "[": "]"}
_LONGEST_ASIDE = 20
_LONGEST_REMARK = 12  # words in brackets that are passed over; more is part of the sentence


@dataclass(slots=True)
class Line:
    """One sentence as parallel lists of items."""

    kinds: list[str] = field(default_factory=list)
    """The word in lower case, or NAME, or QUOTE."""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    people: dict[int, Person] = field(default_factory=dict)
    """Who is named, by item."""
    raw: list[str] = field(default_factory=list)
    quotations: dict[int, Quotation] = field(default_factory=dict)
    paragraph: int = 0

    def __len__(self) -> int:
        """How many items there are."""
        return len(self.kinds)

    def append(self, kind: str, raw: str, start: int, end: int) -> None:
        """Add an item at the end."""
        self.kinds.append(kind)
        self.raw.append(raw)
        self.starts.append(start)
        self.ends.append(end)


def read_lines(
    words: Words,
    people: Mapping[int, tuple[Name, Person]],
    quotations: Sequence[Quotation],
    sentences: Sequence[Sentence],
    saying: Container[str],
) -> Iterator[Line]:
    """The lines of a text. A sentence boundary inside a quotation is none, so a line may span several sentences."""
    breaks = _breaks(sentences, quotations)
    line = Line()
    at = quote = boundary = 0
    total = len(words)
    closing_bracket = -1
    while at < total:
        start = words.starts[at]
        while boundary < len(breaks) and breaks[boundary][0] <= start:
            goes_on = len(line) and line.paragraph == breaks[boundary][1] and _goes_on(line, words, people, at, saying)
            if len(line) and not goes_on:
                yield line
                line = Line()
            line.paragraph = breaks[boundary][1]
            boundary += 1
        while quote < len(quotations) and quotations[quote].end <= start:
            quote += 1
        if quote < len(quotations) and quotations[quote].start <= start:
            quotation = quotations[quote]
            line.quotations[len(line)] = quotation
            line.append(QUOTE, "", quotation.start, quotation.end)
            while at < total and words.starts[at] < quotation.end:
                at += 1
            quote += 1
        elif at > closing_bracket and (closing_bracket := _remark_end(words, at)) > at:
            at = closing_bracket + 1
        elif at in people:
            name, person = people[at]
            line.people[len(line)] = person
            line.append(NAME, words.raw[name.last - 1], start, words.ends[name.last - 1])
            at = name.last
        else:
            line.append(words.lower[at], words.raw[at], start, words.ends[at])
            at += 1
    if len(line):
        yield line


def _goes_on(
    line: Line, words: Words, people: Mapping[int, tuple[Name, Person]], at: int, saying: Container[str]
) -> bool:
    """Whether what looks like a new sentence tells who asked or exclaimed: QUOTE with "?" inside, NAME, the host, asked."""
    if line.kinds[-1] != QUOTE:
        return False
    verb = people[at][0].last if at in people else at + 1
    if words.lower[verb : verb + 1] == [","]:
        end = min(verb + _LONGEST_ASIDE, len(words))
        verb = next((after + 1 for after in range(verb + 1, end) if words.raw[after] == ","), end)
    return verb < len(words) and words.lower[verb] in saying


def _breaks(sentences: Iterable[Sentence], quotations: Sequence[Quotation]) -> list[tuple[int, int]]:
    """(offset, paragraph) of every sentence start that is not inside a quotation."""
    found: list[tuple[int, int]] = []
    quote = 0
    for sentence in sentences:
        while quote < len(quotations) and quotations[quote].end <= sentence.start:
            quote += 1
        if quote == len(quotations) or sentence.start <= quotations[quote].start:
            found.append((sentence.start, sentence.paragraph))
    return found


def _remark_end(words: Words, at: int) -> int:
    """Index of the bracket that closes the short remark opened at `at`, or -1."""
    closing = _BRACKETS.get(words.raw[at])
    if closing:
        for end in range(at + 1, min(at + _LONGEST_REMARK, len(words))):
            if words.raw[end] == closing:
                return end
    return -1
