"""One SQLite file: connections, transactions, and every way it can fail as one clear sentence.

The only file that knows sqlite3; it knows nothing of articles. Readers in other threads and processes are never blocked
by a writer (WAL), and a killed process leaves what it had committed.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Self

from index.errors import CorpusError

_BUSY_SECONDS = 30.0
_MAX_BOUND_VALUES = 500

Row = tuple[Any, ...]


class ThreadConnections:
    """The connections to a SQLite file, one for each thread."""

    def __init__(self, path: Path) -> None:
        """Open nothing yet."""
        self.path = path
        self.local = threading.local()
        """What each thread has opened of the file."""

    def __call__(self) -> sqlite3.Connection:
        """Return the connection of this thread, opened when it is first wanted."""
        existing: sqlite3.Connection | None = getattr(self.local, "connection", None)
        if existing is None:
            existing = self.local.connection = self.open()
        return existing

    def open(self) -> sqlite3.Connection:
        """Return a new connection."""
        opened = sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None)
        opened.execute("PRAGMA foreign_keys = ON")
        opened.execute("PRAGMA synchronous = NORMAL")
        return opened


class Database:
    """A SQLite file; safe to use from many threads, each of which gets a connection of its own."""

    def __init__(
        self,
        connections: ThreadConnections,
        connect: Callable[[], sqlite3.Connection] | None = None,
        *,
        restricted: bool = False,
    ) -> None:
        """Use an existing file; `connect` returns this thread's connection to it, by default that of `connections`.

        `restricted` says that the file has rows that such a connection cannot read.
        """
        self.path, self.connections, self.restricted = connections.path, connections, restricted
        self._connect = connect or connections

    @classmethod
    def open(cls, path: Path, schema: str) -> Self:
        """Open the file at `path`; when it is new, create the tables of `schema`, whose statements end lines."""
        database = cls(ThreadConnections(path))
        if not database.read("SELECT 1 FROM sqlite_master"):
            with database._guarded():
                database._connect().execute("PRAGMA journal_mode = WAL")
            with database.transaction() as connection:
                # Another process may have created them between the look and the lock.
                if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                    for statement in schema.split(";\n"):
                        connection.execute(statement)
        return database

    def ensure(self, name: str, statement: str) -> None:
        """Create a table or index of that name in a file made by a version that did not have it."""
        known = "SELECT 1 FROM sqlite_master WHERE name = ?"
        if not self.read(known, (name,)):
            with self.transaction() as connection:
                if not connection.execute(known, (name,)).fetchone():
                    connection.execute(statement)

    def read(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """Return all rows of a query."""
        with self._guarded():
            return self._connect().execute(sql, values).fetchall()

    def read_in_chunks(self, sql: str, ids: Sequence[object]) -> list[Row]:
        """Return the rows of `sql`, which ends in IN, for these ids, some at a time: SQLite limits bound values."""
        rows: list[Row] = []
        for first in range(0, len(ids), _MAX_BOUND_VALUES):
            chunk = ids[first : first + _MAX_BOUND_VALUES]
            rows += self.read(f"{sql} ({','.join('?' * len(chunk))})", chunk)
        return rows

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Open a write transaction: all of it is stored, or none."""
        with self._guarded():
            connection = self._connect()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def backup(self, destination: Path) -> None:
        """Copy the whole file to a new one while others read and write."""
        with self._guarded(), closing(sqlite3.connect(destination)) as copy:
            self._connect().backup(copy)

    def check(self) -> None:
        """Read every page; raises `CorpusError` when one is damaged."""
        found = str(self.read("PRAGMA quick_check(1)")[0][0])
        if found != "ok":
            raise self._damaged(found.splitlines()[-1])

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise CorpusError(
                "{file} cannot be used ({error}): if another program is writing to it, try again when it has "
                "finished; else check that the folder is there, writable and not full.",
                "corpus.unusable",
                file=self.path,
                error=error,
            ) from error
        except sqlite3.DatabaseError as error:
            raise self._damaged(str(error)) from error

    def _damaged(self, why: str) -> CorpusError:
        return CorpusError(
            "{file} is damaged ({reason}): move it away and put back a backup of it, or add the articles again.",
            "corpus.damaged",
            file=self.path,
            reason=why,
        )
