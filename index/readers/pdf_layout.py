"""Lines of printed pages into paragraphs, by the gaps, indents and letter sizes between them; knows nothing of PDF."""

import math
import re
from dataclasses import dataclass
from itertools import pairwise, takewhile
from pathlib import Path
from statistics import median

from index.text.words import load_words

_WIDE_LEADING = 1.3  # times the usual one: paragraphs set apart by half a line have 1.5
_MAX_SHORT_PAGE_LINES = 5  # a page of fewer does not show what is usual; the other pages do
_INDENT = (0.8, 10.0)  # times the size of the letters: printers indent by one or more, columns stand further apart
_OTHER_SIZE = 1.1  # a heading is set larger by more than this
_HEADLINE_SIZE = 1.3  # times the size of most lines
_HEADLINE_WORDS = range(3, 31)
_MAX_LINES_BEFORE = 6  # of a headline: the paper, the date, a kicker
_ENDED = re.compile(r"[.!?…:。！？][\"'”’»)\]]*$")
_LIST_ITEM = re.compile(r"(?:[•▪◦‣·*–-]|\(?\d{1,3}[.)])\s")
_PAGE_NUMBER = re.compile(r"(?:page )?[-–—]? ?\d{1,4} ?[-–—]?(?: ?(?:of|/) ?\d{1,4})?", re.IGNORECASE)
_HYPHENS = "-\u00ad\u2010"
# Of bounded length, since a search for words of any length would be quadratic in a text that is one word.
_BROKEN_WORD = re.compile(rf"([^\W\d_]{{1,40}})([{_HYPHENS}])\n([^\W\d_]{{1,40}})")
_BROKEN_NUMBER = re.compile(r"(?<=\w[-–])\n(?=\d)|(?<=\d[-–])\n(?=\w)")  # 2019-2021, COVID-19
_LINE_END = re.compile(r"(?<!\n)\n(?!\n)")
_WORDS = load_words(Path(__file__).parent)
_SUSPENDING, _KEEP_HYPHEN = _WORDS.set("hyphens", "suspending"), _WORDS.set("hyphens", "joined")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A printed line, and where it begins, in points: from the left edge, above the page's foot, size of letters."""

    text: str
    """Without white space around it, and no more than a space within."""
    x: float
    y: float
    size: float
    parts: tuple["PdfLine", ...] = ()
    """What it was drawn from, their texts as they were drawn."""


def paragraphs(pages: list[list[PdfLine]]) -> str:
    """Return the text of pages: blank lines between paragraphs, lines joined by a space, broken words mended."""
    pieces: list[str] = []
    above: PdfLine | None = None
    everywhere = [leading for lines in pages for leading in _leadings(lines)]
    for lines in pages:
        here = _leadings(lines)
        usual = median((here if len(here) >= _MAX_SHORT_PAGE_LINES else everywhere) or [math.inf])
        for line in _without_page_numbers(lines, usual):
            if above:
                pieces.append("\n\n" if _begins_paragraph(above, line, usual) else "\n")
            pieces.append(line.text)
            above = line
    return _mended("".join(pieces))


def headline(pages: list[list[PdfLine]]) -> str:
    """Return what is set in the largest letters at the head of the first page, if most lines have much smaller ones."""
    lines = next(iter(pages), [])
    sizes = [line.size for line in lines]
    largest = max(sizes[: _MAX_LINES_BEFORE + 1], default=0.0)
    if not largest > _HEADLINE_SIZE * median(sizes or [largest]):
        return ""
    set_so = takewhile(lambda line: line.size == largest, lines[sizes.index(largest) :])
    words = _mended("\n".join(line.text for line in set_so)).split()
    return " ".join(words) if len(words) in _HEADLINE_WORDS else ""


def _without_page_numbers(lines: list[PdfLine], usual: float) -> list[PdfLine]:
    """Return a page's lines without a page number at its head or foot, which would interrupt a sentence."""
    first, last = 0, len(lines)
    if len(lines) > 1 and _PAGE_NUMBER.fullmatch(lines[0].text) and _is_apart(lines[0], lines[1], usual):
        first += 1
    if last - first > 1 and _PAGE_NUMBER.fullmatch(lines[-1].text) and _is_apart(lines[-2], lines[-1], usual):
        last -= 1
    return lines[first:last]


def _is_apart(above: PdfLine, below: PdfLine, usual: float) -> bool:
    return not 0 <= _leading(above, below) <= _WIDE_LEADING * usual


def _leading(above: PdfLine, below: PdfLine) -> float:
    """Return how far a line is below another, in sizes of its letters; negative at the head of a column or a page."""
    return (above.y - below.y) / (below.size or 1.0)


def _leadings(lines: list[PdfLine]) -> list[float]:
    return [leading for above, below in pairwise(lines) if (leading := _leading(above, below)) > 0]


def _begins_paragraph(above: PdfLine, line: PdfLine, usual: float) -> bool:
    if _LIST_ITEM.match(line.text) or not line.size / _OTHER_SIZE <= above.size <= line.size * _OTHER_SIZE:
        return True
    leading, ended = _leading(above, line), bool(_ENDED.search(above.text))
    indent = (line.x - above.x) / (line.size or 1.0)
    if leading > 0:
        return leading > _WIDE_LEADING * usual or (ended and _INDENT[0] < indent < _INDENT[1])
    return leading < 0 and ended


def _mended(text: str) -> str:
    """Replace line ends within paragraphs by spaces, and join words broken over two lines."""
    words = {word.lower() for word in _WORD.findall(_BROKEN_WORD.sub(" ", text))}

    def mend(found: re.Match[str]) -> str:
        before, hyphen, after = found.groups()
        if after in _SUSPENDING:
            return found[0]
        belongs = hyphen != "\u00ad" and _hyphen_belongs(before, after, words)
        return f"{before}{'-' if belongs or _is_chained(found) else ''}{after}"

    return _LINE_END.sub(" ", _BROKEN_NUMBER.sub("", _BROKEN_WORD.sub(mend, text)))


def _is_chained(found: re.Match[str]) -> bool:
    """Return whether the word has a hyphen before already, as "day-to-" has."""
    return found.start() > 0 and found.string[found.start() - 1] == "-"


def _hyphen_belongs(before: str, after: str, words: set[str]) -> bool:
    """Return whether a word is hyphenated within a line too, judged by the other `words` of the text."""
    first, second = before.lower(), after.lower()
    if first + second in words:
        return False
    if f"{first}-{second}" in words or first in _KEEP_HYPHEN or not (before[-1] + after).islower():
        return True
    return first in words and second in words
