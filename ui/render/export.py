"""An answer as a file of its own: text, Markdown, HTML, JSON, and its sources as BibTeX and RIS.

The two lists of references are short enough to be written here; the tests read them back with the libraries of the
field. A reference carries the words that were quoted, so that whoever gets it can check it.
"""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from qa.answer import Answer, AnswerSentence, Citation
from ui.api.serialize import answer_shape
from ui.render.escape import as_html, as_line, as_markdown, web_address
from ui.render.layout import (
    article_heading,
    by_article,
    by_number,
    groups,
    heading,
    link_of,
    non_empty,
    paragraphs,
    support_status,
    with_section_starts,
)
from ui.render.text import to_markdown, to_text
from ui.render.wording import ENGLISH

_BIBTEX_MARKS = re.compile(r"[\\{}%&#$_~^]")
_BIBTEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_STYLE = (
    "body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1rem/1.6 Georgia,serif}"
    "h1{font-size:1.4rem}h2{font-size:1rem}blockquote{margin:0 0 1rem;padding-left:1rem;border-left:2px solid #bbb}"
    "li{margin-bottom:.6rem}.where{color:#555;font:.875rem/1.4 sans-serif}"
)


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write an answer down."""

    media_type: str
    suffix: str
    write: Callable[[Answer, str], str]
    """Answer and the address of the page ("" when there is none) to the file's text."""


def _text(answer: Answer, _page: str) -> str:
    return f"{as_line(answer.question)}\n\n{to_text(answer)}\n"


def _markdown(answer: Answer, _page: str) -> str:
    return f"# {as_markdown(answer.question)}\n\n{to_markdown(answer)}\n"


def _json(answer: Answer, _page: str) -> str:
    return json.dumps(answer_shape(answer), ensure_ascii=False, indent=2) + "\n"


def _html(answer: Answer, page: str) -> str:
    question = as_html(answer.question)
    body = "".join(_refusal_html(answer) if answer.refused else _answer_html(answer, page))
    return (
        f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>{question}</title><style>{_STYLE}</style>'
        f"<h1>{question}</h1>{body}</html>\n"
    )


def _refusal_html(answer: Answer) -> Iterable[str]:
    yield f"<p>{as_html(answer.reason or '')}</p>"
    for hit in answer.nearest:
        yield f'<p class="where">{as_html(" · ".join(article_heading(hit.article)))}</p>'
        yield f"<blockquote>{as_html(hit.text)}</blockquote>"


def _answer_html(answer: Answer, page: str) -> Iterable[str]:
    if answer.note:
        yield f"<p>{as_html(answer.note)}</p>"
    yield from _prose_html(answer) if answer.model else _quoted_html(answer)
    yield f"<ol>{''.join(_cited_html(citation, page) for citation in answer.citations)}</ol>"


def _quoted_html(answer: Answer) -> Iterable[str]:
    for group, opens in with_section_starts(groups(answer)):
        if opens:
            yield f"<h2>{as_html(group.section)}</h2>"
        yield f'<p class="where">{as_html(" · ".join(heading(group.source)))}</p>'
        for sentence in group.sentences:
            yield f"<blockquote>{_sentence_html(answer, sentence)}</blockquote>"


def _prose_html(answer: Answer) -> Iterable[str]:
    yield f'<p class="where">{as_html(ENGLISH("answer.written", model=answer.model))}</p>'
    for section, sentences in paragraphs(answer):
        if section:
            yield f"<h2>{as_html(section)}</h2>"
        yield f"<p>{' '.join(_sentence_html(answer, sentence) for sentence in sentences)}</p>"


def _sentence_html(answer: Answer, sentence: AnswerSentence) -> str:
    cited = by_number(answer)
    marks = " ".join(f'<a href="#c{n}">[{n}]</a>' for n in sentence.citations if n in cited)
    status = support_status(answer, sentence)
    said = f" ({as_html(ENGLISH(f'answer.{status}'))})" if status else ""
    return f"{as_html(sentence.text)} {marks}{said}"


def _cited_html(citation: Citation, page: str) -> str:
    where = (
        ", ".join(non_empty(citation.title, citation.publisher, ENGLISH.day(citation.published))) or citation.article_id
    )
    address = web_address(citation.url)
    links = [(address, "article")] if address else []
    links += [(_permanent(citation, page), "in On Record")] if page else []
    written = " · ".join(f'<a href="{as_html(to)}">{name}</a>' for to, name in links)
    return (
        f'<li id="c{citation.n}" value="{citation.n}">{as_html(citation.quote)}'
        f'<br><span class="where">{as_html(where)} {written}</span></li>'
    )


def _bibtex(answer: Answer, page: str) -> str:
    entries = []
    for numbers, first in by_article(answer):
        kind, published = ("article", "journal") if first.publisher else ("misc", "howpublished")
        values = {
            "author": f"{{{_bibtex_text(first.author)}}}" if first.author else "",
            "title": f"{{{_bibtex_text(first.title or first.article_id)}}}",
            published: _bibtex_text(first.publisher),
            "year": str(first.published.year) if first.published else "",
            "month": str(first.published.month) if first.published else "",
            "day": str(first.published.day) if first.published else "",
            "url": _bibtex_address(web_address(first.url) or _permanent(first, page)),
            "note": _bibtex_text(_quoted(answer, numbers)),
        }
        lines = "".join(f",\n  {name} = {{{value}}}" for name, value in values.items() if value)
        entries.append(f"@{kind}{{onrecord{first.n}{lines}\n}}\n")
    return "\n".join(entries)


def _bibtex_text(text: str) -> str:
    return _BIBTEX_MARKS.sub(lambda mark: _BIBTEX.get(mark[0], f"\\{mark[0]}"), as_line(text))


def _bibtex_address(address: str) -> str:
    # A brace that is not closed would end the entry; in an address it is written as its number.
    return as_line(address).replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def _ris(answer: Answer, page: str) -> str:
    """RIS as Reference Manager specifies it: two-letter tags, one a line, CRLF."""
    entries = []
    for numbers, first in by_article(answer):
        values = [
            ("TY", "NEWS"),
            ("AU", first.author),
            ("TI", first.title or first.article_id),
            ("T2", first.publisher),
            ("PY", str(first.published.year) if first.published else ""),
            ("DA", f"{first.published:%Y/%m/%d}" if first.published else ""),
            ("UR", web_address(first.url) or _permanent(first, page)),
            ("N1", _quoted(answer, numbers)),
        ]
        lines = "".join(f"{tag}  - {as_line(value)}\r\n" for tag, value in values if value)
        entries.append(f"{lines}ER  - \r\n")
    return "\r\n".join(entries)


def _quoted(answer: Answer, numbers: Iterable[int]) -> str:
    cited = by_number(answer)
    return " … ".join(" — ".join(non_empty(cited[n].quote, cited[n].speaker or "")) for n in numbers)


def _permanent(citation: Citation, page: str) -> str:
    return f"{page}{link_of(citation)}" if page else ""


FORMATS = {
    "text": Format("text/plain", ".txt", _text),
    "markdown": Format("text/markdown", ".md", _markdown),
    "html": Format("text/html", ".html", _html),
    "json": Format("application/json", ".json", _json),
    "bibtex": Format("application/x-bibtex", ".bib", _bibtex),
    "ris": Format("application/x-research-info-systems", ".ris", _ris),
}
"""Every way to write an answer down, by the name it is asked for with."""
