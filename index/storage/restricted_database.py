"""The rows of some collections, read as if there were no others: row-level security for SQLite.

The limit is not in the queries but beneath them: on a restricted connection the names of the tables mean views of the
readable rows, and an authorizer refuses whatever reads past the views or writes. So no query, also none that is yet to
be written, can forget it.
"""

import sqlite3
from functools import partial

from index.storage.database import Database, ThreadConnections
from index.storage.schema import TOKENIZER

_VIEWS = f"""
CREATE TEMP TABLE readable (collection TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TEMP VIEW articles AS SELECT * FROM main.articles WHERE collection IN (SELECT collection FROM temp.readable);
CREATE TEMP VIEW passages AS
    SELECT * FROM main.passages WHERE EXISTS (SELECT 1 FROM temp.articles a WHERE a.key = article);
CREATE TEMP VIEW sentences AS
    SELECT * FROM main.sentences WHERE EXISTS (SELECT 1 FROM temp.articles a WHERE a.key = article);
CREATE TEMP VIEW statements AS
    SELECT * FROM main.statements WHERE EXISTS (SELECT 1 FROM temp.articles a WHERE a.key = article);
CREATE VIRTUAL TABLE temp.instances USING fts5vocab ('main', 'keywords', 'instance');
CREATE VIRTUAL TABLE temp.asked USING fts5 (words, tokenize='{TOKENIZER}');
CREATE VIRTUAL TABLE temp.asked_words USING fts5vocab ('temp', 'asked', 'instance');
"""
_TABLES = frozenset(("articles", "passages", "sentences", "statements"))
_BARE = frozenset(("meta", "sqlite_master", "keywords"))
"""What may be read as it is; of keyword search only the words, and which passage has them."""
_SHADOWS = "keywords_"
_HARMLESS = frozenset(
    (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_TRANSACTION, sqlite3.SQLITE_SAVEPOINT)
)
_DROPPING = frozenset(
    (sqlite3.SQLITE_DROP_TEMP_VIEW, sqlite3.SQLITE_DROP_TEMP_TABLE, sqlite3.SQLITE_DROP_VIEW, sqlite3.SQLITE_DROP_TABLE)
)
_INWARD = frozenset(((sqlite3.SQLITE_PRAGMA, "data_version"), (sqlite3.SQLITE_UPDATE, "sqlite_master")))
"""What FTS5 does when it opens and reads a table; SQLite itself refuses to write to sqlite_master."""


def restricted_database(database: Database, collections: frozenset[str]) -> Database:
    """Return the same file with the rows of these collections alone; nothing can be written through it."""
    connections = database.connections
    return Database(connections, partial(_connect, connections, collections), restricted=True)


def _connect(connections: ThreadConnections, collections: frozenset[str]) -> sqlite3.Connection:
    """Return this thread's restricted connection: it has one, set anew when other collections are read."""
    opened: tuple[sqlite3.Connection, list[frozenset[str]]] | None = getattr(connections.local, "restricted", None)
    if opened is None:
        opened = connections.local.restricted = (_restrict(connections.open()), [])
    connection, readable = opened
    if readable != [collections]:
        readable.clear()
        _set_readable(connection, collections)
        readable.append(collections)
    return connection


def _restrict(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Return the connection with views in place of the tables, and nothing else to be read."""
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.create_function("words_in", 1, _words_in, deterministic=True)
    connection.executescript(_VIEWS)
    connection.set_authorizer(_authorized)
    return connection


def _set_readable(connection: sqlite3.Connection, collections: frozenset[str]) -> None:
    connection.execute("BEGIN")
    connection.execute("DELETE FROM temp.readable")
    connection.executemany("INSERT INTO temp.readable VALUES (?)", [(name,) for name in sorted(collections)])
    connection.execute("COMMIT")


def _authorized(action: int, first: str | None, _: str | None, schema: str | None, view: str | None) -> int:
    """Answer what SQLite asks about each part of a statement (https://www.sqlite.org/c3ref/set_authorizer.html)."""
    table = first or ""
    if action == sqlite3.SQLITE_READ:
        allowed = schema != "main" or view in _TABLES or table in _BARE or table.startswith(_SHADOWS)
    elif schema == "temp":
        allowed = action not in _DROPPING
    else:
        allowed = action in _HARMLESS or (action, table) in _INWARD
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _words_in(sizes: bytes) -> int:
    """Return the number of words of a row in all columns, kept as varints (FTS5's documentation, "Docsize Table")."""
    total = number = 0
    for byte in sizes:
        number = number << 7 | byte & 0x7F
        if not byte & 0x80:
            total, number = total + number, 0
    return total
