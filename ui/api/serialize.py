"""Answers, passages and articles as JSON objects: the shapes that `docs/design.md` promises to other programs.

The command line prints them and the REST routes send them, so both say the same.
"""

from collections.abc import Iterable
from datetime import date

from index.ingest import IngestReport
from index.records import Hit
from index.storage.articles import ArticlePage
from index.storage.statements import ListedStatement
from qa.answer import Answer, AnswerSentence, Citation
from qa.explore.people import PeoplePage, PersonRecord, PersonSummary, StatementInContext
from qa.explore.suggestions import Suggestions
from qa.explore.timeline import Timeline
from ui.access.identity import Right
from ui.render.layout import citation_link, hit_link, link_of
from ui.render.text import to_sentences

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None
"""Anything JSON can say."""


def answer_shape(answer: Answer, question_id: Json = None) -> dict[str, Json]:
    """What `ask` gives: sentences with their citations, or a refusal with its reason and the nearest passages."""
    return {
        **_identified(question_id),
        "question": answer.question,
        "refused": answer.refused,
        "reason": answer.reason,
        "text": to_sentences(answer),
        "sentences": [sentence_shape(sentence) for sentence in answer.sentences],
        "citations": [citation_shape(citation) for citation in answer.citations],
        "nearest": [_hit_shape(hit) for hit in answer.nearest],
        **({"note": answer.note} if answer.note else {}),
        **({"model": answer.model} if answer.model else {}),
        **({"withheld": answer.withheld} if answer.withheld else {}),
    }


def sentence_shape(sentence: AnswerSentence) -> dict[str, Json]:
    """One sentence of an answer and the numbers of what it cites; its section and status where they say something."""
    return {
        "text": sentence.text,
        "citations": list(sentence.citations),
        **({"section": sentence.section} if sentence.section else {}),
        **({"status": sentence.status} if sentence.status != "verbatim" else {}),
    }


def passages_shape(question: str, hits: Iterable[Hit], question_id: Json = None) -> dict[str, Json]:
    """What `search` gives: the passages found, best first."""
    return {**_identified(question_id), "question": question, "passages": [_hit_shape(hit) for hit in hits]}


def beside_shape(beside: Suggestions) -> dict[str, Json]:
    """What stands beside an answer: questions to ask next, passages found and not used, and a timeline to draw."""
    over_time = beside.over_time
    return {
        "next": list(beside.following),
        "unused": [_hit_shape(hit) for hit in beside.unused],
        "timeline": {"name": over_time[0], "topic": over_time[1]} if over_time else None,
    }


def timeline_shape(timeline: Timeline) -> dict[str, Json]:
    """What `timeline` gives: a point for each stretch of somebody's words, oldest first, undated ones last."""
    return {
        "name": timeline.name,
        "topic": timeline.topic,
        "points": [
            {
                "published": _iso(point.article.published),
                "publisher": point.article.publisher,
                "title": point.article.title,
                "text": point.text,
                "direct": point.direct,
                "link": citation_link(point.article.id, point.start, point.end, point.article.content_hash, point.text),
            }
            for point in timeline.points
        ],
    }


def report_shape(report: IngestReport) -> dict[str, Json]:
    """What `add` gives: what became of the articles of a document."""
    return {
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "skipped": report.skipped,
        "failed": len(report.failures),
        "failures": [{"path": f.path, "line": f.line, "reason": f.reason} for f in report.failures],
    }


def people_shape(listed: PeoplePage) -> dict[str, Json]:
    """What `people` gives: some of those who are quoted, and how many there are in all."""
    return {"total": listed.total, "people": [_entry_shape(entry) for entry in listed.entries]}


def records_shape(name: str, records: Iterable[PersonRecord]) -> dict[str, Json]:
    """What `people NAME` gives: everybody whom the name may mean, with their statements."""
    people: list[Json] = [
        {**_entry_shape(record.entry), "said": [_spoken_shape(spoken) for spoken in record.said]} for record in records
    ]
    return {"name": name, "people": people}


