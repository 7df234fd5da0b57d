"""Lines of printed pages into paragraphs, by the gaps, indents and letter sizes between them; knows nothing of PDF."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_WIDE_GAP = 1.3  # times the usual distance of lines: paragraphs set apart by half a line have 1.5
_INDENT = 0.8  # times the size of the letters: printers indent by one or more
_OTHER_SIZE = 1.1  # a heading is set larger by more than this
_SHORT_LINE = 0.75  # of the longest line: where a paragraph ends with a full stop, and position says nothing
_ENDED = re.compile(r"[.!?…:。！？][\"'”’»)\]]*$")
_PAGE_NUMBER = re.compile(r"(?:page\s+)?[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
_BROKEN_WORD = re.compile(r"([^\W\d_]+)(?:-|\u00ad|\u2010)\n([^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Letters that PDF may hold as code points without a meaning, and what UTF-8 cannot hold.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line and where it begins: points from the left edge, above the foot of the page, and letter size."""

    text: str
    x: float = math.nan
    y: float = math.nan
    size: float = math.nan


def paragraphs(pages: list[list[Line]]) -> str:
    """The text of pages: paragraphs apart by blank lines, lines joined by a space, words broken at an end mended."""
    joined = ""
    last: Line | None = None
    for lines in map(_without_page_numbers, pages):
        gap = _usual_gap(lines)
        longest = max((len(line.text) for line in lines), default=0)
        for line in lines:
            if last:
                joined += "\n\n" if _ends_paragraph(last, line, gap, longest) else "\n"
            joined += " ".join(_UNSTORABLE.sub("\ufffd", line.text).split())
            last = line
    return _mended(joined)


def _without_page_numbers(lines: list[Line]) -> list[Line]:
    """A page's lines but for a number at its head or foot, which would stand in the middle of a sentence."""
    first, last = 0, len(lines)
    if last - first > 1 and _PAGE_NUMBER.fullmatch(lines[0].text.strip()):
        first += 1
    if last - first > 1 and _PAGE_NUMBER.fullmatch(lines[-1].text.strip()):
        last -= 1
    return lines[first:last]


def _usual_gap(lines: list[Line]) -> float:
    """The distance of most lines to the next one below; NaN where there is none."""
    gaps = [above.y - below.y for above, below in pairwise(lines) if above.y - below.y > 0]
    return median(gaps) if gaps else math.nan


def _ends_paragraph(above: Line, below: Line, usual_gap: float, longest: int) -> bool:
    ended = bool(_ENDED.search(above.text.rstrip()))
    if not 1 / _OTHER_SIZE < above.size / (below.size or math.nan) < _OTHER_SIZE and not math.isnan(above.size):
        return True
    gap = above.y - below.y
    if gap > 0 and not math.isnan(usual_gap):
        usual = usual_gap if gap > usual_gap else gap
        indented = ended and _INDENT * below.size < below.x - above.x < 10 * below.size
        return gap > _WIDE_GAP * usual or indented
    # A new column, a new page, or a place that is not known.
    return ended and (math.isnan(gap) is False or len(above.text) < _SHORT_LINE * longest)


def _mended(text: str) -> str:
    """Line ends within paragraphs become spaces; a word broken over two lines becomes one."""
    words = {word.lower() for line in text.split("\n") for word in _WORD.findall(line)}

    def mend(found: re.Match[str]) -> str:
        return _whole_word(found, words)

    return re.sub(r"(?<!\n)\n(?!\n)", " ", _BROKEN_WORD.sub(mend, text)).strip()


def _whole_word(found: re.Match[str], words: set[str]) -> str:
    """A broken word without its hyphen, unless the text shows that the hyphen belongs to it."""
    before, after = found[1], found[2]
    whole, hyphenated = (before + after).lower(), f"{before}-{after}".lower()
    if "\u00ad" in found[0] or whole in words:
        return before + after
    both_are_words = before.lower() in words and after.lower() in words
    if not after[0].islower() or not before[-1].islower() or hyphenated in words or both_are_words:
        return f"{before}-{after}"
    return before + after
