"""Answer → safe HTML for the chat. Knows nothing of requests or Gradio.

Everything but our own tags is escaped for HTML and Markdown both. Blocks are parted by blank lines, so that the chat
redraws only the last one while an answer grows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.records import Hit
from qa.answer import Answer, Citation
from ui.render.layout import SourceKey, article_heading, hit_link, link_of, non_empty, sources
from ui.render.templating import Macros
from ui.render.walk import AnswerLine, BlockWriter, QuotationGroup, walk
from ui.render.wording import ENGLISH, Wording

TEMPLATES = Path(__file__).parent / "templates"


def to_html(answer: Answer, wording: Wording = ENGLISH, *, kept: str = "", searched: str = "") -> str:
    """Return an answer: one block a group or paragraph, with anchors that open the cited sentence, and the sources.

    `kept` is the id under which the whole answer is kept, where it is complete: the page's script finds it by an empty
    anchor at the end. `searched` says in a sentence what a refusal was looked for in.
    """
    blocks = walk(answer, _HtmlWriter(wording, searched, with_sources=bool(kept)), wording)
    end = _ANSWER("end", kept) if kept else ""
    return "\n\n".join(non_empty(*blocks, end))


def notice_html(sentence: str) -> str:
    """Return a sentence of ours in place of an answer: a fault, or that the articles are being read."""
    return str(_ANSWER("paragraph", "notice", sentence))


def writing_html(model: str, wording: Wording) -> str:
    """Return that a chat model is still writing, below what it has written so far."""
    return str(_ANSWER("paragraph", "writing", wording("page.writing", model=model)))


def question_html(question: str) -> str:
    """Return the reader's own words, shown to the letter."""
    return str(_ANSWER("question", question))


def _title_of(citation: Citation, wording: Wording) -> str:
    """Return the quote and, on the last line, whose it is, where and when."""
    quote = " ".join(citation.quote.split())
    whose = " · ".join(non_empty(citation.speaker or "", citation.publisher, wording.day(citation.published)))
    status = "" if citation.status == "verbatim" else wording(f"answer.{citation.status}")
    return "\n".join((quote, " · ".join(non_empty(whose, status)) or citation.title))


_ANSWER = Macros(TEMPLATES / "answer.html", link_of=link_of, title_of=_title_of)


@dataclass(frozen=True, slots=True)
class _HtmlWriter(BlockWriter[str]):
    wording: Wording
    searched: str
    with_sources: bool

    # What is missing is known last, and what is being read must not move.
    note_below_prose = True

    def refusal(self, reason: str, nearest: Sequence[Hit]) -> str:
        label = self.wording("answer.nearest")
        passages = [(hit_link(hit), article_heading(hit.article, self.wording), hit.text) for hit in nearest]
        return _ANSWER("refusal", reason, self.searched, label, passages)

    def note(self, text: str) -> str:
        return _ANSWER("paragraph", "note", text)

    def byline(self, text: str) -> str:
        return _ANSWER("paragraph", "written", text)

    def section(self, title: str) -> str:
        return _ANSWER("paragraph", "section", title)

    def quotations(self, group: QuotationGroup) -> str:
        return _ANSWER("quotations", group, self.wording)

    def prose(self, lines: Sequence[AnswerLine]) -> str:
        return _ANSWER("prose", lines, self.wording)

    def sources(self, answer: Answer) -> str:
        """Render the cited articles; the same words in several papers are one entry."""
        if not self.with_sources:
            return ""
        used = sources(answer)
        entries = [[self._source(source) for source in same] for same in used]
        return _ANSWER("sources", self.wording("answer.sources", count=len(used)), entries)

    def _source(self, source: SourceKey) -> tuple[str, str, Sequence[str], str]:
        numbers, first = source
        title = first.title or first.article_id or self.wording("answer.unnamed")
        where = non_empty(first.publisher, self.wording.day(first.published))
        return link_of(first), title, where, " ".join(f"[{n}]" for n in numbers)
