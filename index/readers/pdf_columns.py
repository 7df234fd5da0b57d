"""Printed lines in the order of reading: columns drawn line by line one after the other, without running heads.

A table looks like two columns too, so only prose is parted: its lines begin in lower case, and cells seldom do.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from statistics import median

from index.readers.pdf_layout import PdfLine

_MIN_ROWS = 4  # one below the other; fewer may be a heading with a date beside it
_MIN_WORDS = 2.5  # of a line, on average: cells of a table have fewer
_MIN_LOWER_SHARE = 0.4  # of lines that begin in lower case; of German prose half do, of tables hardly any
_MIN_GAP = 0.8  # between columns, in sizes of the letters; a space is a third
_LETTER_WIDTHS = (0.45, 0.6)  # of a line and of a single word, whose letters may all be wide, in sizes
_SAME_EDGE = 0.2  # sizes of the letters
_SAME_BASELINE = 0.4  # sizes of the letters
_SAME_SIZE = 0.1
_MAX_LEADING = 2.0  # sizes, between rows of one block of columns
_EDGE_LINES = 3  # a running head or foot is among so many lines from the head or the foot of its page
_MIN_PAGE_SHARE = 1 / 3  # left and right pages may have heads of their own, the first page none
_SAME_HEIGHT = 3.0  # points
_DIGITS = re.compile(r"\d+")
_MIN_LETTERS = 3  # rows of figures are alike on every page of a table

SplitLine = tuple[PdfLine | None, PdfLine | None]
LineKey = tuple[str, int]


def in_reading_order(lines: Sequence[PdfLine]) -> list[PdfLine]:
    """Return a page's lines, those of two columns that were drawn in turn one column after the other."""
    drawn = _on_baselines(lines)
    ordered: list[PdfLine] = []
    for edge, numbered in groupby(enumerate(_edges(drawn)), key=lambda pair: pair[1]):
        ordered += _ordered([drawn[at] for at, _ in numbered], edge)
    return ordered if ordered != drawn else list(lines)


def _ordered(block: list[PdfLine], edge: float | None) -> list[PdfLine]:
    """Return lines that share the edge of a right column by column, if they are of columns."""
    if edge is None:
        return block
    columns = _columns([_split(line, edge) for line in block])
    return [line for column in columns for line in column] or block


def _on_baselines(lines: Sequence[PdfLine]) -> list[PdfLine]:
    """Return the lines with those made one that stand side by side at almost the same height."""
    rows: list[PdfLine] = []
    for line in lines:
        if rows and _is_beside(rows[-1], line):
            parts = tuple(replace(part, text=f" {part.text}") for part in line.parts)
            rows[-1] = replace(rows[-1], text=f"{rows[-1].text} {line.text}", parts=rows[-1].parts + parts)
        else:
            rows.append(line)
    return rows


def _is_beside(left: PdfLine, right: PdfLine) -> bool:
    return left.x < right.x and abs(left.y - right.y) < _SAME_BASELINE * (right.size or 1.0)


def _edges(lines: Sequence[PdfLine]) -> list[float | None]:
    """Return for each line where its right column begins, which it shares with lines above and below it; or None."""
    edges: list[float | None] = [None] * len(lines)
    at = 0
    while at < len(lines):
        shared = [(_last_sharing(lines, at, part.x), part.x) for part in lines[at].parts[1:]]
        end, edge = max(shared, default=(at, 0.0))
        if sum(_part_at(line, edge) > 0 for line in lines[at:end]) >= _MIN_ROWS:
            edges[at:end] = [edge] * (end - at)
        at = max(end, at + 1)
    return edges


def _last_sharing(lines: Sequence[PdfLine], at: int, edge: float) -> int:
    """Return the end of the lines from `at` on that follow each other closely and leave the gap before the edge."""
    end = at + 1
    while end < len(lines) and _follows(lines[end - 1], lines[end]) and _leaves_gap(lines[end], edge):
        end += 1
    return end