def statements_shape(stated: Iterable[ListedStatement], total: int) -> dict[str, Json]:
    """What `statements` gives: who says what, and how many statements there are in all."""
    return {"total": total, "statements": [_stated_shape(one) for one in stated]}


def rights_shape(highest: int) -> Json:
    """What somebody may do with a collection: the rights up to their highest there."""
    return [right.name.lower() for right in Right if right <= highest]


def library_shape(library: ArticlePage) -> dict[str, Json]:
    """What `articles` gives: some of them, how many there are in all, and what they can be narrowed down by."""
    return {
        "total": library.total,
        "articles": [
            {
                "article_id": listed.id,
                "title": listed.title,
                "publisher": listed.publisher,
                "published": _iso(listed.published),
                "collection": listed.collection,
                "people": listed.people,
                "link": citation_link(listed.id, 0, 0, listed.content_hash, ""),
            }
            for listed in library.articles
        ],
        "collections": [{"name": name, "articles": number} for name, number in library.collections],
        "publishers": [{"name": name, "articles": number} for name, number in library.publishers],
        "oldest": _iso(library.oldest),
        "newest": _iso(library.newest),
    }


def _entry_shape(entry: PersonSummary) -> dict[str, Json]:
    person = entry.person
    return {
        "name": person.name,
        "names": list(person.names),
        "statements": person.statements,
        "articles": person.articles,
        "topics": list(entry.topics),
    }


def _spoken_shape(spoken: StatementInContext) -> Json:
    article, statement = spoken.article, spoken.statement
    return {
        "article_id": article.id,
        "content_hash": article.content_hash,
        "title": article.title,
        "publisher": article.publisher,
        "published": _iso(article.published),
        "url": article.url,
        "start": statement.start,
        "end": statement.end,
        "text": spoken.words,
        "kind": statement.kind,
        "cue": statement.cue,
        "sentence": {
            "start": spoken.start,
            "end": spoken.end,
            "text": spoken.text,
            "link": citation_link(article.id, spoken.start, spoken.end, article.content_hash, spoken.text),
        },
    }


def _stated_shape(stated: ListedStatement) -> Json:
    statement = stated.statement
    place = (statement.article_id, statement.start, statement.end)
    return {
        "article_id": statement.article_id,
        "content_hash": stated.content_hash,
        "title": stated.title,
        "publisher": stated.publisher,
        "published": _iso(stated.published),
        "url": stated.url,
        "collection": stated.collection,
        "start": statement.start,
        "end": statement.end,
        "text": stated.words,
        "speaker": statement.speaker,
        "mention": statement.mention,
        "cue": statement.cue,
        "kind": statement.kind,
        "confidence": statement.confidence,
        "link": citation_link(*place, stated.content_hash, stated.words),
    }


def _identified(question_id: Json) -> dict[str, Json]:
    return {} if question_id is None else {"id": question_id}


def citation_shape(citation: Citation) -> dict[str, Json]:
    """One citation: where its quote stands, whose words they are, and a link that opens them."""
    return {
        "n": citation.n,
        "article_id": citation.article_id,
        "content_hash": citation.content_hash,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "title": citation.title,
        "publisher": citation.publisher,
        "published": _iso(citation.published),
        "url": citation.url,
        "link": link_of(citation),
        "speaker": citation.speaker,
        "status": citation.status,
    }


def _hit_shape(hit: Hit) -> Json:
    article, passage = hit.article, hit.passage
    return {
        "article_id": article.id,
        "title": article.title,
        "publisher": article.publisher,
        "published": _iso(article.published),
        "url": article.url,
        "start": passage.start,
        "end": passage.end,
        "text": hit.text,
        "link": hit_link(hit),
        "speakers": list(passage.speakers),
        "score": hit.score,
    }


def _iso(published: date | None) -> str | None:
    return published.isoformat() if published else None
