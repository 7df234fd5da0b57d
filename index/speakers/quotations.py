"""Where the quotation marks of a text open and close; who speaks is decided by others.

Works paragraph by paragraph, since a quotation that runs on opens again in every paragraph; an unclosed mark never
reaches beyond its own paragraph.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_MARK = re.compile(r"[“”„«»‹›\"‘’‚]|'+|`+")
_PARAGRAPH_BREAK = re.compile(r"(?:\r\n|\r|\n)[^\S\r\n]*(?:\r\n|\r|\n)\s*")
_CLOSERS = {"“": "”\"", "„": "“”", "«": "»", "»": "«", "‹": "›", "‚": "‘’", '"': '"”', "''": "''", "‘": "’", "'": "'"}
_SENTENCE_END = re.compile(r"[.!?]\s")
_NO_QUOTE = re.compile(r"['’](?:\d\ds?\b|(?:em|til|tis|twas|cause|bout|n)\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quotation:
    """One pair of quotation marks and what stands between them, within one paragraph."""

    start: int
    end: int
    paragraph_start: int
    depth: int = 0
    """0 for a quotation that stands in no other."""
    closed: bool = True
    """False when its paragraph ended without a closing mark: the speaker goes on in the next."""


def find_quotations(text: str) -> list[Quotation]:
    """Every quotation in `text`, outer before inner, in order of their first marks."""
    found: list[Quotation] = []
    paragraphs = list(_paragraphs(text))
    for number, (start, end) in enumerate(paragraphs):
        following = paragraphs[number + 1][0] if number + 1 < len(paragraphs) else len(text)
        found += _paragraph_quotations(text, start, end, text[following : following + 2])
    return sorted(found, key=lambda quotation: (quotation.start, -quotation.end))


def outermost(quotations: Sequence[Quotation]) -> list[Quotation]:
    """The quotations that stand in no other, of quotations in order."""
    kept: list[Quotation] = []
    for quotation in quotations:
        if not kept or quotation.start >= kept[-1].end:
            kept.append(quotation)
    return kept


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in _PARAGRAPH_BREAK.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def _paragraph_quotations(text: str, start: int, end: int, following: str) -> Iterator[Quotation]:
    marks = _marks(text, start, end)
    last_single = max((at for at, mark in marks if mark in "'’" and _may_close(text, at, end)), default=-1)
    last_single_open = max((at for at, mark in marks if mark in "'‘" and _may_open(text, at, end, start)), default=-1)
    open_marks: list[tuple[int, str]] = []
    for at, mark in marks:
        after = at + len(mark)
        if open_marks and mark in _CLOSERS[open_marks[-1][1]] and _closes(text, at, mark, open_marks[-1], end, (last_single, last_single_open)):
            opened, _ = open_marks.pop()
            yield Quotation(opened, after, start, len(open_marks))
        elif mark in _CLOSERS and mark not in "»" and _opens(
            text, at, mark, start, end, [m for _, m in open_marks], last_single if not following.startswith(mark) else end
        ):
            open_marks.append((at, mark))
    yield from _unclosed(text, start, end, open_marks, following)


def _marks(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """Positions of quotation marks; two typewriter apostrophes are one double mark."""
    found: list[tuple[int, str]] = []
    for match in _MARK.finditer(text, start, end):
        at, run = match.start(), match.group()
        if run[0] not in "'`":
            found.append((at, run))
            continue
        if len(run) % 2 and at > start and not text[at - 1].isspace():  # closing: the inner, single mark comes first
            found.append((at, "'"))
            at += 1
        found += [(pair, "''") for pair in range(at, match.end() - 1, 2)]
        if (match.end() - at) % 2:
            found.append((match.end() - 1, "'"))
    return found


def _opens(text: str, at: int, mark: str, start: int, end: int, opened: list[str], last_single: int) -> bool:
    if mark in ("'", "‘"):
        # An apostrophe at the start of a word: no mark that could close it follows in the paragraph.
        return mark not in opened and _may_open(text, at, end, start) and (last_single > at or at == start)
    if mark in opened and mark not in "“«„":
        return False
    after = at + len(mark)
    return after < end and not text[after].isspace() or at == start


def _may_open(text: str, at: int, end: int, start: int) -> bool:
    if at > start and not (text[at - 1].isspace() or text[at - 1] in "([—–-“\"„«"):
        return False
    return at + 1 < end and not text[at + 1].isspace() and not _NO_QUOTE.match(text, at, end)


def _may_close(text: str, at: int, end: int) -> bool:
    return not text[at - 1 : at].isspace() and (at + 1 >= end or not text[at + 1].isalnum())


def _closes(text: str, at: int, mark: str, opened: tuple[int, str], end: int, last: tuple[int, int]) -> bool:
    if mark not in "'’":
        return not (mark in '"' and opened[0] == at - 1)
    if not _may_close(text, at, end):
        return False
    # "the workers' rights": a plural's apostrophe closes nothing while a later mark can and none opens in between.
    plural = text[at - 1] == "s" and at + 1 < end and text[at + 1] == " "
    return not (plural and last[0] > at and last[1] < at)


def _unclosed(
    text: str, start: int, end: int, open_marks: list[tuple[int, str]], following: str
) -> Iterator[Quotation]:
    """Marks left open: the speech goes on when the next paragraph opens alike, else it ends with its sentence."""
    for depth, (at, mark) in enumerate(open_marks):
        if following.startswith(mark) or at == start:
            yield Quotation(at, end, start, depth, closed=False)
        elif not depth:
            stop = _SENTENCE_END.search(text, at, end)
            yield Quotation(at, stop.start() + 1 if stop else end, start, depth)
