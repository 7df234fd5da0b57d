"""Who is quoted, and what they are on record with, for a terminal."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from qa.explore.people import PeoplePage, PersonRecord, StatementInContext
from ui.render.escape import as_line
from ui.render.layout import article_heading

_MAX_NAME_WIDTH = 32


def people_text(listed: PeoplePage) -> str:
    """A table of people: name, statements, articles, topics; and how many more there are."""
    if not listed.entries:
        return "Nobody is quoted yet: add articles with `onrecord add PATH`."
    rows = [("NAME", "STATEMENTS", "ARTICLES", "TOPICS")]
    for entry in listed.entries:
        person = entry.person
        topics = as_line(", ".join(entry.topics))
        rows.append((as_line(person.name), f"{person.statements:,}", f"{person.articles:,}", topics))
    width = min(_MAX_NAME_WIDTH, max(len(row[0]) for row in rows))
    lines = [f"{name:<{width}}  {said:>10}  {where:>8}  {topics}".rstrip() for name, said, where, topics in rows]
    more = listed.total - len(listed.entries)
    return "\n".join([*lines, f"… and {more:,} more (--limit)"] if more else lines)


def records_text(name: str, records: Sequence[PersonRecord]) -> str:
    """The statements of everybody whom the name may mean, one person after the other."""
    blocks = [_record_text(record) for record in records]
    if len(records) > 1:
        fitting = ", ".join(record.entry.person.name for record in records)
        blocks.insert(0, as_line(f"{len(records)} people may be meant by {name}: {fitting}."))
    return "\n\n".join(blocks)


def count_phrase(number: int, noun: str) -> str:
    """A number with its noun: "1 article", "2 articles"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _record_text(record: PersonRecord) -> str:
    person = record.entry.person
    said = f"{count_phrase(person.statements, 'statement')} in {count_phrase(person.articles, 'article')}"
    topics = f" · {', '.join(record.entry.topics)}" if record.entry.topics else ""
    more = person.statements - len(record.said)
    blocks = [as_line(f"{person.name} · {said}{topics}")]
    for _, spoken in groupby(record.said, key=lambda spoken: spoken.article.id):
        blocks.append(_article_text(tuple(spoken)))
    return "\n\n".join([*blocks, f"… and {count_phrase(more, 'more statement')} (--limit)"] if more > 0 else blocks)


def _article_text(said: Sequence[StatementInContext]) -> str:
    heading = " · ".join(article_heading(said[0].article))
    return "\n".join([as_line(heading), *(f"  {as_line(sentence)}" for sentence in _sentences(said))])


def _sentences(said: Iterable[StatementInContext]) -> list[str]:
    """The sentences in order; one that holds several statements is shown once."""
    return list({(spoken.start, spoken.end): spoken.text for spoken in said}.values())
