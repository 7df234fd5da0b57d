"""The sources of an answer as lists of references: BibTeX and RIS.

Both are short enough to be written here; the tests read them back with the libraries of the field. A reference has the
words that were quoted, so that whoever gets it can check it.
"""

import re
from collections.abc import Iterable
from datetime import date

from qa.answer import Answer, Citation
from ui.render.escape import as_line, web_address
from ui.render.layout import by_article, by_number, non_empty, page_link

_BIBTEX_MARKS = re.compile(r"[\\{}%&#$_~^]")
_BIBTEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def to_bibtex(answer: Answer, page: str = "") -> str:
    """Return the cited articles as BibTeX; one without an address has that of its place on the `page`."""
    return "\n".join(_bibtex_entry(answer, numbers, first, page) for numbers, first in by_article(answer))


def _bibtex_entry(answer: Answer, numbers: Iterable[int], first: Citation, page: str) -> str:
    kind, published = ("article", "journal") if first.publisher else ("misc", "howpublished")
    year, month, day = _date_parts(first.published)
    values = {
        "author": f"{{{_bibtex_text(first.author)}}}" if first.author else "",
        "title": f"{{{_bibtex_text(first.title or first.article_id)}}}",
        published: _bibtex_text(first.publisher),
        "year": year,
        "month": month,
        "day": day,
        "url": _bibtex_address(web_address(first.url) or page_link(first, page)),
        "note": _bibtex_text(_quoted(answer, numbers)),
    }
    lines = "".join(f",\n  {name} = {{{value}}}" for name, value in values.items() if value)
    return f"@{kind}{{onrecord{first.n}{lines}\n}}\n"


def _date_parts(published: date | None) -> tuple[str, str, str]:
    return (str(published.year), str(published.month), str(published.day)) if published else ("", "", "")


def _bibtex_text(text: str) -> str:
    return _BIBTEX_MARKS.sub(lambda mark: _BIBTEX.get(mark[0], f"\\{mark[0]}"), as_line(text))


def _bibtex_address(address: str) -> str:
    # A brace that is not closed would end the entry; in an address it is written as its number.
    return as_line(address).replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def to_ris(answer: Answer, page: str = "") -> str:
    """Return the same as RIS, as Reference Manager specifies it: two-letter tags, one a line, CRLF."""
    return "\r\n".join(_ris_entry(answer, numbers, first, page) for numbers, first in by_article(answer))


def _ris_entry(answer: Answer, numbers: Iterable[int], first: Citation, page: str) -> str:
    values = [
        ("TY", "NEWS"),
        ("AU", first.author),
        ("TI", first.title or first.article_id),
        ("T2", first.publisher),
        ("PY", _date_parts(first.published)[0]),
        ("DA", f"{first.published:%Y/%m/%d}" if first.published else ""),
        ("UR", web_address(first.url) or page_link(first, page)),
        ("N1", _quoted(answer, numbers)),
    ]
    lines = "".join(f"{tag}  - {as_line(value)}\r\n" for tag, value in values if value)
    return f"{lines}ER  - \r\n"


def _quoted(answer: Answer, numbers: Iterable[int]) -> str:
    cited = by_number(answer)
    return " … ".join(" — ".join(non_empty(cited[n].quote, cited[n].speaker or "")) for n in numbers)
