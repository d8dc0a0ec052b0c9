"""Facts kept from one run to the next: an SQLite file outside the vault.

A row for each note says what it looked like (its stamp) and what it held (the digest of its bytes);
a row for each digest holds the facts. Every row carries a checksum, and the file the name of the
parser that made it. It is never needed: whatever is wrong with it, the notes are read instead, and
``errors`` says what it was.
"""

import contextlib
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.markdown.facts import Facts
from vaultkit.markdown.fingerprint import fingerprint
from vaultkit.vault.index.codec import SCHEMA, decode
from vaultkit.vault.index.facts_tables import INFO, make_tables, parser_of, prune, shrink
from vaultkit.vault.index.kept_files import KeptFiles
from vaultkit.vault.index.stamp import Stamp

if TYPE_CHECKING:
    import sqlite3

FILE = "facts.sqlite"
LEAST_BYTES = 100_000
"""A vault smaller than this is parsed before a database is open."""
RACY_NS = 2_000_000_000
"""A note changed so shortly before it was read may have changed again under the same time."""

_ROWS = 2
"""Raised whenever the tables or what ``INFO`` packs change."""
_PATIENCE_SECONDS = 1.0
_BATCH = 1000
_ROW_BYTES = 200


class FactsCache:
    """The facts of one vault's notes as an earlier run left them; made before the vault is listed.

    No connection is open between ``begin`` and the first note that is put in, so that processes may
    be forked there.
    """

    def __init__(self, folder: Path) -> None:
        """Store the folder that is the vault's alone; it need not exist."""
        self.file = folder / FILE
        self.kept_files = KeptFiles(folder)
        self.errors: list[str] = []
        self._started_ns = time.time_ns()
        self._parser = ""
        self._size = 0
        self._off = False
        self._rows: dict[bytes, tuple[bytes, int]] = {}
        self._notes: list[tuple[bytes, bytes, int]] = []
        self._facts: dict[bytes, tuple[bytes, bytes, int]] = {}
        self._written = 0
        self._stack = contextlib.ExitStack()
        self._opened: sqlite3.Connection | None = None

    def begin(self, size: int) -> tuple[dict[tuple[str, Stamp], bytes], frozenset[bytes]]:
        """Return the digests of notes by path and stamp, and all digests that are known.

        Args:
            size: how many bytes the vault has; the cache stays below that.
        """
        self.close()
        self._size = size
        self._off = size < LEAST_BYTES
        trusted: dict[tuple[str, Stamp], bytes] = {}
        digests: set[bytes] = set()
        if self._off:
            return trusted, frozenset()
        try:
            self._parser = f"{_ROWS} {SCHEMA} {fingerprint()}"
            with self._reading() as database:
                for path, info, total in database.execute("SELECT path, info, sum FROM notes"):
                    if zlib.crc32(info, zlib.crc32(path)) != total:
                        continue
                    self._rows[path] = info, total
                    *stamp, racy, digest = INFO.unpack(info)
                    digests.add(digest)
                    if not racy:
                        trusted[path.decode("utf-8", "surrogatepass"), Stamp(*stamp)] = digest
        except Exception as error:  # noqa: BLE001
            self._give_up(error)
        return trusted, frozenset(digests)

    def open(self, size: int) -> None:
        """Make ready for single notes, instead of all (``begin``); the argument is the same."""
        self._size = size
        self._off = size < LEAST_BYTES
        if self._off:
            return
        try:
            self._parser = f"{_ROWS} {SCHEMA} {fingerprint()}"
            self._opened = self._stack.enter_context(self._reading())
        except Exception as error:  # noqa: BLE001
            self._give_up(error)

    def facts_of(self, digest: bytes) -> Facts | None:
        """Return the facts of the note with this digest, after ``open``, if they are known."""
        if self._opened is None:
            return None
        try:
            row = self._opened.execute(
                "SELECT data, sum FROM facts WHERE digest = ?", (digest,)
            ).fetchone()
            if row is not None and zlib.crc32(row[0], zlib.crc32(digest)) == row[1]:
                return decode(row[0])
        except Exception as error:  # noqa: BLE001
            self._give_up(error)
        return None

    def close(self, unused: Iterable[bytes] = ()) -> None:
        """Write what was put in since ``open``, and forget the facts of some digests."""
        self._opened = None
        self._stack.close()
        self._flush(unused=list(unused))

    @property
    def size(self) -> int:
        """Return how many bytes the file has."""
        try:
            return self.file.stat().st_size
        except OSError:
            return 0

    def load(self, wanted: Mapping[bytes, list[str]]) -> Iterator[tuple[str, Facts]]:
        """Yield the facts of the digests wanted, once for each of their paths."""
        self._flush()
        try:
            if wanted:
                with self._reading() as database:
                    rows = database.execute("SELECT digest, data, sum FROM facts")
                    for digest, data, total in rows:
                        paths = wanted.get(digest, ())
                        if paths and zlib.crc32(data, zlib.crc32(digest)) == total:
                            for path in paths:
                                yield path, decode(data)
        except Exception as error:  # noqa: BLE001
            self._give_up(error)

    def put(self, path: str, stamp: Stamp, digest: bytes, encoded: bytes | None) -> None:
        """Record a note; its facts, too, unless they are known already."""
        if self._off:
            return
        racy = is_racy(stamp, self._started_ns)
        key = path.encode("utf-8", "surrogatepass")
        info = INFO.pack(*stamp, racy, digest)
        row = key, info, zlib.crc32(info, zlib.crc32(key))
        if self._rows.get(key) != row[1:]:
            self._notes.append(row)
        if encoded is not None:
            self._facts[digest] = digest, encoded, zlib.crc32(encoded, zlib.crc32(digest))
            self._written += len(encoded) + _ROW_BYTES
            if self._written > self._size:
                self._off = True
                self.errors.append("it would be larger than the vault")
        if len(self._facts) >= _BATCH:
            self._flush()

    def settle(self, paths: Mapping[str, object]) -> None:
        """Write what is left to write, and forget the notes that are gone."""
        gone = set(self._rows)
        if gone:
            gone.difference_update(path.encode("utf-8", "surrogatepass") for path in paths)
        self._flush(list(gone))
        with contextlib.suppress(OSError):
            if self._size < self.file.stat().st_size:
                remove_cache(self.file.parent)

    def _flush(self, gone: list[bytes] | None = None, unused: list[bytes] | None = None) -> None:
        """Write the rows that wait, in a transaction of their own."""
        if self._off or not (self._notes or self._facts or gone or unused):
            return
        try:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._connection() as database:
                database.execute("BEGIN IMMEDIATE")
                if parser_of(database) != self._parser:
                    make_tables(database, self._parser)
                database.executemany("REPLACE INTO facts VALUES (?, ?, ?)", self._facts.values())
                database.executemany("REPLACE INTO notes VALUES (?, ?, ?)", self._notes)
                if unused:
                    rows = [(digest,) for digest in unused]
                    database.executemany("DELETE FROM facts WHERE digest = ?", rows)
                if gone is not None:
                    database.executemany("DELETE FROM notes WHERE path = ?", ((p,) for p in gone))
                    prune(database)
                database.execute("COMMIT")
                if gone is not None:
                    shrink(database)
        except Exception as error:  # noqa: BLE001
            self._give_up(error)
        self._notes.clear()
        self._facts.clear()

    @contextlib.contextmanager
    def _reading(self) -> "Iterator[sqlite3.Connection]":
        """Open what is there; raises where there is nothing of this parser's."""
        if not self.file.exists():
            raise _Absent
        with self._connection() as database:
            database.execute("BEGIN")
            if parser_of(database) != self._parser:
                raise _Absent("it was made by another version")
            yield database

    @contextlib.contextmanager
    def _connection(self) -> "Iterator[sqlite3.Connection]":
        import sqlite3

        database = sqlite3.connect(self.file, timeout=_PATIENCE_SECONDS, isolation_level=None)
        try:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = OFF")
            yield database
        finally:
            database.close()

    def _give_up(self, error: Exception) -> None:
        """Go on without the cache; a damaged file is replaced."""
        if str(error):
            self.errors.append(str(error))
        if isinstance(error, _Absent):
            return
        if isinstance(error, OSError) or _is_blameless(error):
            self._off = True
        else:
            remove_cache(self.file.parent)
            self._rows.clear()


