"""Answer → plain text, Markdown, safe HTML. Knows nothing of pages, requests or Gradio.

The sentences of an answer are shown in order, those that one person (or one article) says one after another under
one heading: who, which article, when.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import quote

from index.article import Hit
from qa.answer import Answer, AnswerSentence, Citation
from ui.escape import as_html, as_line, as_markdown, web_address

NEAREST = "Nearest passages in the articles"

_UNNAMED = "Unnamed article"
_MARKDOWN_MARK = r"\[{}\]"
_DOUBT = {"partial": "only partly in the article", "unsupported": "not found in the article"}


@dataclass(frozen=True, slots=True)
class Group:
    """Consecutive sentences with one source."""

    source: Citation | None
    """The first citation of the first sentence; None when a sentence has none that exists."""
    sentences: tuple[AnswerSentence, ...]

    @property
    def section(self) -> str:
        """What sets the sentences apart from those of other sections; mostly nothing."""
        return self.sentences[0].section


def groups(answer: Answer) -> tuple[Group, ...]:
    """The sentences of an answer, parted where the section, the speaker or the article changes."""
    cited = _by_number(answer)

    def source(sentence: AnswerSentence) -> Citation | None:
        return next((cited[n] for n in sentence.citations if n in cited), None)

    def who_and_where(sentence: AnswerSentence) -> tuple[str, str, str]:
        first = source(sentence)
        return (sentence.section, first.speaker or "", first.article_id) if first else (sentence.section, "", "")

    runs = (tuple(run) for _, run in groupby(answer.sentences, key=who_and_where))
    return tuple(Group(source(run[0]), run) for run in runs)


def to_sentences(answer: Answer) -> str:
    """The answer as running text: every sentence followed by its numbers. Only this has no headings."""
    return " ".join(sentence.text + _marks(sentence) for sentence in answer.sentences)


def to_text(answer: Answer) -> str:
    """The answer for a terminal: headings, indented sentences with their numbers, and the list of articles."""
    if answer.refused:
        blocks = [as_line(answer.reason or "")]
        if answer.nearest:
            blocks.append(f"{NEAREST}:")
        return "\n\n".join([*blocks, *(_hit_text(hit) for hit in answer.nearest)])
    blocks = [as_line(answer.note)] if answer.note else []
    for group, opens in _opening(groups(answer)):
        blocks += [as_line(group.section).upper()] if opens else []
        lines = [f"  {as_line(s.text)}{_marks(s)}{_doubt_note(answer, s)}" for s in group.sentences]
        blocks.append("\n".join([as_line(_dotted(heading(group.source))), *lines]))
    listed = [f"{_numbers(numbers)} {as_line(_reference(source))}" for numbers, source in _articles(answer)]
    return "\n\n".join([*blocks, "\n".join(listed)] if listed else blocks)


def hits_to_text(hits: Iterable[Hit]) -> str:
    """Passages for a terminal, best first."""
    return "\n\n".join(_hit_text(hit) for hit in hits) or "No passage was found."


def to_markdown(answer: Answer) -> str:
    """The answer as a Markdown document that shows article text to the letter, whatever stands in it."""
    if answer.refused:
        blocks = [as_markdown(answer.reason or "")]
        if answer.nearest:
            blocks.append(f"{NEAREST}:")
        blocks += [f"{_bold_first(hit_heading(hit))}\n\n> {as_markdown(hit.text)}" for hit in answer.nearest]
        return "\n\n".join(blocks)
    blocks = [f"*{as_markdown(answer.note)}*"] if answer.note else []
    for group, opens in _opening(groups(answer)):
        blocks += [f"### {as_markdown(group.section)}"] if opens else []
        blocks.append(_bold_first(heading(group.source)))
        blocks += [
            f"> {as_markdown(s.text)}{_marks(s, _MARKDOWN_MARK)}{_doubt_note(answer, s)}" for s in group.sentences
        ]
    listed = [
        f"- {_numbers(numbers, _MARKDOWN_MARK)} {as_markdown(_reference(source))}"
        for numbers, source in _articles(answer)
    ]
    return "\n\n".join([*blocks, "\n".join(listed)] if listed else blocks)


def to_html(answer: Answer) -> str:
    """The answer for the chat: one HTML block a group, with anchors that open the cited sentence.

    Everything but our own tags is escaped for HTML and Markdown both. The blocks are parted by blank lines, so that
    the chat redraws only the last one while an answer grows.
    """
    if answer.refused:
        return _refusal_html(answer)
    cited = _by_number(answer)
    blocks = [f'<p class="note">{as_html(answer.note)}</p>'] if answer.note else []
    article_above = None
    for group, opens in _opening(groups(answer)):
        if opens:
            blocks.append(f'<p class="section">{as_html(group.section)}</p>')
            article_above = None
        lines = "".join(
            f'<p class="said" dir="auto">{as_html(s.text)}{_chips(s, cited)}{_doubt_html(answer, s)}</p>'
            for s in group.sentences
        )
        article = group.source.article_id if group.source else None
        kind = "group continued" if article and article == article_above else "group"
        blocks.append(f'<section class="{kind}">{_heading_html(heading(group.source))}{lines}</section>')
        article_above = article
    return "\n\n".join(blocks)


def _opening(parted: Iterable[Group]) -> Iterator[tuple[Group, bool]]:
    """Every group, and whether it opens a section."""
    above = ""
    for group in parted:
        yield group, bool(group.section) and group.section != above
        above = group.section


def notice_html(sentence: str) -> str:
    """A sentence of ours in place of an answer: a fault, or that the articles are being read."""
    return f'<p class="notice">{as_html(sentence)}</p>'


def question_html(question: str) -> str:
    """The reader's own words, shown to the letter."""
    return f'<p class="asked" dir="auto">{as_html(question)}</p>'


