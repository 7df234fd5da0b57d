"""Where the quotation marks of a text open and close; who speaks is decided by others.

Works paragraph by paragraph, since a quotation that runs on opens again in every paragraph; an unclosed mark never
reaches beyond its own paragraph.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_MARK = re.compile(r"[“”„«»‹›\"＂‘’‚]|'+|`+")
_PARAGRAPH_BREAK = re.compile(r"(?:\r\n|\r|\n)[^\S\r\n]*(?:\r\n|\r|\n)\s*")
# What closes each mark; the last row opens as it closes, as in Swedish.
_CLOSERS = {
    "“": '”"',
    "„": "“”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "‚": "‘’",
    '"': '"”',
    "''": "''",
    "‘": "’",
    "'": "'",
    "”": "”",
    "＂": "＂",
}
_NESTING = "“„«"  # marks that show their direction may stand inside their like
_BEFORE_OPENING = '([—–-“"„«'
_MAX_DEPTH = 6
_FINAL = ",.!?…—"  # a single mark after one of these closes its quotation
_CLIPPED_END = re.compile(r"['’]n['’]", re.IGNORECASE)  # rock ’n’ roll
_SENTENCE_END = re.compile(r"[.!?]\s")
_CLIPPED = re.compile(r"['’](?:\d\ds?\b|(?:em|til|tis|twas|cause|bout|n)\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quotation:
    """One pair of quotation marks and what stands between them, within one paragraph."""

    start: int
    end: int
    closed: bool = True
    """False when its paragraph ended without a closing mark: the speaker goes on in the next."""


@dataclass(frozen=True, slots=True)
class _Singles:
    """The places in a paragraph where a single mark can open a quotation, and those where one closes it for sure."""

    openings: Sequence[int]
    closings: Sequence[int]
    last_closing: int
    """Where a single mark can close a quotation last, -1 for nowhere."""

    def closes_later(self, at: int) -> bool:
        """Whether a mark closes a quotation after offset `at` before another opens."""
        following = bisect_right(self.openings, at)
        end = self.openings[following] if following < len(self.openings) else self.last_closing + 1
        closing = bisect_right(self.closings, at)
        return closing < len(self.closings) and self.closings[closing] < end


def find_quotations(text: str) -> list[Quotation]:
    """Return every quotation in `text`, outer before inner, in order of their first marks."""
    found: list[Quotation] = []
    paragraphs = list(_paragraphs(text))
    for number, (start, end) in enumerate(paragraphs):
        following = paragraphs[number + 1][0] if number + 1 < len(paragraphs) else len(text)
        found += _paragraph_quotations(text, start, end, text[following : following + 2])
    return sorted(found, key=lambda quotation: (quotation.start, -quotation.end))


def outermost(quotations: Sequence[Quotation]) -> list[Quotation]:
    """Return those of the quotations, given in order, that are inside no other."""
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
    """Yield the quotations of one paragraph; `following` is how the next one begins."""
    marks = _marks(text, start, end)
    singles = _single_marks(text, marks, start, end)
    opened: list[tuple[int, str]] = []
    for at, mark in marks:
        level = _closed_level(text, at, mark, end, opened, singles)
        if level is not None:
            yield Quotation(opened[level][0], at + len(mark))
            del opened[level:]
        elif len(opened) < _MAX_DEPTH and _opens(text, at, mark, (start, end), opened, singles, following):
            opened.append((at, mark))
    if opened:
        yield _unclosed(text, start, end, opened[0], following)


def _single_marks(text: str, marks: Sequence[tuple[int, str]], start: int, end: int) -> _Singles:
    closings = [at for at, mark in marks if mark in "'’" and _may_close(text, at, end)]
    openings = [at for at, mark in marks if mark in "'‘" and _may_open(text, at, start, end)]
    return _Singles(openings, [at for at in closings if text[at - 1] in _FINAL], max(closings, default=-1))


def _closed_level(
    text: str, at: int, mark: str, end: int, opened: list[tuple[int, str]], singles: "_Singles"
) -> int | None:
    """Return the index of the open quotation that the mark closes, if any; those opened in it were apostrophes."""
    if mark in "'’" and not _closes_single(text, at, end, singles):
        return None
    for level in range(len(opened) - 1, -1, -1):
        opening_at, opening = opened[level]
        if mark in _CLOSERS[opening]:
            is_empty = opening_at + len(opening) == at
            return None if is_empty else level
    return None


def _marks(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """Return (offset, mark) of every quotation mark; two typewriter apostrophes are one double mark."""
    found: list[tuple[int, str]] = []
    for match in _MARK.finditer(text, start, end):
        at, run = match.start(), match.group()
        if run[0] in "'`":
            found += _typewriter_marks(at, match.end(), is_closing=at > start and not text[at - 1].isspace())
        else:
            found.append((at, run))
    return found


def _typewriter_marks(at: int, end: int, *, is_closing: bool) -> Iterator[tuple[int, str]]:
    """Yield (offset, mark) of a run of apostrophes: double marks and, where their number is odd, a single one."""
    if is_closing and (end - at) % 2:  # the inner, single mark comes first
        yield at, "'"
        at += 1
    for pair in range(at, end - 1, 2):
        yield pair, "''"
    if (end - at) % 2:
        yield end - 1, "'"


def _opens(
    text: str,
    at: int,
    mark: str,
    paragraph: tuple[int, int],
    opened: list[tuple[int, str]],
    singles: "_Singles",
    following: str,
) -> bool:
    """Return whether the mark begins a quotation."""
    start, end = paragraph
    if mark not in _CLOSERS or (mark not in _NESTING and any(mark == other for _, other in opened)):
        return False
    if mark in "'‘":
        return _opens_single(text, at, paragraph, singles, following)
    after = at + len(mark)
    if mark == "”":
        return not opened and _may_open(text, at, start, end) and text.find(mark, after, end) > 0  # Swedish: ”Nej”
    if mark == "«" and not opened:
        return after < end  # French leaves a space inside the marks
    return at == start or (after < end and not text[after].isspace())


def _opens_single(text: str, at: int, paragraph: tuple[int, int], singles: _Singles, following: str) -> bool:
    start, end = paragraph
    # An apostrophe at the start of a word, when no mark that could close it follows.
    has_end = singles.last_closing > at or at == start or following.startswith(text[at])
    return has_end and _may_open(text, at, start, end)


def _may_open(text: str, at: int, start: int, end: int) -> bool:
    if at > start and not (text[at - 1].isspace() or text[at - 1] in _BEFORE_OPENING):
        return False
    return at + 1 < end and not text[at + 1].isspace() and not _CLIPPED.match(text, at, end)


def _may_close(text: str, at: int, end: int) -> bool:
    if _CLIPPED_END.fullmatch(text, at - 2, at + 1):
        return False
    return not text[at - 1 : at].isspace() and (at + 1 >= end or not text[at + 1].isalnum())


def _closes_single(text: str, at: int, end: int, singles: "_Singles") -> bool:
    if not _may_close(text, at, end):
        return False
    # "the workers' rights": a plural's apostrophe closes nothing while a later mark does and none opens in between.
    plural = text[at - 1 : at] == "s" and text[at + 1 : at + 2] == " "
    return not (plural and singles.closes_later(at))


def _unclosed(text: str, start: int, end: int, opening: tuple[int, str], following: str) -> Quotation:
    """Return the quotation of an unclosed mark: to its sentence's end, or open when the next paragraph opens alike."""
    at, mark = opening
    if following.startswith(mark) or at == start:
        return Quotation(at, end, closed=False)
    stop = _SENTENCE_END.search(text, at, end)
    return Quotation(at, stop.start() + 1 if stop else end)
