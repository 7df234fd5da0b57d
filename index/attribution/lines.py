"""Sentences as a reader skims them: a quotation is one item, a name is one item, remarks in brackets are gone.

Rules that look for who says what then see `NAME , the minister , said QUOTE .` whatever the name and the quotation.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from index.attribution.mentions import Entity
from index.attribution.names import NameMention
from index.attribution.quotations import Quotation
from index.attribution.tokens import Tokens
from index.records import Sentence

NAME = "<name>"
QUOTE = "<quote>"
DASHES = ("—", "–", "―", "--", "-")
_BULLETS = frozenset((*DASHES, "•", "*", "·", "‣", "▪"))
_NOTE_MARKS = ("*", "†", "‡")
_APOSTROPHES = ("'", "’")
STOPS = (".", "!", "?")

MAX_LINE_LENGTH = 400
"""Items; a sentence longer than this is read in pieces, so that no text takes more than linear time."""

_BRACKETS = {"(": ")", "[": "]"}
_ACRONYM_LENGTHS = (2, 3)
_MAX_LABEL_ITEMS = 10
_MARK_AND_SPACE = 2  # a sentence may seem to begin behind its opening mark
_PARAGRAPH_GAP = 2  # characters between two words of which one ends a paragraph
_MAX_ASIDE_LENGTH = 20
_MAX_REMARK_LENGTH = 12  # words in brackets that are passed over; more is part of the sentence


@dataclass(slots=True)
class Line:
    """One sentence as parallel lists of items."""

    kinds: list[str] = field(default_factory=list)
    """The word in lower case, or NAME, or QUOTE."""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    people: dict[int, Entity] = field(default_factory=dict)
    """Who is named, by item."""
    raw: list[str] = field(default_factory=list)
    quotations: dict[int, Quotation] = field(default_factory=dict)
    paragraph: int = 0
    label_count: int = 0
    """How many lines of the text are labelled as this one is: "NAME: …"."""

    def __len__(self) -> int:
        """Return the number of items."""
        return len(self.kinds)

    def append(self, kind: str, raw: str, start: int, end: int) -> None:
        """Add an item at the end."""
        self.kinds.append(kind)
        self.raw.append(raw)
        self.starts.append(start)
        self.ends.append(end)

    def quote(self, quotation: Quotation) -> int:
        """Add a quotation at the end; return the offset in the text where it ends."""
        self.quotations[len(self)] = quotation
        self.append(QUOTE, "", quotation.start, quotation.end)
        return quotation.end


def read_lines(
    words: Tokens,
    people: Mapping[int, tuple[NameMention, Entity]],
    quotations: Sequence[Quotation],
    sentences: Sequence[Sentence],
    saying: Container[str],
) -> Iterator[Line]:
    """Yield the lines of a text; `saying` are the verbs that may follow a quotation and its speaker ("asked").

    A sentence boundary inside a quotation is none, so a line may span several sentences.
    """
    breaks = iter(_breaks(sentences, quotations))
    boundary = next(breaks, None)
    line = Line()
    at = quote = 0
    while at < len(words):
        start = words.starts[at]
        while boundary and boundary[0] <= start:
            goes_on = _goes_on(line, words, people, at, saying if line.paragraph == boundary[1] else ())
            if len(line) and not goes_on:
                yield line
                line = Line()
            line.paragraph = boundary[1]
            boundary = next(breaks, None)
        if len(line) >= MAX_LINE_LENGTH:
            yield line
            line = Line(paragraph=line.paragraph)
        quote = _first_ending_after(quotations, quote, start)
        if quote < len(quotations) and quotations[quote].start <= start:
            at = bisect_left(words.starts, line.quote(quotations[quote]), at)
        else:
            at = _read_item(line, words, people, at)
    if len(line):
        yield line


def _first_ending_after(quotations: Sequence[Quotation], first: int, offset: int) -> int:
    while first < len(quotations) and quotations[first].end <= offset:
        first += 1
    return first


def _read_item(line: Line, words: Tokens, people: Mapping[int, tuple[NameMention, Entity]], at: int) -> int:
    """Add the item that begins with word `at` unless it is a remark; return the index of the next word."""
    closing = _remark_end(words, at)
    if closing > at:
        return closing + 1
    if (not line.kinds or line.kinds[-1] == QUOTE) and _is_furniture(line, words, at):
        return at + 1
    if at not in people:
        line.append(_kind(line, words, at), words.raw[at], words.starts[at], words.ends[at])
        return at + 1
    name, person = people[at]
    line.people[len(line)] = person
    line.append(NAME, words.raw[name.last - 1], words.starts[at], words.ends[name.last - 1])
    return name.last


def _is_furniture(line: Line, words: Tokens, at: int) -> bool:
    """Whether word `at` is the number of a footnote at the end of a quotation, or the mark before an item of a list."""
    if not line.kinds:
        return words.raw[at] in _BULLETS
    return line.ends[-1] == words.starts[at] and (words.raw[at].isdigit() or words.raw[at] in _NOTE_MARKS)


def _kind(line: Line, words: Tokens, at: int) -> str:
    """Return the word in lower case, except that "US" is no "us"."""
    word = words.raw[at]
    if word.islower():
        return words.lower[at]  # most words, soonest
    if word in _APOSTROPHES and _ends_in_s(line, words.starts[at]):
        return "'s"
    return word if _is_acronym(word) and not _is_shouted(words, at) else words.lower[at]


def _is_acronym(word: str) -> bool:
    return word.isupper() and len(word) in _ACRONYM_LENGTHS


def _is_shouted(words: Tokens, at: int) -> bool:
    """Whether a word beside word `at` is in capitals too."""
    return any(near.isupper() and len(near) > 1 for near in words.raw[max(0, at - 1) : at + 2 : 2])


def _ends_in_s(line: Line, start: int) -> bool:
    """Whether the apostrophe at offset `start` makes an owner of the word before it: "Sanders' campaign"."""
    return bool(line.raw) and line.ends[-1] == start and line.raw[-1].endswith("s")


def _goes_on(
    line: Line, words: Tokens, people: Mapping[int, tuple[NameMention, Entity]], at: int, saying: Container[str]
) -> bool:
    """Return whether an apparent new sentence names a quotation's speaker: "Why?" NAME asked; or, below it, - NAME."""
    if not len(line) or line.kinds[-1] != QUOTE:
        return False
    if words.raw[at] in DASHES:
        # “We close.” - NAME; but in a list every item begins with a dash: "- NAME: “We close.”"
        return at + 1 in people and line.kinds[0] == QUOTE and not _is_labelled(words, people[at + 1][0].last)
    if at in people and len(line) == 1 and _signs_below(words, people[at][0].last):
        return True
    verb = _after_names(words, people, at)
    is_inverted = words.lower[at] in saying
    if not is_inverted and len(line) > 1 and words.raw[at - 2] in STOPS:
        return False  # "NAME told NAME: “No.” He asked NAME: “Why?”"
    if words.lower[verb + 1 : verb + 2] in ([","], [":"]) and words.raw[at - 2] in STOPS:
        return is_inverted
    if words.lower[verb : verb + 1] == [","]:
        verb = _after_aside(words, verb)
    return verb < len(words) and words.lower[verb] in saying