def heading(source: Citation | None) -> tuple[str, ...]:
    """Who, where, when and under which headline; only what is known, and never nothing."""
    if source is None:
        return ("No source",)
    known = _known(source.speaker or "", source.publisher, day(source.published), source.title)
    return known or _known(source.article_id) or (_UNNAMED,)


def hit_heading(hit: Hit) -> tuple[str, ...]:
    """The same for a passage: where, when and under which headline."""
    article = hit.article
    return _known(article.publisher, day(article.published), article.title) or _known(article.id) or (_UNNAMED,)


def day(published: date | None) -> str:
    """A date as a reader writes it, "10 March 2022"; nothing when it is not known."""
    return f"{published.day} {published:%B} {published.year}" if published else ""


def citation_link(article_id: str, start: int, end: int, content_hash: str) -> str:
    """The address of a cited place: the page's script opens it, and it can be kept and opened later.

    The start of the content hash goes along, so that a place is never marked in a text that has changed since.
    """
    return f"#cite-{quote(article_id.encode('utf-8', 'replace'), safe='')}-{start}-{end}-{content_hash[:12]}"


def _refusal_html(answer: Answer) -> str:
    entries = "".join(
        f'<li><a class="nearest" href="{as_html(_hit_link(hit))}">{_heading_html(hit_heading(hit))}'
        f'<span class="said" dir="auto">{as_html(hit.text)}</span></a></li>'
        for hit in answer.nearest
    )
    found = f'<p class="label">{NEAREST}</p><ol>{entries}</ol>' if entries else ""
    return f'<section class="refusal"><p class="reason">{as_html(answer.reason or "")}</p>{found}</section>'


def _hit_text(hit: Hit) -> str:
    return f"{as_line(_dotted(hit_heading(hit)))}\n  {as_line(hit.text)}"


def _hit_link(hit: Hit) -> str:
    passage = hit.passage
    return citation_link(passage.article_id, passage.start, passage.end, hit.article.content_hash)


def _heading_html(parts: Sequence[str]) -> str:
    # <bdi> keeps a right-to-left name from turning the rest of the line around.
    who, *where = (f"<bdi>{as_html(part)}</bdi>" for part in parts)
    rest = "".join(f" · {part}" for part in where)
    return f'<span class="source"><strong>{who}</strong><span class="where">{rest}</span></span>'


def _chips(sentence: AnswerSentence, cited: dict[int, Citation]) -> str:
    return "".join(f" {_chip(cited[n])}" for n in sentence.citations if n in cited)


def _chip(citation: Citation) -> str:
    link = citation_link(citation.article_id, citation.start, citation.end, citation.content_hash)
    where = ", ".join(_known(citation.publisher, day(citation.published)))
    title = f"{citation.quote}\n{where}".strip()
    return f'<a class="cite {citation.status}" href="{as_html(link)}" title="{as_html(title)}">[{citation.n}]</a>'


def _doubt(answer: Answer, sentence: AnswerSentence) -> str:
    """What a reader must know about a sentence that its sources do not carry word for word; mostly nothing."""
    cited = _by_number(answer)
    statuses = {cited[n].status for n in sentence.citations if n in cited}
    if "verbatim" in statuses:
        return ""
    return _DOUBT["partial" if "partial" in statuses else "unsupported"]


def _doubt_note(answer: Answer, sentence: AnswerSentence) -> str:
    doubt = _doubt(answer, sentence)
    return f" ({doubt})" if doubt else ""


def _doubt_html(answer: Answer, sentence: AnswerSentence) -> str:
    doubt = _doubt(answer, sentence)
    return f' <span class="doubt">{doubt}</span>' if doubt else ""


def _articles(answer: Answer) -> list[tuple[list[int], Citation]]:
    """The cited articles in order of first citation, each with the numbers that point into it."""
    numbers: dict[str, list[int]] = {}
    first: dict[str, Citation] = {}
    for citation in answer.citations:
        numbers.setdefault(citation.article_id, []).append(citation.n)
        first.setdefault(citation.article_id, citation)
    return [(numbers[article_id], first[article_id]) for article_id in numbers]


def _reference(source: Citation) -> str:
    known = _known(source.title, source.publisher, day(source.published), web_address(source.url) or "")
    return ", ".join(known) or source.article_id


def _known(*parts: str) -> tuple[str, ...]:
    return tuple(part for part in parts if part.strip())


def _bold_first(parts: Sequence[str]) -> str:
    first, *rest = (as_markdown(part) for part in parts)
    return " · ".join([f"**{first}**", *rest])


def _dotted(parts: Iterable[str]) -> str:
    return " · ".join(parts)


def _marks(sentence: AnswerSentence, form: str = "[{}]") -> str:
    return "".join(f" {form.format(n)}" for n in sentence.citations)


def _numbers(numbers: Iterable[int], form: str = "[{}]") -> str:
    return " ".join(form.format(n) for n in numbers)


def _by_number(answer: Answer) -> dict[int, Citation]:
    return {citation.n: citation for citation in answer.citations}
