"""Answers, passages and articles as JSON objects: the shapes that `docs/design.md` promises to other programs.

The command line prints them and the REST routes send them, so both say the same.
"""

from collections.abc import Iterable
from datetime import date

from index.article import Hit
from qa.answer import Answer, AnswerSentence, Citation
from qa.record import Entry, Record, Roll, Spoken
from ui.render import to_sentences

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
        "sentences": [_sentence_shape(sentence) for sentence in answer.sentences],
        "citations": [_citation_shape(citation) for citation in answer.citations],
        "nearest": [_hit_shape(hit) for hit in answer.nearest],
        **({"note": answer.note} if answer.note else {}),
    }


def passages_shape(question: str, hits: Iterable[Hit], question_id: Json = None) -> dict[str, Json]:
    """What `search` gives: the passages found, best first."""
    return {**_identified(question_id), "question": question, "passages": [_hit_shape(hit) for hit in hits]}


def people_shape(listed: Roll) -> dict[str, Json]:
    """What `people` gives: some of those who are quoted, and how many there are in all."""
    return {"total": listed.total, "people": [_entry_shape(entry) for entry in listed.entries]}


def records_shape(name: str, records: Iterable[Record]) -> dict[str, Json]:
    """What `people NAME` gives: everybody whom the name may mean, with their statements."""
    people: list[Json] = [
        {**_entry_shape(record.entry), "said": [_spoken_shape(spoken) for spoken in record.said]} for record in records
    ]
    return {"name": name, "people": people}


def _entry_shape(entry: Entry) -> dict[str, Json]:
    person = entry.person
    return {
        "name": person.name,
        "names": list(person.names),
        "statements": person.statements,
        "articles": person.articles,
        "topics": list(entry.topics),
    }


def _spoken_shape(spoken: Spoken) -> Json:
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
        "sentence": {"start": spoken.start, "end": spoken.end, "text": spoken.sentence},
    }


def _identified(question_id: Json) -> dict[str, Json]:
    return {} if question_id is None else {"id": question_id}


def _sentence_shape(sentence: AnswerSentence) -> Json:
    shape: dict[str, Json] = {"text": sentence.text, "citations": list(sentence.citations)}
    return shape | {"section": sentence.section} if sentence.section else shape


def _citation_shape(citation: Citation) -> Json:
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
        "speakers": list(passage.speakers),
        "score": hit.score,
    }


def _iso(published: date | None) -> str | None:
    return published.isoformat() if published else None