class _Absent(Exception):  # noqa: N818
    """There is no cache, or none that this version of the parser made."""


def _is_blameless(error: Exception) -> bool:
    """Return whether an error says nothing against the file, by SQLite's primary code."""
    import sqlite3

    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(code, int) and code & 0xFF in {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    }


def is_worthwhile(sizes: Iterable[int]) -> bool:
    """Return whether files of such sizes are so much that a cache spares work."""
    return sum(sizes) >= LEAST_BYTES


def is_racy(stamp: Stamp, started_ns: int) -> bool:
    """Return whether a file changed so shortly before a run that it may change unseen."""
    return max(stamp.modified_ns, stamp.changed_ns) > started_ns - RACY_NS


def remove_cache(folder: Path) -> None:
    """Remove a vault's cache, the parts first that mean nothing without the others."""
    for ending in ("-wal", "-shm", ""):
        with contextlib.suppress(OSError):
            (folder / (FILE + ending)).unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        folder.rmdir()


def count_notes(folder: Path) -> int | None:
    """Return how many notes a cache holds; None where there is none that can be read."""
    import sqlite3

    try:
        if not (folder / FILE).exists():
            return None
        with contextlib.closing(sqlite3.connect(folder / FILE)) as database:
            return int(database.execute("SELECT count(*) FROM notes").fetchone()[0])
    except sqlite3.Error:
        return None
