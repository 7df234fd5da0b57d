"""Where the last answer stands: its citations again, with publisher and date in words."""

from dataclasses import replace

from index.records import Query
from qa.answer import Answer, Citation
from qa.extraction.compose import refuse


def answer_sources(query: Query, last: Answer | None) -> Answer:
    """The last answer's sentences under a note that says in which papers they stand, and when those appeared."""
    if last is None or not last.citations:
        return refuse(query, (), "The last answer cited nothing, so there is no article to name.")
    return replace(last, note=f"In {_listed(last.citations)}.")


def _listed(citations: tuple[Citation, ...]) -> str:
    numbers: dict[str, list[int]] = {}
    where: dict[str, Citation] = {}
    for citation in citations:
        numbers.setdefault(citation.article_id, []).append(citation.n)
        where.setdefault(citation.article_id, citation)
    return "; ".join(f"{_place(where[i])} [{', '.join(map(str, numbers[i]))}]" for i in numbers)


def _place(citation: Citation) -> str:
    published = citation.published
    day = f"{published.day} {published:%B} {published.year}" if published else "undated"
    known = [citation.publisher, f"“{citation.title}”" if citation.title else citation.article_id, day]
    return ", ".join(part for part in known if part)
