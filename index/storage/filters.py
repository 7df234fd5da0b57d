"""Which articles a query leaves out, as conditions in SQL; values are bound, never written into it."""

from collections.abc import Iterable

from index.records import Query


def filters(query: Query) -> tuple[str, list[object]]:
    """Return SQL conditions for the query's scope and dates, each beginning with AND, and their values."""
    conditions, values = "", list[object]()
    scope = query.scope
    for column, allowed in (
        ("collection", scope.collections),
        ("publisher", scope.publishers),
        ("id", query.articles),
    ):
        if allowed:
            conditions += f" AND a.{column} IN ({placeholders(allowed)})"
            values += allowed
    days = ((query.since, ">="), (scope.since, ">="), (query.until, "<="), (scope.until, "<="))
    for day, comparison in days:
        if day:
            conditions += f" AND (a.published IS NULL OR a.published {comparison} ?)"
            values.append(day.isoformat())
    return conditions, values


def placeholders(values: Iterable[object]) -> str:
    """Return a question mark for each value."""
    return ",".join("?" for _ in values)
