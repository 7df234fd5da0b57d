"""Who says what, as stored: the statements whose speaker is surely known, unless all are asked for."""

from collections.abc import Sequence

from index.records import MIN_CONFIDENCE, MIN_PROBABLE, Query, Statement
from index.storage.database import Database
from index.storage.filters import filters, placeholders

SURE = f"s.speaker != '' AND s.confidence >= {MIN_CONFIDENCE}"
"""The condition that a statement is surely somebody's."""
_PROBABLE = f"s.speaker != '' AND s.confidence >= {MIN_PROBABLE}"
WORDS = "substr(a.text, s.start + 1, s.end - s.start)"
STATEMENTS = "FROM statements s JOIN articles a ON a.key = s.article"
COLUMNS = "a.id, s.start, s.end, s.speaker, s.mention, s.cue, s.kind, s.confidence"


class StatementStore:
    """The statements of one index."""

    def __init__(self, database: Database) -> None:
        """Read from `database`."""
        self._database = database

    def of_article(self, article_id: str, *, unsure: bool = False) -> tuple[Statement, ...]:
        """Return who says what in an article, in order; with `unsure` also where that is not sure, or nobody's."""
        sure = "" if unsure else f" AND {SURE}"
        return tuple(self._statements(f"a.id = ?{sure} ORDER BY s.start", (article_id,)))

    def by_speakers(self, speakers: Sequence[str], query: Query, *, unsure: bool = False) -> list[Statement]:
        """Return what these speakers say in the articles that the query's filters let through; see `of_article`."""
        where, values = filters(query)
        spoken = f"s.speaker IN ({placeholders(speakers)}){'' if unsure else f' AND {SURE}'}"
        return self._statements(f"{spoken}{where} ORDER BY a.id, s.start", (*speakers, *values))

    def latest(self, speakers: Sequence[str], limit: int, offset: int = 0) -> list[Statement]:
        """Return what these speakers say, by article: the newest first, undated ones last."""
        spoken = f"s.speaker IN ({placeholders(speakers)}) AND {SURE}"
        newest_first = "ORDER BY a.published IS NULL, a.published DESC, a.id, s.start"
        return self._statements(f"{spoken} {newest_first} LIMIT ? OFFSET ?", (*speakers, limit, offset))

    def texts(self, speakers: Sequence[str]) -> list[tuple[str, str]]:
        """Return speaker and words of all that these speakers say."""
        return self._database.read_in_chunks(
            f"SELECT s.speaker, {WORDS} {STATEMENTS} WHERE {SURE} AND s.speaker IN", speakers
        )

    def speaker_counts(self) -> list[tuple[str, int, int]]:
        """Return who is quoted or paraphrased: name, key of an article, number of statements there that are sure.

        Somebody who only probably says something there has none.
        """
        return self._database.read(
            f"SELECT speaker, article, sum({SURE}) FROM statements s WHERE {_PROBABLE} GROUP BY speaker, article"
        )

    def speaker_mentions(self) -> list[tuple[str, str]]:
        """Return (speaker, words for the speaker) of what is surely somebody's, by article."""
        return self._database.read(f"SELECT DISTINCT speaker, mention FROM statements s WHERE {SURE}")

    def speakers_by_mention(self, description: str) -> list[str]:
        """Return the speakers who are called so ("the minister") in some article, be it in a statement not sure."""
        rows = self._database.read(
            "SELECT DISTINCT speaker FROM statements WHERE speaker != '' AND mention = ? COLLATE NOCASE", (description,)
        )
        return [row[0] for row in rows]

    def _statements(self, where: str, values: Sequence[object]) -> list[Statement]:
        rows = self._database.read(f"SELECT {COLUMNS} {STATEMENTS} WHERE {where}", values)
        return [Statement(*row) for row in rows]
