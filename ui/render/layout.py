"""How an answer is laid out, whatever it is written in: groups of sentences, their sources, links into the articles."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import Literal
from urllib.parse import quote as percent_encoded

from index.records import Article, ArticleSpan, Hit
from qa.answer import Answer, AnswerSentence, Citation, Section
from ui.render.escape import web_address
from ui.render.wording import ENGLISH, Wording

_CONTENT_HASH, _QUOTE_HASH = 12, 8

SourceKey = tuple[tuple[int, ...], Citation]
"""The numbers that point into one article, and the first of those citations."""


@dataclass(frozen=True, slots=True)
class Group:
    """Consecutive sentences with one source."""

    source: Citation | None
    """The first citation of the first sentence; None when a sentence has none that exists."""
    sentences: tuple[AnswerSentence, ...]

    @property
    def section(self) -> Section | None:
        """What sets the sentences apart from those of other sections; mostly nothing."""
        return self.sentences[0].section


def groups(answer: Answer) -> tuple[Group, ...]:
    """Return the sentences of an answer in groups, parted where the section, the speaker or the article changes."""
    cited = by_number(answer)

    def source(sentence: AnswerSentence) -> Citation | None:
        return next((cited[n] for n in sentence.citations if n in cited), None)

    def who_and_where(sentence: AnswerSentence) -> tuple[Section | None, str, str]:
        first = source(sentence)
        return (sentence.section, first.speaker or "", first.article_id) if first else (sentence.section, "", "")

    runs = (tuple(run) for _, run in groupby(answer.sentences, key=who_and_where))
    return tuple(Group(source(run[0]), run) for run in runs)


def with_section_starts(parted: Iterable[Group]) -> Iterator[tuple[Group, bool]]:
    """Every group, and whether it opens a section."""
    above: Section | None = None
    for group in parted:
        yield group, bool(group.section) and group.section != above
        above = group.section


def by_number(answer: Answer) -> dict[int, Citation]:
    """Return the citations by their numbers."""
    return {citation.n: citation for citation in answer.citations}


def by_article(answer: Answer) -> list[SourceKey]:
    """Return the cited articles in order of first citation."""
    cited: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        cited.setdefault(citation.article_id, []).append(citation)
    return [(tuple(c.n for c in citations), citations[0]) for citations in cited.values()]


def sources(answer: Answer) -> list[list[SourceKey]]:
    """Return the cited articles; those that are cited for just the same words stand together."""
    quotes = {citation.n: " ".join(citation.quote.split()).casefold() for citation in answer.citations}
    alike: dict[frozenset[str], list[SourceKey]] = {}
    for source in by_article(answer):
        alike.setdefault(frozenset(quotes[n] for n in source[0]), []).append(source)
    return list(alike.values())


def support_status(answer: Answer, sentence: AnswerSentence) -> Literal["partial", "unsupported", ""]:
    """Return the warning about a sentence that its sources do not support, or only in part; mostly none."""
    cited = by_number(answer)
    statuses = {cited[n].status for n in sentence.citations if n in cited}
    if sentence.status in ("partial", "unsupported"):
        return sentence.status
    if "verbatim" in statuses:
        return ""
    return "partial" if "partial" in statuses else "unsupported"


def paragraphs(answer: Answer) -> list[tuple[Section | None, tuple[AnswerSentence, ...]]]:
    """Return the sentences that a chat model wrote, as prose: a paragraph for each section, with its heading."""
    return [(section, tuple(run)) for section, run in groupby(answer.sentences, key=lambda s: s.section)]


def non_empty(*parts: str) -> tuple[str, ...]:
    """Return the parts that are not empty."""
    return tuple(part for part in parts if part.strip())


def heading(source: Citation | None, wording: Wording = ENGLISH) -> tuple[str, ...]:
    """Who, where, when and under which headline; only what is known, and never nothing."""
    if source is None:
        return (wording("answer.no_source"),)
    written = non_empty(source.speaker or "", source.publisher, wording.day(source.published), source.title)
    return written or non_empty(source.article_id) or (wording("answer.unnamed"),)


def reference(source: Citation, wording: Wording = ENGLISH) -> str:
    """Return an article as a list of sources names it: its title, where and when it was published, its address."""
    published = wording.day(source.published)
    written = non_empty(source.title, source.publisher, published, web_address(source.url) or "")
    return ", ".join(written) or source.article_id


def article_heading(article: Article, wording: Wording = ENGLISH) -> tuple[str, ...]:
    """Return the same for an article: where, when and under which headline."""
    written = non_empty(article.publisher, wording.day(article.published), article.title)
    return written or non_empty(article.id) or (wording("answer.unnamed"),)


def link_of(citation: Citation) -> str:
    """Return the link to what a citation cites."""
    return citation_link(citation.article_id, citation.start, citation.end, citation.content_hash, citation.quote)


def page_link(citation: Citation, page: str) -> str:
    """Return the address that shows what a citation cites on a page of ours; "" where there is none."""
    return f"{page}{link_of(citation)}" if page else ""


def hit_link(hit: Hit) -> str:
    """Return the link to a passage that was found."""
    passage = hit.passage
    return citation_link(passage.article_id, passage.start, passage.end, hit.article.content_hash, hit.text)


def span_link(place: ArticleSpan) -> str:
    """Return the link to a stretch of an article."""
    return citation_link(place.article.id, place.start, place.end, place.article.content_hash, place.text)


def citation_link(article_id: str, start: int, end: int, content_hash: str, quote: str) -> str:
    """Return the address of a cited place: the page's script opens it, and it can be kept and opened later.

    The start of the content hash goes along, so that a place is never marked in a text that has changed since; and the
    start of the quote's, so that the same words are found wherever they stand in the changed text.
    """
    place = f"{percent_encoded(article_id.encode('utf-8', 'replace'), safe='')}-{start}-{end}"
    return f"#cite-{place}-{content_hash[:_CONTENT_HASH]}{quote_hash(quote)}"


def quote_hash(quote: str) -> str:
    """Return the start of a SHA-256 of a quote, white space aside, in hexadecimal."""
    return sha256(" ".join(quote.split()).encode("utf-8", "replace")).hexdigest()[:_QUOTE_HASH]


def split_hash(linked: str) -> tuple[str, str]:
    """Return the two hashes of a link: the start of the content's and of the quote's; older links lack the second."""
    return linked[:_CONTENT_HASH], linked[_CONTENT_HASH:]