def _signs_below(words: Tokens, at: int) -> bool:
    """Return whether a name before word `at` signs the quotation before it; in capitals it may label a turn."""
    return not _is_labelled(words, at) and (words.raw[at - 1].isupper() or _ends_paragraph(words, at))


def _is_labelled(words: Tokens, at: int) -> bool:
    return words.raw[at : at + 1] == [":"]


def _ends_paragraph(words: Tokens, at: int) -> bool:
    """Return whether a name before word `at` ends its paragraph, with what its bearer is and no full stop."""
    reach = range(at, min(at + _MAX_REMARK_LENGTH, len(words)))
    end = next((end for end in reach if words.starts[end] - words.ends[end - 1] >= _PARAGRAPH_GAP), reach.stop)
    return (end < reach.stop or end == len(words)) and words.raw[end - 1] not in STOPS


def _after_names(words: Tokens, people: Mapping[int, tuple[NameMention, Entity]], at: int) -> int:
    """Return the index of the word after word `at`, or after the names that begin with it: "US Senator NAME"."""
    end = at + (at not in people and words.raw[at].isupper())
    while end in people:
        end = people[end][0].last
    return max(end, at + 1)


def _after_aside(words: Tokens, comma: int) -> int:
    """Return the index of the word after the aside that the comma opens."""
    end = min(comma + _MAX_ASIDE_LENGTH, len(words))
    return next((after + 1 for after in range(comma + 1, end) if words.raw[after] == ","), end)


def _breaks(sentences: Iterable[Sentence], quotations: Sequence[Quotation]) -> Iterator[tuple[int, int]]:
    """Yield (offset, paragraph) of every sentence start that is not inside a quotation."""
    quote = 0
    for sentence in sentences:
        quote = _first_ending_after(quotations, quote, sentence.start)
        if quote == len(quotations) or sentence.start <= quotations[quote].start + _MARK_AND_SPACE:
            opening = quotations[quote].start if quote < len(quotations) else sentence.start
            yield min(sentence.start, opening), sentence.paragraph


def _remark_end(words: Tokens, at: int) -> int:
    """Return the index of the bracket that closes the short remark opened at `at`, or -1."""
    closing = _BRACKETS.get(words.raw[at])
    if closing:
        for end in range(at + 1, min(at + _MAX_REMARK_LENGTH, len(words))):
            if words.raw[end] == closing:
                return end
    return -1


def count_labels(lines: Sequence[Line], finite: Container[str]) -> None:
    """Tell every line how many lines begin with the same name and a colon; in a transcript, others count as two."""
    heads = [_label_of(line) for line in lines]
    counts = Counter(filter(None, heads))
    spoken = sum(
        bool(head) and line.kinds[0] == NAME and _has_any(line, finite) for line, head in zip(lines, heads, strict=True)
    )
    is_transcript = max(counts.values(), default=0) > 1
    for line, head in zip(lines, heads, strict=True):
        if head:
            is_turn = spoken > 1 and line.people[0].is_person if 0 in line.people else False
            is_turn = is_turn or (is_transcript and line.kinds[0] == NAME and line.kinds[1] == ":")
            line.label_count = max(counts[head], 1 + is_turn)


def _has_any(line: Line, words: Container[str]) -> bool:
    return any(kind in words for kind in line.kinds)


def _label_of(line: Line) -> str:
    """Return the words before a colon near the head of a line."""
    end = min(_MAX_LABEL_ITEMS, len(line))
    colon = next((at for at in range(1, end) if line.kinds[at] == ":"), 0)
    if not colon or QUOTE in line.kinds[:colon]:
        return ""
    return line.people[0].name if 0 in line.people else " ".join(line.kinds[:colon])
