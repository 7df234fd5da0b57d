"""Answer → safe HTML for the chat. Knows nothing of requests or Gradio.

Everything but our own tags is escaped for HTML and Markdown both. Blocks are parted by blank lines, so that the chat
redraws only the last one while an answer grows.
"""

from collections.abc import Sequence

from qa.answer import Answer, AnswerSentence, Citation
from ui.render.escape import as_html
from ui.render.layout import (
    article_heading,
    by_number,
    groups,
    heading,
    hit_link,
    link_of,
    non_empty,
    paragraphs,
    sources,
    support_status,
    with_section_starts,
)
from ui.render.wording import ENGLISH, Wording


def to_html(answer: Answer, wording: Wording = ENGLISH, *, kept: str = "", searched: str = "") -> str:
    """An answer: one block a group or paragraph, with anchors that open the cited sentence, and the sources used.

    `kept` is the id under which the whole answer is kept, where it is complete: the page's script finds it by an empty
    anchor at the end. `searched` says in a sentence what a refusal was looked for in.
    """
    if answer.refused:
        blocks = _refusal(answer, wording, searched)
    else:
        blocks = _prose(answer, wording) if answer.model else _answer(answer, wording)
    if kept:
        blocks += [_sources(answer, wording)] if answer.citations else []
        blocks.append(f'<p class="end"><a class="kept" href="#answer-{as_html(kept)}"></a></p>')
    return "\n\n".join(blocks)


def notice_html(sentence: str) -> str:
    """A sentence of ours in place of an answer: a fault, or that the articles are being read."""
    return f'<p class="notice">{as_html(sentence)}</p>'


def writing_html(model: str, wording: Wording) -> str:
    """That a chat model is still writing, below what it has written so far."""
    return f'<p class="writing">{as_html(wording("page.writing", model=model))}</p>'


def question_html(question: str) -> str:
    """The reader's own words, shown to the letter."""
    return f'<p class="asked" dir="auto">{as_html(question)}</p>'


def _answer(answer: Answer, wording: Wording) -> list[str]:
    cited, blocks = by_number(answer), _note(answer)
    article_above = None
    for group, opens in with_section_starts(groups(answer)):
        if opens:
            blocks.append(f'<p class="section">{as_html(group.section)}</p>')
            article_above = None
        lines = "".join(
            f'<p class="said" dir="auto">{as_html(s.text)}{_chips(s, cited, wording)}{_doubt(answer, s, wording)}</p>'
            for s in group.sentences
        )
        article = group.source.article_id if group.source else None
        kind = "group continued" if article and article == article_above else "group"
        blocks.append(f'<section class="{kind}">{_heading(heading(group.source, wording))}{lines}</section>')
        article_above = article
    return blocks


def _prose(answer: Answer, wording: Wording) -> list[str]:
    """What a chat model wrote: under who did, the sentences of a section one after the other.

    The note stands below it: what is missing is known last, and what is being read must not move.
    """
    cited = by_number(answer)
    blocks = [f'<p class="written">{as_html(wording("answer.written", model=answer.model))}</p>']
    for section, sentences in paragraphs(answer):
        if section:
            blocks.append(f'<p class="section">{as_html(section)}</p>')
        running = " ".join(
            f"{as_html(s.text)}{_chips(s, cited, wording)}{_doubt(answer, s, wording)}" for s in sentences
        )
        blocks.append(f'<section class="running"><p class="said" dir="auto">{running}</p></section>')
    return [*blocks, *_note(answer)]


def _note(answer: Answer) -> list[str]:
    return [f'<p class="note">{as_html(answer.note)}</p>'] if answer.note else []


def _refusal(answer: Answer, wording: Wording, searched: str) -> list[str]:
    entries = "".join(
        f'<li><a class="nearest" href="{as_html(hit_link(hit))}">{_heading(article_heading(hit.article, wording))}'
        f'<span class="said" dir="auto">{as_html(hit.text)}</span></a></li>'
        for hit in answer.nearest
    )
    where = f'<p class="searched">{as_html(searched)}</p>' if searched else ""
    found = f'<p class="label">{as_html(wording("answer.nearest"))}</p><ol>{entries}</ol>' if entries else ""
    return [f'<section class="refusal"><p class="reason">{as_html(answer.reason or "")}</p>{where}{found}</section>']


def _sources(answer: Answer, wording: Wording) -> str:
    """The cited articles; the same words in several papers are one entry."""
    used = sources(answer)
    entries = "".join(
        f"<li>{''.join(_source(numbers, first, wording) for numbers, first in same)}</li>" for same in used
    )
    summary = as_html(wording("answer.sources", count=len(used)))
    return f'<details class="sources"><summary>{summary}</summary><ul>{entries}</ul></details>'


def _source(numbers: Sequence[int], first: Citation, wording: Wording) -> str:
    title = as_html(first.title or first.article_id or wording("answer.unnamed"))
    where = "".join(
        f" · <bdi>{as_html(part)}</bdi>" for part in non_empty(first.publisher, wording.day(first.published))
    )
    marks = as_html(" ".join(f"[{n}]" for n in numbers))
    return f'<a class="used" href="{as_html(link_of(first))}"><bdi>{title}</bdi>{where} {marks}</a>'


def _heading(parts: Sequence[str]) -> str:
    # <bdi> keeps a right-to-left name from turning the rest of the line around.
    who, *where = (f"<bdi>{as_html(part)}</bdi>" for part in parts)
    rest = "".join(f" · {part}" for part in where)
    return f'<span class="source"><strong>{who}</strong><span class="where">{rest}</span></span>'


def _chips(sentence: AnswerSentence, cited: dict[int, Citation], wording: Wording) -> str:
    return "".join(f" {_chip(cited[n], wording)}" for n in sentence.citations if n in cited)


def _chip(citation: Citation, wording: Wording) -> str:
    """A citation's number; its title is the quote and, on the last line, whose it is, where and when."""
    said = " ".join(citation.quote.split())
    whose = " · ".join(non_empty(citation.speaker or "", citation.publisher, wording.day(citation.published)))
    status = "" if citation.status == "verbatim" else wording(f"answer.{citation.status}")
    title = "\n".join((said, " · ".join(non_empty(whose, status)) or citation.title))
    link = as_html(link_of(citation))
    return f'<a class="cite {citation.status}" href="{link}" title="{as_html(title)}">[{citation.n}]</a>'


def _doubt(answer: Answer, sentence: AnswerSentence, wording: Wording) -> str:
    status = support_status(answer, sentence)
    return f' <span class="doubt">{as_html(wording(f"answer.{status}"))}</span>' if status else ""
