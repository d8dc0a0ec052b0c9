"""The files of a vault as the last check saw them, and those that are gone, kept in a file.

Its first line says when that check was; the next holds what is gone, all others what was there.
Each but the first has a checksum. Files that changed since it was written are appended. Whatever
is wrong with it, nothing is kept.
"""

import contextlib
import json
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

FILE = "files.kept"
LEAST_GONE = 2000
"""Of so many files that are gone is kept what they became, or of as many as there are."""

NS = 1_000_000
"""How many nanoseconds the unit of the times of checks has."""

_FORM = b"vaultkit kept files 1 "
_DIGITS = 15
_AT_ONCE = 1000
_BYTES_A_FILE = 500
_AS_BEFORE = -1

_dump = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
_load = json.JSONDecoder().decode


class KeptFile(NamedTuple):
    """A file that was there, since the check at ``since`` (milliseconds).

    ``digest`` is that of its bytes in hexadecimal digits; empty where they were not read.
    """

    since: int
    size: int
    modified_ns: int
    inode: int
    digest: str


class GoneFile(NamedTuple):
    """A file that is gone.

    It was there from the check at ``since`` to that at ``last``. ``became`` is what it is now; ""
    if that is not known.
    """

    path: str
    last: int
    became: str
    file: KeptFile


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept: the files of the last check, when that was, and those that are gone.

    ``exchanged`` are files that are there, and have the names of each other now.
    """

    at: int = 0
    files: Mapping[str, KeptFile] = field(default_factory=dict)
    gone: tuple[GoneFile, ...] = ()
    exchanged: tuple[GoneFile, ...] = ()


class KeptFiles:
    """The file in which the files of one vault are kept."""

    def __init__(self, folder: Path) -> None:
        """Store the folder that is the vault's alone; it need not exist."""
        self.file = folder / FILE
        self.errors: list[str] = []

    def load(self) -> Kept | None:
        """Return what is kept; None if nothing is that can be read."""
        try:
            data = self.file.read_bytes()
            first, gone, *lines = data.removesuffix(b"\n").split(b"\n")
            if not first.startswith(_FORM) or not data.endswith(b"\n"):
                return None
            files: dict[str, KeptFile] = {}
            for line in lines:
                for path, *values in _checked(line):
                    file = KeptFile(*values)
                    if file.since == _AS_BEFORE:
                        file = file._replace(since=files[path].since)
                    files[path] = file
            return Kept(int(first[len(_FORM) :]), files, *_gone_files(gone))
        except FileNotFoundError:
            return None
        except Exception as error:  # noqa: BLE001
            self.errors.append(f"the files kept in {self.file.name}: {error!r}")
            return None

    @property
    def at(self) -> int | None:
        """Return when the last check was, in milliseconds; None if nothing is kept."""
        try:
            with self.file.open("rb") as stream:
                first = stream.readline()
            return int(first[len(_FORM) :]) if first.startswith(_FORM) else None
        except (OSError, ValueError):
            return None

    def gone(self) -> tuple[GoneFile, ...]:
        """Return the files that are gone, without reading what is kept of the others."""
        try:
            return _gone_files(self._gone_line())[0]
        except Exception:  # noqa: BLE001
            return ()

    @property
    def key(self) -> str:
        """Return what tells one state of what is known of gone files from another."""
        return self._gone_line()[:8].decode("ascii", "replace")

    def _gone_line(self) -> bytes:
        try:
            with self.file.open("rb") as stream:
                form, line = stream.readline(), stream.readline()
        except OSError:
            return b""
        return line.removesuffix(b"\n") if form.startswith(_FORM) else b""

    def save(self, kept: Kept) -> None:
        """Write what is to be kept, in place of what was."""
        import os
        import tempfile

        gone = [
            [[path, last, became, *file] for path, last, became, file in rows]
            for rows in (kept.gone, kept.exchanged)
        ]
        rows = ([path, *file] for path, file in kept.files.items())
        try:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(
                dir=self.file.parent, prefix=f"{FILE}.", delete=False
            ) as stream:
                stream.write(_first_line(kept.at))
                stream.write(_line(gone))
                stream.writelines(map(_line, _parts(rows)))
            os.replace(stream.name, self.file)  # noqa: PTH105
        except OSError as error:
            self.errors.append(str(error))

    def seen_again(self) -> None:
        """Record that a check has found the same files now."""
        with contextlib.suppress(OSError), self.file.open("r+b") as stream:
            if stream.read(len(_FORM)) == _FORM:
                stream.write(_first_line(now())[len(_FORM) :])

    def changed(self, files: Mapping[str, KeptFile], count: int) -> None:
        """Record that some files have changed, and none has come or gone.

        Args:
            files: those that have, by path.
            count: how many files the vault has.
        """
        self.seen_again()
        rows = [[path, *file._replace(since=_AS_BEFORE)] for path, file in files.items()]
        try:
            with self.file.open("r+b") as stream:
                at = stream.seek(0, 2)
                stream.write(_line(rows))
        except OSError:
            return
        if at > (2 * count + LEAST_GONE) * _BYTES_A_FILE:
            kept = self.load()
            if kept is not None:
                self.save(kept)

    def remove(self) -> bool:
        """Remove the file, and return whether there was one."""
        there = self.file.exists()
        with contextlib.suppress(OSError):
            for path in self.file.parent.glob(f"{FILE}*"):
                path.unlink(missing_ok=True)
        return there


def bounded(gone: Iterable[GoneFile], count: int) -> tuple[GoneFile, ...]:
    """Return the files that were there last, as many as are kept.

    Args:
        gone: the files that are gone.
        count: how many files the vault has.
    """
    return tuple(sorted(gone, key=lambda item: item.last)[-max(LEAST_GONE, count) :])


def now() -> int:
    """Return the time in milliseconds."""
    return time.time_ns() // NS


def said_time(at: int) -> str:
    """Return a time as people read it, to the minute, where they are."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(at / 1000))


def _gone_files(line: bytes) -> tuple[tuple[GoneFile, ...], tuple[GoneFile, ...]]:
    """Return the files that are gone, and those that have the names of each other."""
    gone, exchanged = (
        tuple(
            GoneFile(path, last, became, KeptFile(*values)) for path, last, became, *values in rows
        )
        for rows in _checked(line)
    )
    return gone, exchanged


def _first_line(at: int) -> bytes:
    return _FORM + b"%0*d\n" % (_DIGITS, at)


def _line(rows: Iterable[Any]) -> bytes:
    """Return rows as a line of JSON after a checksum."""
    data = _dump(list(rows)).encode("utf-8", "surrogatepass")
    return b"%08x%b\n" % (zlib.crc32(data), data)


def _checked(line: bytes) -> list[Any]:
    """Return the rows of a line.

    Raises:
        ValueError: it is not what was written.
    """
    data = line[8:]
    if int(line[:8], 16) != zlib.crc32(data):
        raise ValueError("a checksum is wrong")
    rows: list[Any] = _load(data.decode("utf-8", "surrogatepass"))
    return rows


def _parts(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while part := list(islice(rows, _AT_ONCE)):
        yield part
