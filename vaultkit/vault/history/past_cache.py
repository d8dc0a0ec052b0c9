"""What was found out of a history, kept in a vault's cache from one run to the next.

One file holds which files came and went, for one head; the other what single commits made of files,
which never changes, a line each. Every part carries a checksum: what is damaged is found out again.
"""

import contextlib
import json
import os
import zlib
from pathlib import Path

from vaultkit.vault.git.log import Head
from vaultkit.vault.history.file_history import Comings, packed_digest

COMINGS = "history"
RENAMES = "renames"
FILES = (COMINGS, RENAMES)
"""The names of the files."""
_FORM = b"vaultkit history 1"
_MOST_LINES = 20_000


class PastCache:
    """The files in which it is kept; without a folder, nothing is."""

    def __init__(self, folder: Path | None, most: int = 0) -> None:
        """Store the folder, which need not exist, and how many bytes the files may have."""
        self._folder = folder
        self._most = most
        self._renames: dict[tuple[str, str], str | None] | None = None

    def key(self, head: Head) -> bytes | None:
        """Return the digest of what is kept of a head; None if nothing is."""
        about = self._about()
        return about[2] if about is not None and about[0] == head else None

    def comings(self) -> Comings | None:
        """Return what is kept of any head."""
        about = self._about()
        if about is None or self._folder is None:
            return None
        try:
            packed = (self._folder / COMINGS).read_bytes().split(b"\n", 3)[3]
            if packed_digest(packed) != about[2]:
                return None
            return Comings.unpacked(about[0], about[1], packed)
        except (OSError, ValueError, IndexError, TypeError, KeyError):
            return None

    def keep(self, comings: Comings, packed: bytes) -> None:
        """Keep what came and went, in place of that of another head."""
        about = [*comings.head, comings.count, packed_digest(packed).hex()]
        head = json.dumps(about).encode()
        content = b"\n".join([_FORM, b"%08x" % zlib.crc32(head), head, packed])
        if self._folder is None or len(content) > self._most:
            return
        import tempfile

        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(
                dir=self._folder, prefix=COMINGS, delete=False
            ) as stream:
                stream.write(content)
            os.replace(stream.name, self._folder / COMINGS)  # noqa: PTH105

    def renamed(self, commit: str, path: str) -> tuple[str | None] | None:
        """Return what a commit made of a file, which may be nothing; None if that is not kept."""
        if self._renames is None:
            self._renames = self._read_renames()
        key = commit, path
        return (self._renames[key],) if key in self._renames else None

    def keep_renamed(self, commit: str, path: str, new: str | None) -> None:
        """Keep what a commit made of a file."""
        known = self._renames if self._renames is not None else {}
        known[commit, path] = new
        if self._folder is None or len(known) > _MOST_LINES:
            return
        line = json.dumps([commit, path, new]).encode()
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with (self._folder / RENAMES).open("ab") as stream:
                stream.write(b"%08x %b\n" % (zlib.crc32(line, zlib.crc32(_FORM)), line))

    def _about(self) -> tuple[Head, int, bytes] | None:
        """Return the head of what is kept, its count and its digest."""
        if self._folder is None:
            return None
        try:
            with (self._folder / COMINGS).open("rb") as stream:
                form, total, head = (stream.readline().removesuffix(b"\n") for _ in range(3))
            if form != _FORM or int(total, 16) != zlib.crc32(head):
                return None
            commit, shallow, count, said = json.loads(head)
            return Head(commit, shallow), int(count), bytes.fromhex(said)
        except (OSError, ValueError, TypeError):
            return None

    def _read_renames(self) -> dict[tuple[str, str], str | None]:
        found: dict[tuple[str, str], str | None] = {}
        if self._folder is None:
            return found
        try:
            lines = (self._folder / RENAMES).read_bytes().splitlines()
        except OSError:
            return found
        for line in lines:
            total, _, said = line.partition(b" ")
            with contextlib.suppress(ValueError, TypeError):
                if int(total, 16) == zlib.crc32(said, zlib.crc32(_FORM)):
                    commit, path, new = json.loads(said)
                    found[commit, path] = new
        if len(found) > _MOST_LINES or len(lines) > 2 * _MOST_LINES:
            with contextlib.suppress(OSError):
                (self._folder / RENAMES).unlink()
        return found


def remove_past(folder: Path) -> None:
    """Remove what is kept in a folder, and what a run that was killed left of it."""
    for path in [*folder.glob(f"{COMINGS}*"), folder / RENAMES]:
        with contextlib.suppress(OSError):
            path.unlink()
