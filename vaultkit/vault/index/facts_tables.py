"""The tables of the facts' cache."""

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

INFO = struct.Struct("<qqqQ?16s")
_TABLES = """
CREATE TABLE parser (name TEXT NOT NULL);
CREATE TABLE notes (path BLOB PRIMARY KEY, info BLOB NOT NULL, sum INTEGER NOT NULL);
CREATE TABLE facts (digest BLOB PRIMARY KEY, data BLOB NOT NULL, sum INTEGER NOT NULL);
"""


def parser_of(database: "sqlite3.Connection") -> str | None:
    """Return the name of the parser that made a database; None in an empty one."""
    if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'parser'").fetchone():
        return None
    row = database.execute("SELECT name FROM parser").fetchone()
    return row[0] if row else None


def make_tables(database: "sqlite3.Connection", parser: str) -> None:
    """Make the tables again, within the transaction that is open."""
    for table in ("parser", "notes", "facts"):
        database.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in _TABLES.split(";"):
        database.execute(statement)
    database.execute("INSERT INTO parser VALUES (?)", (parser,))


def prune(database: "sqlite3.Connection") -> None:
    """Drop the facts that no note has any more."""
    used = {INFO.unpack(info)[-1] for (info,) in database.execute("SELECT info FROM notes")}
    digests = database.execute("SELECT digest FROM facts").fetchall()
    unused = [row for row in digests if row[0] not in used]
    database.executemany("DELETE FROM facts WHERE digest = ?", unused)


def shrink(database: "sqlite3.Connection") -> None:
    """Free the space of what was dropped, once that is much."""
    (pages,) = database.execute("PRAGMA page_count").fetchone()
    (free,) = database.execute("PRAGMA freelist_count").fetchone()
    if free > 64 and free * 4 > pages:
        database.execute("VACUUM")
