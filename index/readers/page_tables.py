"""Tables and lists of terms in the body of an article, as lines: a row each, and who speaks before what is said.

Tables are left out otherwise, since most of those on pages of long ago are no tables but a layout.
"""

import re
from itertools import chain, takewhile

from index.readers.page_boxes import linked_share
from index.readers.page_tree import HtmlTree, drop, text_of

_BETWEEN_CELLS = " | "
_MIN_ROWS = 2
_MIN_CELLS = 2  # of a row that counts as one
_MAX_CELL = 200  # characters; longer ones are of a layout
_MAX_LINKED = 0.6  # of the text; more is a menu
_CELLS = ("td", "th")
_NO_DATA = ".//table|.//form|.//input|.//script|.//iframe"
_BESIDE = ("aside", "nav", "footer", "header")
_MAX_NAME = 60
_NAME = re.compile(r"(?:[^\W\d_a-z][\w.'’-]*\s){1,4}[^\W\d_a-z][\w.'’-]*|.+:")
_MIN_SAID = 4  # words


def write_tables(tree: HtmlTree) -> None:
    """Write each table that stands in the text of an article as paragraphs, one a row."""
    for table in list(tree.iter("table")):
        if _is_in_text(table) and _is_data(table):
            captions = map(text_of, table.iter("caption"))
            _replace(table, [*filter(None, captions), *map(_BETWEEN_CELLS.join, _rows(table))])


def write_turns(tree: HtmlTree) -> None:
    """Write a list of names and what they say, `<dt>` and `<dd>`, as paragraphs like "Ana Lind: It is early"."""
    for terms in list(tree.iter("dl")):
        turns = [(text_of(term), _said(term)) for term in terms.iter("dt")]
        if turns and all(map(_is_turn, *zip(*turns, strict=True))):
            _replace(terms, [f"{name.rstrip(': ')}: {said}" for name, said in turns])


def _rows(table: HtmlTree) -> list[list[str]]:
    """Return the cells of each row that have any words."""
    rows = [list(filter(None, map(text_of, row.iterchildren(*_CELLS)))) for row in table.iter("tr")]
    return list(filter(None, rows))


def _is_data(table: HtmlTree) -> bool:
    rows = _rows(table)
    is_table = sum(len(row) >= _MIN_CELLS for row in rows) >= _MIN_ROWS
    longest = max(map(len, chain.from_iterable(rows)), default=0)
    return is_table and longest <= _MAX_CELL and not table.xpath(_NO_DATA) and linked_share(table) < _MAX_LINKED


def _is_in_text(table: HtmlTree) -> bool:
    """Return whether an element stands among paragraphs, alone in a box or not, and not beside the article."""
    beside = next(table.iterancestors(*_BESIDE), None)
    around = list(table.iterancestors())[:2]
    return beside is None and any(box.find("p") is not None for box in around)


def _said(term: HtmlTree) -> str:
    following = takewhile(lambda one: one.tag == "dd", term.itersiblings())
    return " ".join(filter(None, map(text_of, following)))


def _is_turn(name: str, said: str) -> bool:
    return len(name) <= _MAX_NAME and bool(_NAME.fullmatch(name)) and len(said.split()) >= _MIN_SAID


def _replace(element: HtmlTree, lines: list[str]) -> None:
    """Put paragraphs in the place of an element, before the figure that it is of: of figures nothing is read."""
    place = next(element.iterancestors("figure"), element)
    for line in lines:
        paragraph = element.makeelement("p")
        paragraph.text = line
        place.addprevious(paragraph)
    drop(element)
