"""An answer as an HTML file of its own, which loads nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from index.records import Hit
from qa.answer import Answer, Citation
from ui.render.escape import web_address
from ui.render.html import TEMPLATES
from ui.render.layout import article_heading, non_empty, page_link
from ui.render.templating import Macros
from ui.render.walk import AnswerLine, BlockWriter, QuotationGroup, walk
from ui.render.wording import ENGLISH, Wording

_DOCUMENT = Macros(TEMPLATES / "document.html")


def to_document(answer: Answer, page: str = "", wording: Wording = ENGLISH) -> str:
    """Return an answer as a page of its own, with links to the articles and to their places on the `page`."""
    blocks = walk(answer, _DocumentWriter(page, wording), wording)
    return str(_DOCUMENT("document", wording.language, answer.question, blocks))


@dataclass(frozen=True, slots=True)
class _DocumentWriter(BlockWriter[Markup]):
    page: str
    wording: Wording

    def refusal(self, reason: str, nearest: Sequence[Hit]) -> Markup:
        passages = [(" · ".join(article_heading(hit.article, self.wording)), hit.text) for hit in nearest]
        return _DOCUMENT("refusal", reason, passages)

    def note(self, text: str) -> Markup:
        return _DOCUMENT("note", text)

    def byline(self, text: str) -> Markup:
        return _DOCUMENT("byline", text)

    def section(self, title: str) -> Markup:
        return _DOCUMENT("section", title)

    def quotations(self, group: QuotationGroup) -> Markup:
        return _DOCUMENT("quotations", " · ".join(group.heading), group.lines)

    def prose(self, lines: Sequence[AnswerLine]) -> Markup:
        return _DOCUMENT("prose", lines)

    def sources(self, answer: Answer) -> Markup:
        cited = [(citation, self._where(citation), self._links(citation)) for citation in answer.citations]
        return _DOCUMENT("sources", cited)

    def _where(self, citation: Citation) -> str:
        published = self.wording.day(citation.published)
        return ", ".join(non_empty(citation.title, citation.publisher, published)) or citation.article_id

    def _links(self, citation: Citation) -> list[tuple[str, str]]:
        address = web_address(citation.url)
        here = page_link(citation, self.page)
        links = [(address or "", "article"), (here, "in On Record")]
        return [(address, name) for address, name in links if address]
