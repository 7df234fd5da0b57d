"""Who is quoted, and what they are on record with, for a terminal."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from qa.explore.people import PeoplePage, PersonRecord, PersonSummary, StatementInContext
from ui.render.escape import as_line
from ui.render.layout import article_heading
from ui.render.wording import ENGLISH, Wording

_MAX_NAME_WIDTH = 32


def people_text(listed: PeoplePage, wording: Wording = ENGLISH) -> str:
    """Return a table of people: name, statements, articles, topics; and how many more there are."""
    if not listed.entries:
        return wording.terminal("people.nobody")
    head = [wording.terminal(f"people.{column}") for column in ("name", "statements", "articles", "topics")]
    rows = [head, *(_row(entry, wording) for entry in listed.entries)]
    name_width = min(_MAX_NAME_WIDTH, max(len(row[0]) for row in rows))
    lines = [_line(row, name_width, *map(len, head[1:3])) for row in rows]
    more = listed.total - len(listed.entries)
    return "\n".join([*lines, wording.terminal("people.more", count=more)] if more else lines)


def _line(row: Sequence[str], name_width: int, statements_width: int, articles_width: int) -> str:
    name, statements, articles, topics = row
    return f"{name:<{name_width}}  {statements:>{statements_width}}  {articles:>{articles_width}}  {topics}".rstrip()


def records_text(name: str, records: Sequence[PersonRecord], wording: Wording = ENGLISH) -> str:
    """Return the statements of everybody whom the name may mean, one person after the other."""
    blocks = [_record_text(record, wording) for record in records]
    if len(records) > 1:
        people = ", ".join(record.entry.person.name for record in records)
        blocks.insert(0, as_line(wording.terminal("people.several", count=len(records), name=name, people=people)))
    return "\n\n".join(blocks)


def _row(entry: PersonSummary, wording: Wording) -> list[str]:
    person = entry.person
    topics = as_line(", ".join(entry.topics))
    return [as_line(person.name), wording.number(person.statements), wording.number(person.articles), topics]


def _record_text(record: PersonRecord, wording: Wording) -> str:
    person = record.entry.person
    counted = wording(
        "people.counted",
        statements=wording("people.statements", count=person.statements),
        articles=wording("page.articles_in", count=person.articles),
    )
    topics = f" · {', '.join(record.entry.topics)}" if record.entry.topics else ""
    more = person.statements - len(record.said)
    blocks = [as_line(f"{person.name} · {counted}{topics}")]
    for _, spoken in groupby(record.said, key=lambda spoken: spoken.article.id):
        blocks.append(_article_text(tuple(spoken), wording))
    return "\n\n".join([*blocks, wording.terminal("people.more_statements", count=more)] if more > 0 else blocks)


def _article_text(said: Sequence[StatementInContext], wording: Wording) -> str:
    heading = " · ".join(article_heading(said[0].article, wording))
    return "\n".join([as_line(heading), *(f"  {as_line(sentence)}" for sentence in _sentences(said))])


def _sentences(said: Iterable[StatementInContext]) -> list[str]:
    """Return the sentences in order; one that holds several statements is shown once."""
    return list({(spoken.start, spoken.end): spoken.text for spoken in said}.values())