def _follows(above: PdfLine, line: PdfLine) -> bool:
    size = line.size or 1.0
    return 0 < above.y - line.y < _MAX_LEADING * size and abs(above.size - line.size) < _SAME_SIZE * size


def _leaves_gap(line: PdfLine, edge: float) -> bool:
    """Return whether a line has a part at the edge, begins there, or ends before it, where a column is shorter."""
    if _part_at(line, edge) or _is_at(line, edge):
        return True
    return bool(line.parts) and _gap(line.parts[-1], edge) > _MIN_GAP


def _is_at(part: PdfLine, edge: float) -> bool:
    return abs(part.x - edge) < _SAME_EDGE * (part.size or 1.0)


def _part_at(line: PdfLine, edge: float) -> int:
    """Return which part of a line begins at the edge, counted from 0; 0 when none after the first does."""
    return next((number for number, part in enumerate(line.parts) if number and _is_at(part, edge)), 0)


def _split(line: PdfLine, edge: float) -> SplitLine:
    if _is_at(line, edge):
        return None, line
    number = _part_at(line, edge) or len(line.parts)
    return _joined(line.parts[:number]), _joined(line.parts[number:]) if line.parts[number:] else None


def _joined(parts: tuple[PdfLine, ...]) -> PdfLine:
    return replace(parts[0], text=" ".join("".join(part.text for part in parts).split()), parts=parts)


def _columns(rows: list[SplitLine]) -> list[list[PdfLine]]:
    """Return the two columns of prose that rows are lines of, or none where they do not stand clearly apart."""
    if median(_gap(left.parts[-1], right.x) for left, right in rows if left and right) < _MIN_GAP:
        return []
    columns = [[line for line in column if line] for column in zip(*rows, strict=True)]
    return columns if all(map(_is_prose, columns)) else []


def _gap(part: PdfLine, edge: float) -> float:
    """Return about how far a part of a line ends before the edge, in sizes of its letters."""
    text = part.text.strip()
    return (edge - part.x) / (part.size or 1.0) - len(text) * _LETTER_WIDTHS[" " not in text]


def _is_prose(column: list[PdfLine]) -> bool:
    words = sum(len(line.text.split()) for line in column)
    lower = sum(line.text[:1].islower() for line in column)
    return words >= _MIN_WORDS * len(column) and lower >= _MIN_LOWER_SHARE * len(column)


def without_running_heads(pages: list[list[PdfLine]]) -> list[list[PdfLine]]:
    """Return the pages without the lines at head and foot that come again on other pages, whatever their numbers."""
    edges = [set(_edge_lines(lines)) for lines in pages]
    running = _running(edges)
    left = [_without(lines, running, edge) for lines, edge in zip(pages, edges, strict=True)]
    return left if any(left) else pages


def _edge_lines(lines: list[PdfLine]) -> list[PdfLine]:
    down = sorted(lines, key=lambda line: -line.y)
    return down[:_EDGE_LINES] + down[-_EDGE_LINES:]


def _running(edges: list[set[PdfLine]]) -> set[LineKey]:
    """Return the keys of the lines that are alike on several pages."""
    counts = Counter(key for lines in edges for key in set(map(_key, lines)))
    enough = max(2, _MIN_PAGE_SHARE * len(edges))
    return {key for key, count in counts.items() if count >= enough and sum(map(str.isalpha, key[0])) >= _MIN_LETTERS}


def _key(line: PdfLine) -> LineKey:
    """Return what a line has in common with the same one on other pages: its words and its height."""
    return _DIGITS.sub("#", line.text).casefold(), round(line.y / _SAME_HEIGHT)


def _without(lines: list[PdfLine], running: set[LineKey], edge: set[PdfLine]) -> list[PdfLine]:
    return [line for line in lines if line not in edge or _key(line) not in running]
